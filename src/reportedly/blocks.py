"""Which lines of a plain text are its title, byline, captions and boilerplate; the rest is body.

Precision first: a line that may be the article's own words is body. What is taken out here is lost to the reading.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Sequence

from reportedly.article import Article, Block, BlockKind, Span
from reportedly.walls import is_wall

__all__ = ["furniture_kind", "is_byline", "is_same_line", "with_blocks"]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_CLOCK = r"(?:(?:at )?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,4}T?\)?|UTC|GMT)?)"
_DAY = (
    rf"(?:\d{{4}}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|"
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}})"
)
_DATE_LINE = re.compile(
    r"(?:date|dated|published|posted|updated|last (?:updated|modified)|first published|created|on|"
    r"(?:published|posted|updated) on)?:?\s*"
    rf"(?:{_WEEKDAY},?\s+)?{_DAY}[\s,|•·-]*{_CLOCK}?[\s|•·.-]*",
    re.IGNORECASE,
)
_DATE_START = re.compile(r"\s*date:?\s+\d{4}-\d\d-\d\d\s*", re.IGNORECASE)

# A whole line of page furniture, but for end punctuation and arrows.
_FURNITURE_LINE = re.compile(
    r"advertisements?|advert|sponsored(?: content)?|promoted(?: content)?|"
    r"(?:story|article) continues (?:below|after)(?: (?:this )?(?:ad|advertisement|video))?.{0,20}|"
    r"connect with us|follow us(?: on .{1,60})?|find us on .{1,40}|like us on facebook.{0,40}|"
    r"share(?: (?:this|on|via|to)(?: .{1,40})?)?|tweet(?: this)?|pin it|"
    r"e-?mail this(?: .{1,30})?|print(?: this.{0,30})?|"
    r"copy link|save (?:this )?(?:article|story)|bookmark|listen to (?:this )?article|"
    r"comments?(?: \(\d+\))?|\d+ comments?|leave a (?:comment|reply)|post a comment|"
    r"join the (?:conversation|discussion)|"
    r"view (?:all )?comments|show comments|reply|"
    r"related(?: (?:articles?|stories|stor(?:y|ies)|posts?|topics?|news|content|coverage|links?|tags?))?:?|"
    r"you (?:may|might) (?:also )?(?:like|be interested in).{0,20}|more (?:on|from) .{1,50}:?|"
    r"more stories(?: .{1,30})?|"
    r"most (?:read|popular|viewed|shared)(?: .{1,20})?|recommended(?: (?:for you|stories|articles|reading|videos?))?|"
    r"trending(?: now)?|editors?['’]s? picks?|don['’]t miss|read more|"
    r"read (?:the )?(?:full|whole) (?:story|article).{0,30}|"
    r"continue reading|keep reading|show more|see more|load more|view more|"
    r"click here(?: (?:to|for) .{1,80})?|learn more|"
    r"skip to (?:main )?content|back to top|menu|search|home|subscribe(?: now)?|sign (?:up|in)(?: now)?|"
    r"log ?in|register|"
    r"contact us.{0,60}|about us|privacy(?: policy)?|terms (?:of (?:use|service)|and conditions)|cookie policy|"
    r"all rights reserved|(?:\d+|a few|one|two|three|four|five) min(?:ute)?s? read|reading time:? .{1,20}|"
    r"slideshow(?: \(\d+ images?\))?|"
    r"tags?:.{0,200}|filed under:?.{0,120}|topics?:.{0,120}|categories:.{0,120}|"
    r"photo gallery|in pictures|newsletter|"
    r"(?:click |tap )?(?:here )?to (?:subscribe|sign up)(?: .{1,60})?",
    re.IGNORECASE,
)

# A line that begins like this is furniture to its end: links to other pages, calls to subscribe, legal notices.
_FURNITURE_START = re.compile(
    r"(?:read (?:more|also|next|this)|also read|see also|more|related(?: (?:article|story|stories|link|news))?|"
    r"further reading|don['’]t miss|recommended|watch(?: (?:now|live|more|below))?|must read|in case you missed it|"
    r"most read|trending)\s*(?::|\||»|>|→)\s*\S|"
    r"the post .{1,200} (?:appeared first|first appeared) on\b|"
    r"(?:sign|signing) up (?:for|to|here|now|below|today)\b|"
    r"subscribe (?:now|today|here|to (?:our|the|this|my|receive|get)|for (?:free|full|unlimited|more))\b|"
    r"never miss (?:a|the|an|any|out)\b.{0,60}\b(?:sign|newsletter|inbox|subscri|news)|"
    r"get (?:the|our|all)\b.{0,80}\b(?:newsletter|inbox|e-?mail|delivered|daily edition)|"
    r"(?:click|tap) here (?:to|for)\b|download (?:our|the)\b.{0,60}\bapps?\b|"
    r"(?:for|to (?:read|see|view|get|receive))\b.{0,80}\b(?:subscribe (?:to|now|here)|download the|sign up|log in)\b|"
    r"if you['’]re seeing this message\b|first-time subscribers\b|"
    r"already an? (?:subscriber|member)\s*(?:\?|[.,:]?\s*(?:sign|log)\b|$)|"
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}|by\b|of\b|the\b)|"
    r"(?:this|the) (?:article|material|story|content) (?:may not be (?:published|reproduced|broadcast)|"
    r"is (?:the )?(?:copyright|property))|"
    r"(?:no part of this|written permission must|reproduction (?:in whole|without)|"
    r"unauthori[sz]ed (?:use|reproduction))\b|"
    r"advertise (?:with (?:us|the)|here)\b|your content is delivered\b|contact us (?:at|by|on|via)\b|"
    r"(?:follow|find|like|join) (?:us|him|her|me|the author|[A-Z][\w.]+(?: [A-Z][\w.]+){0,4}) on "
    r"(?:twitter|facebook|instagram|x\b|linkedin|telegram|whatsapp|youtube|social)|"
    r"do you want to (?:be informed|receive|get)\b|want (?:more|to (?:read|receive|get) (?:more|the))\b.{0,80}"
    r"(?:newsletter|sign up|subscri)|"
    r"submit (?:your|a) (?:letter|comment|tip|story)\b|"
    r"send (?:us )?(?:your|a) (?:letter|tip|comment)s?\b.{0,40}(?:to|at|via)\b|"
    r"(?:have|got) a (?:tip|story|news tip)\b|this (?:post|article|story) (?:contains|may contain) affiliate\b|"
    r"we (?:use|value) (?:cookies|your privacy)\b|please (?:enable|turn on) javascript\b|"
    r"support (?:our|quality|independent) journalism\b|republish (?:this|our)\b",
    re.IGNORECASE,
)
# Above this many characters a line is a paragraph, whatever it begins with.
_LONG = 320

_CAPTION_START = re.compile(
    r"in this (?:\w++[, ] ?){0,4}?(?:photo(?:graph)?|picture|image|handout|screen ?grab|frame ?grab|still|illustration)"
    r"(?:\s+(?:\w+\s+){0,2}?(?:by|on|from|taken|released|provided|distributed|made|obtained|shot|dated|illustration|"
    r"posted|supplied)\b|,)|"
    r"(?:file|file (?:photo|picture|pic|image)|photo|image|picture|photograph|caption|photo caption|image caption|"
    r"media caption|image source|image copyright|photo credit|photo credits|image credit|credit|photo courtesy|"
    r"pictured|above|archive photo)\s*(?:\((?:above|left|right|below)\)\s*)?[:|]\s*\S|"
    r"file\s*[-–—]+\s*(?:in this|[A-Z])|file ?photo\b|(?:photo(?:graph)?s?|image|picture|illustration|video) "
    r"(?:by|courtesy(?: of)?|credit) [A-Z]|(?:toggle|hide) caption|enlarge (?:this )?image|view image in fullscreen|"
    r"(?:picture|image) (?:by|credit)\b|a (?:file|handout|undated|recent) (?:photo|picture|image) (?:of|shows|taken)\b",
    re.IGNORECASE,
)
_CAPTION_END = re.compile(
    r"(?:\((?:[^()]{0,40}\b)?(?:AP|Reuters|AFP|EPA|Getty|PA|TASS|Sputnik|Xinhua|ANSA|dpa|Bloomberg|file|pool|"
    r"handout|courtesy|supplied)?[^()]{0,20}\b(?:photo|images?|pool|handout|file|picture)\b[^()]{0,60}\)|"
    r"\b(?:via |/)(?:getty images|ap|afp|reuters|epa|shutterstock|ap photo|pool)\)?|\(?\bAP Photo/[^()]{2,60}\)?|"
    r"\bREUTERS/[\w .'’-]{3,60}|\bgetty images|\btoggle caption|\bhide caption|\bshutterstock|"
    r"(?:photo|picture|image)s?\s*(?::|by|courtesy(?: of)?)\s*[A-Z][^.!?]{2,60})\s*[.)]?\s*",
    re.IGNORECASE,
)
# Each credit holds one of these.
_IN_CREDITS = (
    "photo", "image", "picture", "pool", "handout", "file", "caption", "getty", "reuters", "shutterstock", "via ", "/",
)  # fmt: skip

# Possessive: a hyphen inside a name is never tried as the mark between two, else "A-A-A-A" has more ways than time.
_NAME = r"(?:[A-Z][\w.'’-]*+|de|van|von|der|den|al|bin|la|le|da|di|del)"
_BYLINE = re.compile(
    rf"(?:(?:[Bb]y|BY|Written by|Story by|Words by|From|Posted by)\s+)(?:the\s+)?{_NAME}"
    rf"(?:(?:\s+|,\s*|\s+and\s+|\s*&\s*|\s+in\s+|"
    rf"\s+for\s+(?:the\s+)?|\s+of\s+(?:the\s+)?|\s*\|\s*|\s*/\s*|\s*[-–—]\s*){_NAME}){{0,14}}\.?"
)
_CREDIT = re.compile(
    r"\(?(?:additional )?(?:reporting|editing|writing|compiled|edited|written|translated)(?: (?:and|&) "
    r"(?:editing|writing|reporting))?(?: in [A-Z]\w+)? by\b[^\"“”]{3,300}\)?\.?|"
    r"[^\"“”]{3,120}\bcontributed (?:to|reporting to|reporting for) this (?:report|story|article)\.?",
    re.IGNORECASE,
)

_FAR_LETTER = re.compile("[\u0400-\U0010ffff]")
_CYRILLIC_AS_LATIN = str.maketrans("аеіјорѕсухүһАВЕІЈКМНОРЅСТУХҮ", "aeijopscyxyhABEIJKMHOPSCTYXY")
_END_MARKS = " \t\r\n.!:…»>→|•·-–—*[]()"


def with_blocks(article: Article) -> Article:
    """The article with its title, paragraphs, captions, bylines and boilerplate told apart.

    One block for each paragraph, in text order, none overlapping; the text is not touched. An article that has blocks
    comes back as it is. A headline found in the text becomes the title of an article that had none.
    """
    if article.blocks:
        return article
    text = article.text
    spans = _paragraphs(text)
    kinds: list[BlockKind] = []
    for number, span in enumerate(spans):
        line = text[span[0] : span[1]]
        kind = furniture_kind(line)
        if kind is None and number < 8 and is_byline(line):
            kind = BlockKind.BYLINE
        kinds.append(kind or BlockKind.BODY)
    title = article.title
    if title:
        for number, (start, end) in enumerate(spans[:8]):
            if is_same_line(text[start:end], title):
                kinds[number] = BlockKind.TITLE
                break
    else:
        headline = _headline(text, spans, kinds)
        if headline is not None:
            kinds[headline] = BlockKind.TITLE
            title = text[slice(*spans[headline])]
    blocks = tuple(Block(kind=kind, start=a, end=b) for kind, (a, b) in zip(kinds, spans, strict=True))
    return dataclasses.replace(article, blocks=blocks, title=title)


def furniture_kind(line: str) -> BlockKind | None:
    """Caption, byline or boilerplate, where a paragraph's own words show that; None for the rest.

    >>> furniture_kind("Sign up for our newsletter")
    <BlockKind.BOILERPLATE: 'boilerplate'>
    >>> furniture_kind("Sign-ups for the vote closed on Friday.") is None
    True
    """
    # Some sites spell their notices with Cyrillic look-alikes, against copying.
    line = line.strip()
    if len(line) > 3 * _LONG:
        return None
    plain = line.translate(_CYRILLIC_AS_LATIN) if _FAR_LETTER.search(line) else line
    bare = _DATE_START.sub("", plain, count=1).strip(_END_MARKS)
    if not bare:
        return BlockKind.BOILERPLATE
    if len(bare) <= _LONG:
        if (
            is_wall(plain)
            or _FURNITURE_LINE.fullmatch(bare)
            or _DATE_LINE.fullmatch(bare)
            or not any(map(str.isalnum, bare))
        ):
            return BlockKind.BOILERPLATE
        if _FURNITURE_START.match(plain.lstrip(_END_MARKS + "#")) or re.search(
            r"\ball rights reserved\W*$|\bplease sign up\b.{0,40}$", plain, re.IGNORECASE
        ):
            return BlockKind.BOILERPLATE
    if _CREDIT.fullmatch(line):
        return BlockKind.BYLINE
    if _CAPTION_START.match(line) or _has_caption_end(line):
        return BlockKind.CAPTION
    return None


def is_byline(line: str) -> bool:
    """Whether a line is a byline and nothing else: "By Ana Berg in Tarn".

    >>> is_byline("By Ana Berg and Jan Orr"), is_byline("By Friday the port was open.")
    (True, False)
    """
    return len(line.split()) <= 16 and _BYLINE.fullmatch(line) is not None


def is_same_line(line: str, title: str) -> bool:
    """Whether a line is the title, but for case, marks and a few words (an outlet's name behind it)."""
    found, wanted = _words(line), _words(title)
    if not found or not wanted:
        return False
    if found == wanted:
        return True
    if len(wanted) >= 4 and found[: len(wanted)] == wanted and len(found) <= len(wanted) + 4:
        return not line.rstrip().endswith(".")  # an outlet's name behind it, not a sentence that begins alike
    shared = len(set(found) & set(wanted))
    return (
        len(wanted) >= 4
        and abs(len(found) - len(wanted)) <= 4
        and shared >= 0.85 * max(len(set(found)), len(set(wanted)))
    )


def _has_caption_end(line: str) -> bool:
    """A photographer's credit as the last words of a short line: "… in Ankara. (AP Photo/Orr)"."""
    if len(line) > 2 * _LONG:
        return False
    lower = line.lower()  # most lines hold no word of a credit, and the pattern is slow
    return any(word in lower for word in _IN_CREDITS) and any(m.end() == len(line) for m in _CAPTION_END.finditer(line))


def _words(line: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", line).casefold())


def _headline(text: str, spans: Sequence[Span], kinds: Sequence[BlockKind]) -> int | None:
    """The paragraph that is the headline of an untitled text: the first that is not furniture, if it looks like one."""
    for number, (start, end) in enumerate(spans[:5]):
        if kinds[number] is not BlockKind.BODY:
            continue
        line = text[start:end]
        if number + 1 >= len(spans) or "\n" in line:
            return None
        following = text[slice(*spans[number + 1])]
        apart = text[end : spans[number + 1][0]].count("\n") >= 2
        looks = (
            2 <= len(line.split()) <= 25
            and len(line) <= 180
            and line.rstrip("\"”’' ")[-1:] not in {".", ",", ";", ":", "…", ""}
            and not line[0].islower()
        )
        return number if looks and apart and len(following) > 0 else None
    return None


def _paragraphs(text: str) -> list[Span]:
    """Start and end of each paragraph, without the white space around it.

    A paragraph is a line, unless the text is wrapped at a fixed width: there it runs to an empty or indented line.
    """
    lines = [m.span() for m in re.finditer(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+", text)]
    wrapped = _is_wrapped([text[a:b] for a, b in lines])
    spans: list[Span] = []
    for start, end in lines:
        line = text[start:end]
        stripped = line.strip()
        if not stripped:
            continue
        a = start + len(line) - len(line.lstrip())
        b = start + len(line.rstrip())
        goes_on = (
            wrapped
            and spans
            and not line[0].isspace()
            and not text[spans[-1][1] : a].replace("\r\n", "\n").strip(" \t").count("\n") > 1
        )
        if goes_on:
            spans[-1] = (spans[-1][0], b)
        else:
            spans.append((a, b))
    return spans


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines break at a fixed width: most are nearly as long as the longest, and that is short."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    if len(lengths) < 6:
        return False
    longest = max(lengths)
    if not 50 <= longest <= 90:
        return False
    full = sum(length >= longest - 14 for length in lengths) / len(lengths)
    unfinished = sum(line.rstrip()[-1:] not in '.!?"”:' for line in lines if line.strip()) / len(lengths)
    return full >= 0.5 and unfinished >= 0.5
