"""Whom a pronoun, an office or a relative pronoun stands for."""

import pytest

from reportedly.record import Link, Statement
from reportedly.vocabulary import Kind, LinkKind, Stance
from tests.reading.events.readings import candidates_of, token_of


def meant(text: str, word: str, speaker: str | None = None) -> str | None:
    """The entity that a word stands for; with a speaker it stands in direct speech of that person."""
    index = candidates_of(text).index
    statement = None
    if speaker is not None:
        entity = next(entity for entity in index.entities if entity.name == speaker)
        statement = Statement(
            id="s1",
            kind=Kind.DIRECT,
            source=(),
            cue=(),
            content=((0, len(text)),),
            chain=(Link(name=speaker, kind=LinkKind.PERSON, entity=entity.id),),
            stance=Stance.ASSERTS,
            said=None,
        )
    entity = index.resolve(token_of(index.document, word), statement)
    return entity.name if entity else None


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Mary Orr met James Hale. She said it was late.", "She", "Mary Orr"),
        ("Mary Orr met James Hale. He said it was late.", "He", "James Hale"),
        ("Mary Orr met James Hale. Her spokesman was pleased.", "Her", "Mary Orr"),
        ("Mary Orr said that she would visit Norway.", "she", "Mary Orr"),
        # A name whose gender no list knows may be either.
        ("Ivo Hale was late. He left.", "He", "Ivo Hale"),
        # The subject that is still to come.
        ("During his speech, James Hale said it was late.", "his", "James Hale"),
        # His who moves it, whoever was named before.
        ("James Hale was glad. Peter Lund listened to Oslo and chose to move his rally.", "his", "Peter Lund"),
        ("James Hale, who visited Norway, was late.", "who", "James Hale"),
    ],
)
def test_pronouns(text: str, word: str, name: str):
    assert meant(text, word) == name


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The town was cold. He was late.", "He"),
        # Nobody of that gender.
        ("James Hale was late. She left.", "She"),
        # Too far back.
        ("Mary Orr was late. It rained. It rained. It rained. It rained. She left.", "She"),
        ("They met in Oslo.", "They"),
    ],
)
def test_nobody_is_meant(text: str, word: str):
    assert meant(text, word) is None


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("President James Hale met Mary Orr. The president was late.", "president was", "James Hale"),
        ("Senator Mary Orr met James Hale. The senator was late.", "senator was", "Mary Orr"),
        ("Sen. Mary Orr met James Hale. The senator was late.", "senator was", "Mary Orr"),
        ("The premier, Mary Orr, was late.", "premier", "Mary Orr"),
        ("Members of the Security Council met.", "Members", "Security Council"),
        ("NATO allies met in Oslo.", "allies", "NATO"),
    ],
)
def test_offices_and_members(text: str, word: str, name: str):
    assert meant(text, word) == name


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Mary Orr met James Hale. The senator was late.", "senator was"),
        # Any senator.
        ("Senator Mary Orr met James Hale. A senator was late.", "senator was"),
    ],
)
def test_an_office_nobody_was_said_to_hold(text: str, word: str):
    assert meant(text, word) is None


def test_the_speaker_is_i():
    assert meant("Mary Orr met James Hale. “I am late.”", "I am", speaker="James Hale") == "James Hale"


def test_a_spokesmans_we_is_somebody_else():
    assert meant("Mary Orr met James Hale. “We are late.”", "We are", speaker="James Hale") is None


def test_nobody_says_she_of_herself():
    assert meant("Anna Berg met Mary Orr. “She is late.”", "She is", speaker="Mary Orr") == "Anna Berg"


def test_a_name_is_at_each_of_its_tokens():
    index = candidates_of("Mary Orr met James Hale.").index
    assert [index.at[token].name for token in (0, 1, 3, 4)] == ["Mary Orr", "Mary Orr", "James Hale", "James Hale"]
    assert 2 not in index.at


@pytest.mark.parametrize(
    ("text", "name", "city"),
    [
        ("Mary Orr spoke at the White House.", "White House", "Washington"),
        ("Mary Orr spoke in Norway.", "Norway", None),
    ],
)
def test_buildings_name_their_city(text: str, name: str, city: str | None):
    index = candidates_of(text).index
    entity = next(entity for entity in index.entities if entity.name == name)
    assert index.building(entity) == city
