"""A brief begins with what is ahead or has just changed, of it what most tell; what was merely said comes last."""

from dataclasses import replace

from reportedly import Ledger
from reportedly.brief import is_folded, make_brief
from tests.ledger.stories import Told, article

SPEECH = Told(words="Mara Kos spoke on the ferries", status="held", type="speech", who=("Mara Kos",),
              what="Mara Kos gives a speech", place="Drava", when="2026-03-06")  # fmt: skip
STRIKE = Told(words="the ferry strike begins on 20 March", status="scheduled", type="strike", who=("Ferry Union",),
              what="Ferry Union strikes", place="Port Oster", when="2026-03-20")  # fmt: skip
OLD = Told(words="Ivo Lund met Ana Berg", status="held", type="meeting", who=("Ivo Lund", "Ana Berg"),
           what="Ivo Lund meets Ana Berg", place="Sava", when="2025-11-02")  # fmt: skip
VOTE = Told(words="parliament votes on the budget on 30 March", status="scheduled", type="vote", who=("Parliament",),
            what="Parliament votes on the budget", place="Norland", when="2026-03-30")  # fmt: skip


def articles():
    for outlet in ("Drava Courier", "Harbour Post", "Norland News"):
        yield article(outlet, "2025-11-02", OLD, text=f"As {outlet} has it.")
    for outlet in ("Drava Courier", "Harbour Post"):
        yield article(outlet, "2026-03-04", STRIKE, text=f"As {outlet} has it.")
    yield article("Norland News", "2026-03-05", VOTE)
    yield article("Norland News", "2026-03-06", SPEECH)


def test_what_is_ahead_and_told_by_most_comes_first_and_past_speeches_last(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all(articles())
        whole, limited = make_brief(ledger), make_brief(ledger, limit=12)
    named = [event.what for event in whole.events]
    assert named == [
        "Ferry Union strikes",
        "Parliament votes on the budget",
        "Ivo Lund meets Ana Berg",
        "Mara Kos gives a speech",
    ]
    assert [event.what for event in limited.events] == named
    assert [is_folded(event) for event in whole.events] == [False, False, False, True]


def test_the_order_is_that_of_the_day_asked_for(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all(articles())
        assert [event.what for event in make_brief(ledger, as_of="2025-11-05").events] == ["Ivo Lund meets Ana Berg"]


def of_title(record, title):
    return replace(record, article=replace(record.article, title=title))


def test_an_event_counts_as_told_by_all_outlets_that_print_its_story(tmp_path):
    """Seven outlets on one flood, each with an event of its own, and two on a strike."""
    with Ledger(tmp_path / "news.sqlite") as ledger:
        for number in range(7):
            told = Told(words=f"Mayor {number} meets helpers in Tarn", status="scheduled", type="meeting",
                        who=(f"Mayor Number{number}",), what=f"Mayor {number} meets helpers", place="Tarn",
                        when=f"2026-03-1{number}")  # fmt: skip
            outlet = f"Paper {number}"
            ledger.add(of_title(article(outlet, "2026-03-06", told), f"Flood of the Tarn valley: day {number}"))
        for outlet in ("Drava Courier", "Harbour Post"):
            ledger.add(of_title(article(outlet, "2026-03-06", STRIKE, text=f"As {outlet} has it."), "Ferries to stop"))
        brief, lead = make_brief(ledger), make_brief(ledger, limit=4)
        stories = ledger.stories([event.id for event in brief.events])
    # Three of the flood count as told by 7, 3.5 and 2.3 outlets, and come before the strike with its two.
    names = [event.what for event in brief.events]
    assert [name for name in names if name.startswith("Mayor")] == names[:3] + names[4:]
    assert names[3] == "Ferry Union strikes"
    assert [event.id for event in lead.events] == [event.id for event in brief.events[:4]]
    assert sorted({story.outlets for story in stories.values()}) == [2, 7]


def test_the_story_of_a_day_gone_by_is_that_of_what_was_printed_by_then(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        for day, outlet in enumerate(("Drava Courier", "Harbour Post", "Norland News"), 1):
            told = article(outlet, f"2026-03-0{day}", STRIKE, text=f"As {outlet} has it.")
            ledger.add(of_title(told, "Ferry strike"))
        (then,) = ledger.events(as_of="2026-03-02")
        stories = ledger.stories([then.id], as_of="2026-03-02")
        assert ledger.stories([]) == {}
    assert [story.outlets for story in stories.values()] == [2]
