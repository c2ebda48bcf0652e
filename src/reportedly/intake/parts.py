"""Parts of a page that are not its story: other stories below it, and what asks to subscribe."""

from __future__ import annotations

from itertools import islice
from typing import Any

from reportedly.intake.prompts import find_prompts

__all__ = ["prune"]

_HEADINGS = ("h1", "h2", "h3", "h4")
# Attributes by which a container says that it is an article of its own.
_OWN = ("itemtype", "data-url", "data-article-id", "data-id", "data-href", "data-permalink", "data-title")


def prune(tree: Any, heading: Any) -> bool:
    """Take out of a tree what is not the story under a headline; whether anything was.

    Args:
        tree: The page; it is changed.
        heading: The element of the headline in it; None where there is none.
    """
    found = [*_other_stories(tree, heading), *find_prompts(tree, heading)]
    for element in found:
        if element.getparent() is not None:
            element.drop_tree()
    return bool(found)


def _other_stories(tree: Any, heading: Any) -> list[Any]:
    """The elements behind a story that hold stories with headlines of their own."""
    if heading is None:
        return []
    found = []
    own = next((e for e in heading.iterancestors() if e.tag == "article"), None)
    if own is not None and len(list(islice(tree.iter("article"), 2))) == 2:
        inside = {own, *own.iterancestors()}
        behind = False
        for article in tree.iter("article"):
            if article is own:
                behind = True
            elif behind and article not in inside and own not in article.iterancestors() and _is_story(article):
                found.append(article)
    for container in heading.iterancestors("div", "section", "li"):
        found += [one for one in container.itersiblings(container.tag) if _is_like(one, container, heading)]
    return found


def _is_story(article: Any) -> bool:
    """Whether an element has a headline of its own."""
    return next(article.iter(*_HEADINGS), None) is not None and article.getparent() is not None


def _is_like(other: Any, container: Any, heading: Any) -> bool:
    """Whether an element is made as the container of the story is, its headline too; chapters have lesser headings."""
    if (other.get("class") or "") != (container.get("class") or ""):
        return False
    title = next(other.iter(heading.tag), None)
    if title is None or (title.get("class") or "") != (heading.get("class") or ""):
        return False
    if any(container.get(name) and other.get(name) for name in _OWN):
        return True
    if heading.tag == "h1":
        return bool(container.get("class")) and len(list(islice(container.iter("h1"), 2))) == 1
    return next(heading.iter("a"), None) is not None and next(title.iter("a"), None) is not None
