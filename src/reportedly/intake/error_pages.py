"""Pages that a server sends in place of an article: an error, a check for robots, an empty shell."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["is_error_page"]

_NAMED = re.compile(
    r"(?:(?:error|http(?: error)?)\s*:?\s*)?[45]\d\d(?:\s*[-–—:.|]?\s*(?:error|not found|forbidden|"
    r"unauthori[sz]ed|gone|bad request|bad gateway|internal server error|service (?:temporarily )?unavailable|"
    r"gateway time-?out|unavailable (?:due to|for) legal reasons|web server is returning an unknown error|"
    r"too many requests|page not found))?|"
    r"(?:error|page|file|article|story|the (?:page|article|requested \w+)(?: you \w+ \w+)?)?\s*(?:was |could )?"
    r"not (?:be )?found|access (?:to this page (?:has been|is) )?denied|forbidden|unauthori[sz]ed|"
    r"bad gateway|bad request|(?:robot|captcha) check|captcha|request rejected|gone|index of /\S*|"
    r"(?:sign|log) ?in(?: (?:to|or) .{1,40})?|"
    r"(?:this content is )?(?:not available|unavailable) in your (?:region|country)|"
    r"internal server error|"
    r"(?:the )?service (?:is )?(?:temporarily )?unavailable|gateway time-?out|too many requests|just a moment|"
    r"attention required|(?:are|confirm|verify) you(?: are|['’]re)? (?:not )?(?:a )?(?:robot|human)|security check|"
    r"checking your browser.*|please (?:wait|verify.*)|one more step|"
    r"(?:sorry|oops|whoops|uh[- ]oh)\b.{0,40}\b(?:find|found|exist|wrong|error|missing|gone)\b.{0,40}|"
    r"(?:we|you)(?:['’]re| can['’]?t| cannot| could(?:n['’]t| not)).{0,40}\b(?:find|found)\b.{0,40}|"
    r"(?:this|that|the) (?:page|site|article) (?:does(?:n['’]t| not) exist|can['’]?t be (?:found|reached)|"
    r"is (?:no longer|not) available|isn['’]t available).{0,30}|"
    r"(?:site |we['’]re )?(?:down for|under) maintenance|maintenance(?: mode)?|"
    r"(?:we(?:['’]ve| have) )?detected unusual (?:activity|traffic).{0,60}",
    re.IGNORECASE,
)
_NO_SCRIPTS = re.compile(
    r"(?:you need to |please |you must )?(?:enable|turn on|activate) javascript\b.{0,80}|"
    r"(?:this (?:page|site|app) )?requires javascript.{0,80}|loading\W*",
    re.IGNORECASE,
)
_SIGN = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»]\s*")
# An article about such a page is longer.
_LONGEST = 500


def is_error_page(titles: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether what a page prints is the notice of a server or of a script.

    Args:
        titles: Its title and its headline, as far as it has them.
        lines: Its text.

    >>> is_error_page(["404 Not Found | Coast Tribune"], ["It may have been moved."])
    True
    >>> is_error_page(["404 boats lost in storm | Coast Tribune"], ["A storm has sunk 404 boats."])
    False
    """
    if sum(map(len, lines)) > _LONGEST:
        return False
    if lines and all(_NO_SCRIPTS.fullmatch(line.strip(" .!")) for line in lines):
        return True
    parts = [part.strip(" .!…?") for title in titles for part in (title, *_SIGN.split(title))]
    return any(_NAMED.fullmatch(part) for part in parts if part)
