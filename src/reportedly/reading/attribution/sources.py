"""Sources: from a source as printed ("he", "the spokesman", "a person familiar with the talks") to a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from reportedly.article import Pieces, Span
from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import gazetteer, outlet_named
from reportedly.reading.attribution.described_outlets import described_outlet, outlet_phrase
from reportedly.reading.attribution.joint_sources import named_together
from reportedly.reading.attribution.pairs import pair_before
from reportedly.reading.attribution.source_names import (
    by_surname,
    called,
    modifies,
    named_in,
    office_of_holder,
    sender_of,
    without_article,
)
from reportedly.reading.attribution.source_words import (
    BODIES,
    CHARACTERS,
    DOCUMENTS,
    GROUPS,
    HE_FORMS,
    I_FORMS,
    INSTITUTIONS,
    NOMINAL,
    OUTLET_NOUNS,
    OUTLETS_ALONE,
    OUTLETS_DEFINITE,
    PARTIES,
    PRONOUNS,
    SHE_FORMS,
    STATE_OFFICES,
    THEY_FORMS,
    WHO_FORMS,
    WORDS_OF,
)
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import (
    DEFINITE,
    GENDERED,
    Cast,
    Said,
    body_meant,
    earlier_source,
    entity_link,
    is_plural,
    last_speaker,
    latest_entity,
    person_by_role,
    person_introduced,
    person_meant,
)
from reportedly.reading.text.tickers import is_ticker, without_tickers
from reportedly.record import Link
from reportedly.vocabulary import EntityKind, LinkKind

__all__ = ["noun_head", "outlet_at", "resolve_source"]

# "A local radio station", "a news agency": without what is before it, the noun may be another thing's.
_BEFORE_STATION = {
    "agency": frozenset({"news"}),
    **dict.fromkeys(("station", "channel", "network"), frozenset("radio tv television news".split())),
}
_MAKERS = frozenset("operator maker producer supplier provider developer builder distributor owner".split())
_BRACKETS = frozenset("()<>")


def noun_head(document: Document, tokens: range) -> int | None:
    """The head of a noun phrase: its first token that hangs on something outside; None for an empty range."""
    best: int | None = None
    for token in tokens:
        head = document.head(token)
        if (head == token or head not in tokens) and document.pos[token] in NOMINAL:
            if document.deps[token] in {"det", "amod", "compound", "poss", "nummod"}:
                best = token if best is None else best
                continue
            return token
    return best if best is not None else (tokens[-1] if tokens else None)


def resolve_source(
    document: Document,
    who: Cast,
    pieces: Pieces,
    *,
    before: Sequence[Said] = (),
    outer: Link | None = None,
    quoted: bool = False,
) -> Link | None:
    """The link that a printed source stands for.

    Args:
        document: The article.
        who: Its entities.
        pieces: The source; empty gives None.
        before: Sources resolved so far, in text order.
        outer: Last link of the statement in whose content this source stands.
        quoted: Whether the source stands in quotation marks, where "I" is the outer source.
    """
    if not pieces:
        return None
    printed = _without_ticker(document, document.tokens_in((pieces[0][0], pieces[-1][1])))
    tokens = _trimmed(document, printed)
    if not tokens:
        return None
    head = noun_head(document, tokens)
    assert head is not None
    span = (pieces[0][0], pieces[-1][1])
    word = document.words[head].casefold()
    if word in PRONOUNS and (len(tokens) == 1 or document.pos[head] == "PRON") and not _joined(document, head, tokens):
        return _pronoun(document, who, head, span, before, outer, quoted)
    named = called(document, who, head, printed, span) or named_together(document, who, tokens, span)
    if named is not None:
        return named
    joint = _joint(document, who, head, tokens, span, before, outer, quoted)
    return joint or _phrase(document, who, head, tokens, span, before, outer, quoted)


def outlet_at(document: Document, who: Cast, token: int) -> Link | None:
    """The outlet whose mention or description covers a token: "Tass", "state media", "the news agency Interfax"."""
    number = who.at[token]
    if number >= 0 and who.entities[number].kind is EntityKind.OUTLET:
        return entity_link(document, who, number, token)
    word = document.words[token].casefold()
    if word in OUTLET_NOUNS and token and document.words[token - 1].casefold() in {"this", "our"}:
        return None  # "told this newspaper": the article's own
    following = who.at[token + 1] if word in OUTLET_NOUNS and token + 1 < len(document) else -1
    if following >= 0 and who.entities[following].kind is EntityKind.OUTLET:
        return entity_link(document, who, following, token + 1)  # "the news agency Vesna"
    if document.deps[token] in {"compound", "amod", "nmod"} or (token and document.words[token - 1] == "social"):
        return None
    if word in OUTLETS_DEFINITE and token and document.words[token - 1].casefold() == "the":
        known = latest_entity(document, who, token, EntityKind.OUTLET)
        if known is not None:
            return entity_link(document, who, known, token, document.span(token - 1, token + 1))
    described = described_outlet(document, who, token)
    if described is not None:
        phrase = outlet_phrase(document, token) or range(token, token + 1)
        return entity_link(document, who, described, token, document.span(phrase.start, phrase.stop))
    before = document.words[token - 1].casefold() if token else ""
    if word in OUTLETS_ALONE or before in _BEFORE_STATION.get(word, ()):
        for child in document.children[token]:
            if who.at[child] >= 0 and who.entities[who.at[child]].kind is EntityKind.OUTLET:
                return entity_link(document, who, who.at[child], child)
        if word == "press" and not (token and document.words[token - 1].casefold() in {"state", "local", "foreign"}):
            return None
        inside = document.subtree(token)
        start = next((t for t in range(inside.start, token + 1) if document.deps[t] != "det"), token)
        if token - start > 5:
            start = token
        a, b = document.span(start, token + 1)
        return Link(name=document.text[a:b], kind=LinkKind.OUTLET, span=(a, b))
    return None


def _without_ticker(document: Document, tokens: range) -> range:
    """A source without the ticker symbol at its end; where it is nothing else, the name before it.

    "Nokia ( NOK1V.HE ) said": Nokia.
    """
    words, start, stop = document.words, tokens.start, tokens.stop
    end = stop
    while end > 0 and (words[end - 1] in _BRACKETS or is_ticker(words[end - 1])):
        end -= 1
    if end == 0 or not any(is_ticker(words[t]) for t in range(min(end, start), stop)):
        return tokens
    return range(start if start < end else document.subtree(end - 1).start, end)


def _trimmed(document: Document, tokens: range) -> range:
    start, stop = tokens.start, tokens.stop
    while start < stop and document.pos[start] in {"PUNCT", "SPACE"}:
        start += 1
    while start < stop and (document.pos[stop - 1] in {"PUNCT", "SPACE"} or document.words[stop - 1] in {"'s", "’s"}):
        stop -= 1
    return range(start, stop)


def _joined(document: Document, head: int, tokens: range) -> list[int]:
    return [
        child
        for child in document.children[head]
        if document.deps[child] == "conj" and child in tokens and document.pos[child] in NOMINAL
    ]


def _joint(
    document: Document,
    who: Cast,
    head: int,
    tokens: range,
    span: Span,
    before: Sequence[Said],
    outer: Link | None,
    quoted: bool,
) -> Link | None:
    """One link with all the names of a joint source; None where the source is not joint."""
    members = [head]
    if document.words[tokens.start].casefold() == "the" and document.lemmas[head] in CHARACTERS:
        return None
    while more := _joined(document, members[-1], tokens):
        members.append(more[0])
    if len(members) < 2:
        return None
    first, last = members[0], members[-1]
    bare = who.at[first] < 0 and not any(document.deps[c] == "det" for c in document.children[first])
    titled = bare and document.tags[first] in {"NN", "NNP"} and document.pos[first] != "PRON" and who.at[last] >= 0
    if titled and who.entities[who.at[last]].kind is EntityKind.PERSON:
        return entity_link(document, who, who.at[last], last, span)  # "AP president and chief executive Ana Ruiz"
    bounds = [tokens.start]
    for left, right in pairwise(members):
        between = range(left + 1, right)
        joins = [t for t in between if document.deps[t] == "cc" and document.head(t) == left]
        # "The coach, Odile Orr, [and] her rival": an apposition has commas too.
        commas = (t for t in between if document.pos[t] == "CCONJ" or document.words[t] == ",")
        cut = joins[0] if joins else next(commas, right)
        bounds.append(cut)
    bounds.append(tokens.stop)
    links: list[Link] = []
    for i, member in enumerate(members):
        part = _trimmed(document, range(bounds[i], bounds[i + 1]))
        while part and document.pos[part.start] == "CCONJ":
            part = _trimmed(document, range(part.start + 1, part.stop))
        if member not in part:
            return None
        word = document.words[member].casefold()
        a, b = document.span(part.start, part.stop)
        link = (
            _pronoun(document, who, member, (a, b), before, outer, quoted)
            if word in PRONOUNS
            else _phrase(document, who, member, part, (a, b), before, outer, quoted)
        )
        if link is None:
            return None
        links.append(link)
    names = [link.name for link in links]
    if len(set(names)) < len(names) or any(link.kind is LinkKind.DOCUMENT for link in links):
        return None
    kind = links[0].kind if len({link.kind for link in links}) == 1 else _mixed(links)
    kind = LinkKind.GROUP if kind is LinkKind.PERSON else kind
    return Link(name=", ".join(names[:-1]) + " and " + names[-1], kind=kind, span=span)


def _mixed(links: Iterable[Link]) -> LinkKind:
    kinds = {link.kind for link in links}
    return LinkKind.UNNAMED if LinkKind.UNNAMED in kinds else LinkKind.ORGANISATION


def _phrase(
    document: Document,
    who: Cast,
    head: int,
    tokens: range,
    span: Span,
    before: Sequence[Said],
    outer: Link | None,
    quoted: bool,
) -> Link:
    person = named_in(document, who, head, tokens)
    if person is not None:
        return entity_link(document, who, person, head, span)
    lemma = document.lemmas[head]
    word = document.words[head].casefold()
    if (body := _named_body(document, who, head, tokens, span)) is not None:
        return body
    if word.endswith("s") and word[:-1] in DOCUMENTS:
        lemma = word[:-1]  # "Records" begins a sentence, a name to the parse
    number = who.at[head]
    if number >= 0 and word not in PARTIES:
        # "the Trump campaign": the label may have swallowed the noun.
        return entity_link(document, who, number, head, span)
    outlet = next(
        (
            who.at[t]
            for t in tokens
            if who.at[t] >= 0
            and who.entities[who.at[t]].kind is EntityKind.OUTLET
            and (lemma in DOCUMENTS or lemma in OUTLET_NOUNS or lemma == "report")
            and modifies(document, t, head)
        ),
        None,
    )
    if outlet is not None:
        return entity_link(document, who, outlet, head, span)
    surname = by_surname(document, who, head, tokens)
    if surname is not None:
        return entity_link(document, who, surname, head, span)
    name = _described(document, who, tokens, before, outer, quoted)
    definite = document.words[tokens.start].casefold() in DEFINITE
    if lemma in WORDS_OF or lemma == "statement":
        sender = sender_of(document, who, head, tokens)
        if sender is not None:
            return entity_link(document, who, sender, head, span)
    if lemma in DOCUMENTS and not (lemma == "paper" and definite):
        earlier = earlier_source(document, before, LinkKind.DOCUMENT, head) if definite and len(tokens) <= 3 else None
        return Link(name=earlier.name if earlier else name, kind=LinkKind.DOCUMENT, span=span)
    if lemma in OUTLET_NOUNS and (lemma in OUTLETS_ALONE or lemma != "agency" or "news" in name):
        described = described_outlet(document, who, head)
        if described is not None:
            return entity_link(document, who, described, head, span)
        known = latest_entity(document, who, head, EntityKind.OUTLET) if definite and len(tokens) <= 3 else None
        if known is not None:
            return entity_link(document, who, known, head, span)
        if lemma != "site" or definite:
            return Link(name=without_article(name), kind=LinkKind.OUTLET, span=span)
    singular = document.tags[head] not in {"NNS", "NNPS"}
    indefinite = document.words[tokens.start].casefold() in {"a", "an", "one", "another", "some", "many", "several"}
    if lemma in INSTITUTIONS and definite and singular:
        known = body_meant(document, who, head, tokens, before)
        if known is not None:
            return _body_link(document, who, known, head, span)
    if lemma in BODIES and (singular or word in GROUPS):
        known = body_meant(document, who, head, tokens, before) if definite and singular else None
        if known is not None:
            return entity_link(document, who, known, head, span)
        return Link(name=without_article(name), kind=LinkKind.ORGANISATION, span=span)
    if word in PARTIES and len(tokens) == 1:
        return Link(name=name, kind=LinkKind.ORGANISATION, span=span)
    if (
        document.pos[head] == "PROPN"
        and document.words[head][0].isupper()
        and singular
        and not definite
        and not indefinite
    ):
        return _unlisted(document, tokens, span)
    if lemma in STATE_OFFICES and singular:
        introduced = person_introduced(document, who, head, tokens)
        if introduced is not None:
            return entity_link(document, who, introduced, head, span)
    if definite and singular:
        role = person_by_role(document, who, head, tokens, before)
        if role is None and lemma in CHARACTERS:
            role = last_speaker(document, who, head, before)
        if role is not None:
            return entity_link(document, who, role, head, span)
    if definite:
        earlier = earlier_source(document, before, LinkKind.UNNAMED, head)
        if earlier is not None:
            return Link(name=earlier.name, kind=LinkKind.UNNAMED, span=span)
    return Link(name=name, kind=LinkKind.UNNAMED, span=span)


def _named_body(document: Document, who: Cast, head: int, tokens: range, span: Span) -> Link | None:
    """The firm or body that a phrase names behind what it is: "the telecoms regulator, Arkom,"."""
    if document.lemmas[head] not in BODIES | INSTITUTIONS | _MAKERS or document.tags[head] != "NN":
        return None
    for name in document.children[head]:
        if document.deps[name] != "appos" or name not in tokens or document.pos[name] != "PROPN" or name < head + 2:
            continue
        number = who.at[name]
        if number < 0 or document.words[document.subtree(name).start - 1] != ",":
            continue
        if (body := _body_link(document, who, number, name, span)).kind is LinkKind.ORGANISATION:
            return body
    return None


def _body_link(document: Document, who: Cast, number: int, token: int, span: Span) -> Link:
    """The link of what is said to be a body: an unknown name may be taken for a town's."""
    entity = who.entities[number]
    link = entity_link(document, who, number, token, span)
    unknown = entity.kind is EntityKind.PLACE and entity.country is None
    return replace(link, kind=LinkKind.ORGANISATION) if unknown else link


def _unlisted(document: Document, tokens: range, span: Span) -> Link:
    """A capitalised name that the parse did not label."""
    head = noun_head(document, tokens)
    first_token = last_token = tokens.start if head is None else head
    while first_token > tokens.start and document.pos[first_token - 1] == "PROPN":
        first_token -= 1
    while last_token + 1 < tokens.stop and document.pos[last_token + 1] == "PROPN":
        last_token += 1
    words = [document.words[t] for t in range(first_token, last_token + 1)]
    name = " ".join(document.text[slice(*document.span(first_token, last_token + 1))].split())
    if outlet_named(without_article(name)) is not None:
        return Link(name=without_article(name), kind=LinkKind.OUTLET, span=span)
    first = fold(words[0])
    if first in gazetteer().genders or first in GENDERED or len(words) == 1:
        return Link(name=name, kind=LinkKind.PERSON if not words[0].isupper() else LinkKind.ORGANISATION, span=span)
    return Link(name=without_article(name), kind=LinkKind.ORGANISATION, span=span)


def _described(
    document: Document,
    who: Cast,
    tokens: range,
    before: Sequence[Said],
    outer: Link | None,
    quoted: bool,
) -> str:
    """An unnamed source as described; "his lawyers" and "the president's office" with the name that is meant."""
    a, b = document.span(tokens.start, tokens.stop)
    if (office := office_of_holder(document, who, tokens)) is not None:
        return office
    for token in tokens:
        if document.deps[token] == "poss" and document.words[token].casefold() in {"his", "her", "their", "its"}:
            owner = _pronoun(document, who, token, document.span(token, token + 1), before, outer, quoted)
            # Nobody found for "her": "her office", as printed.
            if owner is not None and owner.kind is not LinkKind.UNNAMED and owner.name.casefold() not in PRONOUNS:
                start, end = document.span(token, token + 1)
                return " ".join(f"{document.text[a:start]}{owner.name}'s{document.text[end:b]}".split())
    return " ".join(without_tickers(document.text[a:b]).split())


def _pronoun(
    document: Document,
    who: Cast,
    token: int,
    span: Span,
    before: Sequence[Said],
    outer: Link | None,
    quoted: bool,
) -> Link | None:
    word = document.words[token].casefold()
    printed = document.text[span[0] : span[1]]
    if word in I_FORMS:
        if outer is not None:
            return Link(name=outer.name, kind=outer.kind, entity=outer.entity, span=span)
        last = before[-1].link if before and quoted else None
        name = last.name if last else printed
        return Link(
            name=name, kind=last.kind if last else LinkKind.PERSON, entity=last.entity if last else None, span=span
        )
    if word in WHO_FORMS:
        verb = document.head(token)
        for above in (verb, *document.ancestors(verb)):
            if document.deps[above] == "relcl":
                noun = document.head(above)
                while document.deps[noun] == "appos" and who.at[noun] < 0 and document.head(noun) != noun:
                    noun = document.head(noun)
                inside = document.subtree(noun)
                stop = next((t for t in range(noun + 1, token) if document.tags[t] in {"WP", "WDT", "WP$"}), token)
                tokens = range(inside.start, min(inside.stop, stop))
                return resolve_source(
                    document, who, (document.span(tokens.start, tokens.stop),), before=before, outer=outer
                )
    sentence = document.sentence_of(token)
    if word in HE_FORMS or word in SHE_FORMS:
        return person_meant(document, who, token, span, before, outer, quoted, "f" if word in SHE_FORMS else "m")
    plural = word in THEY_FORMS
    fits = (LinkKind.UNNAMED, LinkKind.ORGANISATION, LinkKind.OUTLET, LinkKind.PLACE, LinkKind.DOCUMENT)
    if outer is not None and not quoted and (outer.kind in fits[1:] if not plural else is_plural(outer)):
        return Link(name=outer.name, kind=outer.kind, entity=outer.entity, span=span)
    if plural and (pair := pair_before(document, who, token, before)) is not None:
        return Link(name=pair, kind=LinkKind.PERSON, span=span)
    subject = _subject_before(document, who, token, plural, before, outer)
    for said in reversed(before[-40:]):
        if said.token >= token or sentence - said.sentence > 3:
            continue
        later = subject is not None and subject.span and subject.span[0] > (said.link.span or (0, 0))[0]
        if later and said.sentence < sentence - 1:
            break
        if said.plural if plural else (not said.plural and said.link.kind in fits[1:]):
            return Link(name=said.link.name, kind=said.link.kind, entity=said.link.entity, span=span)
    if subject is not None:
        return Link(name=subject.name, kind=subject.kind, entity=subject.entity, span=span)
    return Link(name=printed, kind=LinkKind.UNNAMED, span=span)


def _subject_before(
    document: Document, who: Cast, token: int, plural: bool, before: Sequence[Said], outer: Link | None
) -> Link | None:
    """The nearest earlier subject that "it" or "they" may stand for, within two sentences."""
    sentence = document.sentence_of(token)
    first = int(document.sentence_tokens[max(0, sentence - 2), 0])
    for subject in range(token - 1, first - 1, -1):
        if document.deps[subject] not in {"nsubj", "nsubjpass"} or document.pos[subject] not in {"NOUN", "PROPN"}:
            continue
        many = document.tags[subject] in {"NNS", "NNPS"} or bool(_joined(document, subject, document.subtree(subject)))
        number = who.at[subject]
        kind = who.entities[number].kind if number >= 0 else None
        if (many == plural and kind is not EntityKind.PERSON) or (plural and kind is EntityKind.ORGANISATION):
            inside = document.subtree(subject)
            stop = min(inside.stop, token)
            if stop - inside.start > 12:
                inside, stop = range(subject, subject + 1), subject + 1
            if not plural and kind is None and document.lemmas[subject] not in BODIES | OUTLET_NOUNS | DOCUMENTS:
                continue
            mention = (range(inside.start, stop), document.span(inside.start, stop))
            return _joint(document, who, subject, *mention, before, outer, False) or _phrase(
                document, who, subject, *mention, before, outer, False
            )
    return None
