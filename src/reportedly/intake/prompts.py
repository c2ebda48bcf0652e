"""Parts of a page around its story: what asks to subscribe, register or pay, adverts, and links to other stories."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from reportedly.walls import is_offer, is_wall, may_begin_wall

__all__ = ["find_prompts"]

_NAMED = re.compile(
    r"pay-?wall(?!ed|-?(?:content|text|body|story|article))|reg(?:i|istration)?-?wall|"
    r"subscri(?:be|ption|ber)-?(?:wall|prompt|box|banner|offer|cta|now|overlay|modal)|"
    r"(?:article|content|story|meter|subscriber|premium)-?gate|piano-|tp-modal|login-?(?:wall|prompt)|upgrade-cta|"
    r"newsletter-?(?:signup|box|form|promo)",
    re.IGNORECASE,
)
_ADVERT = re.compile(r"(?:^|\s)(?:ads?|adverts?|advertisement|ad-(?:slot|unit|container|wrapper|block))(?:\s|$)", re.I)
_ADVERT_LABEL = re.compile(r"(?:advert|sponsor|promot|paid (?:content|post)|\W*ad\b)", re.IGNORECASE)
_CALL = re.compile(
    r"\b(?:subscri(?:be|ption)|subscribers? only|regist(?:er|ration)|sign (?:in|up)|log ?in|account|join|newsletter|"
    r"inbox|trial|month free|unlock|membership|become a member|already a|free articles?)\b",
    re.IGNORECASE,
)
_TEXTS = frozenset("p h2 h3 h4 h5 h6 div li legend".split())
_ASKING = (*_TEXTS, "button", "label")
_NAMED_TAGS = frozenset("div section aside p form dialog".split())
_MARGINS = frozenset("div section aside ul".split())
# Links to other stories, and what readers say of this one.
_MARGIN = re.compile(
    r"(?:^|[\s_-])(?:related|recommended|recirc\w*|(?:more|other)-stories|read-?next|up-?next|also-?like|trending|"
    r"most-?(?:read|popular|viewed|shared)|comments?-(?:list|section|area|thread)|commentlist|disqus\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MOST_IN_MARGIN = 0.3  # of a page's text
_BLOCKS = frozenset("p div section article ul ol table blockquote h1 h2 h3 h4 h5 h6 figure form aside".split())
# A longer element is named after the wall that it stands behind: it is the text itself.
_LONGEST = 900
_LONGEST_LINE = 320
_LONGEST_ADVERT = 300
_KEPT = frozenset(("html", "body", "main", "article"))


def find_prompts(tree: Any, heading: Any) -> list[Any]:
    """The elements that hold nothing but what stands around a story, or what nobody sees.

    Args:
        tree: The page; it is not changed.
        heading: The element of the headline in it; None where there is none.
    """
    around = set() if heading is None else {heading, *heading.iterancestors()}
    # Nobody sees them; scripts uncover a story that is hidden as a whole.
    found = [
        one
        for one in tree.xpath("//*[@hidden]")
        if one not in around and len(_text(one, _LONGEST_ADVERT)) <= _LONGEST_ADVERT
    ]
    body = tree.find(".//body")
    total = 0
    for element in tree.iter(*_TEXTS, *_NAMED_TAGS):
        if element in around:
            continue
        tag = element.tag
        if tag in _NAMED_TAGS and _is_named(element):
            found.append(element)
        elif tag in _MARGINS and (names := element.get("class")) and _names_margin(names):
            total = total or len(_text(tree if body is None else body))
            most = _MOST_IN_MARGIN * total
            if 0 < len(_text(element, most)) <= most:
                found.append(element)
        elif tag in _TEXTS and _may_begin_wall(element) and (text := _line(element)) and is_wall(text):
            total = total or len(_text(tree if body is None else body))
            # A part of the page this large is the story, whatever its first line is.
            top = _container(element, around, 0.5 * total)
            found += [top, *_offers_behind(top, around)]
    return found


def _may_begin_wall(element: Any) -> bool:
    first = element.text
    for _ in range(2):
        if first and not first.isspace():
            return may_begin_wall(first)
        if not len(element) or element[0].tag in _BLOCKS:
            return False
        element = element[0]
        first = element.text
    return bool(first) and may_begin_wall(first)


def _is_named(element: Any) -> bool:
    values = element.values()  # class and id, and whatever else a page names its elements by
    if not values and element.tag != "dialog":
        return False
    names = " ".join(values)[:300]
    if not (_names_prompt(names) or element.tag == "dialog" or element.get("role") in ("dialog", "alertdialog")):
        return False
    text = _text(element, _LONGEST)
    if _ADVERT.search(names):  # labelled as one: some pages leave such an element open, and the story falls into it
        return len(text) <= _LONGEST_ADVERT and _ADVERT_LABEL.match(text) is not None
    return (
        len(text) <= _LONGEST and _CALL.search(text) is not None and any(map(_asks, (element, *element.iter(*_ASKING))))
    )


def _asks(element: Any) -> bool:
    """Whether a line asks for something: a text that only mentions accounts may be in an element named after a wall."""
    text = _line(element)
    return text is not None and (is_wall(text) or (is_offer(text) and _CALL.search(text) is not None))


@lru_cache(maxsize=4096)
def _names_margin(names: str) -> bool:
    return _MARGIN.search(names) is not None


@lru_cache(maxsize=4096)  # a page names hundreds of elements alike
def _names_prompt(names: str) -> bool:
    return _NAMED.search(names) is not None or _ADVERT.search(names) is not None


def _line(element: Any) -> str | None:
    """The text of an element that holds one line and no other blocks; None for the rest."""
    if any(child.tag in _BLOCKS for child in element):
        return None
    parts = list(islice(element.itertext(), 20))
    text = " ".join("".join(parts).split()) if len(parts) < 20 else ""
    return text if 0 < len(text) <= _LONGEST_LINE else None


def _container(element: Any, around: set[Any], most: float) -> Any:
    """The widest element that begins with a wall's line, or an offer before it, and is no larger than a wall."""
    top = element
    most = min(_LONGEST, most)
    while (parent := top.getparent()) is not None and parent.tag not in _KEPT and parent not in around:
        text = _text(parent, most)
        lead = text.partition(_text(top)[:60])[0].strip()
        if len(text) > most or (lead and not (is_offer(lead) or is_wall(lead))):
            break
        top = parent
    return top


def _offers_behind(top: Any, around: set[Any]) -> Iterator[Any]:
    for sibling in islice(top.itersiblings(), 6):
        text = _text(sibling, _LONGEST)
        if not text:
            continue
        if sibling in around or not (is_offer(text) or is_wall(text)):
            return
        yield sibling


def _text(element: Any, most: float = math.inf) -> str:
    """The text of an element; of one with more than so many characters a little more than that, since pages nest."""
    parts: list[str] = []
    n_chars = 0
    for part in element.itertext():
        if part.isspace():
            continue
        folded = " ".join(part.split())
        parts.append(folded)
        n_chars += len(folded) + 1
        if n_chars > most + 1:
            break
    return " ".join(parts)
