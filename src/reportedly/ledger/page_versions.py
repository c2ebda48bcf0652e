"""Addresses of one page, and which articles are versions of one: a later one stands in place of an earlier one.

Pure functions. An address names one page whatever its scheme, "www.", mobile or AMP form, tracking parameters and
fragment are. Articles at one address are versions of each other where they share wording: the entries of a live blog
have one address and nothing else in common.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from reportedly.article import Article

__all__ = ["Span", "Version", "address_key", "spans_of", "version_of", "wording"]

_HOST = re.compile(r"^(?:www\d?|m|mobile|mobi|wap|amp|touch)\.(?=[^.]+\.)")
# Copies of pages that search engines keep: "…cdn.ampproject.org/c/s/outlet.example/story", "google.com/amp/s/…".
_AMP_CACHE = re.compile(r"/(?:c|v|amp)/(?:s/)?([\w-]+(?:\.[\w-]+)+)(/.*)?$")
_AMP_HOST = re.compile(r"(?:^|\.)(?:ampproject\.org|google\.[a-z.]{2,6}|bing-amp\.com)$")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$")
_AMP_PATH = re.compile(r"/amp(?=/.)|^/(?:m|mobile)(?=/.)|(?<=.)/amp(?:\.html?)?/?$|\.amp(?=\.html?$|$)")
_PRINT_PATH = re.compile(
    r"(?<=[^/])/print(?:version|er-friendly)?/?$|;(?:jsessionid|phpsessid|sid)=[^/?]*", re.IGNORECASE
)
_TRACKING = re.compile(
    r"(?:utm|at|mtm|pk|hsa|wt|ns|vero|oly|trk|fb|_hs|mc|s|gaa|li|sfmc|int|ck|elq)_\w+|wt\.\w+|elq\w+|_hs\w+|__twitter\w*|"
    r"_ga|_gl|(?:fb|g|dc|y|tw|ms|wbra|gbra)clid|msclkid|[gw]braid|igshid|igsh|ref|ref_\w+|reflink|referrer|referer|"
    r"referringsource|leadsource|traffic_source|cmp|cmpid|cid|icid|ncid|ocid|ito|xtor|smid|smtyp|taid|spm|srnd|tpcc|tblci|"
    r"wpisrc|intcmp|mkt_tok|trk|linkid|epik|feedtype|feedname|hootpostid|share\w*|source_?share|sr_share|guccounter|guce_\w+|"
    r"amp\w*|_amp|itm_\w+|itid|hss_channel|ttclid|rdt_cid|mkcid|sfnsn|dicbo|bsft_\w+|__source|_kx|webview|no_?redirect|"
    r"outputtype|output|usqp|mod|partner|rss|src|via|campaign|campaign_id|emc|nl|regi_id|segment_id|instance_id|pgtype|"
    r"unlocked_article_code|embedded-checkout|pfstyle|print|printable|mobile|comments|showcomments|phpsessid|jsessionid|"
    r"ftag|dgcid|soc_\w+|sh|_branch_match_id",
    re.IGNORECASE,
)
# Parameters that track with some values, and name a page with others.
_TRACKING_VALUES = {
    "s": re.compile(r"\d\d"),  # "?s=20" of shared posts; "?s=ferries" is a search
    "m": re.compile(r"[01]"),
    "view": re.compile(r"print|mobile|amp|full", re.IGNORECASE),
    "action": re.compile(r"click"),
    "module": re.compile(r"[A-Z].*"),
    "source": re.compile(
        r"rss|feed|atom|e?mail|newsletter|twitter|facebook|social\w*|app|home(?:page)?|push|search|google\w*|share\w*",
        re.I,
    ),
    "from": re.compile(r"rss|feed|e?mail|newsletter|home(?:page)?|search|social\w*|share\w*|timeline", re.IGNORECASE),
}
_WORD = re.compile(r"\w+")
_CORRECTED = re.compile(
    r"\b(?:correction|clarification|editor['’]s note|(?:an?|the) (?:earlier|previous|prior) version|"
    r"(?:corrects|corrected|amended) (?:to|on|in))\b",
    re.IGNORECASE,
)
_MOST_RUNS = 20_000
_ALIKE = 0.4
"""Share of the shorter text's runs of three words that the longer has, from which on both are one story.

A report and its correction share most; two entries of a live blog a tenth at most.
"""


def address_key(url: str | None) -> str | None:
    """What all addresses of one page have in common; None where there is none, or it is an outlet's front page.

    >>> address_key("https://www.tribune.example/news/varga/?utm_source=x&page=2#top")
    'tribune.example/news/varga?page=2'
    >>> address_key("http://m.tribune.example/news/varga/amp?page=2")
    'tribune.example/news/varga?page=2'
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    path = parts.path
    if _AMP_HOST.search(host) and (match := _AMP_CACHE.search(path)):
        host, path = match[1].lower(), match[2] or "/"
    host = _unicode_host(_HOST.sub("", host))
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    path = unicodedata.normalize("NFC", re.sub(r"/{2,}", "/", unquote(path)))
    path = _PRINT_PATH.sub("", path)
    path = _INDEX.sub("/", _AMP_PATH.sub("", path)).rstrip("/")
    asked = [pair for pair in _asked(parts.query) if not _is_tracking(*pair)]
    # "#!/story/7" and "#/story/7" name pages that scripts build.
    route = parts.fragment if re.match(r"!?/.", parts.fragment) else ""
    if not (path or asked or route):
        return None
    return host + path + (f"?{urlencode(sorted(asked))}" if asked else "") + (f"#{route}" if route else "")


def _unicode_host(host: str) -> str:
    """A host as people write it, whichever way an address spells its letters."""
    if "xn--" in host:
        with contextlib.suppress(UnicodeError):
            return host.encode("ascii").decode("idna")
    return host


def _asked(query: str) -> list[tuple[str, str]]:
    """The parameters of an address; some are copied out of a page with their "&" escaped."""
    return parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True)


def _is_tracking(name: str, value: str) -> bool:
    values = _TRACKING_VALUES.get(name.lower())
    return _TRACKING.fullmatch(name) is not None or (values is not None and values.fullmatch(value) is not None)


@dataclass(frozen=True)
class Version:
    """What is compared of an article with others at its address.

    Attributes:
        id: The article's.
        published: Its day of publication; None where not known.
        changed: The day of its last change, else of publication.
        order: Sorts versions, the last one last.
        words: Digest of its words in order.
        runs: Hashes of its runs of three words.
    """

    id: str
    published: date | None
    changed: date | None
    order: tuple[str, bool, str, str]
    words: bytes
    runs: frozenset[int]

    @cached_property
    def is_dated(self) -> bool:
        """Whether it can be told which version came before which."""
        return self.changed is not None

    def is_of_one_story(self, other: Version) -> bool:
        """Whether both share enough wording."""
        fewer = min(len(self.runs), len(other.runs))
        return self.words == other.words or (fewer > 0 and len(self.runs & other.runs) >= _ALIKE * fewer)


def wording(text: str) -> bytes:
    """Digest of a text's words in order: two articles at one address that share it are one."""
    return _hash(" ".join(_words(text)), 16)


def version_of(article: Article) -> Version:
    """An article as a version."""
    words = _words(article.text)
    runs = (" ".join(words[i : i + 3]) for i in range(min(max(1, len(words) - 2), _MOST_RUNS)))
    changed = article.updated or article.published
    return Version(
        id=article.id,
        published=article.published_on,
        changed=date.fromisoformat(changed[:10]) if changed else None,
        order=(changed or "", _CORRECTED.search(article.text) is not None, article.published or "", article.id),
        words=_hash(" ".join(words), 16),
        runs=frozenset(int.from_bytes(_hash(run, 6), "big") for run in runs),
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _hash(text: str, size: int) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()


@dataclass(frozen=True, slots=True)
class Span:
    """From which day on an article stands, and from which on a later version stands in its place; None: as printed."""

    since: date | None = None
    until: date | None = None


def spans_of(versions: Iterable[Version]) -> dict[str, Span]:
    """How long each of the articles at one address stands, by id; the same in whatever order they come.

    A version that is the first stands from when it was printed, a later one from when it was changed. Those of one day:
    only the last of them ever stands. What has no day takes no other's place.
    """
    found: dict[str, Span] = {}
    for story in _stories([version for version in versions if version.is_dated]):
        ordered = sorted(story, key=lambda version: version.order)
        for number, version in enumerate(ordered):
            later = ordered[number + 1] if number + 1 < len(ordered) else None
            found[version.id] = Span(
                since=version.changed if number else None,
                until=later.changed if later else None,
            )
    return found


def _stories(versions: Sequence[Version]) -> list[list[Version]]:
    """Versions that hang together by shared wording."""
    stories: list[list[Version]] = []
    for version in sorted(versions, key=lambda one: one.id):
        near = [story for story in stories if any(version.is_of_one_story(other) for other in story)]
        stories = [story for story in stories if story not in near]
        stories.append([version, *(other for story in near for other in story)])
    return stories
