"""Relays: through which outlet a statement came, where the article tells it once for a whole interview or dispatch.

"Orr told Vesna on Monday that … He added that …": both are Orr's word to Vesna; what he says three paragraphs on at a
rally is not. For each statement and each outlet of the article a logistic model over named features says whether the
outlet passed the statement on: what stands in the statement's own clause, how far away the same source was last heard
through that outlet or is said to have spoken to it (`ties`), and what else was said between. `training.relays` fits it
on annotated articles.
"""

from __future__ import annotations

import functools
import json
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from reportedly.errors import ModelError
from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import outlet_named
from reportedly.reading.attribution.answered import is_answered_report
from reportedly.reading.attribution.carriers import find_carrier
from reportedly.reading.attribution.chains import kind_key
from reportedly.reading.attribution.circumstances import clause_tokens, find_relays, is_spoken
from reportedly.reading.attribution.ties import Tie, find_ties, venues
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast, entity_link
from reportedly.reading.text.spans import overlaps
from reportedly.record import Link, Statement
from reportedly.vocabulary import EntityKind, Kind, LinkKind

__all__ = ["Telling", "relay_features", "relay_model", "tellings", "with_relays"]

_FLOOR = 0.4  # of .35, .4 and .45: from .35 on more relays are right by five folds, but fewer whole chains
_SECOND = 0.6
_FAR = 40  # sentences; an outlet not named within as many, and not by the same source, is no candidate
_BINS = (0, 1, 2, 4, 8, 16, 32)
_MOST_OUTLETS = 24
_LONG = 120  # tokens of a sentence that are looked at on each side
_STRONG = 4  # strength of a tie by which an outlet counts among those that somebody spoke to
_NEAR_TIES = 40  # ties, and statements, that are looked at on each side
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One statement, as far as its relays depend on it.

    Attributes:
        source: `kind_key` of its own link; None where it has none.
        kind: Of its own link.
        here: Outlets in its own clause that seem to pass it on.
        beside: Of each outlet named in its sentence or the two before, how: the word it hangs on, its place.
        cue: Lemma of its cue's first word.
        spoken: It is a saying of one moment.
        direct: All of it stands in quotation marks.
        nested: It stands in another's content.
        venues: Where else than to an outlet it was said.
        told: Its clause says to whom.
    """

    sentence: int
    source: Key | None
    kind: LinkKind | None
    here: tuple[Link, ...]
    beside: Mapping[Key, str]
    cue: str
    spoken: bool
    direct: bool
    nested: bool
    said: str | None
    venues: frozenset[str]
    told: bool


def tellings(
    document: Document, who: Cast, statements: Sequence[Statement], is_own: Callable[[str], bool]
) -> list[Telling]:
    """What each statement offers; the last link of a statement's chain is taken for its own."""
    content_of = {statement.id: statement.content for statement in statements}
    found = []
    for statement in statements:
        pieces = statement.cue or statement.source or statement.content
        tokens = document.tokens_in(pieces[0])
        token = tokens.start if tokens else 0
        own = statement.chain[-1] if statement.chain else None
        cue = document.tokens_in(statement.cue[0]) if statement.cue else range(0)
        inside = content_of.get(statement.within or "", ())
        here = find_relays(document, who, statement.cue, statement.content, statement.source, is_own, inside)
        found.append(
            Telling(
                sentence=document.sentence_of(token) if len(document) else 0,
                source=kind_key(own) if own else None,
                kind=own.kind if own else None,
                here=tuple(link for link in here if own is None or kind_key(link) != kind_key(own)),
                beside=_beside(document, who, token, statement),
                cue=document.lemmas[cue.start] if cue else "",
                spoken=is_spoken(document, statement.cue, statement.content),
                direct=statement.kind is Kind.DIRECT,
                nested=statement.within is not None,
                said=statement.said,
                venues=venues(
                    document,
                    [t for piece in statement.cue for t in document.tokens_in(piece)],
                    clause_tokens(document, statement.cue, (*statement.content, *statement.source), inside),
                ),
                told=statement.told is not None,
            )
        )
    return found


def _beside(document: Document, who: Cast, token: int, statement: Statement) -> dict[Key, str]:
    """How each outlet that is named nearby is named."""
    if not len(document):
        return {}
    sentence = document.sentence_of(token)
    found: dict[Key, str] = {}
    for back in range(3):
        if sentence - back < 0:
            break
        tokens = document.tokens_of_sentence(sentence - back)
        if len(tokens) > _LONG:
            tokens = range(max(tokens.start, token - _LONG), min(tokens.stop, token + _LONG))
        interview = any(document.lemmas[t] == "interview" for t in tokens)
        seen: set[int] = set()
        for t in tokens:
            number = who.at[t]
            if number < 0 or number in seen or who.entities[number].kind is not EntityKind.OUTLET:
                continue
            seen.add(number)
            link = entity_link(document, who, number, t)
            start = document.starts[t]
            inside = any(a <= start < b for a, b in (*statement.content, *statement.source))
            place = "inside" if inside else "before" if t < token else "after"
            words = _link_word(document, link), ("interview" if interview else "plain")
            found.setdefault(kind_key(link), f"{min(back, 2)} {place if not back else ''} {' '.join(words)}")
    return found


def with_relays(
    document: Document, who: Cast, statements: Sequence[Statement], is_own: Callable[[str], bool]
) -> list[Statement]:
    """Statements with the outlets that passed them on at the head of their chains.

    Args:
        document: The article.
        who: Its entities.
        statements: With ids, in text order; chains without outlets that were merely told.
        is_own: Whether a name is that of the article's own outlet, which is no relay.
    """
    told = tellings(document, who, statements, is_own)
    likely: dict[int, list[tuple[float, Link]]] = {}
    weights = relay_model()
    for number, link, features in relay_features(document, who, statements, told, is_own):
        odds = sum(weights.get(feature, 0.0) for feature in features)
        share = 1.0 / (1.0 + math.exp(-odds))
        answers = (
            _answers(statements, told, number, link)
            or _answers_report(document, who, told[number], link)
            or _says_itself(statements, told, number, link)
        )
        if share >= _FLOOR and not answers:
            likely.setdefault(number, []).append((share, link))
    found: dict[str, Statement] = {}
    relayed: dict[str, tuple[Link, ...]] = {}
    by_id = {statement.id: statement for statement in statements}
    # The larger content first: a statement stands in a larger one, whose relays it may have, wherever that begins.
    for number in sorted(range(len(statements)), key=lambda n: -sum(b - a for a, b in statements[n].content)):
        statement = statements[number]
        host = by_id.get(statement.within or "")
        # Not of one who only criticises what is said: he is left out of its chain.
        passed_on = host is not None and len(statement.chain) > 1 and statement.chain[:1] == host.chain[:1]
        # One more, beside those that its chain has already, must be surer.
        least = _FLOOR if len(statement.chain) < 2 else _SECOND
        links = (
            relayed[statement.within or ""]
            if passed_on
            else tuple(link for share, link in sorted(likely.get(number, []), key=_by_likely) if share >= least)
        )
        present = {key for link in statement.chain for key in (kind_key(link), ("", fold(link.name)))}
        links = tuple(link for link in links if not present & {kind_key(link), ("", fold(link.name))})[:1]
        carrier = None if passed_on else find_carrier(document, who, statement.cue, statement.content)
        if carrier is not None and not is_own(carrier.name):
            statement = replace(statement, chain=tuple(k for k in statement.chain if kind_key(k) != kind_key(carrier)))
            links = (carrier, *(link for link in links if kind_key(link) != kind_key(carrier)))
        relayed[statement.id] = links
        found[statement.id] = _passed_on(document, statement, links) if links else statement
    return [found[statement.id] for statement in statements]


def _answers(statements: Sequence[Statement], told: Sequence[Telling], number: int, outlet: Link) -> bool:
    """Whether a statement answers what the outlet says in the same sentence: "Tass said …, but a spokesman said …"."""
    answer, key = told[number], kind_key(outlet)
    named = [link.span for link in answer.here if kind_key(link) == key and link.span is not None]
    for other in range(number - 1, max(-1, number - 6), -1):
        if told[other].sentence != answer.sentence:
            return False
        if told[other].source == key and statements[number].within != statements[other].id:
            return all(overlaps(span, statements[other].source) for span in named)
    return False


def _says_itself(statements: Sequence[Statement], told: Sequence[Telling], number: int, outlet: Link) -> bool:
    """Whether the outlet says the same beside another that does: "Tass, citing an envoy, and Vesna reported"."""
    key = kind_key(outlet)
    return any(
        told[other].source == key and statements[other].content == statements[number].content
        for other in range(max(0, number - 5), min(len(told), number + 6))
        if other != number and told[other].sentence == told[number].sentence
    )


def _answers_report(document: Document, who: Cast, telling: Telling, outlet: Link) -> bool:
    """Whether its sentence names the outlet for a report that is answered: "reacting to Tass's report, Orr said"."""
    sentence = document.sentences[telling.sentence].tolist() if len(document) else (0, 0)
    mentions = [
        mention
        for entity in who.entities
        if entity.id == outlet.entity
        for mention in entity.mentions
        if sentence[0] <= mention[0] < sentence[1]
    ]
    return bool(mentions) and all(is_answered_report(document, mention) for mention in mentions)


def _passed_on(document: Document, statement: Statement, links: tuple[Link, ...]) -> Statement:
    """A statement with outlets before its chain; one that was told is nearer to its source than one that reports it.

    "Orr told Vesna, Tass reported": Tass, Vesna, Orr.
    """
    told = links[0].span is not None and _link_word(document, links[0]).endswith(" tell")
    if told and len(statement.chain) > 1 and statement.within is None:
        return replace(statement, chain=(*statement.chain[:-1], *links, statement.chain[-1]))
    return replace(statement, chain=(*links, *statement.chain))


def _by_likely(row: tuple[float, Link]) -> tuple[float, int]:
    return -row[0], row[1].span[0] if row[1].span else 0


def relay_features(
    document: Document,
    who: Cast,
    statements: Sequence[Statement],
    told: Sequence[Telling],
    is_own: Callable[[str], bool],
) -> Iterator[tuple[int, Link, list[str]]]:
    """For each statement and outlet that may have passed it on: the statement's number, the outlet, named features."""
    outlets = _outlets(document, who, told, is_own)
    by_source: dict[Key, list[int]] = {}
    for number, telling in enumerate(told):
        if telling.source is not None:
            by_source.setdefault(telling.source, []).append(number)
    through = {
        key: {
            source: [n for n in numbers if any(kind_key(link) == key for link in told[n].here)]
            for source, numbers in by_source.items()
        }
        for key in outlets
    }
    ties = _Ties(find_ties(document, who, statements, [telling.source for telling in told], is_own), told)
    for number, telling in enumerate(told):
        if telling.kind is LinkKind.OUTLET or telling.source is None:
            continue
        for key, (link, mentions) in outlets.items():
            heard = through[key][telling.source]
            gap = _gap(mentions, telling.sentence)
            if telling.source == key or (not heard and gap > _FAR):
                continue
            here = next((k for k in telling.here if kind_key(k) == key), None)
            features = _features(document, told, number, key, here, heard, outlets)
            known = outlet_named(link.name)
            features.append(f"outlet={known.kind if known else 'unknown'}")
            yield number, here or replace(link, span=None), features + ties.features(number, key)


class _Ties:
    """Features of a statement and an outlet by where the text says that its source spoke to that outlet."""

    def __init__(self, ties: Sequence[Tie], told: Sequence[Telling]) -> None:
        self.told = told
        self.count = Counter(telling.source for telling in told)
        self.ties: dict[tuple[Key, Key], list[Tie]] = {}
        self.sources: dict[Key, set[Key]] = {}
        self.outlets: dict[Key, set[Key]] = {}
        for tie in ties:
            self.ties.setdefault((tie.outlet, tie.party), []).append(tie)
            if tie.strength >= _STRONG:
                self.sources.setdefault(tie.outlet, set()).add(tie.party)
                self.outlets.setdefault(tie.party, set()).add(tie.outlet)

    def features(self, number: int, outlet: Key) -> list[str]:
        """Named features of a statement, by its number, which has a source, and an outlet."""
        telling = self.told[number]
        assert telling.source is not None
        ties = self.ties.get((outlet, telling.source), [])
        at = bisect_right(ties, telling.sentence, key=lambda tie: tie.sentence)
        near = [tie for tie in ties[max(0, at - _NEAR_TIES) : at] if telling.sentence - tie.sentence <= _FAR]
        before = max(near, key=lambda tie: (tie.sentence, tie.strength), default=None)
        near = [tie for tie in ties[at : at + _NEAR_TIES] if tie.sentence - telling.sentence <= _FAR]
        after = min(near, key=lambda tie: (tie.sentence, -tie.strength), default=None)
        strong = any(tie.strength >= _STRONG for tie in (before, after) if tie)
        among = self.outlets.get(telling.source, set())
        found = [f"ties={min(len(ties), 3)}", f"sources of outlet={min(len(self.sources.get(outlet, ())), 4)}"]
        found += [f"outlets of source={min(len(among), 3)}&{outlet in among}"]
        found += [f"statements={_bin(self.count[telling.source])}"]
        found += [
            part for venue in sorted(telling.venues) for part in (f"venue={venue}", f"venue={venue}&tied={strong}")
        ]
        if not telling.venues:
            found += [f"no venue&tied={strong}", f"no venue&told={telling.told}"]
        for name, tie in (("tie<", before), ("tie>", after)):
            if tie is None:
                found.append(f"{name}none")
                continue
            far = _bin(abs(telling.sentence - tie.sentence))
            found += [f"{name}{far}", f"{name}{tie.link}&{tie.governor}&{tie.role}", f"{name}{tie.link}&{tie.word}"]
            found += [
                f"{name}{far}&{tie.governor}&{tie.role}",
                f"{name}{far}&{tie.link}",
                f"{name}{far}&{telling.spoken}",
            ]
        if before is not None:
            found += self._since(number, before)
        return found

    def _since(self, number: int, tie: Tie) -> Iterator[str]:
        """Who else has spoken since a sentence, and where else the source has."""
        telling = self.told[number]
        others: set[Key | None] = set()
        elsewhere: set[str] = set()
        for one in reversed(self.told[max(0, number - _NEAR_TIES) : number]):
            if one.sentence < tie.sentence:
                break
            others.add(one.source)
            if one.source == telling.source and one.sentence > tie.sentence:
                elsewhere |= one.venues
        n = len(others - {telling.source, tie.outlet})
        yield f"tie<between={min(n, 3)}"
        yield f"tie<{_bin(telling.sentence - tie.sentence)}&between={min(n, 2)}"
        for venue in sorted(elsewhere):
            yield f"tie<since {venue}"


def _outlets(
    document: Document, who: Cast, told: Sequence[Telling], is_own: Callable[[str], bool]
) -> dict[Key, tuple[Link, list[int]]]:
    """Outlets of the article with the sentences in which they are named, those named most often first."""
    found: dict[Key, tuple[Link, list[int]]] = {}
    for number, entity in enumerate(who.entities):
        if entity.kind is EntityKind.OUTLET and who.places[number] and not is_own(entity.name):
            link = entity_link(document, who, number, who.places[number][0].start)
            found[kind_key(link)] = (link, [document.sentence_of(place.start) for place in who.places[number]])
    for telling in told:
        for link in telling.here:
            found.setdefault(kind_key(link), (link, [telling.sentence]))
    ranked = sorted(found.items(), key=lambda row: (-len(row[1][1]), row[1][1][0]))
    return dict(ranked[:_MOST_OUTLETS])


def _features(
    document: Document,
    told: Sequence[Telling],
    number: int,
    key: Key,
    here: Link | None,
    heard: list[int],
    outlets: Mapping[Key, tuple[Link, list[int]]],
) -> list[str]:
    telling = told[number]
    mentions = outlets[key][1]
    kind = telling.kind.value if telling.kind else "none"
    spoken = "spoken" if telling.spoken else "held"
    before = bisect_left(heard, number)
    back = telling.sentence - told[heard[before - 1]].sentence if before else None
    after = bisect_right(heard, number)
    ahead = told[heard[after]].sentence - telling.sentence if after < len(heard) else None
    other = any(kind_key(link) != key for link in telling.here)
    at = bisect_right(mentions, telling.sentence)
    named_before = telling.sentence - mentions[at - 1] if at else None
    named_after = mentions[at] - telling.sentence if at < len(mentions) else None
    found = ["bias", f"kind={kind}", f"{spoken}", f"cue={telling.cue}", f"direct={telling.direct}"]
    found += [f"nested={telling.nested}", f"outlets={min(len(outlets), 5)}", f"mentions={min(len(mentions), 5)}"]
    found += [f"before={_bin(named_before)}", f"after={_bin(named_after)}", f"before={_bin(named_before)}&{kind}"]
    if here is not None:
        found += ["here", f"here&{kind}", f"here={_link_word(document, here)}", f"here&cue={telling.cue}"]
    elif other:
        found += ["other here"]
    beside = telling.beside.get(key)
    if beside is not None:
        found += [f"beside={beside}", f"beside={beside}&{kind}", f"beside={beside[0]}&here={here is not None}"]
    found += [f"back={_bin(back)}", f"back={_bin(back)}&{spoken}", f"back={_bin(back)}&{kind}", f"ahead={_bin(ahead)}"]
    found += [f"ahead={_bin(ahead)}&{spoken}"]
    if back is not None:
        source = heard[before - 1]
        same = [n for n in range(source + 1, number) if told[n].source == telling.source]
        others = {told[n].source for n in range(source + 1, number)} - {telling.source}
        found += [f"between={min(len(others), 3)}", f"since={min(len(same), 3)}"]
        days = (told[source].said, telling.said)
        found += [f"day={'same' if days[0] == days[1] else 'other' if days[1] else 'none'}"]
        found += [f"back={_bin(back)}&between={min(len(others), 2)}"]
    if heard:
        found += [f"heard={min(len(heard), 4)}"]
    # The outlet's own statement nearby: "Vesna reported that …. The source said …"
    own = [n for n in range(max(0, number - 6), min(len(told), number + 4)) if told[n].source == key]
    near = min((telling.sentence - told[n].sentence for n in own), key=abs, default=None)
    found += [f"reports={'none' if near is None else max(-3, min(4, near))}&{kind}"]
    rivals = [_gap(sentences, telling.sentence) for k, (_, sentences) in outlets.items() if k != key]
    found += [f"nearest={_gap(mentions, telling.sentence) <= min(rivals, default=99)}"]
    return found


def _link_word(document: Document, link: Link) -> str:
    """The verb or preposition on which an outlet in the clause hangs: "told", "on", "by"."""
    token = document.token_at(link.span[0]) if link.span else None
    for _ in range(4):
        if token is None:
            break
        above = document.head(token)
        if document.deps[token] in ("nsubj", "dobj", "pobj", "dative", "nsubjpass", "agent") or above == token:
            return f"{document.deps[token]} {document.lemmas[above]}"
        token = above
    return "other"


def _gap(sentences: Sequence[int], sentence: int) -> int:
    """Sentences between a sentence and the nearest of a sorted list."""
    at = bisect_left(sentences, sentence)
    return min((abs(sentences[i] - sentence) for i in (at - 1, at) if 0 <= i < len(sentences)), default=99)


def _bin(distance: int | None) -> str:
    return "none" if distance is None else str(bisect_left(_BINS, distance))


@functools.cache
def relay_model() -> Mapping[str, float]:
    """Weights of the features.

    Raises:
        ModelError: The file is missing or damaged.
    """
    path = files("reportedly.data") / "model" / "relays.json"
    try:
        weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["weights"]
        return Counter(weights)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelError("reportedly/data/model/relays.json", f"cannot be read ({error})", "Install it anew") from error
