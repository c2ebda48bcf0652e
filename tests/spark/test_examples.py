"""The examples of docs/spark.md, from archive to ledger: its Python on the Spark of the tests, then its commands."""

import json
import re
from pathlib import Path

from click.testing import CliRunner

from reportedly import Ledger
from reportedly.cli.main import cli
from tests.doc_blocks import ROOT, arguments, blocks, commands
from tests.spark.stories import lines
from tests.spark.test_reading import warc


def test_the_examples_of_the_docs_run(spark, tmp_path: Path, monkeypatch):
    import pyarrow as pa
    from pyarrow import parquet

    for name in ("crawl", "stories", "tables"):
        (tmp_path / name).mkdir()
    warc(tmp_path / "crawl" / "a.warc.gz")
    (tmp_path / "stories" / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines()))
    parquet.write_table(pa.Table.from_pylist(lines()), tmp_path / "tables" / "a.parquet")
    monkeypatch.chdir(tmp_path)

    page = blocks(ROOT / "docs" / "spark.md")
    names: dict[str, object] = {}
    for block in page:
        if block.language == "python":
            # Workers of this Spark began in another folder; few articles need few tasks.
            text = re.sub(r'"(crawl|stories|tables|records|ledger)\b', rf'"{tmp_path}/\1', block.text)
            text = text.replace("repartition(200)", "repartition(2)")
            exec(compile("\n" * block.line + text, block.page, "exec"), names)
    for command in (command for block in page if block.language == "sh" for command in commands(block)):
        if command.startswith("reportedly import"):
            result = CliRunner().invoke(cli, arguments(command)[0])
            assert result.exit_code == 0, result.output
    with Ledger("news.sqlite") as ledger:
        assert {article.id for article in ledger.articles()} >= {line["id"] for line in lines()}
        assert ledger.events()
