"""How a ledger grows: articles added a second, the look-up of echoes, and answers, at several sizes.

    python benchmarks/ledger_scale.py [--sizes 0,10000] [--each 300] [--ledger FILE]

Articles are generated, the same on every run: stories with two people, a place and a date, told by several outlets
over some days, one article in ten a near copy of another, a hundred a day. For each size the ledger is first filled
to it; then `--each` further articles are added and timed, one transaction each, in turn with as many added to an empty
ledger, so that both meet the same noise of the machine; what pages are looked up in is brought up to date after every
ten, and timed by itself. A third as many are added before, and told of apart ("add_first"): a large ledger that has
just been opened reads in what new articles are compared with. Then everything that front ends ask is asked, each
several times over with other names, words and days. Prints a table and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from reportedly.answering import ask as answer_to
from reportedly.article import Article
from reportedly.brief import make_brief
from reportedly.ledger import EventFilter, Ledger, StatementFilter
from reportedly.record import Event, Link, Participant, Record, Statement
from reportedly.vocabulary import EventType, Kind, LinkKind, Role, Stance, Status

_SYLLABLES = [
    "ba",
    "be",
    "bo",
    "da",
    "de",
    "di",
    "do",
    "ka",
    "ke",
    "ko",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "no",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "so",
    "ta",
    "te",
    "to",
    "va",
    "ve",
    "vo",
]
_A_DAY = 100
_WORDS_IN_ARTICLE = 240


def _word(rng: random.Random, n: int = 3) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(n))


def records() -> Iterator[Record]:
    """Records without end, the same in every run."""
    rng = random.Random(20260301)
    people = [f"{_word(rng, 2).title()} {_word(rng).title()}" for _ in range(3000)]
    places = [_word(rng).title() for _ in range(300)]
    outlets = [f"{_word(rng, 2).title()} Post" for _ in range(60)]
    vocabulary = [_word(rng, rng.randint(1, 4)) for _ in range(8000)]
    types = list(EventType)
    open_stories: list[tuple[str, str, EventType, str, date, list[str]]] = []
    previous: list[str] = []
    for number in itertools.count():
        day = date(2020, 1, 1) + timedelta(days=number // _A_DAY)
        if number % 4 == 0:
            a, b = rng.sample(people, 2)
            wording = rng.choices(vocabulary, k=9)
            open_stories.append((a, b, rng.choice(types), rng.choice(places), day + timedelta(days=9), wording))
            open_stories = open_stories[-200:]
        told = [_report(rng, story) for story in rng.sample(open_stories, k=min(3, len(open_stories)))]
        body = rng.choices(vocabulary, k=_WORDS_IN_ARTICLE)
        if number % 10 == 9:
            body = previous[: _WORDS_IN_ARTICLE // 2] + body[_WORDS_IN_ARTICLE // 2 :]
        previous = body
        yield _record(number, day, rng.choice(outlets), told, " ".join(body))


Told = tuple[str, str, str, EventType, str, date, Status, str]


def _report(rng: random.Random, story: tuple[str, str, EventType, str, date, list[str]]) -> Told:
    a, b, kind, place, when, wording = story
    status = rng.choice([Status.PLANNED, Status.SCHEDULED, Status.POSTPONED, Status.HELD])
    what = f"{a} and {b} hold a {kind.value} on {' '.join(wording[:3])}"
    # An utterance that some articles print in full, others in part or changed.
    said = list(wording[rng.randint(0, 2) :])
    said[rng.randrange(len(said))] = rng.choice(wording)
    content = f"{' '.join(said)} {kind.value}".capitalize()
    return a, b, what, kind, place, when, status, content


def _record(number: int, day: date, outlet: str, told: list[Told], body: str) -> Record:
    text, statements, events = "", [], []
    for i, (a, b, what, kind, place, when, status, content) in enumerate(told):
        start = len(text)
        sentence = f"{a} said “{content}” in {place}. "
        quoted = (start + len(a) + 6, start + len(a) + 6 + len(content) + 2)
        chain = (Link(name=a, kind=LinkKind.PERSON),)
        text += sentence
        statements.append(
            Statement(
                id=f"s{i}",
                kind=Kind.DIRECT,
                source=((start, start + len(a)),),
                cue=((start + len(a) + 1, start + len(a) + 5),),
                content=(quoted,),
                chain=chain,
                stance=Stance.ASSERTS,
                confidence=0.9,
            )
        )
        events.append(
            Event(
                id=f"v{i}",
                event=f"e{i}",
                type=kind,
                plover=None,
                trigger=(quoted[0] + 5, quoted[0] + 5 + len(kind.value)),
                participants=tuple(Participant(entity=None, role=Role.PARTICIPANT, name=name) for name in (a, b)),
                place=place,
                when=when.isoformat(),
                status=status,
                chain=chain,
                statement=f"s{i}",
                evidence=quoted,
                what=what,
                confidence=0.9,
            )
        )
    article = Article(id=f"g{number}", text=text + body, outlet=outlet, published=day.isoformat())
    return Record(article=article, statements=tuple(statements), events=tuple(events))


def measure(ledger: Ledger, stream: Iterator[Record], each: int) -> dict[str, float]:
    """Milliseconds for adding one article, beside adding it to an empty ledger, and for some answers."""
    batch = list(itertools.islice(stream, each // 3 + each))
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "empty.sqlite") as empty:
        large, small = _Adding(ledger), _Adding(empty)
        for n, (record, first) in enumerate(zip(batch, records(), strict=False)):
            if n == each // 3:
                before, large, small = large, _Adding(ledger), _Adding(empty)
            small.add(first)
            large.add(record)
    figures = {"articles": ledger.counts().articles, "add_ms": statistics.median(large.spent) * 1000}
    # On a machine with other work only processor time can be compared.
    figures["add_cpu_ms"] = large.busy / len(large.spent) * 1000
    figures["add_first_cpu_ms"] = before.busy / len(before.spent) * 1000
    figures["add_to_empty_cpu_ms"] = small.busy / len(small.spent) * 1000
    figures["add_cpu_ratio"] = large.busy / small.busy
    figures["add_ratio"] = sum(large.spent) / sum(small.spent)
    figures["add_per_s"] = len(large.spent) / sum(large.spent)
    figures["refresh_cpu_ms"] = large.refreshed / len(large.spent) * 1000
    for name, asks in questions(ledger, batch).items():
        spent, busy_s = [], []
        for ask in asks:
            start, start_cpu = time.perf_counter(), time.process_time()
            ask()
            spent.append(time.perf_counter() - start)
            busy_s.append(time.process_time() - start_cpu)
        figures[f"{name}_ms"] = statistics.median(spent) * 1000
        figures[f"{name}_cpu_worst_ms"] = max(busy_s) * 1000
    return figures


class _Adding:
    """Articles added to one ledger: seconds that each took, of the processor for all, and for refreshing."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.spent: list[float] = []
        self.busy = self.refreshed = 0.0

    def add(self, record: Record) -> None:
        start, start_cpu = time.perf_counter(), time.process_time()
        self._ledger.add(record)
        self.spent.append(time.perf_counter() - start)
        self.busy += time.process_time() - start_cpu
        if len(self.spent) % 10 == 0:
            start_cpu = time.process_time()
            self._ledger.refresh()
            self.refreshed += time.process_time() - start_cpu


def questions(ledger: Ledger, batch: list[Record]) -> dict[str, list[Callable[[], object]]]:
    """What front ends ask, each in several ways."""
    articles = [record.article for record in batch[-5:]]
    events = ledger.find_events(limit=200).items[::50]
    names = [event.participants[0] for event in events if event.participants]
    first, last = date(2020, 1, 1), date.fromisoformat(articles[-1].published or "")
    days = [(first + (last - first) * part / 5).isoformat() for part in (1, 2, 3, 4)]
    words = [" ".join(article.text.split("“")[1].split()[:2]) for article in articles]
    month = EventFilter(since=last.replace(day=1), until=last.replace(day=28))
    return {
        "copies_of": [partial(ledger.copies_of, a.text, outlet=a.outlet) for a in articles],
        "newest_20_events": [partial(ledger.events, limit=20)] * 3,
        "event": [partial(ledger.event, event.id) for event in events],
        "event_history": [partial(ledger.event_history, event.id) for event in events],
        "brief": [partial(make_brief, ledger, limit=12)] * 3,
        "brief_as_of": [partial(make_brief, ledger, limit=12, as_of=day) for day in days],
        "ask_status": [partial(answer_to, ledger, f"Is {name}'s visit still on?") for name in names],
        "ask_said": [partial(answer_to, ledger, f"What did {name} say?") for name in names],
        "ask_changed": [partial(answer_to, ledger, "What changed since Monday?")] * 3,
        "ask_planned": [partial(answer_to, ledger, "What is planned next week?")] * 3,
        "find_events": [ledger.find_events] * 3,
        "find_events_by_name": [partial(ledger.find_events, EventFilter(name=name)) for name in names],
        "find_events_by_words": [partial(ledger.find_events, EventFilter(words=name + " visit")) for name in names],
        "find_events_by_status": [partial(ledger.find_events, EventFilter(status=s)) for s in ("held", "ruled_out")],
        "find_events_in_month": [partial(ledger.find_events, month, order="date")] * 3,
        "find_events_as_of": [partial(ledger.find_events, as_of=day) for day in days],
        "find_events_rare_as_of": [partial(ledger.find_events, EventFilter(status="ruled_out"), as_of=d) for d in days],
        "changes": [ledger.changes] * 3,
        "changes_as_of": [partial(ledger.changes, as_of=day) for day in days],
        "changes_of_name": [partial(ledger.changes, EventFilter(name=name)) for name in names],
        "events_of": [partial(ledger.events_of, a.id) for a in articles],
        "article": [partial(ledger.article, a.id) for a in articles],
        "shared": [partial(ledger.shared, a.id) for a in articles],
        "articles_page": [ledger.articles_page, *(partial(ledger.articles_page, outlet=a.outlet) for a in articles)],
        "search_rare": [partial(ledger.search, StatementFilter(words=found)) for found in words],
        "search_common": [partial(ledger.search, StatementFilter(words=w)) for w in ("visit", "summit", "talks")],
        "search_everything": [partial(ledger.search, StatementFilter())] * 3,
        "search_outlet": [partial(ledger.search, StatementFilter(outlet=a.outlet)) for a in articles],
        "search_as_of": [partial(ledger.search, StatementFilter(words="visit"), as_of=day) for day in days],
        "names": [ledger.names] * 3,
        "names_by_words": [partial(ledger.names, name[:4]) for name in names],
        "names_as_of": [partial(ledger.names, as_of=day) for day in days],
        "profile": [partial(ledger.profile, name) for name in names],
        "profile_outlet": [partial(ledger.profile, a.outlet or "") for a in articles],
        "conflicts_page": [ledger.conflicts_page] * 3,
        "drift_page": [ledger.drift_page] * 3,
        "echoes_page": [ledger.echoes_page] * 3,
        "coverage": [ledger.coverage] * 3,
        "counts": [ledger.counts] * 3,
        "version": [ledger.version] * 3,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="0,10000", help="articles before measuring, comma-separated")
    parser.add_argument("--each", type=int, default=300, help="articles added and timed at each size; 3 or more")
    parser.add_argument("--ledger", help="keep the ledger in this file")
    options = parser.parse_args()
    if options.ledger and Path(options.ledger).exists():
        with Ledger(options.ledger) as ledger:
            known = ledger.counts().articles
    else:
        known = 0
    stream = itertools.islice(records(), known, None)
    rows: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder, Ledger(options.ledger or Path(folder) / "scale.sqlite") as ledger:
        for size in sorted(int(size) for size in options.sizes.split(",")):
            n = size - ledger.counts().articles
            start = time.perf_counter()
            ledger.add_all(itertools.islice(stream, max(0, n)))
            filled_s = time.perf_counter() - start
            ledger.refresh()
            row = measure(ledger, stream, options.each)
            row["batch_per_s"] = max(0, n) / filled_s if n > 0 else 0.0
            row["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            rows.append(row)
            print("\n".join(f"{name:32}{value:12,.2f}" for name, value in row.items()), flush=True)
    print(json.dumps({"rows": rows}))


if __name__ == "__main__":
    main()
