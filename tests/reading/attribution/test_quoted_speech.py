"""What a speaker tells of others: statements inside speech."""

from __future__ import annotations

import pytest

from tests.marks import mark, names, read_marked

OUTER = " [source:Ana Ruiz] [cue:said]."


@pytest.mark.parametrize(
    ("speech", "marked", "stance"),
    [
        (
            "“The whole government knows that the port is lost,”",
            "“[source:The whole government] [cue:knows] [content:that the port is lost],”",
            "asserts",
        ),
        (
            "“We heard from his lawyer, who stated that the port is lost,”",
            "“We heard from [source:his lawyer], who [cue:stated] [content:that the port is lost],”",
            "asserts",
        ),
        (
            "“The mayor intended to sell the port,”",
            "“[source:The mayor] [cue:intended] [content:to sell the port],”",
            "intends",
        ),
        (
            "“The mayor remains hopeful that the port can be saved,”",
            "“[source:The mayor] remains [cue:hopeful] [content:that the port can be saved],”",
            "expects",
        ),
        (
            "“The mayor thanked the crews for saving the port,”",
            "“[source:The mayor] [cue:thanked] the crews for [content:saving the port],”",
            "supports",
        ),
        (
            "“Then I met her and I responded, ‘Not today, thank you.’ She left,”",
            "“Then I met her and [source:I] [cue:responded], [content:‘Not today, thank you.’] She left,”",
            None,
        ),
    ],
)
def test_a_third_person_inside_speech_has_a_statement(speech: str, marked: str, stance: str | None) -> None:
    record = read_marked(f"[content:{speech}]{OUTER}")
    outer, inner = record.statements
    assert mark(record, inner).startswith(marked)
    assert (inner.within, inner.kind) == (outer.id, "direct")
    assert names(inner.chain)[0] == "Ana Ruiz"
    assert inner.confidence < 1
    assert stance in (None, inner.stance)


@pytest.mark.parametrize(
    "speech",
    [
        "“I know that the port is lost,”",
        "“You know that the port is lost,”",
        "“Everybody thinks that the port is lost,”",
        "“The mayor would say that the port is lost,”",
        "“The mayor did not say that the port is lost,”",
        "“If the mayor says that the port is lost, we leave,”",
        "“The mayor knows what he does,”",
        "“The mayor sold the port,”",
        "the mayor knows that the port is lost,",
    ],
)
def test_no_statement_of_the_speakers_own_mind_or_of_what_is_not_told(speech: str) -> None:
    assert len(read_marked(f"[content:{speech}]{OUTER}").statements) == 1
