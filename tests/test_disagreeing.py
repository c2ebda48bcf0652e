"""Who disagrees within one article: both are on the record, and the status says that it is disputed."""

import pytest
from click.testing import CliRunner

from reportedly import Article, Ledger, read
from reportedly.answering import ask
from reportedly.cli.main import cli

STORY = """Talks on Lake Varna due on May 12 are off, minister says

OSTBURG, May 8 - Foreign Minister Pavel Drozd said on Wednesday that the talks with Karovia planned for May 12 in Ostburg had been cancelled.

Karovia's ambassador, Lena Marik, said the talks would go ahead on May 12 as planned.

"The talks have not been cancelled. We will be there," Marik told reporters.
"""  # noqa: E501
CANCELLED = "Foreign Minister Pavel Drozd said on Wednesday that the talks set for May 12 had been cancelled. "


@pytest.fixture
def told(tmp_path):
    """The first event of a text of 8 May 2024."""

    def tell(text):
        with Ledger(tmp_path / "news.sqlite") as ledger:
            ledger.add(read(Article(text=text, published="2024-05-08")))
            return next(iter(ledger.events()))

    return tell


def test_two_people_who_contradict_each_other_in_one_article(told):
    event = told(STORY)
    assert (event.origins, event.origins_on_record, event.disputed) == (2, 2, True)
    (conflict,) = event.conflicts
    sides = {report.chain: report.status for report in (conflict.a, conflict.b)}
    assert sides.pop(("Pavel Drozd",)) == "cancelled"
    assert sides[("Lena Marik",)] in ("planned", "scheduled")
    assert {report.evidence for report in (conflict.a, conflict.b)} <= {report.evidence for report in event.reports}
    assert conflict.open


def test_a_brief_says_that_a_status_is_disputed_and_by_whom(tmp_path):
    path = tmp_path / "talks.txt"
    path.write_text(STORY, "utf-8")
    brief = CliRunner().invoke(cli, ["brief", str(path), "--published", "2024-05-08"]).output
    assert "(DISPUTED)" in brief
    assert "(disputed), also on the record" in brief
    assert "cancelled" in brief and "scheduled" in brief
    assert "minister\n" not in brief


def test_a_question_about_a_disputed_event_gets_both_sides(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(read(Article(text=STORY, published="2024-05-08")))
        answer = ask(ledger, "Are the talks with Karovia cancelled?")
        text = " ".join(sentence.text for sentence in answer.sentences)
    assert text.startswith("Reports disagree.")
    assert "Pavel Drozd" in text
    assert "Lena Marik" in text


@pytest.mark.parametrize(
    "text",
    [
        CANCELLED + "“The talks will go ahead,” Karovia's ambassador, Lena Marik, told reporters.",
        CANCELLED + "Karovia's ambassador, Lena Marik, insisted the talks would be held on May 12.",
        "President Ida Sorn's office said on Wednesday the summit due on June 3 would not take place. "
        "Karovia's prime minister, Leo Hart, insisted the summit would be held on June 3.",
        "Mayor Ana Belk said on Tuesday that the concert scheduled for Saturday in Lorne Park had been cancelled. "
        "The promoter, Ivo Stel, insisted the concert would take place on Saturday.",
        "Judge Rita Malm said on Wednesday the hearing set for May 14 would go ahead. Lawyer Otto Brand said that the "
        "hearing had been postponed.",
        "Ana Belk, who chairs the council, said on Wednesday the vote on the stadium due on May 14 had been postponed. "
        "“It will be held on May 14,” her deputy, Rui Costa, said on Wednesday. “Nothing has been postponed.”",
    ],
)
def test_who_stands_by_a_plan_contradicts_who_calls_it_off(told, text):
    event = told(text)
    assert event.disputed
    assert len(event.conflicts) == 1


@pytest.mark.parametrize(
    "text",
    [
        # One person who first plans, then cancels.
        "Mayor Ana Belk said the rally set for June 3 would go ahead. On Wednesday Belk said the rally was called off.",
        # The article's own background.
        CANCELLED + "The talks, planned for May 12, were to take place at Lake Sorn.",
        # An older word.
        CANCELLED + "Last week Karovia's ambassador, Lena Marik, said the talks would go ahead as planned.",
        CANCELLED + "Karovia's ambassador, Lena Marik, had said the talks would go ahead as planned.",
        # Another event.
        CANCELLED + "Karovia's ambassador, Lena Marik, said a trade fair in Lorne would go ahead on June 4 as planned.",
        # Neither confirmed nor denied, regretted, recalled.
        CANCELLED + "Karovia's ambassador, Lena Marik, said she could not confirm that the talks had been cancelled.",
        CANCELLED + "Karovia's ambassador, Lena Marik, said she regretted the cancellation of the talks.",
        "The agency's head, Mila Kerr, said the launch of the Orb probe set for Friday had been called off. "
        "Engineers said the launch was planned as a test of the new engine.",
    ],
)
def test_a_plan_that_is_recalled_contradicts_nobody(told, text):
    event = told(text)
    assert not event.conflicts
    assert not event.disputed
