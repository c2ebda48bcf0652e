"""Passwords, tokens and keys in many spellings: none in a message, traceback, log, list of processes or file."""

import contextlib
import io
import json
import logging
import os
import subprocess
import sys
import time
import traceback
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportedly import Ledger
from reportedly.article import Unread
from reportedly.errors import FetchError, LedgerError
from reportedly.intake.page import read_page
from reportedly.ledger.db.postgres import in_plain_words
from reportedly.redaction import (
    address_without_secrets,
    redacted,
    redacted_address,
    redacted_arguments,
    redacted_webhook,
)
from reportedly.watch.state import State

MARK = "Zq7"

# Every word of a password holds the mark, so that half of one is found too.
WORDS = st.text("abcXYZ0189", max_size=3).map(lambda word: word + MARK)
ESCAPED = st.text("abcXYZ019 /@:?#&=;%'\"\\[]{}!$^~*+ü", max_size=6).map(
    lambda signs: quote(f"{MARK}{signs}{MARK}", safe="")
)
SIGNS = st.sampled_from([*"/@:?!#$^*+-_.~%|(){}<>,", "//", "@@", ":@", "%%", "..", "p@", "ü"])
RAW = st.lists(st.tuples(SIGNS, WORDS), max_size=3).map(lambda parts: MARK + "".join(a + b for a, b in parts))

SCHEMES = st.sampled_from(
    "mysql mysql+pymysql mariadb mssql oracle redis mongodb mongodb+srv pgsql postgresql POSTGRESQL Postgres postgres "
    "PostgreSQL+psycopg postgresql+asyncpg postgresql+psycopg2 sqlite SQLITE sqlite+pysqlite https HTTP ftp amqp "
    "jdbc:postgresql jdbc:mysql cockroachdb snowflake".split()
)
NAMES = st.sampled_from(
    "password Password PASSWORD passwd pwd Pwd PWD pass passphrase db_password PGPASSWORD sslpassword secret "
    "client_secret token access_token auth_token api_key apikey api-key APIKEY private_key credentials sig "
    "X-Amz-Signature p%61ssword passwor%64 %0apassword 0%0apassword".split()
)
USER_FORMS = st.sampled_from(
    [
        "{scheme}://ana:{secret}@127.0.0.1:1/news",
        "{scheme}://ana:{secret}@[::1]:1/news",
        "{scheme}://:{secret}@127.0.0.1/news",
        "{scheme}://ana:{secret}@127.0.0.1:x/news",
        "{scheme}://ana:{secret}@/news?host=/tmp/nowhere",
        "{scheme}://ana:{secret}@a:1,b:2/news?target=1",
        " {scheme}://ana:{secret}@127.0.0.1:1/news",
        "'{scheme}://ana:{secret}@127.0.0.1:1/news'",
        "{scheme}:/ana:{secret}@127.0.0.1:1/news",
        "{scheme}:ana:{secret}@127.0.0.1:1/news",
        "{scheme}//ana:{secret}@127.0.0.1:1/news",
        "{scheme}:///ana:{secret}@127.0.0.1:1/news",
        "ana:{secret}@127.0.0.1/news",
    ]
)
NAMED_FORMS = st.sampled_from(
    [
        "{scheme}://127.0.0.1:1/news?user=ana&{name}={secret}",
        "{scheme}://127.0.0.1:1/news?{name}={secret}&user=ana",
        "{scheme}:///nowhere/news.sqlite?{name}={secret}",
        "{scheme}://127.0.0.1:1/news;{name}={secret};user=ana",
        "host=127.0.0.1 port=1 user=ana {name}={secret}",
        "host=127.0.0.1 {name} = '{secret}' dbname=news",
        '{name}="{secret}" host=127.0.0.1',
        "Server=127.0.0.1;Uid=ana;{name}={secret};",
        "news.sqlite?{name}={secret}",
        "news.sqlite;{name}={secret}",
    ]
)


@st.composite
def addresses(draw):
    """An address or connection string with a secret in it, right or wrong."""
    secret = draw(st.one_of(ESCAPED, RAW))
    form = draw(st.one_of(USER_FORMS, NAMED_FORMS))
    return form.format(scheme=draw(SCHEMES), name=draw(NAMES), secret=secret)


def shows(error):
    """All that Python would print of an error, its causes included."""
    return "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))


@given(addresses())
@settings(max_examples=500, deadline=None)
def test_no_spelling_of_an_address_shows_its_secret(address):
    assert MARK not in redacted_address(address)


@given(
    st.one_of(USER_FORMS, NAMED_FORMS), SCHEMES, NAMES, ESCAPED, st.sampled_from(["{}", "{}: gone. Try {}.", "no ({})"])
)
@settings(max_examples=500, deadline=None)
def test_no_message_shows_one_either(form, scheme, name, secret, message):
    address = form.format(scheme=scheme, name=name, secret=secret)
    for error in (
        LedgerError(address, message.format(address, address), f"Look at {address}"),
        FetchError(f"{address}, entry 4", f"it redirects to {address}"),
    ):
        assert MARK not in str(error) + shows(error)
    unread = Unread(source=address, reason=message.format(address, address), advice=address)
    assert MARK not in str(unread) + repr(unread) + json.dumps(unread.to_dict())


@given(addresses())
@settings(max_examples=150, deadline=None)
@example(f"POSTGRESQL://ana:{MARK}@127.0.0.1:1/news")
@example(f"postgresql://ana:a@{MARK}@127.0.0.1:1/news")
@example(f"postgresql://127.0.0.1:1/news?Password={MARK}")
def test_no_ledger_that_cannot_be_opened_shows_one(tmp_path_factory, address):
    with contextlib.chdir(tmp_path_factory.getbasetemp()):
        with pytest.raises(LedgerError) as error:
            Ledger(address)
        assert MARK not in shows(error.value)
        assert not [name for name in os.listdir() if MARK in name], "a file with a password for a name"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://ana:pw@db:5432/news", "postgresql://ana:***@db:5432/news"),
        ("postgresql://ana@db/news", "postgresql://ana@db/news"),
        ("POSTGRESQL://ana:p@ss/w#rd@db/news", "POSTGRESQL://ana:***@db/news"),
        ("host=db user=ana password='two words' dbname=news", "host=db user=ana password=*** dbname=news"),
        ("sqlite:///news.sqlite?password=pw&mode=ro", "sqlite:///news.sqlite?password=***&mode=ro"),
        ("https://t0ken@code.example/feed", "https://***@code.example/feed"),
        ("https://example.org/feed?key=8f3a&page=2", "https://example.org/feed?key=***&page=2"),
        # What is no secret stays to be read.
        ("https://example.org:8080/@ana/feed", "https://example.org:8080/@ana/feed"),
        ("https://example.org/a?author=Ana&keyword=token", "https://example.org/a?author=Ana&keyword=token"),
        ("http://[::1]:8321/", "http://[::1]:8321/"),
        ("/data/2026-03-05/news.sqlite", "/data/2026-03-05/news.sqlite"),
        ("sqlite:///news.sqlite", "sqlite:///news.sqlite"),
        ("stories.jsonl", "stories.jsonl"),
    ],
)
def test_an_address_as_it_is_shown(address, shown):
    assert redacted_address(address) == shown
    assert redacted_address(shown) == shown


@pytest.mark.parametrize(
    "message",
    [
        "stories.jsonl, line 41: `published` is not a date: '2024-13-40'. Write YYYY-MM-DD or leave it out.",
        "postgresql://…: not an address of a ledger. Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %40.",
        "http://127.0.0.1:8321/hook: the server answered 302 Found.",
        "news.sqlite: no event 'ev-12:30'. `reportedly events` prints their ids.",
        "the archive is broken there (unpack requires a buffer of 4 bytes)",
        "feed.xml, entry 4: mailto:ana@example.org is not an http or https address",
    ],
)
def test_a_message_without_a_secret_is_left_as_it_is(message):
    assert redacted(message) == message


def test_a_password_of_one_letter_does_not_mask_that_letter_elsewhere():
    cause = RuntimeError("failed to resolve host 'a@nowhere' for a user")
    reason, _ = in_plain_words(cause, "postgresql://ana:a@nowhere.example:1/news")
    assert reason == "no server is known by the name 'nowhere.example'"


@given(st.text(alphabet="a:/@=?&%-. '\"password", max_size=300))
@settings(max_examples=300, deadline=None)
def test_masking_twice_is_masking_once(text):
    assert redacted(redacted(text)) == redacted(text)


@pytest.mark.parametrize(
    "piece", ["a", "a://b:", "//a:", "password=", "a:", "@", "&a=", "'", "%2F%2F%3A", "https://a:", " a"]
)
def test_masking_takes_no_longer_than_the_text_is_long(piece):
    def seconds(n):
        start = time.process_time()
        redacted(piece * n)
        redacted_address(piece * n)
        return time.process_time() - start

    assert seconds(20_000) < 12 * seconds(4_000) + 0.2


# Everywhere else that a secret could come to light


def test_arguments_as_a_list_of_processes_shows_them():
    given = ["reportedly", "serve", "--ledger", "postgresql://ana:pw@db/news", "--token", "t0p", "--port", "80"]
    assert redacted_arguments(given) == [
        *["reportedly", "serve", "--ledger", "postgresql://ana:***@db/news", "--token", "***", "--port", "80"]
    ]
    assert redacted_arguments(["--token=t0p", "--ledger=mysql://a:b@c", "--webhook=https://chat.example/T01AB234"]) == [
        *["--token=***", "--ledger=mysql://a:***@c", "--webhook=https://chat.example/***"]
    ]


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs Linux's list of processes")
def test_the_list_of_processes_does_not_show_a_password_or_token(tmp_path):
    # It waits for standard input, so that there is time to look.
    ledger = f"postgresql://ana:{MARK}@127.0.0.1:1/news"
    look = (
        "import sys; from reportedly.redaction import hide_arguments; hide_arguments(); "
        "print(open('/proc/self/cmdline').read(), flush=True); print(sys.argv)"
    )
    arguments = ["--ledger", ledger, "--token", MARK, f"--token={MARK}", "--port", "80"]
    told = subprocess.run([sys.executable, "-c", look, *arguments], capture_output=True, text=True, check=True)
    seen, kept = told.stdout.splitlines()
    assert seen.rstrip("\0").split("\0")[-6:] == [
        *["postgresql://ana:***@127.0.0.1:1/news", "--token", "***", "--token=***", "--port", "80"]
    ]
    assert kept == repr(["-c", *arguments])


@pytest.mark.parametrize(
    "arguments",
    [
        ["events", "--ledger", f"mysql://ana:{MARK}@db/news"],
        ["events", "--ledger", f"POSTGRESQL://ana:{MARK}@127.0.0.1:1/news"],
        ["add", "none.txt", "--ledger", f"host=127.0.0.1 password={MARK}"],
        ["read", f"ftp://ana:{MARK}@a.example/x"],
        ["read", f"http://ana:{MARK}@127.0.0.1:1/x?token={MARK}"],
        ["watch", f"ftp://ana:{MARK}@a.example/", "--ledger", "x.sqlite"],
        ["watch", "http://127.0.0.1:1/", "--webhook", f"ftp://a.example/?token={MARK}", "--ledger", "x.sqlite"],
        ["serve", "--ledger", f"postgresql://127.0.0.1:1/news?password={MARK}"],
    ],
)
def test_no_command_prints_one(tmp_path, arguments):
    command = [sys.executable, "-m", "reportedly", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert done.returncode in (1, 2)
    assert done.stderr.strip()
    assert MARK not in done.stdout + done.stderr


def test_a_name_too_long_for_a_file_shows_none_in_its_traceback(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LedgerError) as caught:
        Ledger(f"Pwd={MARK} port=1 " + "port=1 " * 60, create=False)
    assert "cannot be read" in str(caught.value)
    assert MARK not in "".join(traceback.format_exception(caught.value))


def test_an_error_that_nobody_foresaw_shows_none_in_its_traceback(tmp_path):
    broken = (
        "import sys, reportedly.cli.ledger as asking, reportedly.cli.main as cli\n"
        "def fail(*a, **k): raise RuntimeError('cannot reach ' + sys.argv[-1])\n"
        "cli.open_ledger = asking.open_ledger = fail\n"
        "cli.main()"
    )
    command = [sys.executable, "-c", broken, "events", "--ledger", f"postgresql://ana:{MARK}@db/news"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert "RuntimeError: cannot reach postgresql://ana:***@db/news" in done.stderr
    assert MARK not in done.stdout + done.stderr


def test_the_log_of_the_server_shows_none():
    from reportedly.web.serving import PlainFormatter

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainFormatter())
    try:
        raise RuntimeError(f"connection to postgresql://ana:{MARK}@db/news failed")
    except RuntimeError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "token=%s", (MARK,), sys.exc_info())
    handler.emit(record)
    assert "postgresql://ana:***@db/news failed" in stream.getvalue()
    assert MARK not in stream.getvalue()


def test_a_watchs_file_holds_no_token_of_a_feed_and_finds_it_again(tmp_path):
    path = tmp_path / "news.watch.json"
    state = State.load(path)
    feeds = [f"https://a.example/feed?token={MARK}{n}" for n in (1, 2)] + [f"https://ana:{MARK}@b.example/feed"]
    for n, feed in enumerate(feeds):
        state.feed(feed).failures = n + 1
    state.save()
    assert MARK not in path.read_text()
    again = State.load(path)
    again.save()
    assert [State.load(path).feed(feed).failures for feed in feeds] == [1, 2, 3]


def test_a_webhooks_path_may_be_a_secret():
    assert redacted_webhook("https://chat.example/services/T02AB99/b0Zq7xyz") == "https://chat.example/services/***/***"
    assert redacted_webhook("http://127.0.0.1:8000/hook") == "http://127.0.0.1:8000/hook"


PAGE = (
    "<html><head><title>Visit postponed</title></head><body><article>"
    + 12 * ("<p>The visit of President Varga to Nairobi was postponed on Tuesday, her office said in a statement.</p>")
    + "</article></body></html>"
)


def test_an_article_keeps_the_address_that_it_was_fetched_from_without_its_secrets():
    url = f"https://ana:{MARK}@a.example/visit?id=7&access_token={MARK}"
    assert read_page(PAGE.encode(), source="page", url=url).url == "https://a.example/visit?id=7"
    assert address_without_secrets("https://a.example/v?a=1&b=%20") == "https://a.example/v?a=1&b=%20"


@pytest.mark.parametrize("text", ["password=a" + " " * 20000 + "x", "password=a" + ")" * 20000 + "x", "a= " * 7000])
def test_long_runs_of_signs_are_redacted_in_linear_time(text):
    began = time.process_time()
    assert "password=a " not in redacted_address(text)
    redacted(text)
    assert time.process_time() - began < 5.0


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("password=two words  user=ana", "password=***  user=ana"),
        ("password=two words; user=ana", "password=***; user=ana"),
        ("password=two words ; ", "password=*** ; "),
        ("password='two words' user=ana", "password=*** user=ana"),
    ],
)
def test_a_secret_with_blanks_ends_before_the_next_name(address, shown):
    assert redacted_address(address) == shown
