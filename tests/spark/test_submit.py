"""The program to submit: what it writes, what it says, and what it goes on with after a full disk or a lost machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.spark.conftest import QUICK, needs_spark
from tests.spark.stories import lines


def archive(folder: Path, n_files: int) -> list[Path]:
    """Files of three articles each."""
    folder.mkdir()
    paths = [folder / f"{number}.jsonl" for number in range(n_files)]
    for number, path in enumerate(paths):
        path.write_text("".join(json.dumps({**line, "id": f"{line['id']}-{number}"}) + "\n" for line in lines()))
    return paths


def test_an_archive_is_read_and_its_ledger_built(spark, tmp_path, capsys):
    from reportedly.spark.submit import main

    paths = archive(tmp_path / "in", 3)
    paths[1].write_text("{broken\n")
    read = ["read", f"{tmp_path}/in/*.jsonl", "--out", f"{tmp_path}/records", "--step", "2", "--tasks", "2"]
    assert main(read) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"reportedly: 6 records, 1 not read, in {tmp_path}/records",
        f"reportedly: {paths[1]}: not JSON: expecting property name enclosed in double quotes at character 2.",
    ]
    assert main(read) == 1  # again: nothing is read twice
    assert capsys.readouterr().err.splitlines()[0] == "reportedly: 2 of 2 steps were there already."
    assert main(["ledger", f"{tmp_path}/records", "--out", f"{tmp_path}/ledger"]) == 0
    told = capsys.readouterr().err
    assert told.startswith(f"reportedly: generation 1 in {tmp_path}/ledger: 6 articles, ")
    assert "1 unread" in told


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a disk of its own")
def test_a_full_disk_ends_the_job_with_its_name_and_loses_nothing(spark, tmp_path, capsys):
    from reportedly.spark.submit import main

    paths = archive(tmp_path / "in", 2)
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("this machine does not let us mount a disk")
    try:
        read = ["read", str(tmp_path / "in"), "--out", f"{disk}/records", "--step", "1", "--tasks", "1"]
        read += ["--limit", "120"]
        paths[1].write_text(paths[1].read_text() * 60)
        assert main(read) == 2
        (told,) = capsys.readouterr().err.splitlines()
        assert told.startswith(f"reportedly: {disk}/records/step=")
        assert told.endswith(
            f" (from {paths[1]}): the job ended: No space left on device. "
            "What was written before stays; make room, and run it again."
        )
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        assert main(read) == 0
        assert capsys.readouterr().err.splitlines() == [
            "reportedly: 1 of 2 steps were there already.",
            f"reportedly: 183 records, 0 not read, in {disk}/records",
        ]
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


_LOSE_ONE = """
import os, signal, sys, threading, time
from pathlib import Path
from pyspark.sql import SparkSession
from reportedly.spark import SETTINGS, articles, read
from benchmarks.engine import processes, readers

builder = SparkSession.builder.master("local-cluster[2,1,1024]")
settings = {**SETTINGS, **json.loads(sys.argv[2]), "spark.executor.memory": "512m"}
for name, value in settings.items():
    builder = builder.config(name, value)
spark = builder.getOrCreate()
lost = []

def lose():
    while not lost:
        if any(seconds > 0.5 for _, seconds, _ in readers().values()):
            found = processes().items()
            executors = [pid for pid, (_, command, *_) in found if "CoarseGrainedExecutorBackend" in command]
            os.kill(executors[0], signal.SIGKILL)
            lost.append(executors[0])
        time.sleep(0.02)

thread = threading.Thread(target=lose, daemon=True)
thread.start()
rows = read(spark, articles(spark, sys.argv[1]).repartition(4)).collect()
print(json.dumps([len(lost), sorted(row.record or row.reason for row in rows)]))
spark.stop()
"""


def test_a_lost_executor_loses_and_doubles_nothing(tmp_path):
    """Two executors with Java processes of their own, one of which is killed while it reads."""
    needs_spark()
    from reportedly import intake
    from reportedly.reading import read_all

    archive(tmp_path / "in", 8)
    expected = sorted(item.to_json() for item in read_all(intake.articles([str(tmp_path / "in")])))
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", "import json" + _LOSE_ONE, str(tmp_path / "in"), json.dumps(QUICK)],
        capture_output=True, text=True, cwd=root, timeout=600,
        env=os.environ | {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    n_lost, found = json.loads(done.stdout.splitlines()[-1])
    assert n_lost == 1
    assert found == expected
