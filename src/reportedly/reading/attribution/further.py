"""Statements that the encoder passes over: "Orr *believes* …" in what Tass said, "*plans* to …", "*keen* to …".

The encoder learned from a corpus that marks the outermost attribution alone, and proposes few cues in what another
says. Here the parse proposes: a word that may attribute, with one whose word it is and what it governs. A model then
says how likely an annotator would list it, by the words around and by what the encoder's middle layer holds for them.
`training.further` fits it on annotated articles.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Pieces
from reportedly.reading.attribution.boundaries import with_tidy_edges
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.attribution.not_said import is_not_said
from reportedly.reading.attribution.passed_on import phrase_of
from reportedly.reading.attribution.source_words import OUTLET_NOUNS, SOURCELIKE
from reportedly.reading.attribution.sources import noun_head, outlet_at
from reportedly.reading.attribution.stance_rules import cue_stances
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.neural.decode import Scores
from reportedly.reading.neural.linear import wide_rows
from reportedly.reading.neural.looks import LookModel, look_at, read_look_model
from reportedly.reading.neural.pieces import piece_range
from reportedly.reading.syntax.clauses import is_negated
from reportedly.reading.text.quotations import find_quotations
from reportedly.reading.text.spans import Cover

__all__ = ["LEAST_CONFIDENCE", "Further", "find_further", "further_model", "proposals"]

LEAST_CONFIDENCE = 0.12
"""Of what the encoder proposes."""
_ONE = 0.8  # of what two contents hold together
_FLOOR = 0.4
"""Half the F1 of all statements is where one more gains nothing; by five folds .35 to .45 are the best."""
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_SUBJECTS = ("nsubj", "nsubjpass")
_CLAUSES = ("ccomp", "xcomp", "acl", "relcl")
_LIGHT = frozenset(
    """have make express voice issue give hold reiterate repeat announce reveal take show offer raise reach share
    keep abandon drop face retain deliver send release publish back""".split()
)
_PREPOSITIONS = frozenset(
    "for of about to on against over in with at from into upon toward towards by as that whether".split()
)
_MORE = tuple(
    """rule identify inform express refusal target opposition give assure name clarify chant critical prefer weigh
    discuss refer put message objection reassure apply insistence anger attribute list answer goal keen talk deem
    notify motion position argument frustrate frustration word value announcement implicate interest regard record
    share uncover assertion paint herald critique rebuff raise sue suspicion assumption alert notion term unveil
    determine rumor rumour implication finding agreement trumpet resist resistance alarm reluctance compare convince
    flag consent defense defence condemnation stipulate invitation voice skepticism scepticism opinion espouse remind
    discover contest fume clamor clamour mean cry yell advice assurance guarantee illustrate allude revelation
    condone balk testimony projection figure confidence consider campaign effort bid offer rejection demand""".split()
)
"""Words that attribute in annotated articles, beside those of the list of cues."""
_LONG_CONTENT = 90  # tokens
_MARKS = '"“”'


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A statement that the parse proposes.

    Attributes:
        cue_token: The word that attributes.
        source_token: Head of the source; None where none is printed.
        content_token: Head of the content.
        raw: The encoder's confidence that its cue attributes; 0 where it does not propose it.
        whose: How the source is known: "nsubj", "poss", "agent", …
        how: What the content is to the cue: "ccomp", "xcomp", "dobj", "prep for", …
    """

    source: Pieces
    cue: Pieces
    content: Pieces
    cue_token: int
    source_token: int | None
    content_token: int
    how: str
    whose: str
    raw: float = 0.0


def find_further(
    document: Document, who: Cast, drafts: Sequence[Draft], unsure: Sequence[Draft], scores: Scores
) -> list[Draft]:
    """Statements beside those that are found, of which an annotator would list each more likely than not, or nearly.

    Args:
        document: The article.
        who: Its entities.
        drafts: What is found already.
        unsure: What the encoder found but is not sure of, from `LEAST_CONFIDENCE` on.
        scores: The encoder's pass over the article, with `middle`.
    """
    model = further_model()
    judged = []
    # All proposals before the first is judged: the model's weights stay in the cache.
    for one, rows, seen in tuple(proposals(document, who, drafts, unsure, scores)):
        likely = 1.0 / (1.0 + float(np.exp(-model(rows, seen)[0])))
        if likely >= _FLOOR:
            judged.append((round(likely, 4), one))
    judged.sort(key=lambda row: (-row[0], row[1].cue_token, row[1].how, row[1].content))
    found: list[Draft] = []
    taken: set[int] = set()
    around = _Around(document, drafts)
    for likely, one in judged:
        tokens = {t for piece in one.cue for t in document.tokens_in(piece)}
        draft = Draft(one.source, one.cue, one.content, likely)
        relayed = (
            one.source_token is not None
            and outlet_at(document, who, one.source_token) is not None
            and any(_is_alike(one.content, d.content) for d in around.of(one.content_token))
        )
        told = not is_not_said(document, draft) and with_tidy_edges(document, who, draft) is not None
        if told and not relayed and not tokens & taken:
            taken |= tokens
            found.append(draft)
    return found


def proposals(
    document: Document, who: Cast, drafts: Sequence[Draft], unsure: Sequence[Draft], scores: Scores
) -> Iterator[tuple[Further, list[int], NDArray[np.float32]]]:
    """Each proposal with the buckets of its features and what the network looks at; arguments as in `find_further`.

    Of a very long text only the beginning, of which the encoder's middle layer is kept.
    """
    middle, pieces = scores.middle, scores.pieces
    if middle is None or not len(middle):
        return
    end = int(pieces[len(middle) - 1, 1])
    cue_odds = 1.0 - np.exp(scores.heads["cue"][:, 0])
    quoted = Cover(find_quotations(document.text))
    around = _Around(document, drafts)
    for one in _all_proposed(document, Cover(piece for d in drafts for piece in d.cue), unsure):
        if one.content[-1][1] > end or who.at[one.cue_token] >= 0:  # "General Ali Said"
            continue
        first, stop = one.cue[0][0], one.cue[-1][1]
        low, high = piece_range(pieces, first, stop)
        likely = float(cue_odds[low:high].max()) if low < high else 0.0
        outer = around.of(one.cue_token)
        features = _features(document, who, one, outer, quoted.overlaps((first, first + 1)), likely)
        yield one, wide_rows(features), look_at(middle, pieces, one.cue, one.content, one.source)


class _Around:
    """In the contents of which drafts a token stands, smallest first."""

    def __init__(self, document: Document, drafts: Sequence[Draft]) -> None:
        self.document = document
        self.by_sentence: dict[int, list[Draft]] = {}
        for draft in drafts:
            sentences = set()
            for piece in draft.content:
                tokens = document.tokens_in(piece)
                if tokens:
                    sentences |= {*range(document.sentence_of(tokens.start), document.sentence_of(tokens.stop - 1) + 1)}
            for sentence in sentences:
                self.by_sentence.setdefault(sentence, []).append(draft)

    def of(self, token: int) -> list[Draft]:
        """Those around a token."""
        offset = self.document.starts[token]
        near = self.by_sentence.get(self.document.sentence_of(token), ())
        holding = [d for d in near if any(start <= offset < end for start, end in d.content)]
        return sorted(holding, key=lambda d: sum(end - start for start, end in d.content))


def _all_proposed(document: Document, taken: Cover, unsure: Sequence[Draft]) -> list[Further]:
    """What the parse proposes, and what the encoder does not dare to say, in text order.

    Args:
        document: The article.
        taken: Cues of statements that are found already; a word inside one is passed over.
        unsure: What the encoder found but is not sure of.
    """
    near = {t: d.confidence for d in unsure for piece in d.cue for t in document.tokens_in(piece)}
    found = [replace(one, raw=near.get(one.cue_token, 0.0)) for one in _proposed(document, taken)]
    found += [one for d in unsure if not any(map(taken.overlaps, d.cue)) and (one := _read(document, d)) is not None]
    return sorted(found, key=lambda one: (one.cue_token, one.how, one.content))


def _read(document: Document, draft: Draft) -> Further | None:
    """A draft of the encoder's as a proposal."""
    cue = [t for piece in draft.cue for t in document.tokens_in(piece)]
    says = [t for piece in draft.content for t in document.tokens_in(piece)][:_LONG_CONTENT]
    if not cue or not says:
        return None
    token = next((t for t in cue if document.pos[t] in ("VERB", "NOUN", "ADJ")), cue[0])
    inside = set(says)
    content = next((t for t in says if document.head(t) == t or document.head(t) not in inside), says[0])
    source = document.tokens_in(draft.source[0]) if draft.source else range(0)
    return Further(
        source=draft.source,
        cue=draft.cue,
        content=draft.content,
        cue_token=token,
        source_token=noun_head(document, source) if source else None,
        content_token=content,
        how=f"read {document.deps[content] if document.head(content) == token else 'else'}",
        whose="read",
        raw=draft.confidence,
    )


def _proposed(document: Document, taken: Cover) -> Iterator[Further]:
    words = _words()
    for token, pos in enumerate(document.pos):
        if pos not in ("VERB", "NOUN", "ADJ") or document.lemmas[token] not in words:
            continue
        cue = document.span(token, token + 1)
        if taken.overlaps(cue):
            continue
        told = _content(document, token)
        if told is None:
            continue
        how, head, content = told
        whose, source_token = _source(document, token)
        source = phrase_of(document, source_token, content) if source_token is not None else None
        if source_token is not None and source is None:
            continue
        yield Further(
            source=(source,) if source is not None else (),
            cue=(cue,),
            content=content,
            cue_token=token,
            source_token=source_token,
            content_token=head,
            how=how,
            whose=whose,
        )


@functools.cache
def _words() -> Mapping[str, str]:
    """Words that may attribute alone or with a preposition ("call for"), each with a stance that it may show."""
    found: dict[str, str] = {}
    for cue, stance in cue_stances().items():
        word, _, rest = cue.partition(" ")
        if not rest:
            found[word] = stance.value
        elif rest in _PREPOSITIONS:
            found.setdefault(word, stance.value)
    for word in _MORE:
        found.setdefault(word, "other")
    return found


def _content(document: Document, token: int) -> tuple[str, int, Pieces] | None:
    """What a cue governs: its clause before its object, its object before a phrase with a preposition."""
    children = document.children[token]
    verb = document.pos[token] == "VERB"
    by_dep = {dep: c for dep in _CLAUSES for c in children if document.deps[c] == dep and (dep != "relcl" or not verb)}
    for dep in ("ccomp", "xcomp", "acl", "relcl"):
        head = by_dep.get(dep)
        if head is None or (dep in ("acl", "relcl") and (verb or head < token)):
            continue
        if dep == "relcl" and document.words[document.subtree(head).start].casefold() not in {"that", "to"}:
            continue
        if (content := _stretch(document, head, token)) is not None:
            return dep, head, content
    thing = next((c for c in children if document.deps[c] in ("dobj", "dative", "attr", "oprd") and c > token), None)
    if verb and thing is not None and (content := _stretch(document, thing, token)) is not None:
        return "dobj", thing, content
    for child in children:
        word = document.words[child].casefold()
        if document.deps[child] != "prep" or child < token or word not in _PREPOSITIONS:
            continue
        inner = next((c for c in document.children[child] if document.deps[c] in ("pobj", "pcomp")), None)
        if inner is not None and (content := _stretch(document, inner, token)) is not None:
            return f"prep {word}", inner, content
    if verb and document.deps[token] == "relcl" and document.pos[document.head(token)] in _NOMINAL:
        thing = document.head(token)  # "the wall that he has championed"
        subject = any(document.deps[c] in _SUBJECTS and document.tags[c] in ("WP", "WDT") for c in children)
        span = phrase_of(document, thing, ())
        if not subject and span is not None:
            return "antecedent", thing, (span,)
    return None


def _stretch(document: Document, head: int, cue: int) -> Pieces | None:
    """The words under a head, without the cue's and without "that" and stops at the edges."""
    inside = document.subtree(head)
    start, stop = inside.start, inside.stop
    if start <= cue < stop or stop - start > _LONG_CONTENT:
        return None
    while start < stop and (document.pos[start] == "PUNCT" and document.words[start] not in _MARKS):
        start += 1
    if start < stop and document.words[start].casefold() == "that" and document.deps[start] == "mark":
        start += 1
    while stop > start and document.pos[stop - 1] == "PUNCT" and document.words[stop - 1] not in _MARKS:
        stop -= 1
    return (document.span(start, stop),) if start < stop else None


def _source(document: Document, token: int) -> tuple[str, int | None]:
    """Whose word it is: the head of that phrase, and how it is known."""
    children = document.children[token]
    if document.pos[token] == "NOUN":
        owner = next((c for c in children if document.deps[c] == "poss"), None)
        if owner is not None:
            return "poss", owner
        for child in children:
            if document.deps[child] in ("prep", "agent") and document.words[child].casefold() in ("by", "of", "from"):
                inner = next((c for c in document.children[child] if document.deps[c] == "pobj"), None)
                if inner is not None and document.pos[inner] in _NOMINAL:
                    return document.words[child].casefold(), inner
        named = next(
            (
                c
                for c in children
                if document.deps[c] in ("amod", "compound", "nmod") and document.words[c][0].isupper()
            ),
            None,
        )
        if named is not None:
            return "named", named
        verb = token
        for _ in range(3):
            verb = document.head(verb)
            if document.pos[verb] in ("VERB", "AUX"):
                how, subject = _subject(document, verb)
                light = "light" if document.lemmas[verb] in _LIGHT else "far"
                return f"{light} {document.deps[token]} {how}", subject
        return "none", None
    if document.pos[token] == "ADJ":
        verb = document.head(token)
        if document.deps[token] in ("acomp", "oprd", "attr") and verb != token:
            return _subject(document, verb)
        return _subject(document, token)
    agent = next((c for c in children if document.deps[c] == "agent"), None)
    if agent is not None:
        inner = next((c for c in document.children[agent] if document.deps[c] == "pobj"), None)
        if inner is not None:
            return "agent", inner
    return _subject(document, token)


def _subject(document: Document, verb: int) -> tuple[str, int | None]:
    """The subject of a verb, or the one that it shares with the verb on which it hangs."""
    how = "nsubj"
    for _ in range(4):
        subject = next((c for c in document.children[verb] if document.deps[c] in _SUBJECTS and c < verb), None)
        if subject is not None:
            passive = document.deps[subject] == "nsubjpass"
            if document.tags[subject] in ("WP", "WDT") and document.deps[verb] == "relcl":
                return f"{how} who", document.head(verb)
            return (f"{how} pass" if passive else how), subject
        above = document.head(verb)
        if above == verb:
            break
        dep = document.deps[verb]
        if dep == "acl" and document.pos[above] in _NOMINAL:
            return "acl", above
        if dep == "xcomp":
            thing = next((c for c in document.children[above] if document.deps[c] == "dobj" and c < verb), None)
            if thing is not None:
                return "controlled", thing
        if dep not in ("xcomp", "conj", "advcl", "ccomp", "pcomp", "prep"):
            break
        verb, how = above, dep
    return "none", None


def _is_alike(a: Pieces, b: Pieces) -> bool:
    """Whether two contents are one and the same: "said, Tass reported" tells of a relay, not of another statement."""
    shared = sum(max(0, min(y, d) - max(x, c)) for x, y in a for c, d in b)
    return 2 * shared >= _ONE * (sum(y - x for x, y in a) + sum(d - c for c, d in b))


def _is_same(text: str, source: Pieces, outer: Pieces) -> bool:
    """Whether a source is that of the statement around it, by its last word or as "I"."""
    if not source or not outer:
        return False
    words, others = text[slice(*source[0])].casefold().split(), text[slice(*outer[0])].casefold().split()
    return words[-1] in {"i", "we"} or words[-1] == others[-1]


def _features(
    document: Document, who: Cast, one: Further, around: Sequence[Draft], quoted: bool, likely: float
) -> Iterator[str]:
    """Named features of a proposal; `likely`: how likely the encoder takes its cue for one."""
    depth, outer = len(around), around[0] if around else None
    outer_cue = document.tokens_in(outer.cue[0]) if outer is not None and outer.cue else range(0)
    same = outer is not None and _is_same(document.text, one.source, outer.source)
    token = one.cue_token
    lemma, tag, dep = document.lemmas[token], document.tags[token], document.deps[token]
    nest = f"nest{min(depth, 2)}{'q' if quoted else ''}"
    cue = min(9, int(likely * 10))
    stance = _words().get(lemma, "none")
    yield "any"
    yield nest
    yield f"likely={cue}"
    yield f"likely={cue}&{nest}"
    raw = min(9, int(one.raw * 20))
    yield f"raw={raw}&read={one.whose == 'read'}"
    yield f"raw={raw}&{nest}"
    yield f"lemma={lemma}"
    yield f"lemma={lemma}&{one.how}"
    yield f"lemma={lemma}&{nest}"
    yield f"stance={stance}&{one.how}"
    yield f"stance={stance}&{nest}"
    yield f"tag={tag}&how={one.how}"
    yield f"dep={dep}"
    yield f"dep={dep}&{nest}"
    yield f"how={one.how}&{nest}"
    yield f"outer={document.lemmas[outer_cue.start] if outer_cue else ''}"
    yield f"same={same}&{nest}"
    yield f"same={same}&stance={stance}"
    negated = is_negated(document, token)
    modal = next((document.lemmas[c] for c in document.children[token] if document.tags[c] == "MD"), "")
    yield f"negated={negated}"
    yield f"modal={modal}"
    yield f"modal={modal}&lemma={lemma}"
    above = document.head(token)
    yield f"above={document.lemmas[above] if above != token else 'root'}"
    yield f"mark={next((document.lemmas[c] for c in document.children[token] if document.deps[c] == 'mark'), '')}"
    yield f"whose={one.whose}"
    yield f"whose={one.whose}&tag={tag}"
    yield f"whose={one.whose}&{nest}"
    head = one.source_token
    if head is None:
        kind = "none"
    else:
        number = who.at[head]
        word = document.words[head].casefold()
        kind = who.entities[number].kind.value if number >= 0 else document.pos[head]
        if document.pos[head] == "PRON":
            kind = f"pron {word}"
        elif number < 0:
            kind = (
                "sourcelike" if document.lemmas[head] in SOURCELIKE | OUTLET_NOUNS else f"{kind} {document.tags[head]}"
            )
        yield f"who={document.lemmas[head]}"
    yield f"kind={kind}"
    yield f"kind={kind}&{nest}"
    yield f"kind={kind}&stance={stance}"
    yield f"kind={kind}&how={one.how}"
    length = sum(end - start for start, end in one.content)
    size = 0 if length < 10 else 1 if length < 25 else 2 if length < 60 else 3 if length < 140 else 4
    yield f"size={size}"
    yield f"size={size}&how={one.how}"
    inner = one.content_token
    yield f"what={document.tags[inner]}&{one.how}"
    yield f"what={document.lemmas[inner]}"
    yield f"first={document.words[document.tokens_in(one.content[0]).start].casefold()}"
    gap = inner - token
    yield f"gap={max(-4, min(6, gap // 2))}"
    yield f"next={document.lemmas[token + 1] if token + 1 < len(document) else ''}"


@functools.cache
def further_model() -> LookModel:
    """The shipped model, read on the first call.

    Raises:
        ModelError: The file is missing or damaged.
    """
    return read_look_model("further.npz", 1)
