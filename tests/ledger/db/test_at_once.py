"""Several questions asked of one state of the ledger, and how a change of its state is noticed."""

import threading

import pytest

from reportedly import Ledger
from reportedly.errors import NotFound
from tests.ledger.stories import SUMMIT, VISIT


def test_what_is_added_meanwhile_is_not_seen(make_ledger):
    ledger = make_ledger()
    ledger.add_all(VISIT)
    (visit,) = ledger.events()
    with ledger.at_once():
        before = ledger.names().items
        adding = threading.Thread(target=ledger.add, args=(SUMMIT,))
        adding.start()
        adding.join()
        assert [event.id for event in ledger.find_events().items] == [visit.id]
        assert ledger.names().items == before
        with ledger.at_once():  # within another: the same state
            assert len(ledger.articles()) == len(VISIT)
    assert len(ledger.find_events().items) == 2


def test_other_threads_see_what_there_is(make_ledger):
    ledger = make_ledger()
    ledger.add_all(VISIT)
    seen = []
    with ledger.at_once():
        ledger.articles()
        ledger.add(SUMMIT)
        asking = threading.Thread(target=lambda: seen.append(len(ledger.articles())))
        asking.start()
        asking.join()
        assert len(ledger.articles()) == len(VISIT)
    assert seen == [len(VISIT) + 1]


def test_an_error_ends_it(make_ledger):
    ledger = make_ledger()
    ledger.add_all(VISIT)
    with pytest.raises(NotFound), ledger.at_once():
        ledger.event("none")
    ledger.add(SUMMIT)
    assert len(ledger.articles()) == len(VISIT) + 1


def test_a_version_lasts_until_something_is_added_or_ruled(make_ledger):
    ledger = make_ledger()
    versions = [ledger.version()]
    ledger.add_all(VISIT)
    versions.append(ledger.version())
    assert ledger.version() == versions[-1]
    ledger.add(VISIT[0])  # is there already
    assert ledger.version() == versions[-1]
    ledger.add(SUMMIT)
    versions.append(ledger.version())
    a, b = (event.id for event in ledger.events())
    ledger.merge(a, b)
    versions.append(ledger.version())
    assert len(set(versions)) == 4


def test_what_another_process_adds_changes_the_version(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger, Ledger(path) as other:
        before = ledger.version()
        other.add_all(VISIT)
        assert ledger.version() != before
        assert ledger.version() == other.version()


def test_days_on_which_an_event_was_reported(make_ledger):
    ledger = make_ledger()
    ledger.add_all([*VISIT, SUMMIT])
    for event in ledger.events():
        days = {report.published[:10] for report in event.reports if report.published}
        assert ledger.event_days(event.id) == tuple(sorted(days))


def test_the_newest_day_in_print(make_ledger):
    ledger = make_ledger()
    assert ledger.newest_day() is None
    ledger.add_all([*VISIT, SUMMIT])
    days = sorted(record.article.published[:10] for record in (*VISIT, SUMMIT) if record.article.published)
    assert ledger.newest_day() == days[-1]
    assert ledger.newest_day(as_of=days[0]) == days[0]
    assert ledger.newest_day(as_of="1999-12-31") is None


def test_a_ledger_is_read_ahead_wherever_it_is(make_ledger, tmp_path):
    make_ledger().read_ahead()
    path = tmp_path / "gone.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all(VISIT)
    ledger.read_ahead()  # closed by now
    path.unlink()
    ledger.read_ahead()
