"""What a text lets its reader conclude of a clause, by the word in square brackets: parses alone, no weights."""

from __future__ import annotations

import pytest

from reportedly.article import Article
from reportedly.reading.document import Document
from reportedly.reading.syntax.parse import parse
from reportedly.reading.syntax.veridicality import taken_back_by, truth_of


def parsed(marked: str) -> tuple[Document, int]:
    document = parse(Article(text=marked.replace("[", "").replace("]", ""), language="en"))
    token = document.token_at(marked.index("["))
    assert token is not None
    return document, token


HOLDS = [
    "The gala has been [cancelled], the mayor said.",
    "The mayor confirmed that the gala had been [cancelled].",
    "It is true that the gala was [called] off.",
    # What is presupposed, whatever stands above it
    "She did not know that the gala had been [cancelled].",
    "He asked why the gala was [cancelled].",
    "Why was the gala [cancelled]?",
    "The choir did not come because the gala had been [cancelled].",
    "No reason was given for [cancelling] the gala.",
    "The mayor apologised for [cancelling] the gala.",
    "Tickets were sold despite the [cancellation] of the gala.",
    "The gala was [adjourned] with no decision taken.",
    # What is not denied
    "The gala was not only [postponed] but cancelled.",
    "The mayor was drawn into saying that the gala had been [cancelled].",
    "The mayor was pressed into [cancelling] the gala.",
    "He would have come to the gala but [cancelled] it.",
    "The gala, she said, will be [cancelled].",
    "The gala will be [cancelled] without a refund.",
    "The mayor and the bishop would have come, but the city [cancelled] the gala.",
    "The gala was to be held in May but was [cancelled].",
    "They would not have [postponed] the gala unless they had to.",
    "He could not say why the gala was [cancelled].",
    "There was no word on why the gala had been [cancelled].",
    "There is no doubt that the gala has been [cancelled].",
    "The mayor did not hide that the gala had been [cancelled].",
    "No one was surprised that the gala had been [cancelled].",
    "The mayor regretted that the gala had been [cancelled].",
    # What somebody was wrong to do he did; what he should have said is so
    "The mayor was wrong to [cancel] the gala.",
    "The gala should never have been [cancelled].",
    "“I should have said that the gala [is] off,” the mayor said.",
    "“I regret to say that the gala has been [cancelled],” the mayor said.",
    "The ministry went as far as [cancelling] the gala.",
]
FAILS = [
    "The gala has not been [called] off.",
    "The gala was neither [cancelled] nor postponed.",
    "The gala was not cancelled or [postponed].",
    "The gala was nearly [called] off.",
    "The city failed to [cancel] the gala.",
    "The city refused to [postpone] the gala.",
    "She came close to [cancelling] the gala.",
    "She ruled out [postponing] the gala.",
    "The mayor has no intention of [cancelling] the gala.",
    "There is no need to [postpone] the gala, she said.",
    "The mayor does not plan to [cancel] the gala.",
    "She does not think the gala will be [cancelled].",
    "A judge rejected a request to [postpone] the gala.",
    "The city reversed the [cancellation] of the gala.",
    "The mayor dropped plans to [cancel] the gala.",
    "There was no [cancellation] of the gala.",
    # Denials and false reports
    "The mayor denied that the gala had been [cancelled].",
    "The mayor dismissed reports that the gala had been [postponed].",
    "Reports that the gala had been [called] off were dismissed by the mayor.",
    "It is untrue that the gala [is] off, she said.",
    "Reports that the gala [is] off are not true, she said.",
    "The report that the gala was [cancelled] proved false.",
    "The story that the gala was [cancelled] turned out to be a hoax.",
    "There is no truth in reports that the gala was [cancelled].",
    "Unless it snows, the gala will not be [cancelled].",
    "The mayor has yet to [cancel] the gala.",
    "The mayor has no power to [cancel] the gala.",
    "The mayor has not gone as far as [cancelling] the gala.",
]
DOUBTED = [
    "The mayor could not confirm that the gala had been [cancelled].",
    "The mayor declined to say whether the gala had been [cancelled].",
    "If it rains, the gala will be [postponed], the mayor said.",
    "The gala would be [cancelled] unless the money was found.",
    "The mayor threatened to [cancel] the gala.",
    "The mayor is considering [postponing] the gala.",
    # A condition without "if", or with a verb of saying put in before what hangs on it
    "Were it to rain, the mayor said, she would [cancel] the gala.",
    "If it rains, the mayor warned, the gala will be [cancelled].",
    "Another storm and the gala would be [cancelled].",
    "Without a loan, the gala would be [cancelled], the mayor said.",
    "In case of rain the gala will be [postponed].",
]
OPEN = [
    # Questions
    "Did the mayor [cancel] the gala?",
    "“Has the gala been [cancelled]?” asked Ms Orr.",
    "The mayor was asked whether the gala had been [postponed].",
    "It is unclear whether the gala has been [cancelled].",
    # Conditions
    "If the gala is [cancelled], the band will lose money.",
    "Should the gala be [called] off, tickets will be refunded.",
    "Had it rained, the gala would have been [cancelled].",
    "Had the mayor been ill, the gala might have been [postponed].",
    "Assuming the gala is [cancelled], the band will lose money.",
    "If only the gala had been [cancelled].",
    "One more vote and the city would have scrapped the ball and [postponed] the gala.",
    # What is not said
    "The mayor never said that the gala had been [cancelled].",
    "The mayor would not be drawn into saying that the gala had been [cancelled].",
    "Not one official said that the gala [was] off.",
    "At no time did the mayor suggest that the gala was [cancelled].",
    "The mayor stopped short of saying that the gala [was] off.",
    "The mayor denied telling the Gazette that the gala had been [cancelled].",
    "The mayor gave no hint that the gala had been [cancelled].",
    "There was no word from the palace that the gala had been [cancelled].",
    "There was no word from the palace on Monday that the gala had been [cancelled].",
    "The court has issued no notice that the gala [is] off.",
    "The mayor has yet to say that the gala [is] off.",
    "The mayor is still to announce that the gala [is] off.",
    "It is yet to be announced that the gala [is] off.",
    "Nothing in the statement says that the gala [is] off.",
    "There is nothing to suggest that the gala has been [cancelled].",
    "The mayor said nothing about the gala being [cancelled].",
    "Nowhere in his letter does he say that the gala [is] off.",
    "Far from saying that the gala [is] off, she praised it.",
    "Not once did the mayor say that the gala [was] off.",
    "She fell short of announcing that the gala [was] off.",
    "Why would the gala be [cancelled]?",
    # What is said wrongly, or taken back
    "The Gazette wrongly wrote that the gala had been [cancelled].",
    "A fake letter said that the gala had been [cancelled].",
    "The mayor was wrong to say that the gala had been [cancelled].",
    "The Gazette withdrew its report that the gala had been [cancelled].",
    "The mayor apologised for saying that the gala [was] off.",
    "Contrary to reports that the gala was [cancelled], tickets are on sale.",
    "“I should never have said that the gala had been [cancelled],” the mayor said.",
    "The mayor regretted saying that the gala had been [cancelled].",
    "“I misspoke when I said the gala was [cancelled],” the mayor said.",
    "It was a mistake to announce that the gala [was] off.",
    "The mayor disowned his remark that the gala was [cancelled].",
    "The novel imagines what happens if the gala is [cancelled].",
    "The mayor joked that the gala had been [cancelled].",
]


@pytest.mark.parametrize(
    ("marked", "truth"),
    [
        *((marked, "+") for marked in HOLDS),
        *((marked, "-") for marked in FAILS),
        *((marked, "?") for marked in DOUBTED),
        *((marked, "o") for marked in OPEN),
    ],
)
def test_truth(marked: str, truth: str):
    assert truth_of(*parsed(marked)).truth == truth


@pytest.mark.parametrize(
    ("marked", "decider"),
    [
        ("The mayor denied that the gala had been [cancelled].", "denied"),
        ("The gala has not been [called] off, the mayor said.", "called"),
        ("Claims that the gala was [cancelled] are baseless, the mayor said.", "are"),
        ("The gala has been [cancelled], the mayor said.", None),
    ],
)
def test_the_word_that_decides(marked: str, decider: str | None):
    document, token = parsed(marked)
    found = truth_of(document, token).decider
    assert (None if found is None else document.words[found]) == decider


@pytest.mark.parametrize(
    ("marked", "by"),
    [
        ("Ms Orr retracted the claim that the mayor [took] bribes.", "retracted"),
        ("Ms Orr apologised for [saying] that the dam leaked.", "apologised"),
        ("Ms Orr withdrew the bill, saying that it [was] flawed.", None),
        ("Ms Orr denied that the mayor [took] bribes.", None),
    ],
)
def test_the_verb_that_takes_back(marked: str, by: str | None):
    document, token = parsed(marked)
    verb = taken_back_by(document, token)
    assert (None if verb is None else document.words[verb]) == by
