"""What front ends ask of a ledger, page by page."""

import pytest

from reportedly import Ledger, LedgerError, NotFound
from reportedly.ledger import EventFilter, StatementFilter
from tests.ledger.stories import SUMMIT, VISIT, Told, article
from tests.ledger.test_order import ARTICLES


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("contract") / "news.sqlite") as book:
        for record in ARTICLES:
            book.add(record)
        yield book


def everything(ask, **options):
    """All items of a paged answer, asked for two at a time."""
    items, cursor = [], None
    while True:
        page = ask(limit=2, cursor=cursor, **options)
        items += page.items
        cursor = page.next
        if cursor is None:
            return items


def test_events_come_in_pages_last_reported_on_first(ledger):
    found = everything(ledger.find_events)
    assert [event.id for event in found] == [event.id for event in ledger.events()]
    assert found[0].newest >= found[-1].newest


def test_events_in_order_of_their_own_date(ledger):
    found = everything(ledger.find_events, order="date")
    dated = [event.when for event in found if event.when]
    assert dated == sorted(dated)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"words": "leaders oster"}, {"Leaders of the Drava states meet in Port Oster"}),
        ({"name": "lund", "type": "summit"}, {"Leaders of the Drava states meet in Port Oster"}),
        ({"place": "norland"}, {"Elena Varga visits Norland"}),
        ({"outlet": "norland news", "type": "visit"}, {"Elena Varga visits Norland"}),
        ({"since": "2026-03-20", "until": "2026-03-25"}, {"Leaders of the Drava states meet in Port Oster"}),
        ({"words": "nobody knows"}, set()),
        ({"type": "call"}, set()),
    ],
)
def test_filters(ledger, asked, what):
    assert {event.what for event in ledger.find_events(EventFilter(**asked)).items} == what


def test_history_of_a_visit_that_is_put_off(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as book:
        for record in (*VISIT, SUMMIT):
            book.add(record)
        (visit,) = book.find_events(EventFilter(type="visit")).items
        history = book.event_history(visit.id)
        assert [(change.day, change.sequence, change.before, change.status) for change in history] == [
            ("2026-03-02", 0, None, "scheduled"),
            *[(change.day, n, history[n - 1].status, change.status) for n, change in enumerate(history) if n],
        ]
        assert history[-1].status == visit.status == "held"
        assert "postponed" in {change.status for change in history}
        assert visit.sequence == history[-1].sequence
        for change in history:
            then = book.event(visit.id, as_of=change.day)
            assert (then.status, then.when, then.status_on_record) == (change.status, change.when, change.on_record)
            assert change.article in then.articles
        assert book.event_history(visit.id, as_of="2026-03-05") == tuple(c for c in history if c.day <= "2026-03-05")
        assert everything(book.changes, event=visit.id) == list(history[::-1])


def test_an_event_is_moved_away_from_its_earlier_day_once_that_is_in_print(tmp_path):
    visit = (
        article("Adriapress", "2026-03-02", Told(words="Elena Varga will visit Norland", status="scheduled")),
        article(
            "Adriapress",
            "2026-03-05",
            Told(words="the Varga visit was moved", status="rescheduled", when="2026-04-20"),
        ),
    )
    with Ledger(tmp_path / "news.sqlite") as book:
        book.add_all(visit)
        assert [event.when for event in book.moved_away("2026-03-12", "2026-03-12")] == ["2026-04-20"]
        assert book.moved_away("2026-03-01", "2026-03-31", as_of="2026-03-04") == ()
        assert book.moved_away("2026-03-13", "2026-04-30") == ()
        with pytest.raises(LedgerError, match="since is no day: 'March'"):
            book.moved_away("March", "2026-03-12")


def test_origins_of_the_newest_events_tell_how_many_were_looked_at(ledger):
    events = ledger.events()
    page = ledger.origins_page(events=2, limit=1)
    assert (page.events, page.of_events) == (2, len(events))
    assert page.items == ledger.origins(limit=2)[:1]
    assert page.next is not None
    assert everything(ledger.origins_page, events=1000) == list(ledger.origins())


def test_changes_are_newest_first_and_within_days(ledger):
    found = everything(ledger.changes)
    assert [change.day for change in found] == sorted((change.day for change in found), reverse=True)
    some = everything(ledger.changes, since="2026-03-03", until="2026-03-06")
    assert some == [change for change in found if "2026-03-03" <= change.day <= "2026-03-06"]
    assert everything(ledger.changes, as_of="2026-03-06") == [change for change in found if change.day <= "2026-03-06"]


def test_articles_their_events_and_what_they_share(ledger):
    articles = everything(ledger.articles_page)
    assert {article.id for article in articles} == {record.article.id for record in ARTICLES}
    assert [article.published or "" for article in articles] == sorted(
        (a.published or "" for a in articles), reverse=True
    )
    echo = next(article for article in articles if article.outlet == "Harbour Post" and ledger.shared(article.id))
    assert ledger.article(echo.id) == echo
    assert {event.type for event in ledger.events_of(echo.id)} >= {"talks"}
    shared = ledger.shared(echo.id)
    text = ledger.record(echo.id).article.text
    for other in shared:
        assert 0 < other.ours <= 1
        assert any("opened again" in text[start:end] for start, end in other.spans)
        assert other.first == ((other.article.published or "9999") < echo.published)


def test_search_with_facets(ledger):
    found = ledger.search(StatementFilter(words="sign"), limit=3)
    assert len(found.items) == 3
    rest = ledger.search(StatementFilter(words="sign"), limit=3, cursor=found.next)
    assert rest.next is None
    assert rest.facets == found.facets
    facets = dict(found.facets)
    assert facets["stance"] == (("asserts", 4),)
    assert dict(facets["month"]) == {"2026-03": 3}
    assert len(facets["outlet"]) == 4


def test_names_and_profiles(ledger):
    first, *_ = everything(ledger.names)
    assert (first.name, first.kind, first.statements) == ("Jonas Lund", "person", 4)
    assert ledger.names("lund").items == (first,)
    assert ledger.names("lund", kind="outlet").items == ()
    profile = ledger.profile("jonas lund")
    assert profile.stances == (("asserts", 4),)
    assert {outlet for outlet, _ in profile.outlets} == {
        "World Brief",
        "Nairobi Ledger",
        "Harbour Post",
        "Norland News",
    }
    assert {event.type for event in profile.events} >= {"summit", "talks"}
    papers = [ledger.profile(name) for name in ("World Brief", "Nairobi Ledger")]
    assert {(paper.kind, paper.printed, paper.printed_first, paper.echoes) for paper in papers} == {
        ("outlet", 1, 1, 0),
        ("outlet", 1, 0, 1),
    }


def test_conflicts_drift_and_echoes_page_by_page(ledger):
    assert set(everything(ledger.conflicts_page)) == set(ledger.conflicts())
    assert set(everything(ledger.drift_page)) == set(ledger.drift())
    assert set(everything(ledger.echoes_page)) == set(ledger.echoes(copies_only=True))


def test_version_changes_with_what_is_added_and_ruled(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as book:
        versions = [book.version()]
        for record in (VISIT[0], SUMMIT):
            book.add(record)
            versions.append(book.version())
        assert not book.add(SUMMIT)
        assert book.version() == versions[-1]
        book.merge(*(event.id for event in book.events()))
        versions.append(book.version())
    assert len(set(versions)) == 4


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda book: book.find_events(cursor="x"),
            "not a cursor of this list: 'x'. Use `next` of the previous page.",
        ),
        (lambda book: book.find_events(limit=0), "limit is 0. Write a number from 1 to 1000."),
        (lambda book: book.origins_page(events=0), "events is 0. Write a number from 1 to 1000."),
        (
            lambda book: book.origins_page(cursor="x"),
            "not a cursor of this list: 'x'. Use `next` of the previous page.",
        ),
        (lambda book: book.find_events(as_of="May"), "as_of is no day: 'May'. Write YYYY-MM-DD."),
        (lambda book: book.changes(since="2026-02-30"), "since is no day: '2026-02-30'. Write YYYY-MM-DD."),
        (lambda book: book.find_events(order="loudest"), "no such order: 'loudest'. Write newest, date or size."),
        (
            lambda book: book.search(StatementFilter(kind="shouted")),
            "no such kind: 'shouted'. Write one of direct, indirect, mixed.",
        ),
        (lambda book: book.event("e"), "no event 'e'. `reportedly events` prints their ids."),
        (lambda book: book.event_history("e"), "no event 'e'. `reportedly events` prints their ids."),
        (lambda book: book.article("a"), "no article 'a'. `reportedly statements` prints their ids."),
        (lambda book: book.shared("a"), "no article 'a'. `reportedly statements` prints their ids."),
        (lambda book: book.profile("Nobody"), "no source called 'Nobody'. `reportedly statements` prints the names."),
    ],
)
def test_what_cannot_be_asked_is_told_in_full(ledger, ask, message):
    with pytest.raises(LedgerError) as caught:
        ask(ledger)
    assert str(caught.value) == f"{ledger.source}: {message}"
    assert isinstance(caught.value, NotFound) == message.startswith(("no event", "no article", "no source"))
