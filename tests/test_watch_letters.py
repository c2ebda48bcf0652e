"""What a watch sends: to chat programs in their own shapes, by mail through a real server, of the events asked for."""

from __future__ import annotations

import json
import re
import socket
from email import message_from_bytes
from email.policy import default as mail_policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.cli.main import cli
from reportedly.errors import FetchError, InputError
from reportedly.ledger import EventFilter
from reportedly.watch import Mail, MailServer, Options, Shape
from reportedly.watch.changes import is_wanted
from reportedly.watch.letters import mail_of, shape_of_address, shaped
from tests.test_watch import desk, site  # noqa: F401
from tests.watching import CANCELLED, PLANNED, POSTPONED, Desk, feed_of

CHANGE: dict[str, Any] = {
    "key": "0123456789abcdef01234567",
    "event": "e1",
    "what": "Elena Varga visits Kenya",
    "type": "visit",
    "participants": ["Elena Varga"],
    "place": "Kenya",
    "day": "2026-03-04",
    "before": "scheduled",
    "status": "postponed",
    "on_record_before": "scheduled",
    "on_record": None,
    "when_before": "2026-04-20",
    "when": "2026-05",
    "article": "a1",
    "url": "https://post.example/varga",
    "outlet": "Example Post",
    "chain": ["Adriapress", "a source in the ministry"],
    "evidence": "her visit has been put off",
    "span": [0, 10],
}
HOSTILE = (
    "<!channel> <https://evil.example|Click> @everyone **b** [x](https://evil.example) {{DATE(1)}}\r\nBcc: x@y.example"
)


def ask(desk: Desk, **options: Any) -> None:  # noqa: F811
    """One round of a watch."""
    with desk.watch(**options) as watch:
        watch.once()


def texts(value: Any) -> list[str]:
    """Every string in JSON data."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("shape", [Shape.SLACK, Shape.TEAMS, Shape.MATTERMOST])
def test_a_change_is_told_in_words_with_its_link(shape: Shape):
    told = " ".join(texts(shaped(CHANGE, shape))).replace("\\", "")
    for words in ("Elena Varga visits Kenya: scheduled → postponed", "For May 2026 (before: 20 April 2026)",
                  "No source on the record", "a source in the ministry through Adriapress",
                  "her visit has been put off", "https://post.example/varga"):  # fmt: skip
        assert words in told


def test_the_shapes_are_those_that_their_programs_take():
    slack = shaped(CHANGE, Shape.SLACK)
    assert [block["type"] for block in slack["blocks"]] == ["section"] * 4
    assert slack["blocks"][0]["text"]["type"] == "plain_text"
    assert slack["blocks"][3]["text"] == {"type": "mrkdwn", "text": "<https://post.example/varga|Read the article>"}
    (card,) = shaped(CHANGE, Shape.TEAMS)["attachments"]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert card["content"]["actions"] == [
        {"type": "Action.OpenUrl", "title": "Read the article", "url": "https://post.example/varga"}
    ]
    assert shaped(CHANGE, Shape.MATTERMOST)["text"].endswith("[Read the article](<https://post.example/varga>)")
    assert shaped(CHANGE, Shape.JSON) == CHANGE


@pytest.mark.parametrize("field", ["what", "outlet", "evidence", "place"])
def test_hostile_words_stay_words(field: str):
    change = {**CHANGE, field: HOSTILE, "chain": [HOSTILE]}
    slack = shaped(change, Shape.SLACK)
    assert not re.search(r"<(?!https://post\.example/varga\|)", slack["text"] + slack["blocks"][-1]["text"]["text"])
    assert all(block["text"]["type"] == "plain_text" for block in slack["blocks"][:-1])
    assert "{{" not in "".join(texts(shaped(change, Shape.TEAMS)))
    markdown = shaped(change, Shape.MATTERMOST)["text"]
    assert "@everyone" not in markdown
    assert re.findall(r"(?<!\\)\]\(<([^>]*)>", markdown) == ["https://post.example/varga"]
    mail = mail_of(change, sender="watch@here.example", to=("ana@here.example",))
    assert set(mail.keys()) >= {"Subject", "From", "To"}
    assert "Bcc" not in mail
    assert mail["To"] == "ana@here.example"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://post.example/a|b>c (d)\"'", "https://post.example/a%7Cb%3Ec%20%28d%29%22'"),
        ("javascript:alert(1)", None),
        (None, None),
    ],
)
def test_a_link_goes_to_the_article_or_nowhere(url: str | None, link: str | None):
    text = shaped({**CHANGE, "url": url}, Shape.SLACK)["blocks"][-1]["text"]
    assert (text["text"] == f"<{link}|Read the article>") is (link is not None)
    assert ("Read the article" in text["text"]) is (link is not None)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(list(Shape)))
def test_any_words_make_a_letter(what: str, evidence: str, shape: Shape):
    change = {**CHANGE, "what": what, "evidence": evidence}
    json.dumps(shaped(change, shape))
    mail_of(change, sender="watch@here.example", to=("ana@here.example",)).as_bytes()


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("https://hooks.slack.com/services/T/B/x", Shape.SLACK),
        ("https://norland.webhook.office.com/webhookb2/x", Shape.TEAMS),
        ("https://prod-1.westeurope.logic.azure.com:443/workflows/x", Shape.TEAMS),
        ("https://mattermost.here.example/hooks/x", Shape.MATTERMOST),
        ("https://slack.com.evil.example/x", Shape.JSON),
        ("https://here.example/hook", Shape.JSON),
        ("http://[", Shape.JSON),
    ],
)
def test_the_host_tells_what_a_webhook_takes(url: str, shape: Shape):
    assert shape_of_address(url) is shape


def test_a_webhook_gets_the_shape_that_is_asked_for(desk: Desk):  # noqa: F811
    desk.site.pages["/feed"] = feed_of(PLANNED)
    ask(desk)
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED)
    ask(desk, webhook=desk.site.url + "/hook", shape=Shape.SLACK)
    ((_, body),) = desk.site.posted()
    assert "postponed" in body["text"]
    assert body["blocks"][-1]["text"]["text"].startswith("<http://post.example/")


@pytest.mark.parametrize(
    ("wanted", "n_told"),
    [
        (EventFilter(name="Varga"), 1),
        (EventFilter(name="Orr"), 0),
        (EventFilter(place="Kenya"), 1),
        (EventFilter(words="varga kenya"), 1),
        (EventFilter(type="visit"), 1),
        (EventFilter(type="vote"), 0),
        (EventFilter(status="postponed"), 1),
        (EventFilter(status="cancelled"), 0),
    ],
)
def test_only_changes_of_the_events_asked_for_are_told(desk: Desk, wanted: EventFilter, n_told: int):  # noqa: F811
    desk.site.pages["/feed"] = feed_of(PLANNED)
    ask(desk)
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED)
    ask(desk, wanted=wanted)
    assert len(desk.changes) == n_told
    assert all(is_wanted(change, wanted) for change in desk.changes)


class Box:
    """What a mail server was given; refuses as it is told to."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.answers: list[str] = []
        self.port = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(envelope)
        return "250 Taken"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def box():
    """A real mail server on this machine."""
    box = Box()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


def mail_to(box: Box) -> Mail:
    return Mail(server=MailServer.at(f"smtp://127.0.0.1:{box.port}"), sender="watch@here.example",
                to=("ana@here.example", "jan@here.example"))  # fmt: skip


def test_a_change_is_mailed(desk: Desk, box: Box):  # noqa: F811
    desk.site.pages["/feed"] = feed_of(PLANNED)
    ask(desk)
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED)
    ask(desk, mail=mail_to(box))
    (envelope,) = box.mails
    assert envelope.mail_from == "watch@here.example"
    assert envelope.rcpt_tos == ["ana@here.example", "jan@here.example"]
    mail = message_from_bytes(envelope.content, policy=mail_policy)
    assert mail["Subject"].endswith("scheduled → postponed")
    assert mail["Date"].datetime.tzinfo is not None
    body = mail.get_content()
    assert "has postponed her visit to Kenya" in body
    assert "http://post.example/" in body


def test_mail_that_is_not_taken_is_sent_again_and_keeps_no_webhook_waiting(desk: Desk, box: Box):  # noqa: F811
    desk.site.pages["/feed"] = feed_of(PLANNED)
    ask(desk)
    box.answers = ["451 Later"]
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED)
    both = {"mail": mail_to(box), "webhook": desk.site.url + "/hook"}
    ask(desk, **both)
    assert (len(box.mails), len({key for key, _ in desk.site.posted()})) == (0, 1)
    assert desk.unread[-1].reason == "it answered 451 Later"
    desk.clock.time += 3600
    ask(desk, **both)
    assert (len(box.mails), len({key for key, _ in desk.site.posted()})) == (1, 1)


def test_mail_that_is_refused_for_good_is_given_up(desk: Desk, box: Box):  # noqa: F811
    desk.site.pages["/feed"] = feed_of(PLANNED)
    ask(desk)
    box.answers = ["554 No"]
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED)
    ask(desk, mail=mail_to(box))
    assert "which is given up: it answered 554 No" in desk.unread[-1].reason
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED, CANCELLED)
    ask(desk, mail=mail_to(box))
    assert len(box.mails) == 1


def test_a_password_is_sent_and_shown_to_nobody_else():
    box = Box()

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"ana", b"s3 cret"), handled=False)

    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, authenticator=authenticate, auth_required=True,
                            auth_require_tls=False)  # fmt: skip
    controller.start()
    try:
        message = mail_of(CHANGE, sender="watch@here.example", to=("ana@here.example",))
        server = MailServer.at(f"smtp://ana:s3%20cret@127.0.0.1:{port}")
        assert "cret" not in repr(server)
        server.send(message)
        assert len(box.mails) == 1
        with pytest.raises(FetchError) as caught:
            MailServer.at(f"smtp://ana:wrong@127.0.0.1:{port}").send(message)
        assert str(caught.value).startswith(f"smtp://127.0.0.1:{port}: it does not know this user or password")
    finally:
        controller.stop()


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(FetchError, match="mail could not be sent"):
        MailServer.at("smtp://127.0.0.1:1").send(mail_of(CHANGE, sender="a@here.example", to=("b@here.example",)))


@pytest.mark.parametrize("address", ["here.example", "http://here.example", "smtp://", "smtp://[", "smtp://h/path"])
def test_what_is_no_mail_server(address: str):
    with pytest.raises(InputError, match="it is not the address of a mail server"):
        MailServer.at(address)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--mail-to", "ana@here.example"], "--mail-to needs a mail server"),
        (["--smtp", "smtp://h", "--mail-to", "ana@here.example\nBcc: x@y.example"], "is not a mail address"),
        (["--smtp", "smtp://h", "--mail-to", "ana@here.example", "--mail-from", "x"], "is not a mail address"),
        (["--smtp", "http://h", "--mail-to", "ana@here.example"], "is not the address of a mail server"),
        (["--type", "feast"], "feast"),
    ],
)
def test_the_command_refuses_what_it_cannot_send(tmp_path: Path, options: list[str], told: str):
    done = CliRunner().invoke(
        cli,
        ["watch", "https://a.example/feed", "--once", "--ledger", str(tmp_path / "l.sqlite"), *options],
        env={"REPORTEDLY_SMTP": ""},
    )
    assert done.exit_code != 0
    assert told in done.output + str(done.exception)


def test_options_have_no_mail_by_default():
    assert Options().mail is None
