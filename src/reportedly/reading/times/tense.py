"""Where the text puts what some tokens date: past or future, from the verb that governs them."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice, takewhile

from reportedly.lexicon.calendar import MONTHS, WEEKDAYS
from reportedly.reading.document import Document
from reportedly.reading.syntax.clauses import bound_goal, is_in_title, root_of
from reportedly.reading.times.timex import Tense

__all__ = ["calls_off", "governing_tense", "saying_verb"]

# Verbs whose infinitive is no plan: what it names happens when the verb does.
_FACTIVE = frozenset(
    "begin start continue help manage fail refuse seem appear use come have go try stop serve get move decline".split()
)
# Participles and adjectives that put what they govern ahead.
_AHEAD = frozenset(
    "schedule due set slate expect plan payable effective bind poise tentative upcoming forthcoming redeemable "
    "convertible eligible subject mature expire".split()
)
_AHEAD_NOUNS = frozenset("deadline maturity expiration expiry".split())
_VERBS = frozenset(("VERB", "AUX"))
_NOUNS = frozenset(("NOUN", "PROPN"))
# Verbs that set a time: what follows "for", "to" or "until" lies ahead of them, not of the reader.
_SETTING = frozenset(
    "schedule reschedule plan set slate postpone move delay defer push bring expect adjourn invite book extend prolong "
    "suspend put shift slip pencil".split()
)
# With "for" alone: "called a strike for March 20", but "called for elections on March 20".
_SETTING_FOR = frozenset(
    "call convene convoke declare proclaim fix arrange appoint summon book organize organise order time list bill "
    "announce restore reinstate rearrange".split()
)
# What these move lay at the day behind "from", and that may be on either side.
_MOVING = frozenset("postpone reschedule move delay defer push bring put shift slip adjourn".split())
_FUNCTION_WORDS = frozenset(("ADP", "ADV", "PART", "SCONJ"))
# Participles whose verb tells whether it was: "the march announced for Saturday has been called off".
_PARTICIPLES = frozenset(("acl", "csubj", "csubjpass"))
# Verbs that tell the day of something appointed: "the date of the vote, June 4, was made public".
_DISCLOSING = frozenset(
    "announce confirm reveal disclose publish release unveil make_public become_known make_known set fix".split()
)
# Verbs that tell that something took place: "the march planned for Saturday drew thousands".
_HOLDING = frozenset("hold take draw attract begin start open end pass go".split())
_DAY_NAMES = frozenset((*WEEKDAYS, *MONTHS))
_DAY_NOUNS = frozenset(("date", "day"))
# Verbs that call off, move, announce or settle what was appointed; "off" and "back" make others such.
_CHANGING = frozenset(
    "cancel postpone reschedule delay move scrap shelve suspend defer adjourn abandon drop ditch axe ban confirm "
    "announce schedule plan bar block prohibit boycott skip shorten extend threaten prepare promise approve "
    "agree demand call_off put_off rule_out push_back put_back bring_forward pull_out back_out ring_off hold_off "
    "set_back set expect invite".split()
)
_CALLING_OFF = frozenset(
    "cancel postpone scrap axe ax shelve delay defer drop ditch abandon call_off put_off ban".split()
)
_PARTICLES = frozenset(("off", "out", "back", "forward"))
# What is appointed before it happens, unlike a ruling or an attack: "Monday's hearing" may lie ahead.
_APPOINTED = frozenset(
    "hearing meeting talk summit visit trip rally vote election debate session conference deadline launch match game "
    "ceremony referendum primary ballot inauguration march protest strike exercise inspection flight concert "
    "convention briefing speech signing anniversary holiday exit departure withdrawal retirement tour parade festival "
    "final fixture race auction opening premiere wedding funeral gala workshop forum congress assembly exam test trial "
    "execution sentencing inquest poll runoff handover drill manoeuvre maneuver walkout demonstration vigil "
    "celebration expiry start fight bout tournament cup marathon dinner lunch reception sitting interview call closure "
    "shutdown curfew arrival appearance show performance screening exhibition fair gathering event deployment "
    "negotiation ceasefire truce liftoff broadcast".split()
)
# Verbs whose content clause is shifted back: "said the visit was going ahead" of a visit that is still to come.
_REPORTING = frozenset(
    "say tell add insist confirm announce write state explain note warn promise pledge vow declare claim suggest "
    "indicate signal deny report reveal repeat stress reiterate assure hear learn maintain tweet post inform answer "
    "reply acknowledge admit argue assert recall remind".split()
)
# What the progressive past of these names was still ahead when it was said: "she was leaving on March 20".
_ARRANGED = frozenset(
    "go come leave travel fly head depart arrive return visit meet hold host attend start begin open close launch "
    "strike march vote sign play perform speak join take stage organize organise resume reopen end step retire quit "
    "resign marry move send convene gather debate proceed".split()
)
_WHILE = frozenset(("when", "while", "as"))
# What a verb may say of something appointed that is still to come: that it is on or off, or may be.
_STANDING = frozenset(
    "be_on be_off be_unchanged be_unaffected be_uncertain be_unclear be_doubtful be_certain be_possible be_likely "
    "be_unlikely be_doubt be_jeopardy be_question be_danger be_balance be_limbo be_threat be_risk be_hold be_track "
    "be_course be_schedule be_agenda be_calendar remain_on remain_off remain_unchanged remain_uncertain remain_doubt "
    "remain_possible remain_likely remain_track remain_hold remain_schedule remain_agenda remain_calendar".split()
)
_UNTOUCHED = frozenset("affect change alter touch".split())  # "was not affected", "nothing had changed about"
_NOTHING = frozenset(("nothing", "none"))
_BLAMED = frozenset(("blame", "thank"))
_PREPARATION = frozenset(("preparation", "arrangement"))
_UNDER_WAY = frozenset(("be_way", "continue", "begin", "start", "proceed"))
_HOPING = frozenset(("hope", "expect", "want", "await"))
_HELD_THERE = frozenset("at during in after since following on".split())
_TOWARDS = frozenset(("for", "toward", "towards", "before", "of"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl", "csubj"))
_FARTHEST = 60  # steps up the parse; broken text hangs thousands of words in one chain
_NEAREST = 24  # words before a verb among which its auxiliaries are looked for
_GOAL = frozenset(("for", "until", "till", "to"))
# What somebody would not do when asked, which was on the day told: "would not comment Monday".
_ANSWERING = frozenset(
    "comment say elaborate discuss disclose reveal confirm specify identify speculate answer respond explain".split()
)
# Verbs whose infinitive is still to come when the verb is over: "agreed to meet on Tuesday", "was ordered to appear".
_INTENDING = frozenset(
    "expect plan intend want hope agree decide vote vow promise pledge threaten offer prepare aim arrange set schedule "
    "order summon ask invite urge require tell allow wait need be have go".split()
)


def governing_tense(document: Document, tokens: range) -> Tense:
    """Where the text puts what these tokens date: from the verb that governs them, and from what stands on the way."""
    inside = set(tokens)
    token = next((t for t in tokens if document.head(t) not in inside), tokens[-1])
    before = document.lemmas[tokens[0] - 1] if tokens[0] else ""
    if before == "since":
        return Tense.PAST
    if _has_past_clause(document, token):
        return Tense.PAST
    tense = _climb(document, token, inside)
    if before in ("until", "till", "through") and tense is Tense.PAST:
        return Tense.UNKNOWN  # "extended its deadline until Tuesday": the end may lie on either side
    if before == "on" and tense is Tense.PAST and _is_perfect(document, token, inside):
        return Tense.APPOINTED  # "has called off the concert on April 12": a perfect takes no day of its own
    noun = _dated_noun(document, token)
    if noun is not None and document.lemmas[noun] in _DAY_NOUNS:
        noun = _day_of(document, noun) or noun
    if noun is not None and document.lemmas[noun] in _APPOINTED | _PREPARATION and tense is not Tense.FUTURE:
        changed = _changed_tense(document, noun)
        if changed is not None:
            return changed
    if document.deps[token] in ("poss", "compound", "nmod"):
        noun = document.head(token)
        if document.lemmas[noun] in _APPOINTED:
            above = document.head(noun)
            left = document.lemmas[document.head(above)] == "out"  # "walked out of Saturday's meeting"
            ahead = document.deps[noun] == "pobj" and document.lemmas[above] in _TOWARDS and not left
            return Tense.PRESENT if tense is not Tense.FUTURE and (ahead or tense is not Tense.PAST) else tense
        if document.deps[token] == "poss":
            return Tense.PAST  # "will appeal Thursday's ruling"
    return tense


def _has_past_clause(document: Document, day: int) -> bool:
    """Whether a clause on a day tells what had come about by then: "until Saturday, when a judge released him"."""
    return any(
        document.deps[verb] == "relcl"
        and document.tags[verb] == "VBD"
        and any(document.lemmas[c] == "when" for c in document.children[verb])
        and not any(document.deps[c] in ("aux", "auxpass") for c in document.children[verb])
        for verb in document.children[day]
    )


def calls_off(document: Document, tokens: range) -> bool:
    """Whether a day hangs on a verb that calls off something appointed: "called off the visit on October 6"."""
    inside = set(tokens)
    token = next((t for t in tokens if document.head(t) not in inside), tokens[-1])
    verb = next((up for up in islice(document.ancestors(token), 3) if document.pos[up] in _VERBS), None)
    if verb is None or not _verb_names(document, verb) & _CALLING_OFF:
        return False
    return any(
        document.deps[c] == "dobj" and document.lemmas[c] in _APPOINTED and c < tokens[0]
        for c in document.children[verb]
    )


def _is_perfect(document: Document, token: int, inside: set[int]) -> bool:
    """Whether the verb above is in the present perfect: "has cancelled", "have been called off"."""
    for up in islice(document.ancestors(token), _FARTHEST):
        if up in inside or document.pos[up] not in _VERBS:
            continue
        if document.tags[up] != "VBN":
            return False
        near = [child for child in document.children[up] if child < up][-_NEAREST:]
        return any(
            document.deps[c] in ("aux", "auxpass")
            and document.tags[c] in ("VBZ", "VBP")
            and document.lemmas[c] == "have"
            for c in near
        )
    return False


def _dated_noun(document: Document, token: int) -> int | None:
    """The noun that a date belongs to: "the summit on March 19", "Friday's trip", "the June 7 election"."""
    up = document.head(token)
    if document.deps[token] in ("poss", "compound", "nmod", "npadvmod", "appos") and document.pos[up] in _NOUNS:
        return up
    if document.deps[token] == "pobj" and document.lemmas[up] in ("on", "for", "of", "in"):
        noun = document.head(up)
        if document.pos[noun] in _VERBS and up and document.lemmas[up - 1] in _APPOINTED:
            # Before its verb a day belongs to the subject: "the parade on May 1 was cancelled".
            return up - 1 if noun > up or document.lemmas[noun] in _HOPING else None
        # "visit to Kenya on March 18" hangs the day on the place.
        for _ in range(3):
            above = document.head(noun)
            if document.deps[noun] == "pobj" and document.pos[document.head(above)] in _NOUNS:
                noun = document.head(above)
            else:
                break
        return noun if document.pos[noun] in _NOUNS else None
    return None


def _day_of(document: Document, noun: int) -> int | None:
    """What a "date" is the date of, where that is appointed: "the date of the summit"."""
    for of in document.children[noun]:
        for child in document.children[of] if document.lemmas[of] == "of" else ():
            if document.lemmas[child] in _APPOINTED:
                return child
    return None


def _changed_tense(document: Document, noun: int) -> Tense | None:
    """APPOINTED where a verb calls the noun off, moves or announces it, or something is ahead of it; else None."""
    above = document.head(noun)
    if document.deps[noun] == "pobj":
        if document.lemmas[above] in ("before", "ahead"):
            return Tense.APPOINTED
        if document.lemmas[above] in _HELD_THERE:
            return None
        noun, above = above, document.head(above)
    of_day = False
    prepared = document.lemmas[noun] in _PREPARATION
    for _ in range(4):
        if document.pos[above] in _VERBS or above == noun:
            break
        of_day = of_day or document.lemmas[above] in _DAY_NOUNS
        noun, above = above, document.head(above)
    if document.pos[above] not in _VERBS:
        return None
    names = _verb_names(document, above)
    if names & _CHANGING or (of_day and names & _DISCLOSING):
        return Tense.APPOINTED
    # "Preparations began on Monday for the visit on June 9"
    prepared = prepared or any(
        document.deps[c] == "nsubj" and document.lemmas[c] in _PREPARATION for c in document.children[above]
    )
    ahead = names & _HOPING or _is_standing(document, above, names) or (prepared and names & _UNDER_WAY)
    return Tense.APPOINTED if ahead else None


def _is_standing(document: Document, verb: int, names: set[str]) -> bool:
    """Whether a verb tells of something appointed that it is to take place still, or that this is open.

    "was going ahead", "was on", "was in doubt", "was not affected"; not "went ahead".
    """
    if names & _STANDING or _was_arranged(document, verb):
        return True
    if document.lemmas[verb] == "stand":
        return _is_said(document, verb)
    children = document.children[verb]
    if document.lemmas[verb] == "be":  # "were to go ahead", but "were to blame"
        return any(document.deps[c] == "xcomp" and document.lemmas[c] not in _BLAMED for c in children)
    if document.lemmas[verb] in _UNTOUCHED and document.tags[verb] == "VBN":
        return any(document.deps[c] == "neg" or (c < verb and document.lemmas[c] in _NOTHING) for c in children)
    return False


def _was_arranged(document: Document, verb: int) -> bool:
    """A progressive past of what was still ahead: "was going ahead", or "was leaving" where somebody said so then."""
    auxiliaries = [c for c in document.children[verb] if document.deps[c] in ("aux", "auxpass")]
    was = any(document.tags[c] == "VBD" and document.lemmas[c] == "be" for c in auxiliaries)
    being = document.tags[verb] == "VBN" and any(document.tags[c] == "VBG" for c in auxiliaries)
    if not was or not (document.tags[verb] == "VBG" or being):
        return False
    if document.lemmas[verb] == "proceed" or "go_ahead" in _verb_names(document, verb):
        return True
    if document.lemmas[verb] not in _ARRANGED or not _is_said(document, verb):
        return False
    # "he was coming home on June 20 when the bomb went off"
    clauses = (child for child in document.children[verb] if document.deps[child] == "advcl")
    return not any(document.lemmas[word] in _WHILE for clause in clauses for word in document.children[clause])


def _is_said(document: Document, verb: int) -> bool:
    """Whether the verb's clause is what somebody said: "she said the vote was on June 20"."""
    return _reporting_verb(document, verb) is not None


def _reporting_verb(document: Document, verb: int) -> int | None:
    """The verb of saying, in the past, that the clause of a verb hangs on; None where there is none."""
    for _ in range(4):
        above = document.head(verb)
        if document.deps[verb] == "ccomp" and document.pos[above] in _VERBS:
            past = document.tags[above] in ("VBD", "VBN")
            return above if past and document.lemmas[above] in _REPORTING else None
        if document.deps[verb] != "conj" or above == verb:
            return None
        verb = above
    return None


def saying_verb(document: Document, tokens: range) -> int | None:
    """The verb in the past that reports the clause of some tokens: "said" for "that the vote would be on June 20"."""
    inside = set(tokens)
    token = next((t for t in tokens if document.head(t) not in inside), tokens[-1])
    for up in islice(document.ancestors(token), _FARTHEST):
        if up not in inside and document.pos[up] in _VERBS:
            reporting = _reporting_verb(document, up)
            if reporting is not None:
                return reporting
    return None


def _verb_names(document: Document, verb: int) -> set[str]:
    """The lemma of a verb, alone and with its particles and complements: "put", "put_off", "make_public"."""
    lemma = document.lemmas[verb]
    names = {lemma}
    for child in document.children[verb]:
        dep, word = document.deps[child], document.lemmas[child]
        if (dep in ("prt", "advmod", "prep") and word in _PARTICLES) or dep in ("oprd", "acomp"):
            names.add(f"{lemma}_{word}")
        elif dep == "prep":
            names.update(f"{lemma}_{document.lemmas[of]}" for of in document.children[child] if of > child)
            if word == "on" and not document.children[child]:
                names.add(f"{lemma}_on")
        elif dep in ("advmod", "prt") and word in ("on", "ahead"):
            names.add(f"{lemma}_{word}")
    return names


def _climb(document: Document, token: int, inside: set[int]) -> Tense:
    for up in islice(document.ancestors(token), _FARTHEST):
        if up in inside or is_in_title(document, up, token):
            continue
        lemma = document.lemmas[up]
        if document.pos[up] in _VERBS:
            tense = _verb_tense(document, up)
            if tense is not Tense.PAST and _is_before_clause(document, token, up):
                return Tense.PAST
            if tense is Tense.PAST and _was_ahead(document, token, up):
                return Tense.PRESENT
            goal = _goal(document, token, up)
            if document.deps[up] in _PARTICIPLES and (goal or (tense is Tense.FUTURE and document.tags[up] == "VBN")):
                # "the service planned for Saturday was canceled": the plan tells less than the verb above it.
                above = next((a for a in islice(document.ancestors(up), _FARTHEST) if document.pos[a] in _VERBS), up)
                names = _verb_names(document, above)
                if above != up and goal and (names & _CHANGING or _is_standing(document, above, names)):
                    return Tense.APPOINTED
                if above != up and _verb_tense(document, above) is Tense.PAST:
                    return Tense.PAST if document.lemmas[above] in _HOLDING else Tense.UNKNOWN
            if goal == "from":
                return Tense.UNKNOWN
            if goal is None and document.tags[up] in ("VBD", "VBN") and _sets_another_day(document, up, inside):
                return Tense.PAST  # "was set on Monday for April 9"
            if goal and tense is Tense.PAST:
                return Tense.FUTURE if goal in ("until", "till") else Tense.PRESENT
            return tense
        if document.pos[up] in ("ADJ", "NOUN") and (lemma in _AHEAD or lemma in _AHEAD_NOUNS):
            return Tense.FUTURE
    return _verb_tense(document, root_of(document, token))


def _is_before_clause(document: Document, token: int, verb: int) -> bool:
    """Whether a day stands right after a verb of saying and before what was said, and so dates the saying.

    "The group said on Monday it would sell": the parse may hang the day on "sell". Not "said that on Monday it would".
    """
    reporting = _reporting_verb(document, verb)
    if reporting is None or not reporting < token < verb:
        return False
    between = range(reporting + 1, token)
    if any(document.deps[t] in ("mark", "punct") or document.deps[t] in _SUBJECTS for t in between):
        return False
    return any(document.deps[child] in _SUBJECTS and child > token for child in document.children[verb])


def _was_ahead(document: Document, token: int, verb: int) -> bool:
    """Whether a verb in the past puts a day ahead of a saying: "said she was leaving on June 20", "the vote was on"."""
    path = takewhile(lambda up: up != verb, islice(document.ancestors(token), _FARTHEST))
    words = ((document.lemmas[up], document.pos[up]) for up in path)
    nouns = [lemma for lemma, pos in words if pos == "NOUN" or (pos == "PROPN" and lemma in _APPOINTED)]
    if not _APPOINTED.issuperset(nouns):
        return False  # "was investigating the attack on December 12"
    if _was_arranged(document, verb):
        return True
    if nouns or document.lemmas[verb] != "be" or document.tags[verb] != "VBD" or not _is_said(document, verb):
        return False
    subjects = (document.lemmas[child] for child in document.children[verb] if document.deps[child] == "nsubj")
    return any(subject in _APPOINTED for subject in subjects)


def _goal(document: Document, token: int, verb: int) -> str | None:
    """The preposition with which a verb sets a date, moves something to it or from it; None where it does neither."""
    path: list[int] = []
    for up in islice(document.ancestors(token), _FARTHEST):
        if up == verb:
            break
        path.append(up)
    if not path:
        return None
    goal = bound_goal(document, token)
    if goal is not None and document.lemmas[verb] in _SETTING and document.head(goal) in (verb, goal - 1):
        return document.lemmas[goal]
    lemma, own, last = document.lemmas[verb], document.lemmas[path[0]], document.lemmas[path[-1]]
    between = [up for up in path if document.pos[up] not in _FUNCTION_WORDS]
    if own == "for" and not between and lemma in _CHANGING and _has_appointed(document, verb):
        return own  # "approved a referendum for June 21"
    if own == "for" and lemma in _SETTING_FOR:
        # A noun between is what is set: "called a strike for March 20", "declared a day of mourning for March 12".
        joined = all(up in between or document.lemmas[up] == "of" for up in path[1:])
        is_set = bool(between) and joined and document.deps[between[-1]] in ("dobj", "nsubjpass")
        return own if not between or (is_set and lemma != "announce") else None
    if lemma not in _SETTING:
        return None
    if last in _GOAL:
        return last
    if between:
        return None
    if own == "from":
        return own if lemma in _MOVING else None
    return own if own in _GOAL else None  # "back to March 19", "from April 12 to June 7"


def _has_appointed(document: Document, verb: int) -> bool:
    return any(
        document.deps[child] in ("dobj", "nsubjpass") and document.lemmas[child] in _APPOINTED
        for child in document.children[verb]
    )


def _sets_another_day(document: Document, verb: int, inside: set[int]) -> bool:
    """Whether a verb sets a day other than the one looked at: by "for", "to" or "until" and a name or number."""
    if document.lemmas[verb] not in _SETTING and document.lemmas[verb] not in _SETTING_FOR:
        return False
    for child in document.children[verb]:
        if document.lemmas[child] in _GOAL:
            days = (c for c in document.children[child] if document.deps[c] == "pobj" and c not in inside)
            if any(document.lemmas[day] in _DAY_NAMES for day in days):
                return True
    return False


def _verb_tense(document: Document, verb: int, depth: int = 0) -> Tense:
    """Past, present or future of a verb, with its auxiliaries and the verbs it hangs on."""
    tag, lemma = document.tags[verb], document.lemmas[verb]
    children = document.children[verb]
    left = bisect_left(children, verb)
    near = children[max(0, left - _NEAREST) : left]
    auxiliaries = [c for c in near if document.deps[c] in ("aux", "auxpass")]
    words = [document.text[slice(*document.span(c, c + 1))].lower() for c in auxiliaries]
    tags = [document.tags[c] for c in auxiliaries]
    if "MD" in tags:
        # "would have marked": what did not happen may lie on either side, so the nearer day is meant.
        if lemma in _ANSWERING and words[0] == "would" and any(document.deps[c] == "neg" for c in near):
            return Tense.PAST
        unreal = "have" in words and tag == "VBN" and words[0] not in ("will", "'ll")
        return Tense.UNKNOWN if unreal else Tense.FUTURE
    if "TO" in tags:
        above = document.head(verb)
        if document.deps[verb] == "ROOT" or above == verb or depth > 4:
            return Tense.FUTURE
        if "have" in words:
            return Tense.UNKNOWN  # "was to have visited"
        is_later = document.deps[verb] == "advcl" and "be" in words  # "cards went out for the gala, to be held in May"
        if document.lemmas[above] in _FACTIVE and document.deps[verb] in ("xcomp", "advcl") and not is_later:
            return _verb_tense(document, above, depth + 1)
        past = document.tags[above] == "VBD" and (
            document.lemmas[above] == "be"
            or (document.deps[verb] in ("xcomp", "advcl", "ccomp") and document.lemmas[above] not in _INTENDING)
        )
        return Tense.PRESENT if past else Tense.FUTURE  # "was to open on Friday", "met to vote on Friday": perhaps over
    if any(w in ("has", "have", "'ve") for w in words) and lemma in ("schedule", "plan", "set"):
        return Tense.FUTURE
    if any(w in ("had", "has", "have", "'ve") for w in words) and tag in ("VBN", "VBD"):
        return Tense.UNKNOWN if lemma in _AHEAD and "been" in words else Tense.PAST
    if tag in ("VBN", "VBD") and lemma in _AHEAD and (tag == "VBN" or lemma in ("set", "slate")):
        return Tense.PRESENT if "VBD" in tags else Tense.FUTURE  # "was scheduled for Friday": perhaps it is over
    if tag == "VBD":
        return Tense.PAST
    if tag == "VBN":
        if any(t == "VBD" for t in tags):
            return Tense.PAST
        if any(t in ("VBZ", "VBP") for t in tags):
            return Tense.PRESENT
        return Tense.PAST
    if tag == "VBG":
        if any(t == "VBD" for t in tags):
            return Tense.PAST
        if any(t in ("VBZ", "VBP") for t in tags):
            return Tense.FUTURE
        above = document.head(verb)
        while above != document.head(above) and document.pos[above] not in _VERBS:
            above = document.head(above)
        if above != verb and document.pos[above] in _VERBS and depth < 5:
            return _verb_tense(document, above, depth + 1)
        return Tense.UNKNOWN
    if tag in ("VBZ", "VBP"):
        return Tense.PRESENT
    if tag == "VB":
        return Tense.PAST if "did" in words else Tense.FUTURE
    return Tense.UNKNOWN
