"""Stance by rules: one of the opinions that `stance.find_stance` weighs.

The cue decides first (list in `data/cues.csv`); under a plain "said" the content's main clause does: "said he would"
intends, "said it would likely" expects, "said they should" requests.
"""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Mapping
from importlib.resources import files

from reportedly.article import Pieces
from reportedly.errors import ModelError
from reportedly.reading.document import Document
from reportedly.vocabulary import Stance

__all__ = ["cue_stances", "main_verb", "rule_stance"]

_PLAIN = frozenset({Stance.ASSERTS})
_NEGATIONS = frozenset("not n't never no nor neither without hardly".split())
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_REFUSALS = frozenset(["decline", "refuse"])
_SPEAKING = frozenset(
    """comment say answer discuss elaborate disclose respond reveal testify speculate specify identify name
    reply""".split()
)
_FUTURE = frozenset("will would 'll ’ll 'd ’d shall".split())
_MAY = frozenset("may might could".split())
_MUST = frozenset("should must ought".split())
_LIKELY = frozenset("likely probably unlikely possibly perhaps presumably expected certain doubtful".split())
_INTENDING = frozenset("plan intend aim prepare vow pledge promise consider determined commit eager ready".split())
_EXPECTING = frozenset("hope believe think expect fear doubt predict anticipate suspect".split())
_CONDEMNING = frozenset(
    """evasive disgrace disgraceful insult shameful outrageous reckless irresponsible unacceptable appalled appalling
    shocked cowardice cowardly lie liar lying dishonest corrupt racist hypocrisy hypocrite coward incompetent unfit
    abomination deplorable despicable disgusting cynical betrayal betrayed brutal barbaric absurd ridiculous
    pathetic misleading provocation traitor cruel heartless inexcusable unconscionable sham scandal embarrassment
    negligent dishonesty disloyal outraged horrible terrible awful foolish stupid wrongheaded""".split()
)
_PRAISING = frozenset(
    """hero historic success successful excellent outstanding courageous brave wonderful fantastic
    friend positive welcome constructive productive""".split()
)
# "Voiced support", "expressed concern": what is shown names the stance.
_SHOWING = frozenset("voice express show declare signal".split())
_PROSPECTS = frozenset("possible possibility prospect prospects likely future upcoming potential".split())
# Cues under which "will" states what is settled rather than what is foreseen.
_ANNOUNCING = frozenset(
    """announce indicate state tweet report write confirm declare show explain detail outline reveal disclose""".split()
)
_NO_EVIDENCE = re.compile(
    r"(?:(?:not|n[’']t)\b[^.]{0,40}\bhave (?:any |seen |found )?(?:evidence|confirmation|information|proof)|"
    r"(?:have|has|had|is|was|seen|found) no (?:evidence|confirmation|proof)|(?:not|n[’']t) aware of)",
    re.IGNORECASE,
)
_PLANNING = re.compile(
    r"[\"“']?(?:his|her|its|their)\s+(?:\w+\s)?(?:plans?|intention|decision|intent|candidacy) (?:to|for|of)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:whether|if|why|how)\b", re.IGNORECASE)
_HOPING = re.compile(
    r"\b(?:(?:my|our) hope is|zero”? chance|(?:no|little|good|slim) chance|chances? (?:of|that))", re.IGNORECASE
)
_ASKING_FOR = re.compile(r"\b(?:it(?:[’']s| is| was) (?:high )?time (?:to|for|that)|let[’']s\b)", re.IGNORECASE)
_DENYING = re.compile(
    r"(?:nothing wrong|not true|untrue|no truth|is false|are false|was false|false (?:claim|allegation|accusation)s?|"
    r"not done anything wrong|^[\"“'‘]?No[.,]|"
    r"not (?:broken|violated|provided false)|no collusion|"
    r"did(?: not|n[’']t) (?:do|happen|commit|break|meddle|interfere)|"
    r"(?:is|was|are|were) not (?:the )?(?:result|a result|because|caused)|"
    r"no (?:plan|plans|intention|intentions) (?:to|for|of)|"
    r"nothing to do with|fake news|baseless|groundless|unfounded|fabricat\w+|categorically)",
    re.IGNORECASE,
)
_NO_COMMENT = re.compile(
    r"(?:no comment|not comment|n[’']t comment|n[’']t want to say|not want to say|can[’']t say|cannot say|"
    r"n[’']t discuss|not discuss|above my pay grade|leave (?:that|it) to|declin\w{1,5} to (?:comment|say)|"
    r"no (?:immediate )?(?:response|reaction|reply))",
    re.IGNORECASE,
)
_NOT_CONFIRMED = re.compile(
    r"(?:(?:not|n[’']t|unable to|impossible to|nor)(?: \w+){0,2} (?:confirm|verif)\w*|"
    r"(?:no|not have|n[’']t have)(?: \w+){0,3} (?:evidence|confirmation|information|knowledge)|"
    r"(?:not|n[’']t) aware of)",
    re.IGNORECASE,
)


@functools.cache
def cue_stances() -> Mapping[str, Stance]:
    """Stance by cue, as lemmas joined by spaces: "call for" -> requests.

    Raises:
        ModelError: The list is missing or damaged.
    """
    try:
        text = files("reportedly.data").joinpath("cues.csv").read_text(encoding="utf-8")
        rows = csv.DictReader(io.StringIO(text))
        stances: dict[str, Stance] = {}
        for row in rows:
            for cue in row["cues"].split("|"):
                stances.setdefault(cue, Stance(row["stance"]))
        return stances
    except (OSError, KeyError, ValueError) as error:
        raise ModelError("reportedly/data/cues.csv", f"cannot be read ({error})", "Install the package anew") from error


def main_verb(document: Document, tokens: range) -> int | None:
    """The finite verb of the first clause in a stretch of tokens; None where it holds none."""
    for token in tokens:
        head = document.head(token)
        if (head == token or head not in tokens) and document.pos[token] in {"VERB", "AUX"}:
            return token
        if (head == token or head not in tokens) and document.pos[token] in {"NOUN", "PROPN"}:
            subject = document.deps[token] in _SUBJECTS | {"dep", "npadvmod", "obl"}
            if not subject and document.deps[token] not in {"det", "amod", "compound", "nummod", "poss"}:
                return None  # a noun phrase: what verbs it holds are in its relative clauses
    return next(
        (t for t in tokens if document.deps[t] in {"ROOT", "ccomp"} and document.pos[t] in {"VERB", "AUX"}), None
    )


def rule_stance(
    document: Document, cue: Pieces, content: Pieces, *, source: Pieces = (), own_names: str = ""
) -> Stance:
    """What a source does with its content.

    Args:
        document: The article.
        cue: The words that attribute; empty for a bare report or quotation.
        content: What stands on the source's word.
        source: As printed.
        own_names: The source's name in full: "Orr said Orr would" is as good as "said he would".
    """
    cue_tokens = [t for piece in cue for t in document.tokens_in(piece)]
    body = [document.tokens_in(piece) for piece in content]
    first = next((tokens for tokens in body if tokens), range(0))
    words = document.text[content[0][0] : content[-1][1]] if content else ""
    opening = words.lstrip("\"'“‘ ").split(" ", 1)[0].casefold()
    lemmas = [document.lemmas[t] for t in cue_tokens]
    negated = _is_negated(document, cue_tokens)
    if (asked := _ASKED.search(words[:60])) and "ask" in lemmas:
        opening = asked.group().casefold()
    by_cue = _by_cue(document, cue_tokens, lemmas, negated, opening, first)
    if by_cue is not None and by_cue not in _PLAIN:
        return by_cue
    if _NOT_CONFIRMED.search(words[:200]) and "confirm" in words[:200].casefold() + "verif":
        return Stance.CANNOT_CONFIRM
    if negated and any(lemma in {"confirm", "verify"} for lemma in lemmas):
        return Stance.CANNOT_CONFIRM
    return _by_content(document, body, words, own_names, source, lemmas)


def _is_negated(document: Document, cue: list[int]) -> bool:
    for token in cue:
        if document.words[token].casefold() in _NEGATIONS:
            return True
        if document.pos[token] in {"VERB", "AUX"}:
            if any(document.words[c].casefold() in _NEGATIONS and c < token for c in document.children[token]):
                return True
            before = token - 1
            if before >= 0 and document.words[before].casefold() == "without":
                return True
    return False


def _by_cue(
    document: Document, cue: list[int], lemmas: list[str], negated: bool, opening: str, content: range
) -> Stance | None:
    if not cue:
        return None
    stances = cue_stances()
    printed = [document.words[t].casefold() for t in cue]
    phrase = " ".join(lemmas)
    verbs = [t for t in cue if document.pos[t] == "VERB"]
    head = verbs[0] if verbs else next((t for t in cue if document.pos[t] in {"AUX", "NOUN", "ADJ"}), cue[0])
    lemma = document.lemmas[head]
    above = document.head(head)
    auxiliaries = {document.words[c].casefold() for c in document.children[head] if document.deps[c] in {"aux", "neg"}}
    # "refused to testify", "declined to comment", "would not say": what is refused is speaking.
    refuser = next((t for t in cue if document.lemmas[t] in _REFUSALS), None)
    if refuser is None and document.lemmas[above] in _REFUSALS and document.deps[head] in {"xcomp", "advcl"}:
        refuser = above
    if refuser is not None:
        following = {document.lemmas[t] for t in content[:4]} | set(lemmas)
        return Stance.DECLINES_COMMENT if following & _SPEAKING or lemma == "decline" else Stance.DENIES
    if negated or "unable" in printed or "unable" in {document.words[a].casefold() for a in (above, head - 1)}:
        if lemma in {"confirm", "verify", "corroborate"}:
            return Stance.CANNOT_CONFIRM
        if lemma in {
            "say",
            "comment",
            "respond",
            "answer",
            "reply",
            "elaborate",
            "specify",
            "return",
            "disclose",
            "discuss",
        }:
            whether = opening in {"whether", "if", "why", "how", "when", "where", "who", "what", "any"}
            if whether or lemma not in {"say"} or "would" in auxiliaries:
                return Stance.DECLINES_COMMENT
        if lemma in {"rule", "deny", "dispute"}:
            return Stance.ASSERTS
        if lemma in {"believe", "think", "expect"}:
            return Stance.EXPECTS
        if lemma in {"plan", "intend", "agree", "want"}:
            return Stance.DENIES
        if lemma in {"support", "endorse", "approve"}:
            return Stance.CRITICISES
        if lemma in {"have"}:
            return Stance.DECLINES_COMMENT
    if lemma in {"ask", "press", "query"} and opening in {
        "whether",
        "if",
        "why",
        "how",
        "when",
        "where",
        "who",
        "what",
        "about",
    }:
        if opening == "if" and content and any(document.words[t].casefold() == "could" for t in content[:4]):
            return Stance.REQUESTS
        return Stance.QUESTIONS
    if lemma in {"speak", "talk"} and {document.words[t].casefold() for t in content} & _PROSPECTS:
        return Stance.EXPECTS
    if lemma == "have" and content and "comment" in {document.lemmas[t] for t in content[:3]}:
        return Stance.DECLINES_COMMENT
    if lemma in {"call", "describe", "label", "portray", "characterize", "characterise", "brand", "denounce", "dub"}:
        particle = phrase.partition(" ")[2].partition(" ")[0]
        if lemma == "call" and particle in {"for", "on", "upon"}:
            return Stance.REQUESTS
        if lemma in {"call", "describe", "label", "characterize", "characterise", "portray", "brand", "dub"}:
            naming = main_verb(document, content)
            if lemma == "call" and naming is not None and document.tags[naming] == "VB":
                return Stance.REQUESTS
            infinitive = any(
                document.tags[t] == "TO" and document.tags[min(t + 1, len(document) - 1)] == "VB" for t in content
            )
            if lemma == "call" and (infinitive or opening == "it"):
                return Stance.REQUESTS
            if lemma in {"describe", "dub"} or len(content) < 6:
                return None
            named = {document.words[t].casefold() for t in content}
            return Stance.SUPPORTS if named & _PRAISING else Stance.CRITICISES
    roles = {document.deps[c] for c in document.children[head]}
    if lemma in {"accuse", "charge"} and "nsubj" not in roles and roles & {"auxpass", "nsubjpass"}:
        return None
    if lemma in {"concern", "concerned"} or "concern" in lemmas:
        ahead = {document.words[t].casefold() for t in content}
        return Stance.EXPECTS if ahead & (_FUTURE | _MAY) else Stance.CRITICISES
    if lemma == "warn" and "not" in {document.words[t].casefold() for t in content[:2]}:
        return Stance.REQUESTS
    if lemma == "want" and content:
        return Stance.REQUESTS if _has_other_subject(document, content) else Stance.INTENDS
    if lemma in _SHOWING and len(lemmas) <= 2 and content:
        shown = (stances.get(document.lemmas[t]) for t in content[:4] if document.pos[t] == "NOUN")
        found = next((stance for stance in shown if stance is not None), None)
        if found is not None:
            return found
    for size in range(len(lemmas), 0, -1):
        for start in range(len(lemmas) - size + 1):
            for forms in (lemmas, printed):
                found = stances.get(" ".join(forms[start : start + size]))
                if found is not None and not (found is Stance.ASSERTS and size < len(lemmas)):
                    return _adjusted(document, found, lemma, content)
    particles = [
        document.lemmas[c] for c in document.children[head] if document.deps[c] in {"prt", "prep"} and c > head
    ]
    for particle in particles:
        found = stances.get(f"{lemma} {particle}")
        if found is not None:
            return found
    return stances.get(lemma)


def _adjusted(document: Document, found: Stance, lemma: str, content: range) -> Stance | None:
    """A listed stance, mended by what follows: "insisted that he had" asserts, "insisted that they go" requests."""
    if lemma in {"insist", "suggest", "advise"}:
        verb = main_verb(document, content)
        bare = verb is not None and (_is_bare(document, verb) or document.tags[verb] == "VBG")
        return Stance.REQUESTS if bare else (None if verb is not None else found)
    if lemma in {"conclude", "see", "set", "charge"} and found is not Stance.ASSERTS:
        return Stance.ASSERTS
    return found


def _is_bare(document: Document, verb: int) -> bool:
    """Whether a verb is a subjunctive: "that the document be included", "that Orr resign"."""
    auxiliaries = [c for c in document.children[verb] if document.deps[c] in {"aux", "auxpass"}]
    if any(document.words[c].casefold() == "be" for c in auxiliaries):
        return not any(document.words[c].casefold() not in {"be"} for c in auxiliaries)
    if auxiliaries:
        return False
    # "Suggested that Orr resign": a plural form with a singular subject.
    subject = next((c for c in document.children[verb] if document.deps[c] == "nsubj"), None)
    singular = subject is not None and document.tags[subject] in {"NN", "NNP"}
    return document.tags[verb] == "VB" or (document.tags[verb] == "VBP" and singular)


def _has_other_subject(document: Document, content: range) -> bool:
    verb = main_verb(document, content)
    return verb is not None and any(document.deps[c] in _SUBJECTS and c in content for c in document.children[verb])


def _by_content(
    document: Document, body: list[range], words: str, own_names: str, source: Pieces, lemmas: list[str]
) -> Stance:
    opening = words[:100]
    if _NO_COMMENT.search(opening):
        return Stance.DECLINES_COMMENT
    if _NO_EVIDENCE.search(opening):
        return Stance.CANNOT_CONFIRM
    if _DENYING.search(opening):
        return Stance.DENIES
    if _PLANNING.match(opening):
        return Stance.INTENDS
    if _HOPING.search(opening):
        return Stance.EXPECTS
    if _ASKING_FOR.search(opening):
        return Stance.REQUESTS
    own = {w.casefold() for w in re.findall(r"\w+", own_names)} - {"the", "of", "a", "and"}
    found: Stance | None = None
    announced = bool(set(lemmas) & _ANNOUNCING)
    for tokens in body[:2]:
        verb = main_verb(document, tokens)
        if verb is not None:
            found = _of_clause(document, verb, tokens, own, announced=announced)
        if found is not None:
            break
    if found in (Stance.REQUESTS, Stance.INTENDS):
        return found
    first_sentence = re.match(r"[^.?!]*[.?!]?", words)
    if first_sentence and first_sentence.group().endswith("?"):
        return Stance.QUESTIONS
    if any(w in _CONDEMNING for w in re.findall(r"[a-z-]+", words[:300].casefold())):
        return Stance.CRITICISES
    return found or Stance.ASSERTS


def _of_clause(document: Document, verb: int, tokens: range, own: set[str], *, announced: bool) -> Stance | None:
    """What a clause does with itself under a plain "said"; None where it only states."""
    children = document.children[verb]
    words = {document.words[c].casefold() for c in children}
    modals = {document.words[c].casefold() for c in children if document.deps[c] == "aux"}
    subject = next((c for c in children if document.deps[c] in _SUBJECTS), None)
    subject_word = document.words[subject].casefold() if subject is not None else ""
    is_self = subject_word in {"i", "we", "he", "she", "they"} or (subject is not None and _own(document, subject, own))
    lemma = document.lemmas[verb]
    likely = bool(words & _LIKELY) or document.words[verb].casefold() in _LIKELY
    negated = bool(words & _NEGATIONS)
    perfect = "have" in {document.lemmas[c] for c in children if document.deps[c] == "aux"}
    if not perfect and subject_word not in {"i", "we"} and modals & _MUST:
        return Stance.REQUESTS
    if lemma == "be":
        adjectives = {document.words[c].casefold() for c in children if document.deps[c] in {"acomp", "attr", "oprd"}}
        likely = likely or bool(adjectives & _LIKELY)
        if adjectives & {"ready", "determined", "willing", "prepared", "eager"}:
            return Stance.INTENDS
        if is_self and adjectives & {"concerned", "afraid", "worried", "hopeful", "confident", "optimistic"}:
            return Stance.EXPECTS
    if lemma in {"need", "have"} and document.tags[verb] in {"VBZ", "VBP"} and _takes_to(document, verb):
        return None if subject_word in {"i", "he", "she"} else Stance.REQUESTS
    imperative = document.tags[verb] == "VB" and subject is None and not modals - {"do"} and "to" not in words
    if imperative and verb - tokens.start <= 4:
        return Stance.REQUESTS
    if (
        (is_self or subject_word == "it")
        and not negated
        and (lemma in _INTENDING or (lemma == "want" and _takes_to(document, verb)))
    ):
        return Stance.INTENDS
    if (is_self or subject_word == "it") and lemma in _EXPECTING:
        return Stance.EXPECTS
    if is_self and not negated and not modals:
        taken = cue_stances().get(lemma)  # "said he supported the plan"
        if taken in (Stance.SUPPORTS, Stance.CRITICISES) and document.deps[verb] != "conj":
            return taken
    if is_self and not perfect and (modals & _FUTURE or modals & {"may", "might"}) and lemma not in {"be", "have"}:
        return Stance.INTENDS
    if lemma == "go" and is_self and document.tags[verb] == "VBG" and _takes_to(document, verb):
        return Stance.INTENDS
    if perfect or ("could" in modals and negated):
        return None
    if likely or modals & _MAY:
        return Stance.EXPECTS
    return Stance.EXPECTS if modals & _FUTURE and not announced else None


def _own(document: Document, subject: int, own: set[str]) -> bool:
    return document.words[subject].casefold() in own


def _takes_to(document: Document, verb: int) -> bool:
    return any(document.deps[c] == "xcomp" for c in document.children[verb])
