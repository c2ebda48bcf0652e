"""Fields of an article under the names that other tools give them, in JSON and in tables.

The names are those of trafilatura, newspaper, news-please (Common Crawl news), Media Cloud, GDELT, JSON-LD, NewsAPI and
common exports. Where several are there, the first in the list that holds a value is taken.
"""

from __future__ import annotations

import ast
import contextlib
import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reportedly.article import Article, Block, BlockKind, Unread
from reportedly.dates import DayOrder
from reportedly.errors import InputError
from reportedly.intake.bylines import clean_names
from reportedly.intake.dates import find_days, to_iso
from reportedly.intake.decoding import clean_text, has_words
from reportedly.intake.facts import host_of
from reportedly.intake.page import lines_of_html

__all__ = ["FIELDS", "SHAPE", "FieldReader", "PageOf", "field_of", "objects_in", "pick_out", "read_row"]

PageOf = Callable[[str, str], Iterator[Article | Unread]]
"""The articles behind an address, given (address, source)."""

SHAPE = 'Write one object a line: {"id": …, "text": …, "title": …, "published": …}'

# Without case, spaces, hyphens and underscores: "Publish Date" and "publishDate" are one name.
_NAMES = {
    "text": "text body content maintext fulltext articletext articlebody contenttext plaintext rawtext storytext "
    "texttranslated story article bodytext contenthtml bodyhtml paragraphs leadparagraph",
    "title": "title headline heading titlepage subject webtitle",
    "published": "published datepublished publisheddate publishdate publisheddatetime publicationdate publishedat "
    "publishedon publishedtime publishtime firstpublished datepublish pubdate pubtime date datetime posted "
    "dateposted postedat dateissued issued storydate articledate webpublicationdate firstpublicationdate "
    "firstpublisheddate firstpublishedat originalpublicationdate displaydate",
    "updated": "updated datemodified datemodify modified modifieddate lastmodified lastupdated updatedat dateupdated "
    "updateddate modifiedat",
    "outlet": "outlet sitename publicationtitle medianame newspaper publication outletname publishername newssource "
    "sourcename publisher source sourcehostname hostname sourcedomain domain site mediaurl sourceurl",
    "url": "url link canonicallink canonicalurl articleurl weburl permalink href uri address source sourceurl",
    "byline": "byline author authors creator writer by",
    "language": "language lang metalang inlanguage languagecode",
    "id": "id guid storyid storiesid articleid uid uuid",
}
FIELDS = tuple(_NAMES)
"""The fields of an article that an input can give."""

_OF = {
    name: tuple(field for field, names in _NAMES.items() if name in names.split())
    for name in " ".join(_NAMES.values()).split()
}
# Written by this program or by other tools, and known to hold nothing that an article has a field for.
_KNOWN_USELESS = frozenset(
    "blocks input statements entities times events integrity fingerprint license comments rawtext text excerpt "
    "categories tags image pagetype filedate datedownload filename imageurl keywords summary description movies "
    "topimage images html textcleaned socialimage urlmobile sourcecountry mediaid indexeddate seendate localpath "
    "titlerss".split()
)
_LANGUAGES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "russian": "ru", "arabic": "ar", "chinese": "zh", "turkish": "tr", "polish": "pl", "eng": "en",
}  # fmt: skip
# Objects inside a row that may hold its fields, and keys of a value's own object that hold it.
_INNER = ("fields", "_source", "attributes", "article", "post", "node")
_WRAPPERS = ("rendered", "main", "original", "name", "$date", "$oid", "$numberLong", "@value", "#text", "value")
# What no plain text begins with.
_MARKUP = re.compile(r"\s*<(?:p|div|article|section|h[1-6]|body|html|figure|ul|blockquote)\b[^<>]*>", re.IGNORECASE)
_STRINGS = ("title", "outlet", "url", "byline", "language")


def field_of(name: str) -> tuple[str, ...]:
    """The fields that a key or the head of a column can hold; empty where it is none that is known."""
    return _OF.get(_folded(name), ())


def _folded(name: str) -> str:
    return re.sub(r"[\s_.:-]+", "", name.strip().strip("\ufeff").casefold())


def pick_out(row: Mapping[str, Any], columns: Mapping[str, str]) -> tuple[dict[str, tuple[str, Any]], list[str]]:
    """Which key of an object holds each field, with its value, and the keys that are not used.

    Args:
        row: One object, or one row of a table under its heads.
        columns: The keys that the user named for some fields.
    """
    found: dict[str, tuple[str, Any]] = {}
    used: set[str] = set(columns.values())
    for field, key in columns.items():
        if row.get(key) not in (None, ""):
            found[field] = (key, row[key])
    ranks = {field: {name: rank for rank, name in enumerate(names.split())} for field, names in _NAMES.items()}
    candidates: dict[str, list[tuple[int, str, Any]]] = {}
    for key, value in row.items():
        fields = field_of(key)
        if fields:
            used.add(key)
        if not fields or value is None or value == "" or key in columns.values():
            continue
        for field in fields:
            if _fits(field, key, value, len(fields) > 1):
                candidates.setdefault(field, []).append((ranks[field][_folded(key)], key, value))
    for field, options in candidates.items():
        if field not in found:
            _, key, value = min(options, key=lambda option: option[0])
            found[field] = (key, value)
    unused = [key for key in row if key not in used and _folded(key) not in _KNOWN_USELESS]
    return found, unused


def _fits(field: str, key: str, value: Any, is_shared: bool) -> bool:
    """ "source" is an address in one tool, an outlet or its home page in another: the value tells."""
    address = re.match(r"https?://[^/?#]*/?(?P<rest>.*)", value.strip()) if isinstance(value, str) else None
    is_page = address is not None and bool(address["rest"])
    if field == "url":
        return is_page or not is_shared
    if field == "outlet" and is_shared:
        return not is_page  # the home page of an outlet is no address of an article
    if field == "text" and _folded(key) in ("story", "article"):
        return isinstance(value, str)
    return True


class FieldReader:
    """Makes articles of the objects or rows of one input, and remembers what of them was not used.

    Args:
        source: The input, as the user named it.
        columns: The keys that the user named for some fields.
        order: Which of day and month comes first in its dates, where something tells.
        notice: Called by `close` with what the user should know, once for each key.
    """

    def __init__(
        self,
        source: str,
        *,
        columns: Mapping[str, str],
        notice: Callable[[str], None],
        order: DayOrder | None = None,
    ) -> None:
        self._source = source
        self.columns = columns
        self._order = order
        self._notice = notice
        self._unused: Counter[str] = Counter()
        self._renamed: dict[str, str] = {}
        self._undecided: Counter[str] = Counter()

    def read(self, row: Mapping[str, Any], *, where: str, input_: str) -> Article:
        """The article of one object.

        Raises:
            InputError: It has no text, or a field that is not what it should be.
        """
        picked, unused = pick_out(row, self.columns)
        found = {field: (key, _unwrapped(field, value)) for field, (key, value) in picked.items()}
        self._unused.update(unused)
        for field, (key, _) in found.items():
            if key != field:
                self._renamed.setdefault(field, key)
        text = self._text(row, found, where)
        fields: dict[str, str | None] = {name: _string(found, name, where) for name in _STRINGS}
        for name in ("published", "updated"):
            fields[name] = self._day(found, name, where)
        if fields["language"]:
            fields["language"] = _LANGUAGES.get(fields["language"].casefold(), fields["language"])
        if fields["outlet"] and re.match(r"https?://", fields["outlet"]):
            fields["outlet"] = host_of(fields["outlet"])
        if fields["updated"] == fields["published"]:
            fields["updated"] = None
        if fields["byline"]:
            fields["byline"] = clean_names([fields["byline"]], outlet=fields["outlet"])
        identifier = found.get("id", ("", None))[1]
        if isinstance(identifier, dict | list | bool):
            raise InputError(where, "`id` is not a string", "Write it in quotes or leave it out")
        return Article(
            text=clean_text(text),
            id="" if identifier is None else clean_text(str(identifier)),
            blocks=_blocks(row.get("blocks"), len(text)),
            input=input_,
            **fields,
        )

    def close(self, *, tell_names: bool = False) -> None:
        """Say what was not used and what could not be told; with `tell_names` also which key became which field."""
        if tell_names and self._renamed:
            names = ", ".join(f"{field} from `{key}`" for field, key in self._renamed.items())
            self._notice(f"{self._source}: {names}.")
        if self._unused:
            keys = ", ".join(f"`{key[:40]}`" for key, _ in self._unused.most_common(12))
            more = f" and {len(self._unused) - 12} more" if len(self._unused) > 12 else ""
            self._notice(f"{self._source}: not used: {keys}{more}. Name the field that one holds with --map.")
        if self._undecided:
            printed = next(iter(self._undecided))
            n_dates = self._undecided.total()
            self._notice(
                f"{self._source}: the order of day and month is unclear in {printed!r}"
                f" ({n_dates} {'date' if n_dates == 1 else 'dates'}). Treated as unknown; write YYYY-MM-DD."
            )

    def _text(self, row: Mapping[str, Any], found: Mapping[str, tuple[str, Any]], where: str) -> str:
        key, text = found.get("text", ("text", row.get("text")))
        if not isinstance(text, str):
            advice = SHAPE
            if text is None and "url" in found:
                advice = "It has an address: fetch its page, with --with-pages"
            raise InputError(where, f"`{key}` is missing" if text is None else f"`{key}` is not a string", advice)
        if _MARKUP.match(text) and "</" in text and not row.get("blocks"):
            text = "\n\n".join(lines_of_html(text))
        if not has_words(text):
            raise InputError(where, f"`{key}` holds no words" if text.strip() else f"`{key}` is empty")
        return text

    def _day(self, found: Mapping[str, tuple[str, Any]], field: str, where: str) -> str | None:
        key, value = found.get(field, (field, None))
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(int(value))  # seconds since 1970
        if not isinstance(value, str):
            raise InputError(where, f"`{key}` is not a string: {str(value)[:40]}", "Write it in quotes or leave it out")
        printed = clean_text(value).strip()
        if not printed:
            return None
        day = to_iso(printed, order=self._order)
        if day is None and field == "published":
            if any(one.day is None and _is_a_day(printed) for one in find_days(printed)):
                self._undecided[printed] += 1
            else:
                raise InputError(where, f"`{key}` is not a date: {printed[:60]!r}", "Write YYYY-MM-DD or leave it out")
        return day


def read_row(
    row: Mapping[str, Any], fields: FieldReader, *, where: str, input_: str, page_of: PageOf | None
) -> Iterator[Article | Unread]:
    """The article of one object or row; its page's, where it has an address and no text and pages are fetched."""
    found, _ = pick_out(row, fields.columns)
    if "text" not in found and (inner := _inner(row)):
        row = {**inner, **{name: value for name, value in row.items() if value is not inner}}
        found, _ = pick_out(row, fields.columns)
    if page_of is not None and "text" not in found and "url" in found and isinstance(found["url"][1], str):
        yield from page_of(found["url"][1].strip(), where)
        return
    try:
        yield fields.read(row, where=where, input_=input_)
    except InputError as error:
        yield Unread(source=error.source, reason=error.reason, advice=error.advice)


def _inner(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The object inside a row that holds its text: `fields` of the Guardian's API, `_source` of Elasticsearch."""
    for name in _INNER:
        value = row.get(name)
        if isinstance(value, dict) and any("text" in field_of(key) for key in value):
            return value
    return None


def _unwrapped(field: str, value: Any) -> Any:
    """A value out of an object around it, `{"rendered": "…"}`; paragraphs of a text joined; a list printed as text."""
    if field == "text" and isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    if field == "byline" and isinstance(value, str) and value.startswith("["):
        with contextlib.suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            value = ast.literal_eval(value[:2000])
    if isinstance(value, dict):
        value = next((value[name] for name in _WRAPPERS if value.get(name)), value)
        if isinstance(value, str) and field != "text" and "&" in value:
            value = html.unescape(value)
    return value


def _is_a_day(printed: str) -> bool:
    """Whether a date in figures is one in either order."""
    return any(to_iso(printed, order=order) for order in DayOrder)


def _string(found: Mapping[str, tuple[str, Any]], field: str, where: str) -> str | None:
    key, value = found.get(field, (field, None))
    if field == "byline" and isinstance(value, list):
        names = [name for item in value if isinstance(name := _name(item), str) and name.strip()]
        value = ", ".join(names) or None
    elif field in ("byline", "outlet"):
        value = _name(value)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise InputError(where, f"`{key}` is not a string: {str(value)[:40]}", "Write it in quotes or leave it out")
    return clean_text(value).strip()


def _name(value: Any) -> Any:
    """The name of an object that has one: `{"id": "x", "name": "Coast Tribune"}`."""
    return value.get("name") if isinstance(value, dict) and isinstance(value.get("name"), str) else value


def _blocks(rows: Any, length: int) -> tuple[Block, ...]:
    """Blocks as an earlier run wrote them; none where they do not fit the text, so that they are found anew."""
    blocks: list[Block] = []
    end = 0
    try:
        for row in rows or ():
            block = Block(kind=BlockKind(row["kind"]), start=row["start"], end=row["end"])
            if not (isinstance(block.start, int) and end <= block.start < block.end <= length):
                return ()
            blocks.append(block)
            end = block.end
    except (TypeError, KeyError, ValueError, AttributeError):
        return ()
    return tuple(blocks)


def objects_in(value: Any, *, depth: int = 0) -> list[Any] | None:
    """The list of articles that an object wraps ("articles", "stories", "results"); None where it wraps none."""
    if not isinstance(value, dict):
        return None
    if any(isinstance(item, str) and "text" in field_of(key) for key, item in value.items()):
        return None
    for key in ("articles", "stories", "results", "items", "data", "documents", "docs", "hits", "records", "posts"):
        items = value.get(key)
        if isinstance(items, list) and items and all(isinstance(item, dict) for item in items):
            return items
    if depth < 2:
        for key in ("response", "data", "result", "hits", "payload"):
            if (items := objects_in(value.get(key), depth=depth + 1)) is not None:
                return items
    return None
