"""Articles in, records out: byte for byte those of one process, and one row for every row whatever happens."""

import gzip
import io
import json
import os
import random
from pathlib import Path

import pytest

from benchmarks.engine import compare, killing, readers
from reportedly import intake
from reportedly.article import Unread
from reportedly.errors import InputError
from reportedly.reading import read_all
from tests.spark.stories import lines

SAMPLES = Path(__file__).parents[2] / "samples" / "varga-visit"

PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p><p>{1}</p></article></body></html>"


def warc(path: Path, *, broken: bool = False) -> Path:
    """Two pages in an archive; a broken one ends in the middle of the second."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    for number, line in enumerate(lines()[:2]):
        # Longer than what is read at a time, so that a break in the second page leaves the first alone.
        page = PAGE.format(line["title"], f"{line['text']} " * 8).encode()
        page += b"<!-- " + random.Random(number).randbytes(100_000).hex().encode() + b" -->"
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        url = f"https://news.example.com/{number}"
        record = writer.create_warc_record(url, "response", payload=io.BytesIO(page), http_headers=headers)
        writer.write_record(record)
    data = stream.getvalue()
    path.write_bytes(data[: len(data) - 200] if broken else data)
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder of all kinds, some of them broken."""
    import pyarrow as pa
    from pyarrow import parquet

    folder = tmp_path / "archive"
    folder.mkdir()
    good = "".join(json.dumps(line) + "\n" for line in lines())
    (folder / "stories.jsonl").write_text(good + '{"id": "broken"\n' + json.dumps({"id": "c", "text": " "}) + "\n")
    (folder / "cut.jsonl.gz").write_bytes(gzip.compress(good.encode() * 400)[:-30])
    (folder / "story.txt").write_text((SAMPLES / "2026-03-03-adriapress.txt").read_text())
    warc(folder / "crawl.warc.gz")
    warc(folder / "broken.warc.gz", broken=True)
    parquet.write_table(pa.Table.from_pylist(lines()), folder / "stories.parquet")
    (folder / "broken.parquet").write_bytes((folder / "stories.parquet").read_bytes()[:400])
    return folder


def told(row) -> str:
    return row.record or str(Unread(source=row.source, reason=row.reason, advice=row.advice))


def test_records_of_an_archive_are_those_of_one_process(spark, archive):
    from reportedly.spark import articles, read

    (archive / "cut.jsonl.gz").unlink()
    names = [name for name in sorted(os.listdir(archive)) if not name.endswith(".parquet")]
    one = intake.articles(str(archive / name) for name in names)
    expected = sorted(item.to_json() if not isinstance(item, Unread) else str(item) for item in read_all(one))
    found = read(spark, articles(spark, *(str(archive / name) for name in names))).collect()
    assert sorted(map(told, found)) == expected
    assert {Path(row.source.split(",")[0]).name for row in found if row.record is None} == {
        "broken.warc.gz",
        "stories.jsonl",
    }


def test_what_is_broken_is_told_by_name_and_costs_nothing_else(spark, archive):
    from reportedly.spark import articles

    found = articles(spark, f"{archive}/*.parquet", f"{archive}/*.warc.gz", f"file://{archive}/*.gz").collect()
    unread = {Path(row.source.split(",")[0]).name: row.reason for row in found if row.reason}
    assert set(unread) == {"broken.parquet", "broken.warc.gz", "cut.jsonl.gz"}
    assert unread["broken.parquet"].startswith("the Parquet file is broken: ")
    by_file = [Path(row.input.split("#")[0].split("@")[0]).name for row in found if row.text]
    assert by_file.count("stories.parquet") == 3
    assert by_file.count("crawl.warc.gz") == 4  # by two patterns
    assert by_file.count("broken.warc.gz") >= 2
    assert by_file.count("cut.jsonl.gz") > 1000


def test_rows_of_a_table_are_known_by_their_columns(spark, archive):
    from reportedly.spark import articles

    found = sorted(articles(spark, f"{archive}/stories.parquet").collect(), key=lambda row: row.id)
    assert [(row.id, row.outlet, row.published) for row in found] == [
        (line["id"], line["outlet"], line["published"]) for line in lines()
    ]
    assert found[1].input == f"{archive}/stories.parquet#2"


def test_a_poisoned_row_is_told_by_name_and_the_others_are_read(spark):
    from reportedly.spark import read

    story = lines()[0]["text"]
    rows = [
        ("good", story, "2026-03-02", None),
        ("undated", story, "March 2nd", None),
        ("empty", None, None, None),
        (None, story * 700, None, "large.jsonl#1"),
        ("endless", "The vote was put off, she said. " * 20_000, None, None),
    ]
    frame = spark.createDataFrame(rows, "id string, text string, published string, input string").repartition(2)
    # The first of all also has the model to load.
    found = {row.id or row.source: row for row in read(spark, frame, limit_s=60, max_bytes=50_000).collect()}
    assert {name: row.reason for name, row in found.items()} == {
        "good": None,
        "undated": "`published` is not a date: 'March 2nd'",
        "empty": "`text` is missing",
        "large.jsonl#1": "the text is larger than 50,000 bytes",
        "endless": "the text is larger than 50,000 bytes",
    }
    assert found["good"].record is not None


def test_a_table_without_texts_is_refused(spark):
    from reportedly.spark import read

    frame = spark.createDataFrame([("a", "b")], "id string, body string")
    with pytest.raises(InputError) as refused:
        read(spark, frame)
    assert str(refused.value) == (
        "articles: the DataFrame has no column `text` (but id, body). Rename the one that is."
    )


def test_a_pattern_that_names_nothing_is_refused(spark, tmp_path):
    from reportedly.spark import articles

    with pytest.raises(InputError) as refused:
        articles(spark, f"{tmp_path}/*.warc.gz")
    assert str(refused.value) == f"{tmp_path}/*.warc.gz: no file has such a name. Check the pattern."


def test_a_killed_worker_and_a_killed_reader_lose_and_double_nothing(spark, tmp_path, capsys):
    from reportedly.spark import articles, read

    path = tmp_path / "stories.jsonl"
    path.write_text(
        "".join(json.dumps({**line, "id": f"{line['id']}-{i}"}) + "\n" for i in range(60) for line in lines())
    )
    expected = sorted(item.to_json() for item in read_all(intake.articles([str(path)])))
    with killing() as killed:
        rows = read(spark, articles(spark, str(path)).repartition(4)).collect()
    assert killed == ["a worker", "a reader"]
    assert not compare("killed", expected, sorted(map(told, rows))), capsys.readouterr().out


def test_models_are_loaded_once_a_worker(spark):
    """The readers of one run are those of the next."""
    from reportedly.spark import read

    frame = spark.createDataFrame(lines()).repartition(2)
    read(spark, frame).collect()
    before = set(readers())
    read(spark, frame).collect()
    assert set(readers()) <= before
