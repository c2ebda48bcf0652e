"""Verbs by which somebody is told something, and by which he hears it."""

from __future__ import annotations

__all__ = ["HEARING", "TOLD"]

TOLD = frozenset(
    """tell inform notify assure reassure warn advise remind brief alert ask order instruct urge promise question
    press""".split()
)
"""Verbs whose object is the one who is told; in the passive their subject is."""
HEARING = frozenset({"hear", "learn", "gather"})
"""Verbs whose subject is told by the one it hears "from"."""
