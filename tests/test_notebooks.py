"""Records and ledgers in a notebook: one line, a marked text, tables."""

import re

import pytest

from reportedly import Article, EventFilter, Ledger, Record, ReportedlyError, StatementFilter, ask, read
from reportedly.record import Statement
from reportedly.vocabulary import Kind
from tests.ledger.stories import SUMMIT, VISIT, Told, article

QUOTED = article(
    "Drava Courier",
    "2026-03-07",
    Told(words="the visit is on", status="scheduled"),
    quotes=[("Petra Orr", "We will <b>not</b> yield")],
)


def test_a_record_is_one_line():
    told = "1 statement, 1 event, 0 names, 0 times"
    assert repr(QUOTED) == f"<Record 'the visit is on Petra Orr said: “We will', Drava Courier, 2026-03-07: {told}>"
    assert "\n" not in repr(Record(article=Article(text="a\nb")))


def test_an_event_is_one_line(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all(VISIT)
        (event,) = ledger.events()
        assert repr(event) == f"<EventAnswer {event.id[:8]} 'Elena Varga visits Norland': held, 2026-03-12, 5 articles>"


def test_a_notebook_shows_the_marked_article_and_nothing_of_it_is_markup():
    shown = QUOTED._repr_html_()
    assert "&lt;b&gt;not&lt;/b&gt;" in shown
    assert "<b>" not in shown
    assert 'title="Petra Orr: asserts"' in shown
    assert re.sub(r"<[^>]+>", "", shown).count("Petra Orr") == 2  # and in the heading
    assert "<script" not in Record(article=Article(text="<script>alert(1)</script>"))._repr_html_()


def test_marks_that_overlap_lose_no_letter():
    text = "Orr said no to that"
    statement = Statement(id="s1", kind=Kind.INDIRECT, source=((0, 3),), cue=((0, 8),), content=((4, 19),))
    shown = Record(article=Article(text=text), statements=(statement,))._repr_html_()
    bare = re.sub(r"<span[^>]*>[a-z]+</span>", "", shown)
    assert re.sub(r"<[^>]+>", "", bare) == text


def test_a_text_alone_is_read():
    record = read("The visit to Kenya has been postponed, Matej Kranjc said.")
    assert record.article.published is None
    assert [link.name for link in record.statements[0].chain] == ["Matej Kranjc"]


def test_filters_and_questions_come_from_the_front_door(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all(VISIT)
        assert ledger.find_events(EventFilter(name="Varga")).items
        assert ledger.search(StatementFilter(words="nothing")).items == ()
        assert ask(ledger, "Did Varga visit Norland?").says


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_tables_have_words_beside_offsets(tmp_path, library):
    pytest.importorskip(library)
    table = QUOTED.to_frame("statements", library=library)
    assert list(table["source"]) == ["Petra Orr"]
    ((start, end),) = next(iter(table["content_span"]))
    assert QUOTED.article.text[start:end] == next(iter(table["content"]))
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all([*VISIT, SUMMIT, QUOTED])
        events = ledger.to_frame("events", library=library, filter=EventFilter(type="summit"))
        assert list(events["what"]) == ["Leaders of the Drava states meet in Port Oster"]
        reports = ledger.to_frame("reports", library=library)
        for row, start, end in zip(reports["article"], reports["start"], reports["end"], strict=True):
            assert 0 <= start < end <= len(ledger.record(row).article.text)
        for what in ("statements", "changes", "articles"):
            assert len(ledger.to_frame(what, library=library)) > 0
        empty = ledger.to_frame("events", library=library, filter=EventFilter(name="Nobody"))
        assert list(empty.columns) == list(events.columns)
        assert len(empty) == 0


def test_a_table_that_there_is_not_is_refused(tmp_path):
    with pytest.raises(ReportedlyError, match="a record has no such table"):
        QUOTED.to_frame("weather")
    with pytest.raises(ReportedlyError, match="Write pandas or polars"):
        QUOTED.to_frame("times", library="excel")
    with Ledger(tmp_path / "news.sqlite") as ledger, pytest.raises(ReportedlyError, match="no table 'weather'"):
        ledger.to_frame("weather")
