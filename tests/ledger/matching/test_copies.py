"""Copies, parts of copies, and relays of one origin."""

import pytest

from reportedly import Ledger
from reportedly.ledger.matching.copies import shared_text, text_of
from tests.ledger.stories import VISIT, Told, article

DISPATCH = (
    "President Elena Varga will not travel to Norland next week, a source in the presidency said on Thursday. "
    "The visit, the first by a head of state since the border was opened again, was to have begun with talks on "
    "fishing rights and the new bridge. The source gave no reason and named no new date. Norland's ministry of "
    "foreign affairs had said on Monday that all was ready for the guest and for the signing of two agreements."
)
EDITED = (
    DISPATCH.replace("next week, ", "").replace("gave no reason and named no new date", "did not say why")
    + " Readers have written to us about the bridge for years, and few of them believe that it will be built soon."
)
LONGER = (
    "The harbour has seen many plans come and go, and those who work there have learned to wait. " * 4
    + DISPATCH
    + " In the fish market nobody had prepared for guests anyway, the stall holders told this paper on Friday. " * 4
)
OWN = (
    "No flags hung from the town hall on Thursday. What had been planned for months fell through in an afternoon, and "
    "the mayor, who had bought a new suit, learned of it from the radio. He said that he would wear it to the opera."
)


@pytest.mark.parametrize(
    ("text", "is_copy"), [(DISPATCH, True), (DISPATCH.upper(), True), (EDITED, True), (LONGER, True), (OWN, False)]
)
def test_a_text_and_what_others_made_of_it(text, is_copy):
    assert (shared_text(text_of(DISPATCH), text_of(text)) is not None) is is_copy


def test_quoting_one_speech_makes_no_copy():
    speech = (
        "“We have waited for this bridge for twenty years, and we shall not wait for another twenty, whoever comes”"
    )
    one = f"The mayor was angry. {speech}, he said on the quay. " + OWN
    other = f"Reactions were few on Friday, when rain kept most at home; the mayor alone spoke up: {speech}. " + LONGER
    assert shared_text(text_of(one), text_of(other)) is None


def test_pages_of_one_outlet_share_boilerplate():
    menu = " ".join(f"Read more about topic {n} in our section {n}." for n in range(4)) + " "
    pages = [text_of(menu + body * 3, outlet="Harbour Post") for body in (OWN, EDITED)]
    assert shared_text(*pages) is None
    assert shared_text(text_of(menu + EDITED, outlet="A"), text_of(menu + DISPATCH, outlet="A")) is not None


def test_copies_are_grouped_first_printed_first(tmp_path):
    printed = (
        ("Harbour Post", "2026-03-06", LONGER),
        ("Adriapress", "2026-03-05", DISPATCH),
        ("Own", "2026-03-05", OWN),
    )
    records = [article(outlet, day, text=text, id=outlet) for outlet, day, text in printed]
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all(records)
        (echo,) = ledger.echoes()
        assert (echo.kind, echo.articles, echo.origin) == ("copy", ("Adriapress", "Harbour Post"), "Adriapress")
        assert ledger.echoes(as_of="2026-03-05") == ()
        assert [id for id, _ in ledger.copies_of(EDITED)] == ["Adriapress", "Harbour Post"]


def test_articles_that_relay_one_agencys_source_go_back_to_one_origin(tmp_path):
    source = ("Adriapress", "a source in the presidency")
    relay = article("World Brief", "2026-03-05", Told(words="the visit is put off", status="postponed", chain=source))
    own = article("Norland News", "2026-03-05", Told(words="it goes ahead", status="scheduled", chain=("Ivo Marić",)))
    with Ledger(tmp_path / "news.sqlite") as ledger:
        # The agency itself, a paper that has it from there, and one that also speaks for itself.
        ledger.add_all([VISIT[1], VISIT[2], relay, own])
        (echo,) = ledger.echoes()
    assert (echo.kind, echo.origin) == ("origin", "a source in the presidency")
    assert set(echo.articles) == {VISIT[1].article.id, relay.article.id}
