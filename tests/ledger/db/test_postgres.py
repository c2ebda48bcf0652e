"""A ledger on a PostgreSQL server: what the user is told when it cannot be had, older ledgers, several at once."""

import sys
import threading

import pytest

from reportedly import Ledger, LedgerError
from reportedly.cli.main import cli
from reportedly.ledger.db.schema import HEAD
from reportedly.ledger.index.ingest import Adding
from reportedly.ledger.index.links import ComparisonCache
from tests.conftest import PASSWORD
from tests.ledger.stories import SUMMIT, VISIT, Told, article


def refusal(address, **options):
    with pytest.raises(LedgerError) as error, Ledger(address, **options) as ledger:
        ledger.add(SUMMIT)
    said = str(error.value)
    assert PASSWORD not in said
    return said


def as_user(server, database, rights):
    """The address of a ledger for a user that has these rights on its tables, and no others."""
    name = f"user_{database}"
    server.run(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
    for right in rights:
        server.run(f"{right} TO {name}", database=database)
    return server.address(database, user=name), name


def test_a_ledger_by_address_is_made_and_opened_again(server, database):
    address = server.address(database)
    with Ledger(address) as ledger:
        assert ledger.add_all([*VISIT, SUMMIT]) == (6, 0)
        told = ledger.events()
        assert repr(ledger) == f"Ledger('{server.shown(database)}')"
    for scheme in ("postgres", "postgresql+psycopg"):
        with Ledger(address.replace("postgresql", scheme, 1), create=False) as ledger:
            assert ledger.events() == told
            assert not ledger.add(SUMMIT)


def test_both_kinds_of_ledger_answer_alike(server, database, tmp_path):
    answers = []
    for source in (server.address(database), tmp_path / "news.sqlite"):
        with Ledger(source) as ledger:
            ledger.add_all([*VISIT, SUMMIT])
            answers.append(
                (ledger.events(), ledger.articles(), ledger.echoes(), ledger.drift(), ledger.origins(), ledger.counts())
            )
    assert answers[0] == answers[1]


def test_no_server_answers(server):
    address = f"postgresql://owner:{PASSWORD.replace('/', '%2F').replace('@', '%40')}@127.0.0.1:1/news"
    assert refusal(address) == (
        "postgresql://owner:***@127.0.0.1:1/news: no server answers there. Start it, or check the host and the port."
    )


def test_no_server_at_that_socket(server, tmp_path):
    address = f"postgresql:///news?host={tmp_path}"
    assert refusal(address).endswith(": no server answers there. Start it, or check the host and the port.")


def test_no_such_database(server):
    assert refusal(server.address("no_such")) == (
        f"{server.shown('no_such')}: the server has no database 'no_such'. "
        "Make it with `createdb no_such`, or name another."
    )


def test_a_wrong_password_is_not_printed(server, database):
    with pytest.raises(LedgerError) as error:
        Ledger(server.address(database, password="wr0ng"))
    assert str(error.value) == (
        f"{server.shown(database)}: the server does not accept user 'owner' with this password. "
        "Check the user and the password."
    )


def test_a_password_that_makes_the_address_unreadable_is_not_printed(server, database):
    said = refusal(f"postgresql://owner:{PASSWORD}@127.0.0.1:x/{database}")
    assert said == (
        "postgresql://…: not an address of a ledger. "
        "Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for an @ in the password."
    )


def test_no_password(server, database):
    address = server.address(database).replace(":" + server.address(database).split(":")[2].split("@")[0], "", 1)
    assert refusal(address) == (
        f"{address}: the server requires a password. Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE."
    )


def test_a_user_that_may_not_make_tables(server, database):
    address, name = as_user(server, database, [f"GRANT CONNECT ON DATABASE {database}"])
    assert refusal(address) == (
        f"{server.shown(database, user=name)}: user '{name}' may not create tables there. "
        f"Let the database's owner run: GRANT CREATE, USAGE ON SCHEMA public TO {name}."
    )


def test_a_user_that_may_only_read_reads(server, database):
    with Ledger(server.address(database)) as ledger:
        ledger.add_all(VISIT)
    address, name = as_user(server, database, ["GRANT SELECT ON ALL TABLES IN SCHEMA public"])
    with Ledger(address) as ledger:
        assert len(ledger.events()) == 1
        with pytest.raises(LedgerError) as error:
            ledger.add(SUMMIT)
        assert str(error.value) == (
            f"{server.shown(database, user=name)}: user '{name}' lacks the privileges for this: "
            "permission denied for table articles. Ask the database's owner for them."
        )


def test_a_server_that_only_follows_another_answers_and_refuses_to_add(server, database):
    with Ledger(server.address(database)) as ledger:
        ledger.add_all(VISIT)
    server.run(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    with Ledger(server.address(database)) as ledger:
        assert len(ledger.events()) == 1
        with pytest.raises(LedgerError) as error:
            ledger.add(SUMMIT)
    assert str(error.value) == (
        f"{server.shown(database)}: read-only. Write to the main server, not to its copy, or choose another ledger."
    )


def test_an_empty_database_is_no_ledger_unless_one_is_to_be_made(server, database):
    assert refusal(server.address(database), create=False) == (
        f"{server.shown(database)}: an empty database, not a ledger. "
        "Create one with `reportedly add INPUT --ledger LEDGER`."
    )


def test_another_programs_database(server, database):
    server.run("CREATE TABLE bookmarks (url TEXT)", database=database)
    assert refusal(server.address(database)) == (
        f"{server.shown(database)}: a database, but not a ledger. Name another database."
    )


def test_a_newer_ledger_is_refused(server, database):
    Ledger(server.address(database)).close()
    server.run("UPDATE alembic_version SET version_num = '9001'", database=database)
    assert refusal(server.address(database)) == (
        f"{server.shown(database)}: written by a newer Reportedly (schema 9001; this version knows {HEAD}). "
        "Update Reportedly."
    )


def test_a_server_that_ends_the_connection_takes_nothing_with_it(server, database):
    def ended():
        yield SUMMIT
        server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")

    with Ledger(server.address(database)) as ledger:
        ledger.add_all(VISIT)
        with pytest.raises(LedgerError) as error, ledger._store.adding() as connection:
            adding = Adding(connection, ComparisonCache())
            for record in ended():
                adding.add(record)
            adding.add(VISIT[0])
        assert str(error.value) == (
            f"{server.shown(database)}: the server has ended the connection. "
            "Run again when it answers; nothing that was added is lost."
        )
        # What was not finished is gone as a whole, and the ledger goes on with a new connection.
        assert ledger.counts().articles == 5
        assert ledger.add(SUMMIT)


def test_the_driver_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError) as error:
        Ledger("postgresql://owner:secret@127.0.0.1/news")
    assert str(error.value) == (
        "postgresql://owner:***@127.0.0.1/news: PostgreSQL needs a driver that is not installed. "
        "Install it with `pip install 'reportedly[postgresql]'`."
    )


def test_two_make_one_ledger_at_once_and_both_add(server, database):
    records = [
        article("Harbour Post", "2026-03-05", Told(words=f"visit {n} is on", status="scheduled", who=(f"Ana P{n}",)))
        for n in range(24)
    ]
    failed = []

    def add(part):
        try:
            with Ledger(server.address(database)) as ledger:
                for record in part:
                    ledger.add(record)
        except Exception as error:
            failed.append(error)

    # A third of the articles come from both.
    threads = [threading.Thread(target=add, args=(part,)) for part in (records[:16], records[8:])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Ledger(server.address(database)) as ledger:
        assert ledger.counts().articles == ledger.counts().mentions == len(ledger.articles()) == 24


def test_the_commands_take_an_address(server, database):
    from click.testing import CliRunner

    with Ledger(server.address(database)) as ledger:
        ledger.add_all([*VISIT, SUMMIT])
    told = CliRunner().invoke(cli, ["events", "--ledger", server.address(database), "--format", "markdown"])
    assert told.exit_code == 0
    assert "Elena Varga" in told.stdout
