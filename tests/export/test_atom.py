"""A feed of changes: valid Atom whose ids stay."""

from __future__ import annotations

import re
from xml.etree.ElementTree import fromstring

import feedparser
import pytest

from reportedly.export import export
from reportedly.export.atom import to_atom
from tests.export.stories import HOSTILE, MOVED

ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def check_feed(data: bytes) -> feedparser.FeedParserDict:
    """What RFC 4287 requires of a feed and of each entry (4.1.1, 4.1.2), and that a feed reader finds no fault."""
    feed = fromstring(data)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (only,) = element.findall(ATOM + name)
            assert (only.text or "").strip()
        assert re.fullmatch(RFC_3339, element.findtext(f"{ATOM}updated") or "")
        assert (element.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    for entry in feed.iter(f"{ATOM}entry"):
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        assert len(entry.findall(f"{ATOM}content")) == 1
    parsed = feedparser.parse(data)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    return parsed


def test_changes_newest_first(ledger_of):
    parsed = check_feed(export(ledger_of(*MOVED), form="atom"))
    assert [(entry.title, entry.updated) for entry in parsed.entries] == [
        ("Elena Varga visits Norland: rescheduled (was postponed)", "2026-03-08T00:00:00Z"),
        ("Elena Varga visits Norland: postponed (was scheduled)", "2026-03-05T00:00:00Z"),
        ("Elena Varga visits Norland: scheduled (first reported)", "2026-03-02T00:00:00Z"),
    ]
    assert parsed.feed.updated == "2026-03-08T00:00:00Z"
    moved = parsed.entries[0].content[0].value
    assert moved.splitlines()[:3] == [
        "Source: Ivo Marić, in Norland News",
        "“the visit will now take place on 20 March”",
        "When: 20 March 2026 (before: 12 March 2026)",
    ]


def test_ids_stay_when_more_is_reported(ledger_of):
    ledger = ledger_of(*MOVED)
    earlier = check_feed(export(ledger, form="atom", as_of="2026-03-05"))
    later = check_feed(export(ledger, form="atom"))
    assert [entry.id for entry in earlier.entries] == [entry.id for entry in later.entries[1:]]
    assert earlier.feed.id == later.feed.id


def test_feeds_of_different_questions_have_different_ids(ledger_of):
    ledger = ledger_of(*MOVED)
    assert (
        check_feed(export(ledger, form="atom")).feed.id != check_feed(export(ledger, form="atom", name="Orr")).feed.id
    )


def test_hostile_text_is_text(ledger_of):
    data = export(ledger_of(HOSTILE), form="atom")
    (entry,) = check_feed(data).entries
    assert b"<script" not in data and b"<b>" not in data
    assert entry.title.startswith("-2+3 talks in Łódź ]]> & <b>more</b>")


@pytest.mark.parametrize("odd", ["\x00", "\x0b", "\ud800", "\ufffe"])
def test_characters_that_no_xml_holds_are_replaced(ledger_of, odd):
    from dataclasses import replace

    (change,) = ledger_of(HOSTILE).changes().items
    (entry,) = check_feed(to_atom([replace(change, what=f"a{odd}b", evidence=odd, event=f"e{odd}")])).entries
    assert entry.title == "A\ufffdb: cancelled (first reported)"


def test_an_empty_feed_is_valid(ledger_of):
    assert check_feed(export(ledger_of(), form="atom")).entries == []
