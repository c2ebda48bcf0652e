"""What a ledger's pages must hold, worked out the long way: from all that it answers, as of every day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from reportedly.edtf import days_of, overlaps
from reportedly.errors import NotFound
from reportedly.ledger.answers import (
    ArticleAnswer,
    ChangeAnswer,
    ConflictAnswer,
    EchoAnswer,
    EventAnswer,
    EventSummary,
    NameAnswer,
    Page,
    ProfileAnswer,
    SearchAnswer,
    SharedAnswer,
    StatementAnswer,
    UtteranceAnswer,
)
from reportedly.ledger.events.history import change_of, summary_of
from reportedly.ledger.filters import (
    Day,
    EventFilter,
    StatementFilter,
    check_kind,
    check_limit,
    cursor_of,
    day_of,
    key_of,
    terms_of,
)
from reportedly.ledger.matching.passages import shared_spans
from reportedly.lexicon.folding import fold
from reportedly.lexicon.names import name_tokens
from reportedly.lexicon.stems import words_of

if TYPE_CHECKING:
    from reportedly.ledger.ledger import Ledger

T = TypeVar("T")
_FACETS = 2000
_NEWEST = 20


def page(source: str, items: Sequence[T], limit: int, cursor: str | None) -> Page[T]:
    check_limit(source, limit)
    (start,) = key_of(cursor, source, int) if cursor is not None else (0,)
    end = start + limit
    return Page(items=tuple(items[start:end]), next=cursor_of(end) if end < len(items) else None)


State = tuple[EventAnswer, EventSummary]


def states(ledger: Ledger, as_of: Day) -> tuple[dict[str, State], list[ChangeAnswer]]:
    """Every event as it stands, and every change of the record that led there, oldest first."""
    days = sorted({article.published[:10] for article in ledger.articles(as_of=as_of) if article.published})
    known: dict[str, EventSummary] = {}
    changes: list[ChangeAnswer] = []
    asked: list[str | None] = [*days]
    if as_of is None:
        asked.append(None)
    standing: dict[str, State] = {}
    for day in asked:
        standing = {}
        for event in sorted(ledger.events(as_of=day), key=lambda event: event.id):
            before = known.get(event.id)
            summary = summary_of(event, before)
            if day is not None:
                change = change_of(event, summary, before, date.fromisoformat(day))
                if change:
                    changes.append(change)
            known[event.id] = summary
            standing[event.id] = (event, summary)
    return standing, changes


def outlets_of(event: EventAnswer) -> tuple[str, ...]:
    return tuple(sorted({fold(report.outlet) for report in event.deciding if report.outlet}))


def in_event(asked: EventFilter, event: EventSummary, outlets: tuple[str, ...]) -> bool:
    """Whether an event is among those asked for; `outlets` are the folded names of those that report it."""
    names, place = words_of(" ".join(event.participants)), words_of(event.place or "")
    told = [*words_of(event.what), *names, *place]
    for wanted, words in ((asked.words, told), (asked.name, names), (asked.place, place)):
        if not set(words_of(wanted or "")) <= set(words):
            return False
    if asked.type is not None and event.type != asked.type:
        return False
    if asked.status is not None and event.status != asked.status:
        return False
    if asked.outlet is not None and fold(asked.outlet) not in outlets:
        return False
    if asked.conflict is not None and event.conflict != asked.conflict:
        return False
    if asked.shown is not None and event.shown != asked.shown:
        return False
    if asked.since is None and asked.until is None:
        return True
    days = days_of(event.when)
    first, last = day_of(asked.since, "", "since"), day_of(asked.until, "", "until")
    return days is not None and overlaps(days, (first or date.min, last or date.max))


def find_events(
    ledger: Ledger,
    asked: EventFilter,
    as_of: Day,
    order: str,
    limit: int,
    cursor: str | None,
    standing: dict[str, State] | None = None,
) -> Page[EventSummary]:
    if standing is None:
        standing, _ = states(ledger, as_of)
    found = [summary for event, summary in standing.values() if in_event(asked, summary, outlets_of(event))]
    found.sort(key=lambda summary: summary.id)
    if order == "newest":
        found.sort(key=lambda summary: summary.newest, reverse=True)
    else:
        found.sort(key=lambda summary: (days_of(summary.when) or (date.max,))[0])
    return page(ledger.source, found, limit, cursor)


def every_change(ledger: Ledger, as_of: Day) -> list[tuple[ChangeAnswer, EventSummary, tuple[str, ...]]]:
    """Every change of the record, newest first, with what the event was like after it and who reported it."""
    days = sorted({article.published[:10] for article in ledger.articles(as_of=as_of) if article.published})
    found = []
    known: dict[str, EventSummary] = {}
    for day in days:
        for event in ledger.events(as_of=day):
            before = known.get(event.id)
            summary = summary_of(event, before)
            change = change_of(event, summary, before, date.fromisoformat(day))
            known[event.id] = summary
            if change:
                found.append((change, summary, outlets_of(event)))
    found.sort(key=lambda one: one[0].event)
    return sorted(found, key=lambda one: one[0].day, reverse=True)


def articles_page(
    ledger: Ledger, outlet: str | None, as_of: Day, limit: int, cursor: str | None
) -> Page[ArticleAnswer]:
    found = [a for a in ledger.articles(as_of=as_of) if outlet is None or (a.outlet or "").lower() == outlet.lower()]
    found.sort(key=lambda article: article.id)
    found.sort(key=lambda article: article.published or "", reverse=True)
    return page(ledger.source, found, limit, cursor)


def shared(ledger: Ledger, article_id: str, as_of: Day) -> tuple[SharedAnswer, ...]:
    record = ledger.record(article_id)
    own = record.article
    known = {article.id: article for article in ledger.articles(as_of=as_of)}
    found = []
    for id, ours in ledger.copies_of(own.text, outlet=own.outlet):
        if id == article_id or id not in known:
            continue
        other = ledger.record(id).article
        theirs = dict(ledger.copies_of(other.text, outlet=other.outlet)).get(article_id, 0.0)
        answer = SharedAnswer(
            article=known[id],
            ours=ours,
            theirs=theirs,
            first=(other.published or "9999", other.id) < (own.published or "9999", own.id),
            spans=shared_spans(own.text, other.text),
        )
        found.append(answer)
    return tuple(sorted(found, key=lambda answer: (-answer.ours, answer.article.id)))


def statements(ledger: Ledger, asked: StatementFilter, as_of: Day) -> list[StatementAnswer]:
    asked.checked(ledger.source)
    last = day_of(asked.until, ledger.source, "until")
    found = ledger.statements(
        asked.words, source=asked.source, outlet=asked.outlet, stance=asked.stance, since=asked.since, as_of=as_of
    )
    return [
        statement
        for statement in found
        if set(words_of(asked.source or "")) <= set(words_of(" ".join(statement.chain)))
        and (asked.kind is None or statement.kind == asked.kind)
        and (last is None or (statement.published is not None and statement.published[:10] <= last.isoformat()))
    ]


def search(ledger: Ledger, asked: StatementFilter, as_of: Day, limit: int, cursor: str | None) -> SearchAnswer:
    found = statements(ledger, asked, as_of)
    part = page(ledger.source, found, limit, cursor)
    return SearchAnswer(items=part.items, next=part.next, facets=facets_of(found[:_FACETS]))


def facets_of(found: Iterable[StatementAnswer]) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    counted: dict[str, Counter[str]] = {"outlet": Counter(), "stance": Counter(), "kind": Counter(), "month": Counter()}
    for statement in found:
        values = {
            "outlet": statement.outlet,
            "stance": statement.stance,
            "kind": statement.kind,
            "month": (statement.published or "")[:7],
        }
        for facet, value in values.items():
            if value:
                counted[facet][value] += 1
    return tuple((facet, ranked(values)) for facet, values in counted.items())


def ranked(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


Key = tuple[str, str]


def sources(ledger: Ledger, as_of: Day) -> dict[Key, list[tuple[str, StatementAnswer]]]:
    """For every name in a chain, by its own words and kind: the forms and statements that it has."""
    found: dict[Key, list[tuple[str, StatementAnswer]]] = defaultdict(list)
    answers = {(s.article, s.id): s for s in ledger.statements(as_of=as_of)}
    for article in ledger.articles(as_of=as_of):
        for statement in ledger.record(article.id).statements:
            seen = set()
            for link in statement.chain:
                key = (" ".join(name_tokens(link.name)), link.kind.value)
                if key[0] and key not in seen:
                    seen.add(key)
                    found[key].append((link.name, answers[article.id, statement.id]))
    return found


def best_form(forms: Iterable[str]) -> str:
    """The form without titles, with accents and in small letters, where any is printed so."""
    return min(sorted(forms, reverse=True), key=len)


def names(
    ledger: Ledger, words: str | None, kind: str | None, as_of: Day, limit: int, cursor: str | None
) -> Page[NameAnswer]:
    check_kind(ledger.source, kind)
    found = [
        NameAnswer(
            name=best_form(form for form, _ in told),
            kind=key[1],
            statements=len(told),
            articles=len({statement.article for _, statement in told}),
        )
        for key, told in sorted(sources(ledger, as_of).items())
        if (kind is None or key[1] == kind) and (words is None or all(term in key[0] for term in terms_of(words)))
    ]
    found.sort(key=lambda answer: -answer.statements)
    return page(ledger.source, found, limit, cursor)


def profile(ledger: Ledger, name: str, as_of: Day) -> ProfileAnswer:
    own = " ".join(name_tokens(name))
    every = sources(ledger, as_of)
    told = {key[1]: value for key, value in every.items() if key[0] == own and own}
    articles = ledger.articles(as_of=as_of)
    printed = [article for article in articles if article.outlet and " ".join(name_tokens(article.outlet)) == own]
    if not told and not printed:
        raise NotFound(ledger.source, f"no source called {name!r}", "`reportedly statements` prints the names")
    kind = "outlet" if printed else max(sorted(told), key=lambda kind: len(told[kind]))
    pairs = {(s.article, s.id): (form, s) for found in told.values() for form, s in found}
    said = [statement for _, statement in pairs.values()]
    days = sorted(s.published[:10] for s in said if s.published)
    if printed:
        shown = best_form(article.outlet for article in printed if article.outlet)
        events = find_events(ledger, EventFilter(outlet=shown), as_of, "newest", _NEWEST, None).items
    else:
        shown = best_form(form for form, _ in pairs.values())
        events = find_events(ledger, EventFilter(name=shown), as_of, "newest", _NEWEST, None).items
    ids = {article.id for article in printed}
    first = echoes = 0
    for article in printed:
        others = shared(ledger, article.id, as_of)
        is_echo = any(other.first and other.ours >= 0.5 for other in others)
        echoes += is_echo
        first += bool(others) and not any(other.first for other in others)
    cites = Counter(
        best_form(form for form, _ in found)
        for key, found in every.items()
        if key[1] == "outlet" and key[0] != own
        for _, statement in found
        if statement.article in ids
    )
    return ProfileAnswer(
        name=shown,
        kind=kind,
        statements=len(said),
        articles=len({s.article for s in said}),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        stances=ranked(Counter(s.stance for s in said)),
        outlets=ranked(Counter(s.outlet for s in said if s.outlet)),
        events=events,
        printed=len(printed),
        printed_first=first,
        echoes=echoes,
        cites=ranked(cites)[:_NEWEST],
    )


def conflicts(ledger: Ledger, as_of: Day) -> list[tuple[EventAnswer, ConflictAnswer]]:
    return list(ledger.conflicts(as_of=as_of))


def echoes(ledger: Ledger, as_of: Day) -> list[EchoAnswer]:
    """The group of the newest article first."""
    published = {article.id: article.published or "" for article in ledger.articles()}

    def newest(echo: EchoAnswer) -> tuple[str, str]:
        last = max(published[id] for id in echo.articles)
        return last, min(id for id in echo.articles if published[id] == last)

    found = sorted(ledger.echoes(as_of=as_of, copies_only=True), key=lambda echo: newest(echo)[1])
    return sorted(found, key=lambda echo: newest(echo)[0], reverse=True)


def drift(ledger: Ledger, as_of: Day) -> list[UtteranceAnswer]:
    """The utterance of the newest article first."""

    def newest(utterance: UtteranceAnswer) -> tuple[str, tuple[str, str]]:
        last = max(version.published or "" for version in utterance.versions)
        return last, min((v.article, v.statement) for v in utterance.versions if (v.published or "") == last)

    found = sorted(ledger.drift(as_of=as_of), key=lambda utterance: newest(utterance)[1])
    return sorted(found, key=lambda utterance: newest(utterance)[0], reverse=True)
