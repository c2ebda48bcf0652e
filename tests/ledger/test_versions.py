"""One page under many addresses is one article; a later version of it stands in place of an earlier one."""

from __future__ import annotations

import dataclasses
import itertools
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import Ledger
from reportedly.ledger.page_versions import address_key
from reportedly.record import Record
from tests.ledger.stories import Told, article

REST = (
    "The council will meet again next week. Repairs to the town hall go on, and the clerk's office stays closed until "
    "the summer, as the mayor had asked for."
)
ADDRESS = "https://harbour-post.example/news/hearing"


def at(record: Record, url: str | None, *, updated: str | None = None) -> Record:
    return dataclasses.replace(record, article=dataclasses.replace(record.article, url=url, updated=updated))


def hearing(status: str, published: str, *, id: str, words: str | None = None, rest: str = REST) -> Record:
    told = Told(words=words or f"the hearing of Emil Horn was {status}", status=status, type="hearing",
                what="Hearing of Emil Horn", place="Bergen", when="2026-03-12")  # fmt: skip
    return article("Harbour Post", published, told, text=rest, id=id)


FIRST = at(hearing("cancelled", "2026-03-04T09:00:00Z", id="first"), ADDRESS)
CHANGED = at(hearing("postponed", "2026-03-04T09:00:00Z", id="changed"), ADDRESS + "/", updated="2026-03-06")
LAST = at(hearing("scheduled", "2026-03-04T09:00:00Z", id="last"), ADDRESS, updated="2026-03-09")


def told(ledger: Ledger, as_of: str | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """Status and articles of each event, as both ways of asking have it."""
    events = [(event.status, event.articles) for event in ledger.events(as_of=as_of)]
    assert [event.status for event in ledger.find_events(as_of=as_of).items] == [status for status, _ in events]
    return events


@pytest.mark.parametrize("order", list(itertools.permutations((FIRST, CHANGED, LAST))))
def test_the_newest_version_stands_and_each_day_has_the_version_that_was_printed_then(tmp_path, order):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        assert [ledger.add(record) for record in order] == [True, True, True]
        assert told(ledger, "2026-03-05") == [("cancelled", ("first",))]
        assert told(ledger, "2026-03-06") == [("postponed", ("changed",))]
        assert told(ledger, "2026-03-08") == [("postponed", ("changed",))]
        assert told(ledger) == [("scheduled", ("last",))]
        # Nothing that was printed is lost, and the event keeps its name.
        assert {one.id for one in ledger.articles()} == {"first", "changed", "last"}
        assert len({event.id for day in ("2026-03-05", "2026-03-07", None) for event in ledger.events(as_of=day)}) == 1


def test_versions_of_one_day_count_once_with_the_one_that_corrects_the_other_last(tmp_path):
    note = REST + " Correction: an earlier version of this story said that the hearing had been cancelled."
    corrected = at(hearing("postponed", "2026-03-04T09:00:00Z", id="a", rest=note), ADDRESS)
    for order in ((FIRST, corrected), (corrected, FIRST)):
        with Ledger(tmp_path / f"{order[0].article.id}.sqlite") as ledger:
            ledger.add_all(order)
            assert told(ledger) == [("postponed", ("a",))]
            assert told(ledger, "2026-03-04") == [("postponed", ("a",))]
            assert told(ledger, "2026-03-03") == []


def test_what_a_later_version_leaves_out_is_reported_no_more(tmp_path):
    without = at(article("Harbour Post", "2026-03-04", text=REST, id="b"), ADDRESS, updated="2026-03-05")
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all((FIRST, without))
        assert (told(ledger, "2026-03-04"), told(ledger)) == ([("cancelled", ("first",))], [])


def test_another_outlet_s_report_stays_when_a_page_is_changed(tmp_path):
    other = at(
        hearing("cancelled", "2026-03-05", id="other", rest="As the Tribune has it."), "https://tribune.example/h"
    )
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all((FIRST, other, CHANGED))
        (event,) = ledger.events()
        assert set(event.articles) == {"other", "changed"}
        (event,) = ledger.events(as_of="2026-03-05")
        assert set(event.articles) == {"first", "other"}


def test_entries_of_a_live_blog_at_one_address_are_no_versions_of_one_another(tmp_path):
    one = at(hearing("scheduled", "2026-03-04T09:00:00Z", id="one", rest="Judges are expected at nine."), ADDRESS)
    two = at(hearing("postponed", "2026-03-04T11:00:00Z", id="two", rest="Rain keeps everybody at home.",
                     words="now Emil Horn's day in court has been put off"), ADDRESS)  # fmt: skip
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all((one, two))
        assert {id for event in ledger.events() for id in event.articles} == {"one", "two"}


@pytest.mark.parametrize(
    "variant",
    [
        "http://harbour-post.example/news/hearing",
        "https://www.harbour-post.example/news/hearing/",
        "https://m.harbour-post.example/news/hearing",
        "https://harbour-post.example/news/hearing?utm_source=x&fbclid=1#comments",
        "https://harbour-post.example/news/hearing/amp",
        "https://harbour-post.example/amp/news/hearing",
        "https://amp.harbour-post.example/news/hearing?outputType=amp",
        "https://harbour-post-example.cdn.ampproject.org/c/s/harbour-post.example/news/hearing",
        "https://HARBOUR-POST.example:443/news//hearing/index.html",
    ],
)
def test_one_page_under_another_form_of_its_address_is_not_added_again(tmp_path, variant: str):
    again = dataclasses.replace(FIRST, article=dataclasses.replace(FIRST.article, id="again", url=variant))
    with Ledger(tmp_path / "news.sqlite") as ledger:
        assert [ledger.add(FIRST), ledger.add(again)] == [True, False]
        assert told(ledger) == [("cancelled", ("first",))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/story?id=1", "https://a.example/story?id=2"),
        ("https://a.example/story", "https://b.example/story"),
        ("https://a.example/story", "https://a.example/story/2"),
        ("https://news.a.example/story", "https://sport.a.example/story"),
        ("https://a.example/amplify", "https://a.example/lify"),
        ("https://a.example/?s=ferries", "https://a.example/?s=eels"),
        ("https://a.example/story?page=1", "https://a.example/story?page=2"),
        ("https://a.example/print/1", "https://a.example/print/2"),
        ("https://a.example/story?lang=en", "https://a.example/story?lang=fr"),
        ("https://a.example/app#/story/1", "https://a.example/app#/story/2"),
        ("https://a.example:8080/story", "https://a.example/story"),
        ("https://a.example/n?source=42", "https://a.example/n?source=43"),
        ("https://a.example/blueprint", "https://a.example/blue"),
    ],
)
def test_addresses_of_different_pages(one: str, other: str):
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    "variant",
    [
        "http://a.example:80/news/story",
        "https://A.example/news//story/",
        "https://wap.a.example/news/story",
        "https://a.example/m/news/story",
        "https://a.example/news/amp/story",
        "https://a.example/news/story/amp.html",
        "https://a.example/news/story/print",
        "https://a.example/news/story;jsessionid=1F",
        "https://a.example/news/story?s=20",
        "https://a.example/news/story?view=print",
        "https://a.example/news/story?source=rss",
        "https://a.example/news/story?utm_source=x&amp;utm_medium=y",
        "https://a.example/news/story?msclkid=1&wt.mc_id=2&_hsenc=3",
        "https://a.example/news/story?unlocked_article_code=1&smid=url-share",
        "https://a.example/news/story#:~:text=ferry",
        "https://a-example.cdn.ampproject.org/v/s/a.example/news/story?amp_js_v=0.1&usqp=mq",
    ],
)
def test_forms_of_one_address(variant: str):
    assert address_key(variant) == address_key("https://a.example/news/story")


def test_letters_of_an_address_may_be_written_in_two_ways():
    assert address_key("https://xn--bcher-kva.example/caf%C3%A9") == address_key("https://bücher.example/cafe\u0301")


@pytest.mark.parametrize(
    "url", [None, "", "https://a.example/", "https://www.a.example", "ftp://a.example/x", "http://[", "x"]
)
def test_what_names_no_page(url: str | None):
    assert address_key(url) is None


@given(st.text(max_size=60).map(lambda path: f"https://a.example/{path}"))
def test_no_address_is_too_strange(url: str):
    address_key(url)


def test_versions_in_an_older_ledger_are_found_when_it_is_opened(tmp_path):
    path = tmp_path / "old.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all((FIRST, CHANGED))
    with sqlite3.connect(path) as connection:  # as a ledger from before has it
        for emptied in ("versions", "sums", "facts"):
            connection.execute(f"DELETE FROM {emptied}")
    connection.close()
    with Ledger(path) as ledger:
        assert told(ledger) == [("postponed", ("changed",))]
        assert told(ledger, "2026-03-04") == [("cancelled", ("first",))]


def test_a_failed_addition_leaves_nothing_of_a_version(tmp_path):
    def broken():
        yield CHANGED
        raise RuntimeError

    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(FIRST)
        with pytest.raises(RuntimeError):
            ledger.add_all(broken())
        assert told(ledger) == [("cancelled", ("first",))]
        ledger.add(CHANGED)
        assert told(ledger) == [("postponed", ("changed",))]
