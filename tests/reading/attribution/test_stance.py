"""Stance: what the last link of a chain does with the content."""

from __future__ import annotations

import pytest

from reportedly.reading.attribution.stance_rules import cue_stances
from reportedly.vocabulary import Stance
from tests.marks import read_marked


@pytest.mark.parametrize(
    ("marked", "stance"),
    [
        ("[source:Ana Ruiz] [cue:said] [content:the road was closed].", "asserts"),
        ("[cue:According to] [source:Ana Ruiz], [content:the road was closed].", "asserts"),
        ("[source:Ana Ruiz] [cue:confirmed] [content:that the visit was off].", "confirms"),
        ("[source:Ana Ruiz] [cue:acknowledged] [content:that the visit was off].", "confirms"),
        ("[source:Ana Ruiz] [cue:denied] [content:that the visit was off].", "denies"),
        ("[source:Ana Ruiz] [cue:dismissed] [content:the report].", "denies"),
        ("[source:Ana Ruiz] [cue:played down] [content:the threat].", "denies"),
        ("[source:Ana Ruiz] could not [cue:confirm] [content:the report].", "cannot_confirm"),
        (
            "[source:Ana Ruiz] [cue:told] Tass [content:that she could not confirm reports of a delay].",
            "cannot_confirm",
        ),
        ("[source:The minister] did not [cue:deny] [content:that she had met the rebels].", "cannot_confirm"),
        ("[source:Marsh] would not [cue:deny] [content:that he had been paid].", "cannot_confirm"),
        ("[source:Orr] [cue:denied] [content:that he had been paid].", "denies"),
        ("[source:The ministry] was unable to [cue:verify] [content:the report].", "cannot_confirm"),
        ("[source:Ana Ruiz] [cue:declined to comment on] [content:the visit].", "declines_comment"),
        ("[source:Ana Ruiz] did not [cue:say] [content:whether she would go].", "declines_comment"),
        (
            "[source:The ministry] did not immediately [cue:respond to] [content:a request for comment].",
            "declines_comment",
        ),
        ("[source:Ana Ruiz] [cue:expects] [content:a deal by May].", "expects"),
        ("[source:Ana Ruiz] [cue:fears] [content:a long war].", "expects"),
        ("[source:Ana Ruiz] [cue:plans] [content:to visit Turkey].", "intends"),
        ("[source:Ana Ruiz] [cue:promised] [content:to step down].", "intends"),
        ("[source:Ana Ruiz] [cue:urged] Peter Orr [content:to call off the visit].", "requests"),
        ("[source:Ana Ruiz] [cue:called for] [content:a delay].", "requests"),
        ("[source:Ana Ruiz] [cue:asked] [content:whether the visit was off].", "questions"),
        ("[source:Ana Ruiz] [cue:condemned] [content:the strike].", "criticises"),
        ("[source:Ana Ruiz] [cue:accused] [content:him of lying].", "criticises"),
        ("[source:Ana Ruiz] [cue:called] [content:the offer a shameful insult to all].", "criticises"),
        ("[source:Ana Ruiz] [cue:praised] [content:the offer].", "supports"),
        ("[source:Ana Ruiz] [cue:endorsed] [content:the plan].", "supports"),
    ],
)
def test_the_cue_decides(marked: str, stance: str) -> None:
    (statement,) = read_marked(marked).statements
    assert statement.stance == stance


@pytest.mark.parametrize(
    ("marked", "stance"),
    [
        ("[source:Ana Ruiz] [cue:said] [content:she would go to Turkey].", "intends"),
        ("[content:“We will sign,”] [source:Ana Ruiz] [cue:said], [content:“in May.”]", "intends"),
        ("[source:Ana Ruiz] [cue:said] [content:it would likely rain].", "expects"),
        ("[source:Ana Ruiz] [cue:said] [content:a deal could come this week].", "expects"),
        ("[source:Ana Ruiz] [cue:said] [content:the visit should be called off].", "requests"),
        ("[content:“Cancel the visit,”] [source:Ana Ruiz] [cue:said].", "requests"),
        ("[source:Ana Ruiz] [cue:said] [content:she had done nothing wrong].", "denies"),
        ("[content:“No comment,”] [source:Ana Ruiz] [cue:said].", "declines_comment"),
        ("[content:“Who signed this?”] [source:Ana Ruiz] [cue:said].", "questions"),
        ("[source:Ana Ruiz] [cue:said] [content:the vote was a disgrace].", "criticises"),
        ("[source:The court] [cue:announced] [content:the hearing will begin at nine].", "asserts"),
    ],
)
def test_under_a_plain_said_the_content_decides(marked: str, stance: str) -> None:
    (statement,) = read_marked(marked).statements
    assert statement.stance == stance


def test_every_stance_has_cues() -> None:
    assert set(cue_stances().values()) == set(Stance)
