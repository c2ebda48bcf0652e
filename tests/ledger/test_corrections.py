"""What people correct: it counts, shows who did so, outlives whatever is added or read anew, and can be taken back."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from reportedly import Ledger, LedgerError
from reportedly.errors import NotFound, QuestionError
from reportedly.ledger import StatementFilter
from reportedly.ledger.corrections import note_of
from reportedly.record import Statement
from reportedly.vocabulary import Kind, Stance
from tests.ledger.stories import SUMMIT, VISIT, Told, article, link

ANA = {"who": "Ana Kos", "why": "the article says so"}

SAID = article(
    "Harbour Post",
    "2026-03-04",
    Told(words="the ferry strike begins on Monday", status="scheduled", type="strike", who=("the dockers",),
         what="Dockers strike", place="Port Oster", when="2026-03-09"),
    quotes=[("Petra Orr", "The ferries will stop on Monday"), ("Jonas Lund", "Nobody has asked me about it at all")],
)  # fmt: skip
COPY = article(
    "Norland News",
    "2026-03-05",
    Told(words="the ferry strike begins on Monday", status="scheduled", type="strike", who=("the dockers",),
         what="Dockers strike", place="Port Oster", when="2026-03-09"),
    quotes=[("Petra Orr", "The ferries will all stop on Monday")],
)  # fmt: skip
EVERY = (*VISIT, SUMMIT, SAID, COPY)


def told(ledger):
    """All that a ledger tells, but for when it was made and corrected."""
    days = (None, "2026-03-05")
    return {
        "articles": ledger.articles(),
        "counts": ledger.counts(),
        "coverage": ledger.coverage(),
        "events": [ledger.events(as_of=day) for day in days],
        "lists": [[ledger.find_events(as_of=day, order=order) for order in ("newest", "date")] for day in days],
        "changes": [ledger.changes(as_of=day, limit=200) for day in days],
        "names": [ledger.names(as_of=day, limit=200) for day in days],
        "profiles": [ledger.profile(one.name, as_of=day) for day in days for one in ledger.names(as_of=day).items],
        "statements": ledger.statements(),
        "found": ledger.search(StatementFilter(words="ferries")),
        "echoes": ledger.echoes(),
        "drift": ledger.drift(changed_only=False),
        "origins": ledger.origins(),
    }


def alike(ledger, other):
    here, there = told(ledger), told(other)
    for part, answer in here.items():
        assert answer == there[part], part
    return True


def visit(ledger, **options):
    return next(event for event in ledger.events(**options) if event.type == "visit")


@pytest.fixture
def news(ledger):
    ledger.add_all(EVERY)
    return ledger


@pytest.fixture
def untouched(make_ledger):
    """A ledger of the same articles in which nothing is ever corrected."""
    ledger = make_ledger()
    ledger.add_all(EVERY)
    return ledger


@pytest.mark.parametrize(
    ("correction", "field", "before", "after"),
    [
        ({"status": "cancelled"}, "status", "held", "cancelled"),
        ({"when": "2026-03-14"}, "when", "2026-03-12", "2026-03-14"),
        ({"when": ""}, "when", "2026-03-12", None),
        ({"what": "Varga calls on the Norland parliament"}, "what", "Elena Varga visits Norland",
         "Varga calls on the Norland parliament"),
        ({"place": "Port Oster"}, "place", "Norland", "Port Oster"),
        ({"participants": ["Elena Varga", "Jonas Lund"]}, "participants", ("Elena Varga",),
         ("Elena Varga", "Jonas Lund")),
        ({"not_an_event": True}, "shown", True, False),
    ],
)  # fmt: skip
def test_what_is_corrected_counts_everywhere_until_it_is_taken_back(news, untouched, correction, field, before, after):
    id = visit(news).id
    assert getattr(visit(news), field) == before
    (made,) = news.correct(id, **correction, **ANA)
    (line,) = (event for event in news.find_events().items if event.id == id)
    for event in (news.event(id), visit(news), line):
        assert getattr(event, field) == after
        (note,) = event.corrections
        assert (note.id, note.who, note.why) == (made.id, "Ana Kos", "the article says so")
    assert news.corrections() == news.corrections(event=id) == (made,)
    undone = news.undo_correction(made.id[:6], who="Bo Lind")
    assert undone == made
    assert alike(news, untouched)
    (kept,) = news.corrections(undone=True)
    assert (kept.id, kept.undone_by, bool(kept.undone)) == (made.id, "Bo Lind", True)
    with pytest.raises(LedgerError, match="has already been undone"):
        news.undo_correction(made.id)


def test_who_corrected_is_told_in_a_line(news):
    id = visit(news).id
    news.correct(id, status="cancelled", when="2026-03-20", **ANA)
    news.correct(id, not_an_event=True)
    assert note_of(news.event(id).corrections) == "status, time corrected by Ana Kos; not an event by somebody"
    assert note_of(()) is None


def test_a_correction_of_the_status_counts_from_the_day_whose_record_it_corrects(news):
    id = visit(news).id
    news.correct(id, status="postponed", as_of="2026-03-06", **ANA)
    days = ("2026-03-05", "2026-03-06", "2026-03-08")
    assert [news.event(id, as_of=day).corrections != () for day in days] == [False, True, True]
    assert [news.event(id, as_of=day).status for day in days[1:]] == ["postponed", "postponed"]
    changes = {change.day: (change.status, change.corrected_by) for change in news.event_history(id)}
    assert changes["2026-03-05"] == ("postponed", None)
    assert [event for event in news.events() if event.type == "visit"] == [news.event(id)]


@pytest.fixture
def on_14_march(monkeypatch):
    """Corrections are made on the day after the last article was printed."""
    monkeypatch.setattr("reportedly.ledger.correcting.now", lambda: "2026-03-14T10:00:00+00:00")


def later(*, status="held", when="2026-03-12", outlet="Late Post", day="2026-03-20", chain=()):
    words = f"Elena Varga's visit to Norland, says {outlet}"
    return article(outlet, day, Told(words=words, status=status, when=when, chain=chain))


def test_what_had_been_printed_by_then_does_not_overrule_a_correction(news, on_14_march):
    id = visit(news).id
    news.correct(id, status="cancelled", **ANA)
    assert news.add(later(status="held", day="2026-03-14"))
    assert len(news.event(id).articles) == 6
    assert news.event(id).status == "cancelled"
    assert not news.event(id).corrections[0].overtaken


def test_the_same_word_of_the_same_source_printed_later_does_not_either(news, on_14_march):
    id = visit(news).id
    news.correct(id, status="cancelled", **ANA)
    news.add(later(status="held", outlet="Norland News"))
    assert len(news.event(id).articles) == 6
    assert news.event(id).status == "cancelled"


def test_new_word_printed_later_does_and_that_is_told(news, on_14_march):
    id = visit(news).id
    news.correct(id, status="cancelled", when="2026-03-16", **ANA)
    news.add(later(status="scheduled", when="2026-03-25"))
    event = news.event(id)
    assert len(event.articles) == 6
    assert (event.status, event.when) == ("scheduled", "2026-03-25")
    assert [note.overtaken for note in event.corrections] == [True, True]
    assert event == visit(news)


def test_a_correction_goes_with_its_event_when_that_gets_another_id(news):
    old = visit(news).id
    news.correct(old, what="Varga in Norland", **ANA)
    news.add(article("First Post", "2026-03-01", Told(words="Elena Varga is to visit Norland", status="planned")))
    assert visit(news).id != old
    assert visit(news).what == news.event(old).what == "Varga in Norland"


def test_the_newest_of_two_corrections_counts(news):
    id = visit(news).id
    news.correct(id, what="One", **ANA)
    _, second = news.correct(id, what="Two", place="Elsewhere", **ANA)
    assert news.event(id).what == "Two"
    assert [note.kind for note in news.event(id).corrections] == ["what", "place"]
    two = next(one for one in news.corrections() if one.after == "Two")
    news.undo_correction(two.id)
    assert (news.event(id).what, news.event(id).place) == ("One", second.after)


def test_an_event_that_is_none_comes_back_when_most_of_it_is_another(news):
    summit = next(event for event in news.events() if event.type == "summit")
    news.correct(summit.id, not_an_event=True, **ANA)
    for day in (4, 5):
        news.add(replace(SUMMIT, article=replace(SUMMIT.article, id="", outlet=f"Post {day}",
                                                 published=f"2026-03-0{day}")))  # fmt: skip
        assert news.event(summit.id).shown == (day == 5)


def test_merges_and_splits_are_signed_and_taken_back(news, untouched):
    one, other = visit(news), next(event for event in news.events() if event.type == "summit")
    merged = news.merge(one.id, other.id, **ANA)
    assert note_of(news.event(other.id).corrections) == "merged by Ana Kos"
    parted = news.split(one.id, [SUMMIT.article.id], who="Bo Lind")
    assert note_of(news.event(other.id).corrections) == "split by Bo Lind"
    assert news.corrections(event=one.id) == (merged, parted)
    news.undo_correction(parted.id)
    assert news.event(one.id).id == news.event(other.id).id
    assert news.undo(one.id, who="Cy") == 1
    assert alike(news, untouched)
    assert [done.undone_by for done in news.corrections(undone=True)] == ["Cy", ""]


def test_a_wrong_speaker_is_corrected_in_all_that_is_told_of_the_statement(news, untouched):
    made = news.correct_speaker(SAID.article.id, "s0", "Ana Berg", **ANA)
    assert (made.before, made.after) == ([["Petra Orr", "person"]], [["Ana Berg", "person"]])
    (found,) = news.statements(source="Ana Berg")
    assert (found.article, found.chain, found.corrected_by) == (SAID.article.id, ("Ana Berg",), "Ana Kos")
    assert [s.article for s in news.statements(source="Petra Orr")] == [COPY.article.id]
    assert {one.name: one.statements for one in news.names().items} == {"Ana Berg": 1, "Jonas Lund": 1, "Petra Orr": 1}
    assert news.profile("Ana Berg").statements == 1
    shown, read = news.record(SAID.article.id), news.record(SAID.article.id, as_read=True)
    assert [s.corrected_by for s in shown.statements] == ["Ana Kos", None]
    assert read == SAID
    news.undo_correction(made.id)
    assert alike(news, untouched)


def test_reports_within_the_statement_have_its_speaker_too(ledger):
    record = article("Drava Courier", "2026-03-02", Told(words="Marić said the visit is off", status="cancelled",
                                                         chain=("Ivo Marić",)))  # fmt: skip
    said = Statement(id="s0", kind=Kind.INDIRECT, source=((0, 5),), cue=((6, 10),), content=((11, 27),),
                     chain=(link("Ivo Marić"),), stance=Stance.ASSERTS)  # fmt: skip
    record = replace(record, statements=(said,), events=tuple(replace(e, statement="s0") for e in record.events))
    ledger.add(record)
    ledger.correct_speaker(record.article.id, "s0", ["Adriapress", "a source in the port"],
                           kinds=["outlet", "unnamed"], **ANA)  # fmt: skip
    (event,) = ledger.events()
    assert event.reports[0].chain == ("Adriapress", "a source in the port")
    assert (event.reports[0].on_record, event.reports[0].corrected_by) == (False, "Ana Kos")
    assert event.status_on_record is None


def test_two_names_are_ruled_one_and_apart_again(news, untouched):
    news.merge_names("Jonas Lund", "Petra Orr", **ANA)
    assert [(one.name, one.statements) for one in news.names().items] == [("Jonas Lund", 3)]
    summit = next(event for event in news.events() if event.type == "summit")
    assert summit.participants == ("Jonas Lund",)
    more = article(
        "Drava Courier", "2026-03-08", quotes=[("Ms Orr", "hm"), ("Petra Orr", "It is what it is, she says")]
    )
    news.add(more)
    assert {s.chain for s in news.statements() if s.article == more.article.id} == {("Ms Orr",), ("Jonas Lund",)}
    untouched.add(more)
    assert news.undo_names("Orr") == 0
    assert news.undo_names("Petra Orr", who="Bo") == 1
    assert alike(news, untouched)


def test_a_name_in_some_articles_is_somebody_else(news, untouched):
    news.split_name("Petra Orr", [COPY.article.id], called="Petra Orr of Norland", **ANA)
    chains = {s.article: s.chain for s in news.statements(source="Orr")}
    assert chains == {SAID.article.id: ("Petra Orr",), COPY.article.id: ("Petra Orr of Norland",)}
    news.undo_names("Petra Orr")
    assert alike(news, untouched)


@pytest.mark.parametrize("gone", [0, 1, 6])
def test_without_an_article_a_ledger_is_as_if_it_had_never_been_added(news, make_ledger, gone):
    id = EVERY[gone].article.id
    without = make_ledger()
    without.add_all(record for record in EVERY if record.article.id != id)
    told(news)  # rows that pages are looked up in are there
    made = news.hide_article(id, **ANA)
    assert alike(news, without)
    with pytest.raises(NotFound):
        news.record(id)
    assert not news.add(EVERY[gone])
    assert news.withdrawn([EVERY[gone].article]) == {id: made}
    news.undo_correction(made.id)
    without.add(EVERY[gone])
    assert alike(news, without)


def test_a_removed_article_is_not_added_again_until_that_is_allowed(news, make_ledger):
    known = replace(SAID, article=replace(SAID.article, id="ferry-1", url="https://harbour.example/ferry"))
    news.add(known)
    made = news.remove_article("ferry-1", who="Ana Kos", why="they asked us to")
    again = replace(known, article=replace(known.article, id="ferry-2"))
    assert not news.add(known)
    assert not news.add(again)  # by its address
    assert news.withdrawn([again.article, SUMMIT.article]) == {"ferry-2": made}
    with pytest.raises(LedgerError, match="removed already"):
        news.remove_article("ferry-1")
    with pytest.raises(NotFound, match="no article 'ferry-9'"):
        news.remove_article("ferry-9")
    news.undo_correction(made.id)
    assert news.add(known)


def test_nothing_of_a_removed_article_is_left_in_the_file(tmp_path):
    path = tmp_path / "news.sqlite"
    secret = article(
        "Drava Courier",
        "2026-03-04",
        Told(words="Elena Varga will visit Norland with Zyx Qwvarth", status="scheduled",
             who=("Elena Varga", "Zyx Qwvarth"), what="Elena Varga and Zyx Qwvarth visit Norland"),
        quotes=[("Zyx Qwvarth", "Jqxwords nobody else would ever print on paper")],
        text="Qzplain text. " * 50,
    )  # fmt: skip
    with Ledger(path) as ledger:
        ledger.add_all([*EVERY, secret])
        ledger.correct(visit(ledger).id, place="Keld", **ANA)
        ledger.correct_speaker(secret.article.id, "s0", "Qwvarth senior")
        told(ledger)
        ledger.hide_article(secret.article.id)
        ledger.remove_article(secret.article.id)
        told(ledger)
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir()).lower()
    for word in (b"qwvarth", b"jqxword", b"qzplain"):
        assert word not in left
    rows = sqlite3.connect(path).execute("SELECT record FROM withdrawn").fetchall()
    assert rows == [(None,)]
    with Ledger(path) as ledger, Ledger(tmp_path / "other.sqlite") as other:
        other.add_all(EVERY)
        other.correct(visit(other).id, place="Keld", **ANA)
        assert [e.participants for e in ledger.events()] == [e.participants for e in other.events()]


def read_anew(record):
    """The same article as a later version of the reading has it: other ids, and one report more before the others."""
    events = tuple(replace(event, id=f"x{i}", event=f"k{i}") for i, event in enumerate(record.events))
    statements = tuple(replace(s, id=f"t{i}") for i, s in enumerate(record.statements[::-1]))
    return replace(record, events=events, statements=statements)


def test_corrections_stay_with_their_words_when_articles_are_read_again(news):
    id = visit(news).id
    news.correct(id, status="cancelled", what="Varga in Norland", **ANA)
    summit = next(event for event in news.events() if event.type == "summit")
    news.merge(visit(news).id, summit.id, **ANA)
    news.correct_speaker(SAID.article.id, "s0", "Ana Berg", **ANA)
    for record in EVERY:
        assert news.replace(read_anew(record))
    event = visit(news)
    assert event.id != id
    assert (event.status, event.what) == ("cancelled", "Varga in Norland")
    assert len(event.articles) == 6
    chains = {s.chain[0].name: s.corrected_by for s in news.record(SAID.article.id).statements}
    assert chains == {"Ana Berg": "Ana Kos", "Jonas Lund": None}
    assert len(news.statements(source="Ana Berg")) == 1
    assert not news.replace(later())


def test_reading_an_article_again_without_a_change_changes_nothing(news, untouched):
    for record in EVERY:
        assert news.replace(record)
    assert alike(news, untouched)


def test_corrections_outlive_a_rebuild(address):
    with Ledger(address) as ledger:
        ledger.add_all(EVERY)
        ledger.correct(visit(ledger).id, status="cancelled", **ANA)
        ledger.correct_speaker(SAID.article.id, "s0", "Ana Berg", **ANA)
        ledger.merge_names("Jonas Lund", "Petra Orr", **ANA)
        ledger.hide_article(COPY.article.id, **ANA)
        before = told(ledger)
        with ledger._store.adding() as connection:
            connection.exec_driver_sql("UPDATE facts SET value = 'other' WHERE name LIKE '%by'")
    with Ledger(address) as ledger:
        assert told(ledger) == before


def test_the_state_of_a_ledger_is_another_after_every_correction(news):
    states = [news.version()]

    def now():
        states.append(news.version())

    (made,) = news.correct(visit(news).id, status="cancelled")
    now()
    news.undo_correction(made.id)
    now()
    news.remove_article(COPY.article.id)
    now()
    news.add(later())
    now()
    assert len(set(states)) == len(states)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({}, "nothing to correct"),
        ({"status": "off"}, "no such status: 'off'"),
        ({"when": "next week"}, "'next week' is not a date"),
        ({"what": "  "}, "an event needs a name"),
        ({"status": "held", "why": "x" * 2000}, "why is longer than 1,000 letters"),
        ({"status": "held"}, "status would stay as recorded"),
        ({"when": "2026-03-12"}, "when would stay as recorded"),
        ({"status": "held", "place": "Norland"}, "status and place would stay as recorded"),
    ],
)
def test_what_cannot_be_corrected_is_refused_and_changes_nothing(news, untouched, wrong, reason):
    with pytest.raises(QuestionError) as refused:
        news.correct(visit(news).id, **wrong)
    assert refused.value.reason == reason
    assert alike(news, untouched)


def test_only_what_differs_from_the_record_is_kept_as_a_correction(news):
    made = news.correct(visit(news).id, status="cancelled", place="Norland")
    assert [one.kind for one in made] == ["status"]


def test_an_unknown_correction_statement_or_kind_is_refused(news):
    with pytest.raises(NotFound, match="no correction 'abc'"):
        news.undo_correction("abc")
    with pytest.raises(NotFound, match="no statement 's9'"):
        news.correct_speaker(SAID.article.id, "s9", "Ana Berg")
    with pytest.raises(QuestionError, match="one kind for each name"):
        news.correct_speaker(SAID.article.id, "s0", ["Ana Berg"], kinds=["paper"])
    with pytest.raises(QuestionError, match="are one name already"):
        news.merge_names("Petra Orr", "Ms Petra Orr")
    assert news.corrections(undone=True) == ()


def test_control_letters_and_lone_surrogates_in_what_people_write_do_no_harm(news):
    (made,) = news.correct(visit(news).id, what="a\x00b\ud800\nc", who="A\tB", why="x\r\ny")
    assert (made.after, made.who, made.why) == ("ab? c", "A B", "x y")
    assert visit(news).what == "ab? c"


def test_a_ledger_of_the_schema_before_keeps_its_rulings(tmp_path):
    import gzip

    path = tmp_path / "news.sqlite"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "kept" / "schema_0008.sqlite.gz").read_bytes()))
    with sqlite3.connect(path) as old:
        (a,), (b,) = old.execute("SELECT id FROM mentions ORDER BY no").fetchall()[:5:4]
        old.execute("INSERT INTO rulings VALUES (?, ?, 'apart')", sorted((a, b)))
        old.execute("INSERT OR IGNORE INTO dirty SELECT no, 0 FROM mentions")
    with Ledger(path) as ledger:
        (kept,) = ledger.corrections()
        assert (kept.kind, kept.who, kept.made, kept.pairs) == ("split", "", "", (tuple(sorted((a, b))),))
        assert ledger.event(a).id != ledger.event(b).id
        assert ledger.undo(a) == 1
        assert ledger.event(a).id == ledger.event(b).id
