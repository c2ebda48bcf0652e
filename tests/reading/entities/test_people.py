"""People: names of which the labels hold a part, and several people of one surname."""

from __future__ import annotations

import pytest

from reportedly import Article, read
from reportedly.vocabulary import EntityKind


def people(text: str) -> list[str]:
    return [e.name for e in read(Article(text=text)).entities if e.kind is EntityKind.PERSON]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("On busy days skiers wait an hour, complains Dag Frisk, who runs the ski school.", "Dag Frisk"),
        ("The critic Odd Lunde said it was beautiful.", "Odd Lunde"),
        ("“We won,” said Coach Varn.", "Varn"),
        ("William (Bill) Orr, the union's secretary, said the vote was close.", "William (Bill) Orr"),
        ("“The lights went out,” said Ottilie (“Otty”) Crane, the caretaker.", "Ottilie (“Otty”) Crane"),
        ("The hearing is on, court clerk An Peeters said.", "An Peeters"),
        ("Goalkeeper Xi Vo said the match was off.", "Xi Vo"),
        ("The dam is safe.\n\nKeiko Mori\nAlma", "Keiko Mori"),
        ("Ivo “the Mole” Brand said the tunnel was safe.", "Ivo “the Mole” Brand"),
    ],
)
def test_a_name_is_whole_and_without_its_title(text: str, name: str) -> None:
    assert people(text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ISIS-K said it carried out the attack.", "ISIS-K"),
        ("FARC-EP said the truce held.", "FARC-EP"),
        ("The attack was claimed by Al-Nur, which said that twelve died.", "Al-Nur"),
        ("The Moscow-based Gazprom said prices would rise.", "Gazprom"),
    ],
)
def test_a_name_with_a_hyphen_is_whole(text: str, name: str) -> None:
    record = read(Article(text=text, published="2026-03-04"))
    assert {statement.chain[-1].name for statement in record.statements if statement.chain} == {name}


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (
            "The surgeon Aron Vidal and his brother, the priest Juan Vidal, disagree. Dr Vidal said the clinic had to "
            "stay open. Father Vidal said it should become a school.",
            ["Aron Vidal", "Juan Vidal"],
        ),
        (
            "Judge Ana Brandt and her husband, the senator Karl Brandt, gave evidence. Senator Brandt said the bill "
            "would pass. Judge Brandt said she doubted it.",
            ["Karl Brandt", "Ana Brandt"],
        ),
        (
            "Inspector Rolf Dahl and the baker Ove Dahl met. Inspector Dahl said the oven was clean. Mr Dahl said he "
            "had closed early.",
            ["Rolf Dahl", "Ove Dahl"],
        ),
        # Of a rare first name no list says whose it is; the other's, or the other title, does.
        (
            "Piers Colby and his sister, Nina Colby, run the vineyard. Ms Colby said it was the best in years. "
            "Mr Colby said the harvest was poor.",
            ["Nina Colby", "Piers Colby"],
        ),
        # Nothing tells which of the two.
        ("President Ivo Stanek met the banker Petr Stanek on Monday. Stanek said the loan was safe.", ["Stanek"]),
    ],
)
def test_a_title_tells_people_of_one_surname_apart(text: str, sources: list[str]) -> None:
    assert [s.chain[-1].name for s in read(Article(text=text)).statements] == sources
