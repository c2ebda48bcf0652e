"""Pages on which people correct what was read, and add articles: forms that bring the token, with or without a script.

Nothing is written by a GET. Every form brings the token in its body, so that no other site can have a browser write.
"""

from __future__ import annotations

import email.policy
import functools
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qs, quote

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from reportedly.article import Article, Unread
from reportedly.errors import InputError
from reportedly.ledger import EventAnswer, Ledger
from reportedly.ledger.corrections import Correction
from reportedly.record import Record
from reportedly.vocabulary import LinkKind, Status
from reportedly.web.common import Book, is_token
from reportedly.web.corrections import correct_as_asked
from reportedly.web.rendering import page, web_address
from reportedly.web.written_shapes import CorrectionIn
from reportedly.wording import correction_line

__all__ = ["router"]

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_MOST_BYTES = 8_000_000
_MOST_LISTED = 200

# One thread reads what is added, so that pages are answered while it does.
_reader = CapacityLimiter(1)

_Asked = Annotated[str | None, Query(max_length=2000)]


@dataclass
class _Form:
    """What a form sent: the values of each field, and files with their names."""

    fields: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The value of a field, "" where it has none."""
        return self.fields[name][0].replace("\r\n", "\n") if self.fields.get(name) else ""

    def every(self, name: str) -> list[str]:
        return self.fields.get(name, [])


async def _form_of(request: Request) -> _Form:
    """The form in a request's body, of either of the two kinds that browsers send."""
    body = await request.body()
    kind = request.headers.get("content-type", "")
    form = _Form()
    if kind.lower().startswith("multipart/form-data"):
        head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
        message = BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
        for part in message.iter_parts() if message.is_multipart() else ():
            name = str(part.get_param("name", "", header="content-disposition"))
            content = part.get_payload(decode=True)
            data = content if isinstance(content, bytes) else b""
            if (file := part.get_filename()) is not None:
                form.files[name] = file, data
            else:
                form.fields[name].append(data.decode("utf-8", "replace"))
    else:
        asked = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=500)
        form.fields |= asked
    return form


def _refused(request: Request, form: _Form) -> Response | None:
    """Why nothing may be written; None where the form brings the token."""
    if is_token(request, form.get("token")):
        return None
    if not request.app.state.token:
        message = "This server accepts no corrections and no articles. Start it with --token to allow this."
    else:
        message = "The token is missing or wrong. Nothing was changed; go back and enter the token."
    return page(request, "error.html", as_of=None, status=403, heading="Not changed", message=message, more=None)


# Corrections


@router.get("/correct")
def correct_page(
    request: Request, book: Book, event: _Asked = None, article: _Asked = None, s: _Asked = None, name: _Asked = None
) -> Response:
    """Forms that correct an event, an article or a name; without any of them all that was corrected."""
    with book.at_once():
        found = book.event(event) if event else None
        record = book.record(article) if article else None
        corrections = book.corrections(
            event=found.id if found else None, article=record.article.id if record else None, undone=True
        )
        titles = book.articles_by_id(found.articles) if found else {}
    statement = next((one for one in record.statements if one.id == s), None) if record else None
    answer = page(
        request,
        "correct.html",
        as_of=None,
        event=found,
        titles=titles,
        record=record,
        statement=statement,
        name=name,
        corrections=[(one, _about(one)) for one in reversed(corrections[-_MOST_LISTED:])],
        all_statuses=[status.value for status in Status],
        kinds=[kind.value for kind in LinkKind],
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _about(correction: Correction) -> str:
    """A correction in a line for people, without its id."""
    return correction_line(correction).partition("  ")[2]


@router.post("/correct")
async def correct(request: Request, book: Book) -> Response:
    """Correct what a form says; then the page that shows it."""
    form = await _form_of(request)
    if (refused := _refused(request, form)) is not None:
        return refused
    return await _written(request, functools.partial(_correct, book, form))


@router.post("/undo")
async def undo(request: Request, book: Book) -> Response:
    """Undo a correction."""
    form = await _form_of(request)
    if (refused := _refused(request, form)) is not None:
        return refused

    def write() -> str:
        book.undo_correction(form.get("correction"), who=form.get("who"))
        return _back(form.get("back"))

    return await _written(request, write)


async def _written(request: Request, write: Callable[[], str]) -> Response:
    try:
        where = await to_thread.run_sync(write, limiter=_reader)
    except ValueError as error:
        message = str(error)
        return page(request, "error.html", as_of=None, status=400, heading="Not changed", message=message, more=None)
    return RedirectResponse(where, status_code=303)


def _back(where: str) -> str:
    """A page of this room to go back to."""
    return where if where.startswith("/") and not where.startswith(("//", "/\\")) else "/correct"


def _correct(book: Ledger, form: _Form) -> str:
    """Make the correction; the address of what it is about."""
    signed: dict[str, Any] = {"who": form.get("who"), "why": form.get("why")}
    if form.get("event"):
        event = book.event(form.get("event"))
        correct_as_asked(book, CorrectionIn(event=event.id, **_event_correction(event, form), **signed))
        return f"/event/{quote(event.id, safe='')}"
    if form.get("article"):
        id = form.get("article")
        if form.get("do") in ("hide", "remove"):
            correct_as_asked(book, CorrectionIn.model_validate({"article": id, form.get("do"): True} | signed))
            return "/correct"
        statement = form.get("statement")
        chain = [line.strip() for line in form.get("speaker").splitlines() if line.strip()]
        correct_as_asked(book, CorrectionIn(article=id, statement=statement, speaker=chain, **signed))
        return f"/article/{quote(id, safe='')}?s={quote(statement)}#{quote(statement)}"
    name = form.get("name")
    articles = form.get("articles").split()
    asked: dict[str, Any] = {"other": form.get("other")} if form.get("do") == "merge" else {"articles": articles}
    correct_as_asked(book, CorrectionIn(name=name, called=form.get("called") or None, **asked, **signed))
    return f"/correct?name={quote(name)}"


def _event_correction(event: EventAnswer, form: _Form) -> dict[str, Any]:
    """What a form says of an event that is not so yet.

    Raises:
        ValueError: Nothing.
    """
    do = form.get("do")
    if do == "not_an_event":
        return {"not_an_event": True}
    if do == "merge":
        other = form.get("merge").strip().rstrip("/")
        return {"merge": other.partition("/event/")[2].partition("?")[0] or other}
    if do == "split":
        return {"split": form.every("split")}
    given: dict[str, Any] = {
        "status": form.get("status").strip(),
        "when": form.get("when").strip(),
        "what": form.get("what").strip(),
        "place": form.get("place").strip(),
        "participants": [line.strip() for line in form.get("participants").splitlines() if line.strip()],
    }
    now: Mapping[str, Any] = {
        "status": event.status,
        "when": event.when or "",
        "what": event.what,
        "place": event.place or "",
        "participants": list(event.participants),
    }
    changed = {name: value for name, value in given.items() if name in form.fields and value != now[name]}
    if not changed:
        raise ValueError("The form holds no change from the record. Nothing was changed.")
    if "status" in changed and changed["status"] not in set(Status):
        raise ValueError(f"{changed['status'][:40]!r} is not a status.")
    return changed


# Articles


@router.get("/add")
def add_page(
    request: Request,
    url: _Asked = None,
    title: Annotated[str | None, Query(max_length=1000)] = None,
    text: Annotated[str | None, Query(max_length=6000)] = None,
) -> Response:
    """Forms that add an article: pasted, as a file, or by its address; a bookmarklet fills in the address."""
    room = str(request.base_url).rstrip("/")
    return page(request, "add.html", as_of=None, url=url, title=title, text=text, room=room, done=None, unread=())


@router.post("/add")
async def add(request: Request, book: Book) -> Response:
    """Read what a form brings into the ledger; then what was added."""
    form = await _form_of(request)
    if (refused := _refused(request, form)) is not None:
        return refused
    done, unread = await to_thread.run_sync(functools.partial(_add, book, form), limiter=_reader)
    status = 200 if done else 400
    given = {name: form.get(name) for name in ("url", "title", "text")}
    room = str(request.base_url).rstrip("/")
    return page(request, "add.html", as_of=None, status=status, room=room, done=done, unread=unread, **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """What became of one article: added, known, hidden or removed; with how much was read in it."""

    record: Record
    state: str


def _add(book: Ledger, form: _Form) -> tuple[list[_Done], list[str]]:
    from reportedly.reading import read_all

    done: list[_Done] = []
    unread: list[str] = []
    for item in read_all(_given(form)):
        if isinstance(item, Unread):
            unread.append(f"{item.reason.rstrip('.')}. {item.advice or ''}".strip())
        elif book.add(item):
            done.append(_Done(record=item, state="added"))
        else:
            gone = book.withdrawn([item.article]).get(item.article.id)
            state = "was there already" if gone is None else "was hidden" if gone.kind == "hide" else "was removed"
            done.append(_Done(record=item, state=f"{state} by {gone.by}" if gone else state))
    if any(one.state == "added" for one in done):
        book.refresh()
    if not done and not unread:
        unread.append("The form is empty: paste a text, choose a file or enter an address.")
    return done, unread


def _given(form: _Form) -> Iterator[Article | Unread]:
    """The articles of a form: of its text, its file, or its address."""
    from reportedly import intake

    facts: dict[str, Any] = {name: form.get(name).strip() or None for name in ("title", "outlet", "published")}
    name, data = form.files.get("file", ("", b""))
    url = form.get("url").strip()
    try:
        if form.get("text").strip():
            yield Article(text=form.get("text"), url=web_address(url), **facts)
        elif data:
            options = intake.Options(facts=intake.Facts(**facts))
            with tempfile.TemporaryDirectory(prefix="reportedly-") as folder:
                # Only the ending of the name counts; nothing else of it comes near a path.
                ending = "".join(c for c in Path(name.replace("\\", "/")).suffix if c.isalnum() or c == ".")[:10]
                path = Path(folder) / f"upload{ending}"
                path.write_bytes(data)
                yield from _unplaced(intake.articles([str(path)], options=options))
        elif url:
            if web_address(url) is None:
                raise InputError("the address", "it is not an http or https address", "Write it in full")
            yield from intake.articles([url], options=intake.Options(facts=intake.Facts(**facts)))
    except InputError as error:
        yield Unread(source=error.source, reason=error.reason, advice=error.advice)


def _unplaced(found: Iterator[Article | Unread]) -> Iterator[Article | Unread]:
    """What was read from an upload, which is no place to find it again."""
    for item in found:
        yield item.with_facts(input=None) if isinstance(item, Article) else item
