"""A change as chat programs and mail take it. What articles print may be hostile: it comes out as words, not markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import EmailMessage
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlsplit

from reportedly.wording import plain_day, plain_status, plain_when

__all__ = ["Shape", "mail_of", "shape_of_address", "shaped"]

_LONGEST = 1500
"""Letters of one piece of text; Slack takes 3000 in a block, Teams 28 kB in all."""


class Shape(StrEnum):
    """What a webhook takes."""

    JSON = "json"
    SLACK = "slack"
    TEAMS = "teams"
    MATTERMOST = "mattermost"


_HOSTS = {
    Shape.SLACK: re.compile(r"(?:^|\.)slack(?:-gov)?\.com$"),
    Shape.TEAMS: re.compile(r"(?:^|\.)(?:webhook\.office\.com|logic\.azure\.com|powerplatform\.com)$"),
    Shape.MATTERMOST: re.compile(r"(?:^|\.)mattermost(?:\.|$)"),
}


def shape_of_address(url: str) -> Shape:
    """What the webhook at an address takes, as far as its host tells; else JSON.

    >>> shape_of_address("https://hooks.slack.com/services/T0/B0/x").value
    'slack'
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return Shape.JSON
    return next((shape for shape, pattern in _HOSTS.items() if pattern.search(host)), Shape.JSON)


def shaped(change: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    """A change, as `Change.to_dict` tells it, in the form that a webhook takes.

    Args:
        change: Its strings may hold anything at all.
        shape: Slack: blocks of plain text. Teams: an Adaptive Card of text runs, which know no markup. Mattermost:
            Markdown with every sign escaped. None of them can call a channel or a person, or link elsewhere than to
            the article.
    """
    if shape is Shape.JSON:
        return dict(change)
    headline, facts, words, link = _headline(change), _facts(change), _words(change), _link(change)
    if shape is Shape.SLACK:
        blocks = [_slack_text(headline), _slack_text(facts), _slack_text(words)]
        if link:
            blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": f"<{link}|Read the article>"}})
        return {"text": _for_slack(headline), "blocks": blocks, "unfurl_links": False, "link_names": False}
    if shape is Shape.TEAMS:
        card: dict[str, Any] = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": [_teams_text(headline, weight="Bolder"), _teams_text(facts), _teams_text(words, italic=True)],
        }
        if link:
            card["actions"] = [{"type": "Action.OpenUrl", "title": "Read the article", "url": link}]
        kind = "application/vnd.microsoft.card.adaptive"
        return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}
    lines = [f"**{_for_mattermost(headline)}**", _for_mattermost(facts), f"> {_for_mattermost(words)}"]
    if link:
        lines.append(f"[Read the article](<{link}>)")
    return {"text": "\n\n".join(lines)}


def mail_of(change: Mapping[str, Any], *, sender: str, to: tuple[str, ...]) -> EmailMessage:
    """A change as an e-mail in plain text.

    Its Message-ID is made from the change's key, so that a mail which is sent again is known for the same.
    """
    message = EmailMessage()
    message["Subject"] = _headline(change)[:200]
    message["From"] = sender
    message["To"] = ", ".join(to)
    message["Message-ID"] = f"<{change['key']}@reportedly.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    parts = [_headline(change), _facts(change), _words(change), _link(change) or ""]
    message.set_content("\n\n".join(part for part in parts if part) + "\n")
    return message


def _headline(change: Mapping[str, Any]) -> str:
    """ "Varga visits Kenya: scheduled → postponed"."""
    status = plain_status(change["status"])
    before = change["before"]
    if before is None:
        told = f"first reported, {status}"
    elif before == change["status"]:
        told = status
    else:
        told = f"{plain_status(before)} → {status}"
    return _plain(f"{change['what']}: {told}")


def _facts(change: Mapping[str, Any]) -> str:
    """ "For 20 April 2026. On the record: scheduled. Example Post, 4 March 2026, Ana Berg through Adriapress."."""
    parts = []
    when, before = change["when"], change["when_before"]
    if when:
        parts.append(
            f"For {plain_when(when)}" + (f" (before: {plain_when(before)})" if before not in (None, when) else "")
        )
    parts.append(
        f"On the record: {plain_status(change['on_record'])}" if change["on_record"] else "No source on the record"
    )
    source = " through ".join(reversed(change["chain"])) if change["chain"] else "in its own words"
    parts.append(f"{change['outlet'] or 'An article'}, {plain_day(change['day'])}, {source}")
    return _plain(". ".join(parts) + ".")


def _words(change: Mapping[str, Any]) -> str:
    return _plain(f"“{change['evidence']}”")


def _plain(text: str) -> str:
    """One line without what steers a terminal, a mail's head or the direction of writing."""
    line = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(line.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _link(change: Mapping[str, Any]) -> str | None:
    """The article's address with whatever could end or bend a link percent-encoded; None where it has none."""
    url = change.get("url")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")) or len(url) > 2000:
        return None
    return quote(url, safe=":/?#@!$&'*+,;=%~")


def _slack_text(text: str) -> dict[str, Any]:
    # Plain text, in which neither `<!channel>` nor `*` means anything.
    return {"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _for_slack(text: str) -> str:
    """For the one field that is markup: what a notification shows."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _teams_text(text: str, *, weight: str = "Default", italic: bool = False) -> dict[str, Any]:
    # `{{DATE(…)}}` is the one thing that a text run works out.
    bare = text.replace("{{", "{\u200b{")
    return {
        "type": "RichTextBlock",
        "inlines": [{"type": "TextRun", "text": bare, "weight": weight, "italic": italic}],
    }


def _for_mattermost(text: str) -> str:
    """Markdown that shows the text: every sign escaped, and no name called."""
    escaped = re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~:$^=])", r"\\\1", text)
    return escaped.replace("@", "@\u200b").replace("&", "&amp;")
