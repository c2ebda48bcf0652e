"""What a Spark session is best set to for this work, and why."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SETTINGS"]

SETTINGS: Mapping[str, str] = {
    # Rows that go to a worker at a time. With Spark's own 10,000, memory follows the length of the articles.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "200",
    # A worker that dies (killed for memory, a lost machine) costs its task another try, not the job.
    "spark.task.maxFailures": "4",
    # The model is loaded once in a worker, and a worker lives as long as its executor.
    "spark.python.worker.reuse": "true",
    # One thread a core: the tasks already fill them.
    "spark.executorEnv.OMP_NUM_THREADS": "1",
    # Dates are ISO 8601 text here; nothing may move them to the zone of a machine.
    "spark.sql.session.timeZone": "UTC",
}
"""Settings for `SparkSession.builder`, read by the submit script too. All of them can be changed."""
