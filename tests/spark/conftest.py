"""A real Spark on this machine: two workers, one Java process for all tests."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import absent

# A Java process that starts soon rather than runs long.
QUICK = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


def needs_spark() -> None:
    """Skip, or with CI=true fail, where there is no Java or no pyspark."""
    if shutil.which("java") is None or importlib.util.find_spec("pyspark") is None:
        absent("needs a JRE and pyspark (Debian: apt-get install openjdk-17-jre-headless; pip install pyspark)")


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session that tries a task four times, as clusters do."""
    needs_spark()
    from pyspark.sql import SparkSession

    from reportedly.spark import SETTINGS

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2,4]")
    for name, value in {**SETTINGS, **QUICK}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()
