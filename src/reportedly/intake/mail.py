"""One e-mail (.eml) -> Article: a newsletter or an alert, its subject as the title and its body as the text."""

from __future__ import annotations

import email
import email.errors
import email.policy
import email.utils
from email.message import EmailMessage, MIMEPart

from reportedly.article import Article, Block, BlockKind
from reportedly.blocks import furniture_kind, is_same_line, with_blocks
from reportedly.errors import InputError
from reportedly.intake.dates import to_iso
from reportedly.intake.decoding import clean_text, decode
from reportedly.intake.page import lines_of_html
from reportedly.language import detect_language

__all__ = ["read_email"]


def read_email(data: bytes, *, source: str) -> Article:
    """One message as an article: plain text goes before HTML, attachments are passed over.

    The sender's name is the outlet, the time of sending the time of publication.

    Raises:
        InputError: There is no text in it.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        part = message.get_body(preferencelist=("plain", "html"))
        kind, text = ("", "") if part is None else (part.get_content_subtype(), _content(part))
        if kind == "plain" and len(text.split()) < 20 and (other := message.get_body(preferencelist=("html",))):
            # "This message needs a program that shows HTML."
            longer = _content(other)
            kind, text = ("html", longer) if len(longer) > len(text) else (kind, text)
        subject, sender, sent = (_header(message, name) for name in ("subject", "from", "date"))
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError, IndexError) as error:
        # The parser of the standard library raises what its parts raise on broken messages.
        raise InputError(source, f"the e-mail is broken ({type(error).__name__})") from None
    if not text.strip():
        raise InputError(source, "there is no text in the e-mail")
    name, address = email.utils.parseaddr(sender)
    outlet = name.strip(" \"'") or address.rpartition("@")[2]
    title = " ".join(subject.split()) or None
    article = Article(
        text=text,
        outlet=clean_text(outlet) or None,
        title=title and clean_text(title),
        published=to_iso(sent),
        language=detect_language(text),
    )
    if kind != "html":
        return with_blocks(article.with_facts(text=clean_text(text.replace("\r\n", "\n"))))
    return _of_lines(article, lines_of_html(text))


def _of_lines(article: Article, lines: list[str]) -> Article:
    """The article with the lines of its HTML as paragraphs, and its title before them."""
    parts = [(BlockKind.TITLE, article.title)] if article.title else []
    for number, line in enumerate(lines):
        kind = furniture_kind(line)
        if kind is BlockKind.BOILERPLATE or (article.title and number < 4 and is_same_line(line, article.title)):
            continue
        parts.append((kind or BlockKind.BODY, clean_text(line)))
    blocks: list[Block] = []
    text = ""
    for part_kind, line in parts:
        text += "\n\n" if text else ""
        blocks.append(Block(kind=part_kind, start=len(text), end=len(text) + len(line)))
        text += line
    return article.with_facts(text=text, blocks=tuple(blocks), language=detect_language(text))


def _header(message: EmailMessage, name: str) -> str:
    value = message[name]
    return "" if value is None else str(value)


def _content(part: MIMEPart) -> str:
    """A part's text; where its charset is unknown or wrong, as its bytes tell."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return decode(payload, hint=part.get_content_charset())
    return str(part.get_payload())
