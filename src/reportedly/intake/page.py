"""One HTML page -> Article: its headline and paragraphs, without the page around them.

trafilatura finds the body; where it finds little, or the page is too large or too deep for it, plainer ways take over.
"""

from __future__ import annotations

import copy
import dataclasses
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportedly.article import Article, Block, BlockKind
from reportedly.blocks import furniture_kind, is_byline, is_same_line
from reportedly.errors import InputError
from reportedly.intake.bylines import agency_in_dateline
from reportedly.intake.decoding import clean_text, decode, has_words
from reportedly.intake.error_pages import is_error_page
from reportedly.intake.facts import Facts, find_facts
from reportedly.intake.live import LiveEntry, live_entries, stated_entries
from reportedly.intake.page_lines import PageLines
from reportedly.intake.parts import prune
from reportedly.intake.published import Dates
from reportedly.language import detect_language

__all__ = ["lines_of_html", "read_page", "read_stories"]

_MAY_BE_LIVE = re.compile(
    r"liveBlogUpdate|LiveBlogPosting|<(?:title|h1)\b[^<>]*>[^<>]{0,200}\blive\b|as (?:it|they) happened", re.I
)

_log = logging.getLogger(__name__)

# trafilatura takes 4 seconds at 3 million characters of text, and minutes on bombs.
_MAX_CHARS = 2_000_000
_MAX_TAGS = 30_000
_MAX_DEPTH = 250

# Above this a page is mostly scripts, drawings and styles: they go before anything costly looks at it.
_HEAVY = 1_000_000
_UNSEEN = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<script\b(?![^<>]{0,200}ld\+json)", re.I), re.compile(r"</script\s*>", re.I)),
    (re.compile(r"<style\b", re.I), re.compile(r"</style\s*>", re.I)),
    (re.compile(r"<svg\b(?![^<>]{0,2000}/>)", re.I), re.compile(r"</svg\s*>", re.I)),
)
_DATA_URI = re.compile(r"data:[\w/+.;=-]{0,80},[^\"'\s)>]{200,}")
_LONG_ATTRIBUTE = re.compile(r"=\s*\"[^\"<>]{20000,}\"|=\s*'[^'<>]{20000,}'")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_OPEN_OR_CLOSE = re.compile(
    r"<(/?)(?:div|span|section|article|b|i|em|strong|font|table|tr|td|ul|li|blockquote|p|a)\b", re.I
)

_BLOCK_TAGS_LIST = (
    "p div section article main header footer h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr blockquote pre "
    "figure figcaption br hr aside nav form address title"
)
_BLOCK_TAGS = frozenset(_BLOCK_TAGS_LIST.split())
_SKIPPED_TAGS_LIST = "script style noscript svg template iframe object nav footer aside form button head"
_SKIPPED_TAGS = frozenset(_SKIPPED_TAGS_LIST.split())
# Below this many characters a precise reading is checked against the broader one.
_SHORT = 1200
# A page that sets more than this share of its text apart does so with its own words.
_MOST_APART = 0.6


def read_page(
    data: bytes,
    *,
    source: str,
    url: str | None = None,
    charset: str | None = None,
    latest: date | None = None,
    notice: Callable[[str], None] | None = None,
) -> Article:
    """The article on one page.

    The text is the headline and the body's paragraphs, captions among them, an empty line between each two; what
    belongs to the page and not to the article is left out.

    Args:
        data: The page, unpacked.
        source: As the user named it, for what is told.
        url: Where it was fetched from; the page's own canonical address goes first.
        charset: As the server declared it; a hint.
        latest: No later day is taken from the page's text; a day that the page states stands.
        notice: Called with a date whose order of day and month nothing tells.

    Raises:
        InputError: There is no text in it.
    """
    page = _load(data, source=source, charset=charset)
    return _article(page, find_facts(page.tree, url=url, latest=latest), source=source, notice=notice)


def read_stories(
    data: bytes,
    *,
    source: str,
    url: str | None = None,
    charset: str | None = None,
    latest: date | None = None,
    notice: Callable[[str], None] | None = None,
) -> list[Article]:
    """The articles on one page: one, or the entries of a live blog, each with its own time.

    Arguments and errors as of `read_page`. Entries come in the order of their times; they have the page's address,
    outlet and byline.
    """
    page = _load(data, source=source, charset=charset)
    facts = find_facts(page.tree, url=url, latest=latest)
    if _MAY_BE_LIVE.search(page.markup) and len(page.markup) <= _MAX_CHARS:
        found = live_entries(page.tree, is_live=facts.is_live)
        found = found or stated_entries(facts.updates, page.tree)
        entries = [_live_article(entry, facts) for entry in sorted(found, key=lambda entry: entry.published)]
        articles = [article for article in entries if article]
        if len(articles) >= 2 and len(articles) >= 0.8 * len(entries):
            return articles
    return [_article(page, facts, source=source, notice=notice)]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as text and as the one tree that is parsed of it, which `_own_story` alone changes."""

    markup: str
    tree: Any
    depth: int

    @property
    def is_too_much(self) -> bool:
        """Whether it is too large or too deep for trafilatura."""
        return len(self.markup) > _MAX_CHARS or self.markup.count("<") > _MAX_TAGS or self.depth > _MAX_DEPTH


def _load(data: bytes, *, source: str, charset: str | None) -> _Page:
    markup = _slim(decode(data, hint=charset))
    # What a page says of itself stands near its start; the rest of a huge page would only cost time.
    tree = _parse(markup if len(markup) <= _MAX_CHARS else markup[:_HEAVY])
    if tree is None:
        raise InputError(source, "the page holds no text", "It may be built by scripts; save it from a browser")
    return _Page(markup, tree, _depth(markup))


def _article(page: _Page, facts: Facts, *, source: str, notice: Callable[[str], None] | None) -> Article:
    """The one article of a page."""
    if facts.dates.undecided and notice is not None:
        notice(
            f"{source}: the order of day and month is unclear in {facts.dates.undecided[:40]!r}. Treated as unknown."
        )
    lines = _body(_own_story(page), facts)
    if sum(map(len, lines)) < _SHORT and is_error_page(_titles(page.tree, facts), lines):
        raise InputError(source, "it is the notice of an error, not an article", "Fetch the page again")
    if agency := next(filter(None, map(agency_in_dateline, lines[:2])), None):
        facts = dataclasses.replace(facts, outlet=agency)
    captions = {key for e in page.tree.iter("figcaption") if (key := _key(e.text_content()))}
    quotes = _quotes(page.tree, lines)
    article = _assemble(facts, lines, captions, quotes, language=_language(page.tree, lines))
    # Also where all lines are furniture of the page, or blanks of a kind that folding leaves.
    if not any(map(has_words, lines)) or not has_words(article.text):
        raise InputError(
            source, "no article was found on the page", "It may be built by scripts; save it from a browser"
        )
    return article


def _titles(tree: Any, facts: Facts) -> list[str]:
    """What a page calls itself, in its head and above its text."""
    elements = [*tree.iter("title"), *tree.iter("h1"), *tree.iter("h2")][:4]
    texts = [facts.title or "", *(" ".join(one.text_content().split()) for one in elements)]
    return [text for text in texts if text]


def _live_article(entry: LiveEntry, facts: Facts) -> Article | None:
    """One entry of a live blog as an article; None where it has no text."""
    lines = [line for line in _lines(entry.element) if len(line) > 24 or line[-1:] in '.!?”"’']
    own = dataclasses.replace(facts, title=entry.title, dates=Dates(published=entry.published))
    lines = [line for line in lines if not (entry.title and is_same_line(line, entry.title))]
    if not lines:
        return None
    return _assemble(own, lines, set(), set(), language=detect_language("\n".join(lines)))


def _own_story(page: _Page) -> _Page:
    """The page without other stories below its own, and without what asks to subscribe; its tree is changed."""
    if len(page.markup) > _MAX_CHARS or page.depth > _MAX_DEPTH:  # the parser stops at such a depth
        return page
    if not prune(page.tree, PageLines(page.tree).heading):
        return page
    from lxml import html

    return _Page(str(html.tostring(page.tree, encoding="unicode")), page.tree, page.depth)


def lines_of_html(fragment: str) -> list[str]:
    """The lines of text of any HTML, block by block, white space folded; scripts, menus and footers left out."""
    tree = _parse(fragment)
    return [] if tree is None else _lines(tree)


def _slim(markup: str) -> str:
    """The page without control characters and, where it is heavy, without what never holds text."""
    markup = clean_text(_CONTROL.sub(" ", markup.lstrip("\ufeff")))
    if len(markup) > _HEAVY:
        # Not on others: some sites keep the article's text in scripts of type text/template, which trafilatura reads.
        markup = _LONG_ATTRIBUTE.sub('=""', _DATA_URI.sub("data:,", markup))
        for opening, closing in _UNSEEN:
            markup = _without(markup, opening, closing)
    # An XML declaration of an encoding makes lxml refuse text that is decoded already.
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)


def _without(markup: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """The markup without what stands between two marks; linear, where one regex takes minutes on unclosed marks."""
    parts: list[str] = []
    position = 0
    while (start := opening.search(markup, position)) and (end := closing.search(markup, start.end())):
        parts += (markup[position : start.start()], " ")
        position = end.end()
    return "".join(parts) + markup[position:] if parts else markup


def _parse(markup: str) -> Any:
    from lxml import etree, html

    try:
        # A fresh parser and tree each time; bytes, so that lxml takes no other encoding than ours.
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
        # One class for all elements: lxml.html's own lookup is a call into Python for each element that is looked at.
        parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _body(page: _Page, facts: Facts) -> list[str]:
    """The paragraphs of the article, in order."""
    lines = ([] if page.is_too_much else _careful_body(page)) or _plain_body(page)
    stated = _stated_body(facts)
    # The page shows the beginning and states the whole: a paywall drawn over it, or text that scripts put in.
    return stated if stated and len(" ".join(stated)) > 1.25 * len(" ".join(lines)) else lines


def _careful_body(page: _Page) -> list[str]:
    """What trafilatura takes for the article: its precise mode, or the default where that finds too little."""
    precise = _extract(page, precise=True)
    n_chars = sum(map(len, precise))
    if n_chars < _SHORT:
        broad = _extract(page, precise=False)
        return broad if sum(map(len, broad)) > 2 * n_chars else precise
    return _continued(precise, page)


def _continued(found: list[str], page: _Page) -> list[str]:
    """An article cut in two by a container in its middle, put together again.

    Where the plain extraction holds all of what was found and goes on with much more prose, its prose is taken: two
    magazine pages of the development set were cut off after the first advertisement.
    """
    plain = _plain_body(page)
    known = set(found)
    if sum(line in known for line in plain) < 0.9 * len(found):
        return found
    prose = [line for line in plain if line in known or (len(line) >= 100 and line[-1] in '.!?”"’')]
    fresh = sum(len(line) for line in prose if line not in known)
    return prose if fresh > 0.6 * sum(map(len, found)) else found


def _extract(page: _Page, *, precise: bool) -> list[str]:
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(
            copy.deepcopy(page.tree),  # trafilatura changes the tree it is given
            favor_precision=precise,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
            deduplicate=False,
        )
    except Exception as error:  # third-party code on arbitrary pages: the plain way takes over
        _log.debug("trafilatura failed: %s", error)
        return []
    body = getattr(document, "body", None)
    return [] if body is None else _lines(body)


def _plain_body(page: _Page) -> list[str]:
    """Resiliparse's main content: fast, and bounded on any page; all text where it finds none."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    if page.depth > 4 * _MAX_DEPTH:
        # Thousands of open elements: no tree, only the words between the tags.
        text = re.sub(r"<[^<>]*>", "\n", page.markup)
    else:
        tree = HTMLTree.parse(page.markup)
        text = extract_plain_text(tree, main_content=True, list_bullets=False, preserve_formatting=True, links=False)
        text = text or extract_plain_text(tree, main_content=False, list_bullets=False)
    return [line for part in text.splitlines() if (line := " ".join(part.split()))]


def _stated_body(facts: Facts) -> list[str]:
    body = facts.body
    if not body or len(body) < 400:
        return []
    return [line for part in body.split("\n") if (line := " ".join(part.split()))]


def _depth(markup: str) -> int:
    """How deep elements nest, about: enough to know a bomb."""
    depth = deepest = 0
    for slash in _OPEN_OR_CLOSE.findall(markup):
        if not slash:
            depth += 1
            if depth > deepest:
                deepest = depth
        elif depth:
            depth -= 1
    return deepest


def _lines(tree: Any) -> list[str]:
    """The text of a tree, a line for each block: paragraph, heading, list item, table row."""
    breaks = _BLOCK_TAGS | {"head", "item", "list", "quote", "row", "lb", "code"}
    skipped = _SKIPPED_TAGS - {"head"} if tree.tag == "body" else _SKIPPED_TAGS
    parts: list[str] = []
    skip_until: Any = None
    from lxml import etree

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "script"
        if event == "start":
            if skip_until is None and tag in skipped:
                skip_until = element
            if skip_until is None:
                if tag in breaks:
                    parts.append("\n")
                elif tag in ("td", "th", "cell"):
                    parts.append(" ")
                parts.append(_folded(element.text))
            continue
        if skip_until is element:
            skip_until = None
        if skip_until is None and element is not tree:
            if tag in breaks:
                parts.append("\n")
            elif tag in ("td", "th", "cell"):
                parts.append(" ")
            parts.append(_folded(element.tail))
    return [line for part in "".join(parts).split("\n") if (line := " ".join(part.split()))]


def _folded(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _quotes(tree: Any, lines: Sequence[str]) -> set[str]:
    """The lines that the page sets apart; none where that is most of it, which is a way of printing."""
    found = {line for element in tree.iter("blockquote") for line in _lines(element)}
    apart = sum(len(line) for line in lines if line in found)
    return found if apart <= _MOST_APART * sum(map(len, lines)) else set()


def _language(tree: Any, lines: Sequence[str]) -> str | None:
    """The text's own language; what the page declares only where the text leaves it open."""
    told = detect_language("\n".join(lines))
    if told:
        return told
    declared = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()
    return declared if re.fullmatch(r"[a-z]{2}", declared) else None


def _assemble(
    facts: Facts, lines: Sequence[str], captions: set[str], quotes: set[str], *, language: str | None
) -> Article:
    """Headline and paragraphs joined, with a block for each."""
    parts: list[tuple[BlockKind, str]] = []
    if facts.title:
        parts.append((BlockKind.TITLE, clean_text(facts.title)))
    for number, line in enumerate(lines):
        if facts.title and number < 6 and is_same_line(line, facts.title):
            continue
        kind = BlockKind.CAPTION if _key(line) in captions else furniture_kind(line)
        if kind is None and number < 6 and is_byline(line):
            kind = BlockKind.BYLINE
        if kind is not BlockKind.BOILERPLATE:
            parts.append((kind or (BlockKind.QUOTE if line in quotes else BlockKind.BODY), line))
    text = ""
    blocks: list[Block] = []
    for kind, line in parts:
        text += "\n\n" if text else ""
        blocks.append(Block(kind=kind, start=len(text), end=len(text) + len(line)))
        text += line
    return Article(
        text=text,
        url=facts.url,
        outlet=facts.outlet and clean_text(facts.outlet),
        title=facts.title and clean_text(facts.title),
        published=facts.dates.published,
        updated=facts.dates.updated,
        byline=facts.byline and clean_text(facts.byline),
        language=language,
        blocks=tuple(blocks),
    )
