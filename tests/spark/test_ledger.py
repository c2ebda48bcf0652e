"""The ledger over many machines gives what the ledger in one process gives, in one batch or day by day."""

import json
import random

import pytest

from reportedly import Ledger
from reportedly.errors import InputError
from reportedly.spark.components import components_here
from reportedly.spark.tables import Tables
from tests.spark.stories import generated, lines

N = 90


def frame(spark, records):
    return spark.createDataFrame([(record.to_json(),) for record in records], "record string")


@pytest.fixture(scope="module")
def folder(spark, tmp_path_factory):
    """Two batches: the second comes with articles that are there already, with some printed before those of the first,
    with lines that are no records, and after a run of it that was killed."""
    from reportedly.spark import ledger

    records = generated(N)
    out = tmp_path_factory.mktemp("tables") / "ledger"
    first = ledger(spark, frame(spark, [*records[10:60], records[20]]), str(out))
    assert (first.generation, first.counts["articles"]) == (1, 50)
    killed = out / "generation=0002" / "articles"
    killed.mkdir(parents=True)
    (killed / "part.parquet").write_bytes(b"half of it")
    assert Tables.at(str(out)) == first
    rows = [(record.to_json(), None, None) for record in records[:10] + records[50:]]
    rows += [('{"id": "x"}', None, None), (None, "a.jsonl, line 2", "not JSON")]
    second = ledger(spark, spark.createDataFrame(rows, "record string, source string, reason string"), str(out))
    assert (second.generation, second.counts["articles"], second.counts["unread"]) == (2, N - 50, 2)
    return str(out)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("one") / "one.sqlite") as book:
        book.add_all(generated(N))
        yield book


EVENT = (
    *("type", "what", "topic", "place", "when", "status", "status_on_record", "origins", "origins_on_record"),
    *("outlets", "confidence", "shown", "conflict", "newest"),
)


def test_events_are_the_same(spark, folder, book):
    found = {row.id: row for row in Tables.at(folder).table(spark, "events").collect()}
    expected = {event.id: event for event in book.events()}
    assert found.keys() == expected.keys()
    for id, event in expected.items():
        row = found[id]
        assert [getattr(row, name) for name in EVENT] == [getattr(event, name) for name in EVENT]
        for name in ("participants", "earlier_dates", "articles"):
            assert tuple(getattr(row, name)) == getattr(event, name)
        assert [(r.article, r.origin, (r.start, r.end)) for r in row.reports] == [
            (report.article, report.origin, report.span) for report in event.reports
        ]


def test_echoes_are_the_same(spark, folder, book):
    rows = Tables.at(folder).table(spark, "echoes").collect()
    found = {(row.kind, tuple(row.articles), row.origin, row.shared) for row in rows}
    expected = {(echo.kind, echo.articles, echo.origin, echo.shared) for echo in book.echoes()}
    assert len(rows) == len(found)
    assert found == expected
    assert {kind for kind, *_ in found} >= {"copy"}


def test_origins_are_the_same(spark, folder, book):
    rows = Tables.at(folder).table(spark, "origins").collect()
    found = {row.origin: (row.name, row.kind, row.on_record, tuple(row.articles), tuple(row.events)) for row in rows}
    assert found == {o.origin: (o.name, o.kind, o.on_record, o.articles, o.events) for o in book.origins()}


def test_utterances_are_the_same(spark, folder, book):
    rows = Tables.at(folder).table(spark, "utterances").collect()
    found = {(row.source, row.likeliest, row.why, tuple(v.words for v in row.versions)) for row in rows}
    assert found == {(u.source, u.likeliest, u.why, tuple(v.words for v in u.versions)) for u in book.drift()}
    assert found


def test_days_are_the_same_and_are_served_once_imported(folder, book, address):
    """All that front ends ask, of a ledger that was imported and of one that was added to."""
    from click.testing import CliRunner

    from reportedly.cli.main import cli

    done = CliRunner().invoke(cli, ["import", folder, "--ledger", address])
    assert (done.exit_code, done.stderr) == (0, f"{N} added, 0 already there\n")
    with Ledger(address) as imported:
        assert imported.counts() == book.counts()
        assert imported.events() == book.events()
        assert imported.changes(limit=500) == book.changes(limit=500)
        assert imported.find_events(as_of="2020-01-01", limit=500) == book.find_events(as_of="2020-01-01", limit=500)
        assert set(imported.echoes()) == set(book.echoes())
        assert imported.drift() == book.drift()
        assert imported.names().items == book.names().items
    again = CliRunner().invoke(cli, ["import", folder, "--ledger", address])
    assert again.stderr == f"0 added, {N} already there\n"


def test_what_is_added_to_an_imported_ledger_is_compared_with_it(folder, tmp_path):
    from reportedly.spark.importing import import_tables

    records = generated(N + 20)
    with Ledger(tmp_path / "imported.sqlite") as imported, Ledger(tmp_path / "added.sqlite") as added:
        import_tables(folder, imported)
        imported.add_all(records[N:])
        added.add_all(records)
        assert imported.events() == added.events()
        assert imported.changes(limit=500) == added.changes(limit=500)


def test_a_removed_article_is_not_imported_into_a_ledger_that_has_no_other(folder, tmp_path):
    from reportedly.spark.importing import import_tables

    removed = generated(1)[0]
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(removed)
        ledger.remove_article(removed.article.id, who="desk", why="a mistake")
        assert import_tables(folder, ledger) == (N - 1, 1)
        assert ledger.counts().articles == N - 1


def test_real_readings_of_the_samples_make_the_same_events(spark, tmp_path):
    """From articles to events without a stop: the copy, the relay and the move of one visit."""
    from reportedly import Article, read
    from reportedly.spark import ledger
    from reportedly.spark import read as read_there

    articles = [*lines(), {**lines()[0], "id": "copy", "outlet": "Harbour Post", "published": "2026-03-05"}]
    tables = ledger(spark, read_there(spark, spark.createDataFrame(articles)), str(tmp_path / "tables"))
    with Ledger(tmp_path / "one.sqlite") as book:
        book.add_all(read(Article.from_dict(article)) for article in articles)
        found = {(row.id, row.what, row.status, row.when) for row in tables.table(spark, "events").collect()}
        assert found == {(event.id, event.what, event.status, event.when) for event in book.events()}


def test_a_line_that_is_no_record_is_told(spark, folder):
    found = sorted((row.source, row.reason) for row in Tables.at(folder).table(spark, "unread").collect())
    assert found == [("a.jsonl, line 2", "not JSON"), ('{"id": "x"}', "not a record (KeyError: 'text')")]


def test_a_ledger_of_a_later_form_is_refused(tmp_path):
    folder = tmp_path / "generation=0001"
    folder.mkdir()
    (folder / "ledger.json").write_text(json.dumps({"form": 99}))
    with pytest.raises(InputError) as refused:
        Tables.at(str(tmp_path))
    assert str(refused.value) == (
        f"{tmp_path}: its tables are of form 99, and this program knows 3. "
        "Build the ledger in a new folder, from the same records."
    )


def test_a_folder_without_tables_is_not_imported(tmp_path):
    from reportedly.spark.importing import import_tables

    with Ledger(tmp_path / "news.sqlite") as book, pytest.raises(InputError) as refused:
        import_tables(str(tmp_path / "none"), book)
    assert str(refused.value) == (
        f"{tmp_path / 'none'}: there is no ledger of Parquet tables. Name the folder that `ledger` wrote to."
    )


def test_tables_that_are_damaged_are_imported_not_at_all(folder, tmp_path):
    import shutil

    from reportedly.spark.importing import import_tables

    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    part = next((copy / "generation=0002" / "terms").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:100])
    with Ledger(tmp_path / "news.sqlite") as book:
        with pytest.raises(InputError) as refused:
            import_tables(str(copy), book)
        assert str(refused.value).startswith(f"{copy}: its tables cannot be read (")
        assert book.counts().articles == 0


def test_components_over_many_machines_are_those_of_one(spark, tmp_path):
    """Chains, stars and random links, whose components take several rounds to be found."""
    from reportedly.spark.components import components

    rng = random.Random(4)
    links = [(f"chain{i:02d}", f"chain{i + 1:02d}") for i in range(40)]
    links += [("hub", f"leaf{i}") for i in range(12)]
    links += [(f"n{rng.randrange(60):02d}", f"n{rng.randrange(60):02d}") for _ in range(40)]
    links += [("self", "self")]
    frame = spark.createDataFrame(links, "a string, b string")
    found = {row["item"]: row["component"] for row in components(frame, str(tmp_path / "rounds"), few=0).collect()}
    expected = components_here([link for link in links if link[0] != link[1]])
    assert found == expected
