"""Firms and bodies by what they are for, who organises an event, and who carries what somebody said."""

from __future__ import annotations

import pytest

from reportedly import Article, read


def sources(text: str) -> list[tuple[list[str], str]]:
    """Each statement's chain, and the kind of its last link."""
    record = read(Article(text=text, published="2026-03-04", outlet="Harbour Post"))
    return [([link.name for link in s.chain], s.chain[-1].kind.value) for s in record.statements if s.chain]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The museum said the painting was a copy.", (["The museum"], "organisation")),
        ("The carrier declined to comment.", (["The carrier"], "organisation")),
        ("The league said the match would be replayed.", (["The league"], "organisation")),
        ("The port operator, Norhaven, said the quay was full.", (["Norhaven"], "organisation")),
        ("The airline, Norvik Air, said fares would rise.", (["Norvik Air"], "organisation")),
        ("The march is off, organisers said.", (["organisers"], "organisation")),
        ("Festival organizers said the show was off.", (["Festival organizers"], "organisation")),
        # People, and those who do not speak for the whole
        ("The singer said the show was off.", (["The singer"], "unnamed")),
        ("Two organisers said the show was off.", (["Two organisers"], "unnamed")),
        ("Organisers who asked not to be named said the show was off.", (["Organisers"], "unnamed")),
        ("The council leader, Ana Brandt, said the plan was dead.", (["Ana Brandt"], "person")),
    ],
)
def test_what_a_source_is(text: str, source: tuple[list[str], str]) -> None:
    assert source in sources(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Arkom, the telecoms regulator, fined two firms. The watchdog said both had misled clients.", "Arkom"),
        ("The telecoms regulator, Arkom, fined two firms. The regulator said both had misled clients.", "Arkom"),
        # Nobody is described so, or two are
        ("Norvik Air fined its pilots. The regulator said that was unlawful.", "The regulator"),
    ],
)
def test_a_body_is_taken_up_by_what_it_is(text: str, name: str) -> None:
    assert sources(text)[-1][0] == [name]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "The tariffs will be lifted, envoy Rui Sandoval told Radio Costa in remarks carried by the Tagus Wire.",
            ["Tagus Wire", "Radio Costa", "Rui Sandoval"],
        ),
        ("The border was quiet, Ana Brandt said in comments carried by Lumen.", ["Lumen", "Ana Brandt"]),
        (
            "In remarks broadcast by state television, Ana Brandt said the border was quiet.",
            ["state television", "Ana Brandt"],
        ),
        # What is only spoken of, and whose own letter it is
        ("Ana Brandt said remarks carried by the Tagus Wire were false.", ["Ana Brandt"]),
        ("Ana Brandt said in a letter released by the ministry that the talks were over.", ["Ana Brandt"]),
    ],
)
def test_who_carries_what_was_said(text: str, chain: list[str]) -> None:
    assert sources(text)[0][0] == chain


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        (
            "“Rubbish,” the ministry said of a Channel Nine report that its envoy had left.",
            [["ministry"]],
        ),
        ("Ana Brandt told Channel Nine that the club was for sale.", [["Channel Nine", "Ana Brandt"]]),
    ],
)
def test_a_report_that_is_spoken_of_relays_nothing(text: str, chains: list[list[str]]) -> None:
    found = [[name.removeprefix("the ").removeprefix("The ") for name in names] for names, _ in sources(text)]
    assert found[: len(chains)] == chains


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Karl Dahl told reporters that the owner had told him the ship was safe.", ["Karl Dahl", "the owner"]),
        ("Karl Dahl said he had been told by the owner that the ship was safe.", ["Karl Dahl", "the owner"]),
        ("Norvik Air said the airline had told staff that fares would rise.", ["Norvik Air"]),
        ("Ana Brandt, the owner, said she had told the crew that the ship was safe.", ["Ana Brandt"]),
    ],
)
def test_who_speaks_is_not_called_by_a_noun_in_what_he_says(text: str, chain: list[str]) -> None:
    assert sources(text)[-1][0] == chain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Editor’s note: An earlier version of this report misspelt a name. She said the port was open.", ["She"]),
        ("10:42 GMT\n\nThe premier has arrived.\n\n10:15 GMT\n\nPolice say the road is open.", ["Police"]),
        ("Who said the strike was over? The union did.", []),
        ("The mayor does not contest that the bridge is unsafe.", []),
        ("Lawyers have not challenged the claim that the letter is forged.", []),
    ],
)
def test_whose_word_it_is(text: str, expected: list[str]) -> None:
    assert [name for names, _ in sources(text) for name in names] == expected
