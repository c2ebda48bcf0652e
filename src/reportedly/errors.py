"""Every error that Reportedly raises on purpose.

    ReportedlyError
    ├── InputError    an input that cannot be read: a file, a line, a feed entry
    ├── FetchError    an address that was not fetched
    ├── LedgerError   a ledger that cannot be opened, read or written, or an invalid query
    │   ├── NotFound       an id or name that is not in the ledger
    │   └── QuestionError  an invalid query: a day that does not exist, an unknown status, a wrong cursor
    └── ModelError    shipped weights or word lists that are missing or damaged

A message says what, where, why, and what to do; its parts are attributes, so that a program need not parse it.
Passwords, tokens and keys are masked in all of them.
"""

__all__ = ["FetchError", "InputError", "LedgerError", "ModelError", "NotFound", "QuestionError", "ReportedlyError"]


class ReportedlyError(Exception):
    """What failed, why, and what to do, in one line.

    Attributes:
        source: The input, address, ledger or file concerned, as the user named it, secrets masked.
        reason: Why, in one sentence.
        advice: What to do about it, or None.
    """

    def __init__(self, source: str, reason: str, advice: str | None = None) -> None:
        from reportedly.redaction import redacted

        self.source = redacted(source)
        self.reason = redacted(reason)
        self.advice = None if advice is None else redacted(advice)
        super().__init__(self.source, self.reason, self.advice)

    def __str__(self) -> str:
        from reportedly.printable import printable

        message = f"{self.source}: {self.reason.rstrip('.')}."
        # Names of files and what feeds print are strangers' words.
        return printable(f"{message} {self.advice.rstrip('.')}." if self.advice else message)


class InputError(ReportedlyError):
    """An input that is not an article, or not one that can be read."""


class FetchError(ReportedlyError):
    """An address that was not fetched: refused, unreachable, too large, forbidden by the site or by us.

    Attributes:
        status: The server's HTTP or SMTP status code; None if the server did not refuse.
        retry_after_s: How long the server asks clients to wait; None if it does not say.
    """

    status: int | None = None
    retry_after_s: float | None = None


class LedgerError(ReportedlyError):
    """A ledger that cannot be opened, read or written, or an invalid query."""


class NotFound(LedgerError):  # noqa: N818 - a plain answer, said as one says it
    """An id or name that is not in the ledger."""


class QuestionError(LedgerError):
    """An invalid query: a day that does not exist, an unknown status, a wrong cursor."""


class ModelError(ReportedlyError):
    """Shipped weights or word lists that are missing or damaged."""
