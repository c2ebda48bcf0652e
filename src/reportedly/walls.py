"""Lines that ask the reader to subscribe, register or pay: they stand around a text and are no part of it.

Precision first: what somebody says, and what stands in quotation marks, is part of a story, whatever it is about.
"""

from __future__ import annotations

import re

__all__ = ["is_offer", "is_wall", "may_begin_wall"]

_LONGEST = 320
# The first words of all walls: most lines begin with another, and need not be read to their end.
_FIRST_WORDS = frozenset(
    "subscribe register sign log login become please to want keep continue read create you you've you’ve thank thanks "
    "the this rest remainder subscriber subscribers members member premium already not are new don't don’t do enjoying "
    "liking like unlock get enjoy for exclusive free join purchase buy choose we your full "
    "complete digital all content page".split()
)
_TOLD = re.compile(
    r"[“”\"«»]|\b(?:said|says|say|saying|told|tells|according to|announced|wrote|writes|asked|warned|added|he|she|they|"
    r"their|his|her|was|were|had)\b",
    re.IGNORECASE,
)
_READ = r"(?:continue|keep|read|finish|view|access|see|unlock|enjoy|get|support)"
_TEXT = r"(?:article|story|content|post|page|piece|video|section|report|feature|analysis|material|newsletter|episode)"
_PAYING = r"(?:(?:paid|paying|digital|premium|registered|our|gold)[ -])*(?:subscribers?|members?|users?|supporters?)"
_ACCOUNT = r"(?:subscri\w+|sign(?:ing)? (?:in|up)|log(?:ging)? ?in|regist\w+|account|member(?:ship)?|free trial)"
_PRICE = (
    r"(?:[£$€]\s?\d[\d.,]*|\d[\d.,]*\s?(?:p|kr|cents|euros?|pounds|dollars))\s?(?:a|per|/|each|every)\s?"
    r"(?:day|week|month|year)\b"
)
_WALL = re.compile(
    # "Subscribe to continue reading", "Register for free to read the rest of this story"
    rf"(?:please )?(?:subscribe|register|join(?: us| now| today| free)|sign (?:in|up)|log ?in|"
    r"become an? (?:\w+ )?(?:member|subscriber))\b.{0,70}?"
    rf"(?:\bto {_READ}\b|\bfor (?:just|only|free|full|unlimited|as little)\b)|"
    # "To continue reading, log in", "Want to read more? Subscribe for just …"
    rf"(?:to|want to) (?:continue|keep|read|finish|view|access|see|unlock)\b.{{0,90}}\b{_ACCOUNT}\b|"
    r"want (?:to (?:keep |continue )?(?:read|reading|see|know|learn) )?(?:more|on|the (?:full|whole) \w+)\?\s*$|"
    rf"(?:keep|continue) reading (?:(?:your|this|the) {_TEXT} )?(?:for|with|by)\b.{{0,60}}(?:\d|\b{_ACCOUNT}\b|free)|"
    rf"read the (?:full|whole|rest of th[ei]s?) {_TEXT} (?:by|with|when)\b.{{0,60}}\b{_ACCOUNT}\b|"
    rf"create (?:an?|your) (?:free )?account\b.{{0,60}}\b{_READ}\b|"
    rf"you (?:must|need to|have to) be (?:an? )?(?:logged in|signed in|registered|{_PAYING})\b.{{0,20}}\bto {_READ}\b|"
    rf"(?:purchase|buy|get|choose) an? (?:\w+ )?(?:subscription|plan|pass|membership)\b.{{0,20}}\bto {_READ}\b|"
    rf"we hope you (?:enjoy|like)\w*\b.{{0,60}}\b{_ACCOUNT}\b|"
    r"your (?:free |trial )*(?:trial|subscription|access|membership) (?:has|is) (?:now )?(?:ended|expired|over)\b|"
    r"free (?:articles?|stories) (?:left|remaining)\b|exclusive(?:ly)? (?:for|to) (?:our )?(?:paying )?"
    r"(?:subscribers|members)\s*(?:[.!]|$)|"
    rf"read \d+ more (?:free )?(?:articles?|stories)\b.{{0,60}}(?:\b{_ACCOUNT}\b|free)|"
    rf"(?:the )?{_TEXT} you(?:['’]re| are) (?:trying|attempting|about) to \w+\b.{{0,40}}\b{_PAYING}|"
    rf"please consider (?:an? )?(?:subscri\w+|becoming|support\w*|donat\w+|member\w*)\b|"
    rf"this is (?:an? )?(?:free )?(?:preview|excerpt|extract)\b.{{0,60}}\b{_ACCOUNT}\b|"
    rf"(?:full|unlimited|complete|digital|all)[- ](?:digital )?access\b.{{0,60}}{_PRICE}|"
    # "You have 2 free articles left this month", "You've reached your limit of free articles"
    r"(?:thank(?:s| you) for (?:reading|visiting)\b.{0,60}\b)?you(?:['’]ve| have)\b.{0,60}"
    r"(?:\b(?:free|complimentary|premium) (?:articles?|stories|story|reads|views)\b|"
    r"\b(?:article|monthly|free) limit\b)|"
    # "This post is for paid subscribers", "The rest of this article is available to subscribers only"
    rf"(?:(?:the )?(?:rest|remainder) of )?(?:this|the full)(?: {_TEXT})?(?: is| are)?\b.{{0,40}}?"
    rf"\b(?:for|to|by) {_PAYING}(?:,? (?:only|exclusively)| (?:on|of) the .{{1,30}})?\s*(?:[.!]|$)|"
    rf"(?:the )?(?:rest|remainder) of (?:this|the) {_TEXT} is\b.{{0,40}}\b{_PAYING}(?:,? only)?\s*(?:[.!]|$)|"
    rf"(?:this is (?:an? )?|this {_TEXT} is )?(?:subscribers?|members?|premium)(?:[- ](?:only|exclusive))?[- ]"
    rf"(?:only|exclusive|{_TEXT})(?: {_TEXT})?\s*(?:[.!:]|$)|"
    # "Already a member? Sign in", "Not a subscriber yet?"
    r"(?:already|not(?: yet)?|are you|new) (?:an?|have an?|to|here)?\b.{0,30}\b(?:subscribers?|members?|account|"
    r"subscription|registered|customer|here)\b(?: yet)?"
    r"\s*(?:\?|[.,:]?\s*(?:sign|log|click|activate|start|subscribe)\b|$)|"
    rf"(?:don['’]t|do not) have an? (?:account|subscription)\s*(?:\?|yet|$)|"
    r"(?:enjoying|liking|like) (?:this|what you)\b.{0,40}\?|"
    rf"unlock (?:this|the full|unlimited|our) ?{_TEXT}?\b.{{0,60}}"
    r"\b(?:subscription|subscri\w+|pass|access|member\w*|now)\b|"
    rf"(?:get|enjoy|for) (?:unlimited|full|instant|all)[- ](?:digital )?access\b",
    re.IGNORECASE,
)  # fmt: skip
# What stands beside a wall, and in a story only by chance.
_OFFER = re.compile(
    r"(?:sign (?:in|up)|log ?in|register|subscribe|join|unlock|upgrade|donate|start|try|claim|get|see|view|compare|"
    r"choose|cancel|unlimited|digital|already|new|no thanks|continue|support|enjoy|access|read|full|ad-free|e-?paper|"
    r"includes?)\b.{0,110}|"
    rf".{{0,80}}\b(?:{_PRICE}|free trial|cancel any ?time|subscription|subscribers?|in your inbox)\b.{{0,60}}",
    re.IGNORECASE,
)


def may_begin_wall(text: str) -> bool:
    """Whether a line that begins with a text may be a wall's."""
    words = text[:40].split(None, 1)
    return bool(words) and words[0].split("-")[0].lower().strip(":,.!*•") in _FIRST_WORDS


def is_wall(line: str) -> bool:
    """Whether a line tells the reader to subscribe, register or pay for the rest of the text.

    >>> is_wall("To continue reading, please log in."), is_wall("To continue reading the meters would cost £2m.")
    (True, False)
    """
    line = line.strip(" \t*•·→>»[](")
    if not (8 <= len(line) <= _LONGEST and may_begin_wall(line)):
        return False
    return _WALL.match(line) is not None and _TOLD.search(line) is None


def is_offer(line: str) -> bool:
    """Whether a line right beside a wall belongs to it: a price, a button, what a subscription holds.

    >>> is_offer("Cancel anytime."), is_offer("The port will be closed on Monday.")
    (True, False)
    """
    line = line.strip(" \t*•·→>»[](")
    return len(line) <= _LONGEST and _OFFER.fullmatch(line) is not None and _TOLD.search(line) is None
