"""Article -> Record. No network, no clock, no store; no file but those in `reportedly.data`."""

from reportedly.reading.batch import read_all
from reportedly.reading.pipeline import read

__all__ = ["read", "read_all"]
