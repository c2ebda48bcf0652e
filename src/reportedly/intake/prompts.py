"""What asks the reader of a page to subscribe, register or pay: found in its tree by its names and by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from reportedly.walls import is_offer, is_wall

__all__ = ["find_prompts", "may_have_prompts", "names_prompt"]

_NAMED = re.compile(
    r"pay-?wall(?!ed|-?(?:content|text|body|story|article))|reg(?:i|istration)?-?wall|"
    r"subscri(?:be|ption|ber)-?(?:wall|prompt|box|banner|offer|cta|now|overlay|modal)|"
    r"(?:article|content|story|meter|subscriber|premium)-?gate|piano-|tp-modal|login-?(?:wall|prompt)|upgrade-cta|"
    r"newsletter-?(?:signup|box|form|promo)",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:subscri(?:be|ption)|subscribers? only|regist(?:er|ration)|sign (?:in|up)|log ?in|account|join|newsletter|"
    r"inbox|trial|month free|unlock|membership|become a member|already a|free articles?)\b",
    re.IGNORECASE,
)
# Words in every wall, in small letters: a page without any of them is not searched.
_IN_WALLS = (
    "subscribe", "subscriber", "to read", "reading", "free article", "free stories", "free limit", "members", "account",
    "log in", "login", "sign in", "register", "unlock", "unlimited",
)  # fmt: skip
_BLOCKS = frozenset("p div section article ul ol table blockquote h1 h2 h3 h4 h5 h6 figure form aside".split())
_TEXTS = ("p", "h2", "h3", "h4", "h5", "h6", "div", "li", "span", "strong", "legend")
# A longer element is named after the wall that it stands behind: it is the text itself.
_LONGEST = 900
_LONGEST_LINE = 320
_KEPT = frozenset(("html", "body", "main", "article"))


def names_prompt(names: str) -> bool:
    """Whether an element's names say that it asks to subscribe."""
    return _NAMED.search(names) is not None


def may_have_prompts(markup: str) -> bool:
    """Whether a page may ask anything in words of its own, by a look at its markup."""
    small = markup.lower()
    return any(word in small for word in _IN_WALLS)


def find_prompts(tree: Any, heading: Any) -> list[Any]:
    """The elements that hold nothing but what asks to subscribe, in page order.

    Args:
        tree: The page; it is not changed.
        heading: The element of the headline in it; None where there is none.
    """
    around = set() if heading is None else {heading, *heading.iterancestors()}
    found = [one for one in tree.iter("div", "section", "aside", "p", "form", "dialog") if _is_named(one, around)]
    body = tree.find(".//body")
    # A part of the page this large is the story, whatever its first line is.
    most = 0.5 * len(_text(tree if body is None else body))
    for element in tree.iter(*_TEXTS):
        if element not in around and (text := _line(element)) and is_wall(text):
            top = _container(element, around, most)
            found += [top, *_offers_behind(top, around)]
    return found


def _is_named(element: Any, around: set[Any]) -> bool:
    names = " ".join(element.get(name) or "" for name in ("class", "id", "data-testid"))[:300]
    is_dialog = element.tag == "dialog" or element.get("role") in ("dialog", "alertdialog")
    if not (is_dialog or _NAMED.search(names)) or element in around:
        return False
    text = _text(element)
    return len(text) <= _LONGEST and _CALL.search(text) is not None


def _line(element: Any) -> str | None:
    """The text of an element that holds one line and no other blocks; None for the rest."""
    if any(child.tag in _BLOCKS for child in element):
        return None
    parts = list(islice(element.itertext(), 20))
    text = " ".join("".join(parts).split()) if len(parts) < 20 else ""
    return text if 8 <= len(text) <= _LONGEST_LINE else None


def _container(element: Any, around: set[Any], most: float) -> Any:
    """The widest element that begins with a wall's line and is no larger than a wall."""
    top = element
    while (parent := top.getparent()) is not None and parent.tag not in _KEPT and parent not in around:
        text = _text(parent)
        if len(text) > min(_LONGEST, most) or not text.startswith(_text(top)[:60]):
            break
        top = parent
    return top


def _offers_behind(top: Any, around: set[Any]) -> Iterator[Any]:
    for sibling in islice(top.itersiblings(), 6):
        text = _text(sibling)
        if not text:
            continue
        if sibling in around or not (is_offer(text) or is_wall(text)):
            return
        yield sibling


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())
