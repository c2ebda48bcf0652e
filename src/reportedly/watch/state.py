"""What a watch keeps beside its ledger, so that it goes on where it was: one JSON file, replaced whole each time."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from reportedly.errors import InputError
from reportedly.intake.fetch import Validators
from reportedly.redaction import redacted_address

__all__ = ["FeedState", "Letter", "Standing", "State", "locked"]

_FORM = 1
# Feeds print 10 to 500 entries. More are kept than one version prints, as some servers give old and new in turn.
_SEEN = 2_000
_MAX_STANDING = 4_000
_MAX_LETTERS = 10_000
_MASKED = re.compile(r"\*\*\*.*#[0-9a-f]{4}$")


@dataclass(slots=True, kw_only=True)
class FeedState:
    """Where one feed stands.

    Attributes:
        etag, modified: What its server gave to ask by, kept only when all of its entries were dealt with.
        failures: How many times in a row it could not be read.
        due: When it may be asked again, in seconds since 1970.
        held_until: Until when its own server asked to leave it alone (Retry-After), in seconds since 1970.
        seen: Keys of entries that were dealt with, oldest first.
        tried: How often the page of an entry was asked for in vain, by key.
    """

    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    due: float = 0.0
    held_until: float = 0.0
    seen: list[str] = field(default_factory=list)
    tried: dict[str, int] = field(default_factory=dict)

    @property
    def validators(self) -> Validators:
        """What the server gave to ask for changes only (ETag, Last-Modified)."""
        return Validators(etag=self.etag, modified=self.modified)

    def see(self, key: str) -> None:
        """An entry was dealt with."""
        self.tried.pop(key, None)
        self.seen.append(key)

    def forget(self, n_entries: int) -> None:
        """Keep what is seen of a feed that prints so many entries, and not all that it ever printed."""
        del self.seen[: -max(_SEEN, 2 * n_entries)]
        self.tried = dict(list(self.tried.items())[-max(_SEEN, 2 * n_entries) :])


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an event stood when it was last looked at."""

    status: str
    on_record: str | None
    when: str | None


@dataclass(slots=True, kw_only=True)
class Letter:
    """A change that is to be sent: its key, its JSON form, how often that was tried, when it may be tried again.

    `by` is the way that it goes: "webhook" or "mail".
    """

    key: str
    body: dict[str, Any]
    failures: int = 0
    due: float = 0.0
    by: str = "webhook"


@dataclass(slots=True, kw_only=True)
class State:
    """All that a watch knows beside its ledger.

    Attributes:
        path: Where it is kept.
        feeds: By address, the secrets in it masked.
        standing: How events stood, those that were looked at last at the end.
        under_way: Articles whose adding was begun and whose changes are not told yet.
        letters: What is still to be posted, in order.
    """

    path: Path
    feeds: dict[str, FeedState] = field(default_factory=dict)
    standing: dict[str, Standing] = field(default_factory=dict)
    under_way: list[str] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path) -> State:
        """The state as it was saved; an empty one where there is none.

        Raises:
            InputError: The file is there and is none of ours.
        """
        advice = "Move it away: the feeds are then read anew, and nothing is added twice"
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["form"] != _FORM:
                raise InputError(str(path), f"it was written by another version (form {data['form']})", advice)
            return cls(
                path=path,
                feeds={_key(url): FeedState(**feed) for url, feed in data["feeds"].items()},
                standing={id: Standing(**event) for id, event in data["standing"].items()},
                under_way=[str(id) for id in data["under_way"]],
                letters=[Letter(**letter) for letter in data["letters"]],
            )
        except FileNotFoundError:
            return cls(path=path)
        except OSError as error:
            raise InputError(str(path), f"it cannot be read ({error.strerror or error})") from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise InputError(str(path), "it is not what a watch keeps beside its ledger", advice) from None

    def feed(self, url: str) -> FeedState:
        """Where a feed stands; a new one where it was never asked."""
        return self.feeds.setdefault(_key(url), FeedState())

    def stand(self, event_id: str, standing: Standing) -> None:
        """An event was looked at."""
        self.standing.pop(event_id, None)
        self.standing[event_id] = standing
        while len(self.standing) > _MAX_STANDING:
            del self.standing[next(iter(self.standing))]

    def write(self, letter: Letter) -> int:
        """Keep a letter to be posted. How many of the oldest were given up for it."""
        self.letters.append(letter)
        n_over = max(0, len(self.letters) - _MAX_LETTERS)
        del self.letters[:n_over]
        return n_over

    def save(self) -> None:
        """Replace the file, so that whoever reads it, or a cut in power, finds the old state or the new one.

        Raises:
            InputError: It cannot be written.
        """
        data: Mapping[str, Any] = {
            "form": _FORM,
            "feeds": {url: asdict(feed) for url, feed in self.feeds.items()},
            "standing": {id: asdict(standing) for id, standing in self.standing.items()},
            "under_way": self.under_way,
            "letters": [asdict(letter) for letter in self.letters],
        }
        try:
            number, name = tempfile.mkstemp(prefix=self.path.name + ".", suffix=".new", dir=self.path.parent)
            try:
                with os.fdopen(number, "w", encoding="utf-8") as file:
                    json.dump(data, file)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(name, self.path)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(name)
                raise
        except OSError as error:
            raise InputError(str(self.path), f"it cannot be written ({error.strerror or error})") from None


def _key(url: str) -> str:
    """A feed's address as it may lie in a file. Feeds that differ only in a secret stay two."""
    shown = redacted_address(url)
    if shown == url or _MASKED.search(url):
        return url
    # Sixteen bits tell two feeds apart, and nothing of the secret.
    return f"{shown}#{hashlib.blake2b(url.encode('utf-8', 'surrogatepass'), digest_size=2).hexdigest()}"


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a state for one watch: two would overwrite what each other knows.

    Raises:
        InputError: Another watch holds it.
    """
    try:
        import fcntl
    except ImportError:  # not on Windows: there nothing keeps a second watch out
        yield
        return
    lock = path.with_name(path.name + ".lock")
    try:
        file = lock.open("w")
    except OSError as error:
        raise InputError(str(lock), f"it cannot be written ({error.strerror or error})") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(str(path), "another watch is at work on this ledger", "Wait for it, or stop it") from None
        yield
