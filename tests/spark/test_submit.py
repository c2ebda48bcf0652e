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


@pytest.fixture
def disk(tmp_path):
    """A disk of 2 MB, and what fills it but for 4 kB."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a disk of its own")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    filler.write_bytes(bytes(os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - 4096))
    return filler


def test_a_full_disk_ends_the_job_with_its_name_and_loses_nothing(spark, tmp_path, disk, capsys):
    from reportedly.spark.submit import main

    paths = archive(tmp_path / "in", 2)
    read = ["read", "--out", f"{disk}/records", "--step", "1", "--tasks", "1"]
    assert main([*read, str(paths[0])]) == 0
    capsys.readouterr()
    filler = fill(disk)
    assert main([*read, *map(str, paths)]) == 2
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith(f"reportedly: {disk}/records/step=")
    ending = "No space left on device. What was written before stays; make room, and run it again."
    assert told.endswith(f" (from {paths[1]}): the job ended: {ending}")
    filler.unlink()
    assert main([*read, *map(str, paths)]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "reportedly: 1 of 2 steps were there already.",
        f"reportedly: 6 records, 0 not read, in {disk}/records",
    ]
    filler = fill(disk)
    assert main(["ledger", f"{disk}/records", "--out", f"{disk}/ledger"]) == 2
    (told,) = capsys.readouterr().err.splitlines()
    assert told == f"reportedly: {disk}/ledger (from {disk}/records): the job ended: {ending}"
    filler.unlink()
    assert main(["ledger", f"{disk}/records", "--out", f"{disk}/ledger"]) == 0
    assert capsys.readouterr().err.startswith(f"reportedly: generation 1 in {disk}/ledger: 6 articles, ")


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


@pytest.mark.skipif(not os.environ.get("REPORTEDLY_SLOW"), reason="takes minutes: set REPORTEDLY_SLOW")
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
