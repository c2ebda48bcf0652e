"""Real parts for the tests: ledgers on SQLite and on a PostgreSQL server that is started for them."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from reportedly import Ledger

PASSWORD = "s3cret/with@signs"

# Commands are tried without the settings of whoever runs the tests.
os.environ["REPORTEDLY_CONFIG"] = os.devnull


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden`: what tests/golden compares is written anew; read the diff before it is committed."""
    parser.addoption("--update-golden", action="store_true", help="write golden files anew instead of comparing them")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Which tests share a process where several run them (`-n`).

    Those of one file do, so that what it sets up is made once; those of the pages share one browser. Those of Spark
    must: they find its workers among the processes of this machine, and kill some.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByPart(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.partition("::")[0]
            folder = Path(path).parent.name
            return folder if folder in ("spark", "web") else path

    return ByPart(config, log)


def absent(what: str) -> None:
    """Skip a test for want of a part; where every check must run (CI=true), fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of our own, which ends with the tests."""

    port: int
    folder: Path
    programs: Path

    def address(self, database: str, *, user: str = "owner", password: str = PASSWORD) -> str:
        from urllib.parse import quote

        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def shown(self, database: str, *, user: str = "owner") -> str:
        """The address as messages print it."""
        return f"postgresql://{user}:***@127.0.0.1:{self.port}/{database}"

    def run(self, sql: str, *, database: str = "postgres") -> None:
        """A statement by the server's owner."""
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute(sql)


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _unprivileged() -> dict[str, Any]:
    """Whom to run the server as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    name = "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else "nobody"
    user = pwd.getpwnam(name)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running server with an owner `owner`; kept on a random port of this machine alone."""
    programs = _programs()
    if programs is None or importlib.util.find_spec("psycopg") is None:
        absent("needs a PostgreSQL server and psycopg (Debian: apt-get install postgresql)")
    assert programs is not None
    who = _unprivileged()
    with tempfile.TemporaryDirectory(prefix="reportedly-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "password").write_text(PASSWORD)
        if who:
            os.chown(folder, who["user"], who["group"])
            os.chown(folder / "password", who["user"], who["group"])
        made = [str(programs / "initdb"), "-D", f"{name}/data", "-U", "owner", "-A", "scram-sha-256", "--no-sync"]
        # An order of letters unlike SQLite's, as most servers have it.
        made += ["--pwfile", f"{name}/password", "-E", "UTF8", "--locale", "C.UTF-8"]
        made += ["--locale-provider", "icu", "--icu-locale", "en"]
        subprocess.run(made, check=True, capture_output=True, cwd="/", env=os.environ | {"LC_ALL": "C"}, **who)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": name,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "64MB",
            "autovacuum": "off",
            "lc_messages": "C",
        }
        command = [str(programs / "postgres"), "-D", f"{name}/data"]
        for key, value in settings.items():
            command += ["-c", f"{key}={value}"]
        with (folder / "log").open("w") as log:
            running = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **who)
        try:
            _wait_until_ready(programs, name, port, running)
            yield Server(port, folder, programs)
        finally:
            running.send_signal(signal.SIGINT)  # end every connection, then stop
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def _wait_until_ready(programs: Path, folder: str, port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if running.poll() is not None:
            raise RuntimeError((Path(folder) / "log").read_text())
        ready = subprocess.run([str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)])
        if ready.returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError("the PostgreSQL server did not start in 30 seconds")


_numbers = count(1)


@pytest.fixture(scope="session")
def _template(server: Server) -> str:
    """A database with a ledger's tables, for copying: quicker than running every migration for every test."""
    server.run("CREATE DATABASE template_ledger")
    Ledger(server.address("template_ledger")).close()
    return "template_ledger"


@contextlib.contextmanager
def _database(server: Server, template: str | None = None) -> Iterator[str]:
    name = f"ledger_{next(_numbers)}"
    server.run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY wal_log" if template else ""))
    try:
        yield name
    finally:
        server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """The name of an empty database."""
    with _database(server) as name:
        yield name


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where to make a ledger: each test runs with a file and with a database on a server."""
    if request.param == "sqlite":
        yield str(tmp_path / "news.sqlite")
        return
    server = request.getfixturevalue("server")
    with _database(server, request.getfixturevalue("_template")) as name:
        yield server.address(name)


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """An empty ledger, on SQLite and on PostgreSQL."""
    with Ledger(address) as ledger:
        yield ledger


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def make_ledger(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Ledger]]:
    """Makes empty ledgers for a whole module or within a test, on SQLite and on PostgreSQL."""
    with contextlib.ExitStack() as stack:
        if request.param == "sqlite":
            folder = tmp_path_factory.mktemp("ledgers")

            def make() -> Ledger:
                return stack.enter_context(Ledger(folder / f"{next(_numbers)}.sqlite"))
        else:
            server, template = request.getfixturevalue("server"), request.getfixturevalue("_template")

            def make() -> Ledger:
                name = stack.enter_context(_database(server, template))
                return stack.enter_context(Ledger(server.address(name)))

        yield make
