"""Pages: answers of a ledger as HTML, rendered here, readable without a script."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, PackageLoader, StrictUndefined

from reportedly.errors import LedgerError
from reportedly.web.common import AsOf, BadRequestError, Book

__all__ = ["router", "tell_errors"]

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_templates = Jinja2Templates(
    env=Environment(
        loader=PackageLoader("reportedly.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
)


@router.get("/", name="today")
def today(request: Request, book: Book, as_of: AsOf) -> Response:
    """Events by date, and what changed."""
    events = book.events(as_of=as_of, limit=50)
    return _templates.TemplateResponse(request, "today.html", {"events": events, "as_of": as_of})


def tell_errors(app: FastAPI) -> None:
    """Errors as a line for people."""

    def bad_request(request: Request, error: Exception) -> Response:
        return PlainTextResponse(str(error), status_code=400)

    def ledger_error(request: Request, error: Exception) -> Response:
        return PlainTextResponse(str(error), status_code=404)

    app.add_exception_handler(BadRequestError, bad_request)
    app.add_exception_handler(LedgerError, ledger_error)
