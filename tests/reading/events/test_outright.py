"""What a clause says outright of its event, on hand-made triggers: parses alone, no weights."""

from __future__ import annotations

import pytest

from reportedly.article import Article
from reportedly.reading.events.outright import (
    decides_on_another,
    goes_ahead,
    is_day_of_deed,
    is_day_of_word,
    outright_status,
)
from reportedly.reading.syntax.parse import parse
from reportedly.reading.times.find import find_times
from reportedly.vocabulary import TimeType


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        # The old day alone is no new day.
        ("The [summit] on May 15 has been postponed.", "postponed"),
        ("Varga has put off her [visit] to Riga on May 8.", "postponed"),
        ("The court delayed the [trial] of Jan Orr.", "postponed"),
        ("The [summit] on May 15 has been postponed to June 2.", "rescheduled"),
        ("The [race] was put off until Friday.", "rescheduled"),
        ("The [vote] has been postponed from May 12 to June 7.", "rescheduled"),
        ("The [trial] was pushed back to June 9.", "rescheduled"),
        # A plan between the noun and its verb, however it is parsed
        ("The [rally] in Turin scheduled for Friday was cancelled.", "cancelled"),
        ("[Talks] in Oman set for May 12 were put off, the envoy said.", "postponed"),
        ("[Elections] in Mali planned for May 22 have been postponed, the government said.", "postponed"),
        ("[Speeches] in Rome set for Friday were delayed.", "postponed"),
        ("The [summit] is off.", "cancelled"),
        ("[Summit] cancelled after storm", "cancelled"),
        ("[Talks] postponed as envoy falls ill", "postponed"),
        ("The [launch] was put off to no earlier than June 2.", "rescheduled"),
        ("[Strike] delayed trains", None),
        ("The council has ditched the [vote].", "cancelled"),
        ("A [summit] has been pencilled in for May 31.", "scheduled"),
        # Nothing beyond doubt
        ("The [summit] has not been postponed.", None),
        ("The [summit] may be postponed.", None),
        ("The ministry asked that the [summit] be postponed.", None),
        ("Police would not say if the [summit] was postponed.", None),
        ("The [summit] is off to a good start.", None),
        ("The [trial] was pushed back a week.", None),
        ("If Varga says the [summit] is off, we stay at home.", None),
        ("Nobody has said that the [summit] is off.", None),
        ("No official would say the [summit] was off.", None),
        ("Varga denied that the [summit] was cancelled.", None),
        ("“Has the [summit] been cancelled?” a reporter asked.", None),
        ("Varga said the [summit] was cancelled.", "cancelled"),
        ("The [summit] opened on Monday.", None),
        ("The [tournament] is off the coast this year.", None),
    ],
)
def test_outright(marked: str, status: str | None) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    document = parse(Article(text=text, published="2026-05-01", language="en"))
    dated = (time for time in find_times(document) if time.type in (TimeType.DATE, TimeType.TIME))
    dates = [document.tokens_in(time.span)[0] for time in dated]
    assert outright_status(document, document.tokens_in((start, end))[-1], dates) == status


@pytest.mark.parametrize(
    ("marked", "decides"),
    [
        ("The mayor [decided] on Tuesday to call off the *parade*.", True),
        ("The board [agreed] on Monday to postpone the *vote*.", True),
        ("The parties [agreed] on Monday to hold *talks*.", False),
        ("The mayor [decided] on Tuesday to call off the dogs.", False),
        ("The mayor [cancelled] the *parade*.", False),
    ],
)
def test_a_decision_to_call_something_off_is_no_event_beside_it(marked: str, decides: bool) -> None:
    bare = marked.replace("*", "")
    text = bare.replace("[", "").replace("]", "")
    document = parse(Article(text=text, language="en"))
    words = [text[slice(*document.span(token, token + 1))] for token in range(len(document))]
    other = marked.split("*")[1] if "*" in marked else None
    trigger = bare[bare.index("[") + 1 : bare.index("]")]
    triggers = {words.index(trigger)} | ({words.index(other)} if other else set())
    assert decides_on_another(document, words.index(trigger), triggers) is decides


@pytest.mark.parametrize(
    ("marked", "is_deed"),
    [
        ("The [summit] was called off on *Tuesday*.", True),
        ("The board *Monday* postponed the [vote].", True),
        ("The mayor decided on *Tuesday* to call off the [parade].", True),
        ("[Talks] in Oman set for May 12 were put off on *Monday*, the envoy said.", True),
        ("The [visit] was announced on *Monday*.", True),
        ("Miners will go ahead with the [strike] they called off on *Monday*.", True),
        ("Miners will go ahead on *Monday* with the [strike] they called off.", False),
        ("The minister confirmed on *Thursday* that a [visit] by the president had been postponed.", True),
        ("The minister said on *Thursday* the [talks] would resume.", True),
        ("The minister said the [talks] would resume on *Thursday*.", False),
        ("The union called a [strike] on *Monday*.", False),
        ("The [summit] opened on *Tuesday*.", False),
        ("The [march] planned for *Saturday* was called off.", False),
        ("The [parade] of *Tuesday* was called off.", False),
    ],
)
def test_the_day_of_a_deed_is_not_that_of_its_event(marked: str, is_deed: bool) -> None:
    text = marked.replace("*", "").replace("[", "").replace("]", "")
    document = parse(Article(text=text, language="en"))
    words = [text[slice(*document.span(token, token + 1))] for token in range(len(document))]
    trigger, day = marked[marked.index("[") + 1 : marked.index("]")], marked.split("*")[1]
    assert is_day_of_deed(document, words.index(trigger), words.index(day)) is is_deed


@pytest.mark.parametrize(
    ("marked", "announced"),
    [
        ("The [conference] in Tarn, announced in *January*, opened on Tuesday.", True),
        ("The [hearing], which was ordered in *March*, opened on Tuesday.", True),
        ("The [talks], agreed last *month* in Tarn, began on Monday.", True),
        ("The [strike] was announced in *April* and began on Monday.", True),
        ("The [conference], announced for *January*, was called off.", False),
        ("The [conference] in Tarn, held in *January*, drew 300 people.", False),
        ("The [conference], announced in January, opened on *Tuesday*.", False),
        # Made when it is announced
        ("A [deal] unveiled on *Wednesday* would raise taxes.", False),
    ],
)
def test_the_day_of_an_announcement(marked: str, announced: bool) -> None:
    plain = marked.replace("[", "").replace("]", "").replace("*", "")
    document = parse(Article(text=plain, published="2026-05-14", language="en"))
    token = document.token_at(marked.index("["))
    day = document.token_at(len(marked[: marked.index("*")].replace("[", "").replace("]", "")))
    assert token is not None and day is not None
    assert is_day_of_word(document, token, day) is announced


@pytest.mark.parametrize(
    ("marked", "ahead"),
    [
        ("The [visit] goes ahead, she said.", True),
        ("The [vote] will take place on May 6.", True),
        ("The [vote] will not go ahead.", False),
        ("The [vote] may go ahead.", False),
        ("The [vote] took place on May 6.", False),
        ("If the [vote] goes ahead, she will resign.", False),
        ("She denied that the [vote] will go ahead.", False),
    ],
)
def test_what_goes_ahead(marked: str, ahead: bool) -> None:
    document = parse(Article(text=marked.replace("[", "").replace("]", ""), language="en"))
    token = document.token_at(marked.index("["))
    assert token is not None
    assert goes_ahead(document, token) is ahead
