"""How well plain questions are answered, on the annotated examples.

    python benchmarks/ask.py EXAMPLES [--read] [--list]

EXAMPLES is the folder with the annotated articles (`*.annotated.jsonl`). Each question of `ask_questions.jsonl` is put
to a ledger with their annotated events and the statements that this program reads in them, so that what is measured is
asking, not the reading of events; with `--read` to a ledger as this program reads it all. A question is right when

- it was to be answered, the answer is about the right event (`event`: words of its name), it says so (`says`), and its
  text has all of `has`; or
- it was not to be answered (`says` false), and the answer says that the ledger does not say.

Wrong with confidence is an answer that says something where it is not right. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from reportedly import Article, Ledger, Record, read
from reportedly.answering import Answer, ask
from reportedly.record import Event, Link, Participant
from reportedly.vocabulary import EventType, LinkKind, Role, Status

QUESTIONS = Path(__file__).parent / "ask_questions.jsonl"


def annotated(line: dict[str, Any]) -> Record:
    """The record of an article with its annotated events in place of those that are read."""
    record = read(Article.from_dict(line))
    events = tuple(
        Event(
            id=f"v{i}",
            event=event.get("key") or event["what"],
            type=EventType(event["type"]),
            plover=None,
            trigger=(event["evidence"][0], event["evidence"][0]),
            participants=tuple(
                Participant(entity=None, role=Role.PARTICIPANT, name=name) for name in event["participants"]
            ),
            place=event["place"],
            when=event["when"],
            status=Status(event["status"]),
            chain=tuple(Link(name=link["name"], kind=LinkKind(link["kind"])) for link in event["chain"]),
            evidence=tuple(event["evidence"]),
            what=event["what"],
            confidence=0.95,
        )
        for i, event in enumerate(line["gold"].get("events") or ())
    )
    return replace(record, events=events)


def records(folder: Path, *, as_read: bool) -> Iterator[Record]:
    """The record of every article of the folder."""
    for path in sorted(folder.glob("*.annotated.jsonl")):
        for text in path.read_text("utf-8").splitlines():
            line = json.loads(text)
            yield read(Article.from_dict(line)) if as_read else annotated(line)


def is_right(answer: Answer, asked: dict[str, Any]) -> bool:
    """Whether an answer is the one that was to come."""
    if not asked["says"]:
        return not answer.says
    told = answer.text.casefold()
    about = f"{answer.events[0].what} {' '.join(answer.events[0].participants)}".casefold() if answer.events else told
    return (
        answer.says
        and all(word.casefold() in about for word in asked.get("event", "").split())
        and all(words.casefold() in told for words in asked.get("has", ()))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--read", action="store_true")
    parser.add_argument("--list", action="store_true", help="Print every answer that is not right.")
    options = parser.parse_args()
    asked = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder, Ledger(f"{folder}/ask.sqlite") as ledger:
        ledger.add_all(records(options.examples, as_read=options.read))
        ledger.refresh()
        n_right = n_wrong = 0
        for one in asked:
            answer = ask(ledger, one["q"], as_of=one.get("as_of"))
            right = is_right(answer, one)
            n_right += right
            n_wrong += not right and answer.says
            if options.list and not right:
                understood = {name: value for name, value in answer.question.filters().items() if value}
                print(f"{one['q']}\n    {understood}\n    says={answer.says} {answer.text[:400]}", file=sys.stderr)
    print(json.dumps({"questions": len(asked), "right": n_right, "wrong_with_confidence": n_wrong}))


if __name__ == "__main__":
    main()
