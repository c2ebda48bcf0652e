"""Errors as pages in plain words."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from reportedly.errors import LedgerError, NotFound, QuestionError
from reportedly.web.common import BadRequestError
from reportedly.web.rendering import page

__all__ = ["tell_errors"]


def tell_errors(app: FastAPI) -> None:
    """Errors as a page in plain words; the path of the ledger stays here."""

    def told(request: Request, status: int, message: str) -> Response:
        heading = {400: "That cannot be shown", 404: "Not here"}.get(status, "That did not work")
        return page(request, "error.html", as_of=None, status=status, heading=heading, message=message, more=None)

    def bad_request(request: Request, error: Exception) -> Response:
        return told(request, 400, str(error))

    def ledger_error(request: Request, error: Exception) -> Response:
        if isinstance(error, NotFound):
            return told(request, 404, f"This ledger has {_reason(error)}.")
        if isinstance(error, QuestionError):
            return told(request, 400, f"{_reason(error)}.")
        # The question was a good one; the ledger is locked, full, damaged or away.
        answer = told(request, 503, f"{_reason(error)}.")
        answer.headers["Retry-After"] = "10"
        return answer

    def invalid(request: Request, error: Exception) -> Response:
        first = error.errors()[0] if isinstance(error, RequestValidationError) else {}
        where = ".".join(str(part) for part in first.get("loc", ())[1:])
        return told(request, 400, f"{where}: {first.get('msg', 'not understood')}.")

    def http_error(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        message = "There is no such page." if status == 404 else f"The request was refused ({status})."
        return told(request, status, message)

    app.add_exception_handler(BadRequestError, bad_request)
    app.add_exception_handler(LedgerError, ledger_error)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http_error)


def _reason(error: Exception) -> str:
    reason = error.reason if isinstance(error, LedgerError) else str(error)
    return reason.rstrip(".")
