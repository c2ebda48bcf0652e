"""Mail through a server that the user names: `smtp://HOST`, `smtp://USER:PASSWORD@HOST:PORT`, `smtps://…`."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from reportedly.errors import FetchError, InputError
from reportedly.redaction import redacted_address

__all__ = ["MailServer", "is_mailbox"]

_MAILBOX = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,255}")


def is_mailbox(address: str) -> bool:
    """Whether a text is one plain mail address: it must not bring further recipients or lines of a head."""
    return _MAILBOX.fullmatch(address) is not None and address.isprintable()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A server that takes mail to be sent.

    Attributes:
        host, port: Where it listens.
        user, password: How to log in; None: without.
        is_tls: Encrypted from the first byte (smtps); else STARTTLS is used where the server has it.
        timeout_s: Seconds for each step.
    """

    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    is_tls: bool = False
    timeout_s: float = 30.0

    @classmethod
    def at(cls, address: str) -> MailServer:
        """The server behind an address.

        Raises:
            InputError: It is none.
        """
        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
            parts = urlsplit("")
        if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/") or parts.query:
            advice = "Write smtp://HOST:PORT, smtp://USER:PASSWORD@HOST:PORT or smtps://…"
            raise InputError(redacted_address(address), "it is not the address of a mail server", advice)
        is_tls = parts.scheme == "smtps"
        return cls(
            host=host,
            port=port or (465 if is_tls else 587 if parts.username else 25),
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password or "") if parts.username else None,
            is_tls=is_tls,
        )

    @property
    def name(self) -> str:
        """As it may be shown."""
        return f"{'smtps' if self.is_tls else 'smtp'}://{self.host}:{self.port}"

    def send(self, message: EmailMessage) -> None:
        """Send one message, with the time of sending as its date.

        Raises:
            FetchError: It was not taken; with `status`, the server's own number, where it said so for good (5xx).
        """
        if "Date" not in message:
            message["Date"] = format_datetime(datetime.now(UTC))
        try:
            with self._connected() as connection:
                if not self.is_tls and connection.has_extn("starttls"):
                    connection.starttls(context=ssl.create_default_context())
                    connection.ehlo()
                    encrypted = True
                else:
                    encrypted = self.is_tls
                if self.user is not None:
                    if not encrypted and not _is_here(self.host):
                        raise FetchError(self.name, "it offers no encryption, and a password is not sent without")
                    connection.login(self.user, self.password or "")
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = {code for code, _ in error.recipients.values()}
            raise self._refusal("it takes no mail for these recipients", min(codes)) from None
        except smtplib.SMTPAuthenticationError:
            raise FetchError(self.name, "it does not know this user or password") from None
        except smtplib.SMTPResponseException as error:
            told = (
                error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
            )
            reason = f"it answered {error.smtp_code} {' '.join(str(told).split())[:200]}"
            raise self._refusal(reason, error.smtp_code) from None
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            reason = "it took too long" if isinstance(error, socket.timeout) else str(error) or type(error).__name__
            raise FetchError(self.name, f"mail could not be sent ({reason[:200]})") from None

    def _refusal(self, reason: str, status: int) -> FetchError:
        error = FetchError(self.name, reason)
        error.status = status
        return error

    def _connected(self) -> smtplib.SMTP:
        if self.is_tls:
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout_s, context=context)
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=self.timeout_s)
        connection.ehlo_or_helo_if_needed()
        return connection


def _is_here(host: str) -> bool:
    """Whether a host is this machine, to which nothing goes over a network."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
