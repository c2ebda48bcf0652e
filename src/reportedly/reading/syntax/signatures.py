"""Words that govern clauses, with what a reader may conclude of the clause (Nairn, Condoravdi and Karttunen 2006).

A signature is two signs: the truth of the complement where the word holds, and where it is negated; the signs are the
values of `veridicality.Truth`.
"""

from __future__ import annotations

__all__ = [
    "ADJECTIVES",
    "ASSERTING",
    "CONFIRMING",
    "CONTENT_NOUNS",
    "DENYING",
    "FACTIVE",
    "NOUNS",
    "OPENING",
    "REVERSING",
    "SAYS",
    "TAKES_BACK",
    "TRANSPARENT",
    "UNDOING",
    "VERBS",
    "WANTING",
]

TRANSPARENT, ASSERTING, FACTIVE = "+-", "+o", "++"
UNDOING = "-o "
WANTING = "o-"
REVERSING, DENYING, OPENING, CONFIRMING, THREATENING = "-+", "-o", "oo", "+?", "??"
_CERTAIN = "o+"  # "no doubt that", against "doubt that"


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: signature for words, signature in table.items() for word in words.split()}


VERBS = _by_word({
    # With an infinitive whatever is not listed is transparent, with a clause asserting. Who does not think it, want it
    # or plan it is read as denying it.
    "think believe expect suppose appear seem intend plan need go_far": TRANSPARENT,
    "know realise realize learn discover regret notice hide conceal lament rue deplore bemoan": FACTIVE,
    "decide agree": ASSERTING,
    "fail neglect avoid refrain forget hesitate": REVERSING,
    "refuse decline deny dispute refute rebut reject dismiss debunk rubbish contradict rule_out stop_short fall_short "
    "come_close hold_back shy_away mistake err decide_against vote_against rule_against": DENYING,
    "ask wonder question inquire enquire doubt speculate guess pretend wish urge demand request petition beg plead "
    "seek press pressure lobby call_for call_on appeal_for push_for imagine dream fantasise fantasize joke jest "
    "quip": OPENING,
    "want": WANTING,
    # Of what a noun names alone: "reversed the cancellation", "dropped plans to cancel it".
    "reverse overturn rescind revoke undo lift drop abandon": UNDOING,
    "confirm verify corroborate": CONFIRMING,
    "threaten consider offer contemplate weigh mull": THREATENING,
})  # fmt: skip
ADJECTIVES = _by_word({
    "true likely correct": TRANSPARENT,
    "false untrue wrong incorrect mistaken baseless unfounded groundless impossible unlikely premature inaccurate fake "
    "bogus fictitious": DENYING,
    "unclear uncertain unknown unsure doubtful": OPENING,
    "surprised surprising shocked shocking disappointed disappointing sorry glad happy pleased sad angry upset "
    "relieved delighted proud aware unaware furious dismayed regrettable odd strange shameful unfortunate": FACTIVE,
})  # fmt: skip
NOUNS = _by_word({
    # "No plans to", "no need to", "zero chance that".
    "plan decision move request attempt effort bid proposal motion demand offer call plea appeal need reason intention "
    "chance possibility prospect danger risk question way truth": TRANSPARENT,
    "case event fear": OPENING,
    "hope dream power right authority ability mandate duty permission": WANTING,
    "hoax lie fabrication invention falsehood fiction nonsense rubbish untruth myth": DENYING,
    "fact secret surprise shame pity regret disappointment": FACTIVE,
    "doubt": _CERTAIN,
})  # fmt: skip
CONTENT_NOUNS = frozenset(
    "report claim rumour rumor suggestion allegation story message statement announcement assertion speculation notion "
    "idea remark comment post tweet article testimony account confession contention news dispatch hint "
    "indication sign evidence mention word notice inkling".split()
)
"""Nouns that have a clause for what they say: "a report that …"."""
SAYS = frozenset(
    "say tell announce confirm report add state declare claim note reveal disclose acknowledge admit insist reiterate "
    "repeat write warn explain stress argue suggest signal indicate comment testify predict".split()
)
TAKES_BACK = frozenset(
    "withdraw retract recant disavow delete remove correct pull kill take_back walk_back apologise apologize "
    "disregard disown repudiate backtrack backpedal go_back_on row_back_on row_back_from climb_down_from "
    "back_away_from back_down_from".split()
)
"""Verbs that take back what was said; of anything else they leave it as it is: "apologised for cancelling"."""
