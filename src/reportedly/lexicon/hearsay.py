"""Words that stand for a source where nobody is named: "reportedly", "it is said", "rumour has it"."""

from __future__ import annotations

__all__ = ["ADVERBS", "TALK", "hearsay_name", "is_hearsay_name"]

ADVERBS = frozenset("reportedly allegedly supposedly purportedly".split())
TALK = frozenset("rumour rumor word talk gossip story speculation".split())
_ALL_ACCOUNTS = "by all accounts"


def hearsay_name(words: str) -> str:
    """What a link of hearsay is called, by the words that stand for it.

    >>> hearsay_name("Reportedly"), hearsay_name("has been said"), hearsay_name("Rumours")
    ('reportedly', 'it has been said', 'rumours')
    """
    name = words.lower()
    return name if _is_listed(name) else f"it {name}"


def is_hearsay_name(name: str) -> bool:
    """Whether a link has such a name.

    >>> is_hearsay_name("it is said"), is_hearsay_name("a diplomat")
    (True, False)
    """
    return name.startswith("it ") or _is_listed(name)


def _is_listed(name: str) -> bool:
    return name in ADVERBS or name == _ALL_ACCOUNTS or name.removesuffix("s") in TALK
