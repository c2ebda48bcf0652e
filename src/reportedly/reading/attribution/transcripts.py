"""Interviews and transcripts: lines that begin with a label ("Q:", "Host:", "MR. ORR:", "Ana Ruiz —"), turn by turn.

What stands behind a label is the word of whoever it names, up to the next label. A label alone makes no transcript:
"Date: March 3" names nobody, and "Ruiz: 3 goals" stands once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from reportedly.article import Pieces, Span
from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import gazetteer, outlet_named
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.attribution.source_words import DOCUMENTS, SOURCELIKE, STATE_OFFICES
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast, cast, entity_link
from reportedly.reading.entities.find import is_own_outlet
from reportedly.reading.entities.mentions import TITLES
from reportedly.reading.text.spans import overlaps
from reportedly.record import Entity, Link
from reportedly.vocabulary import EntityKind, LinkKind

__all__ = ["Turn", "find_questions", "find_turns", "with_turns"]

_LABEL = re.compile(
    r"""^[ \t]*(?:[-–—•*#>]+[ \t]+)?(?P<bold>\*\*|__)?["“]?
    (?: \(\((?P<signed>[^()\n]{1,30})\)\)(?=[:\s]):?
      | (?P<letter>[QA])(?P<dot>\.|[ \t]*[—–]|(?=[ \t]+["“A-Z]))
      | (?P<label>[^\W\d_][^\n:?!;"“”()\[\]—–]{0,58}?)
        (?:[ ]?[(\[][^()\[\]\n]{1,60}[)\]])? (?:\*\*|__)? (?P<cue>:|[ ]?[—–](?=[ ]))
    )(?:\*\*|__)?[ \t]*""",
    re.MULTILINE | re.VERBOSE,
)
_ASKING = frozenset(
    """q question questioner interviewer reporter reporters journalist correspondent host moderator presenter anchor
    press audience""".split()
)
_REPORTING = frozenset("reporter correspondent journalist".split())
_LINE = 1000  # code points of a line that are looked at
_ANSWERING = frozenset("a answer interviewee reply".split())
_SPEAKING = frozenset(
    """witness caller speaker prosecutor judge lawyer counsel attorney defendant mother father owner guest coach driver
    resident student teacher clerk chair chairman chairwoman senator congressman congresswoman governor mayor secretary
    captain chief director engineer officer commissioner professor moderator operator dispatcher""".split()
)
# Labels in capitals that name nobody.
_NOBODY = frozenset("family people media newspaper agency intelligence data military government police".split())
_PEOPLE = (_SPEAKING | SOURCELIKE | STATE_OFFICES) - DOCUMENTS - _NOBODY
_NO_NAMES = frozenset(
    """update updates note notes myth fact breaking exclusive more photo photos image video watch read related warning
    background details date time place where when what who why how source sources contact editor correction live recap
    opinion analysis result results final score rating verdict pros cons price title summary topic tip step
    ingredients method part chapter day week monday tuesday wednesday thursday friday saturday sunday yes no scene act
    caption credit spoiler faq key""".split()
)
_POSTS = TITLES | _PEOPLE | _REPORTING
_PARTICLES = frozenset("of the for and de da del la le van von der den bin al el du des ter".split())
_QUOTED = re.compile(r"[“\"„«][^“”\"»\n]+(?:[.!?…][”\"“»]|[”\"“»][.!])")  # a whole sentence, no title
_FAR = 2000  # code points between the line of a label and the next label
_MOST_WORDS = 7
_CONFIDENCE = 0.94  # transcript lines of PolNeAR, 14 of 14; see `speakers.CONFIDENCE`


class _Role(Enum):
    ASKS = auto()
    ANSWERS = auto()
    SPEAKS = auto()  # by name
    POSSIBLE = auto()  # in capitals, the initials of a name, or like a name


@dataclass(frozen=True, slots=True)
class Turn:
    """What stands behind one label.

    Attributes:
        label: The label as printed, without the mark behind it.
        cue: The mark behind it; empty where there is none.
        content: The lines of the turn.
        asks: Whether it is the question of whoever asks for the readers, and nobody's assertion.
        link: Whom an answer's label stands for, where it does not name them.
    """

    label: Span
    cue: Pieces
    content: Pieces
    asks: bool
    link: Link | None = None


@dataclass(slots=True)
class _Line:
    label: Span
    cue: Pieces
    start: int  # of what stands behind the label
    key: str
    role: _Role
    dash: bool = False


def find_turns(document: Document, who: Cast) -> tuple[Turn, ...]:
    """The turns of an interview or transcript; none where labels do not show one."""
    lines = _with_questions(document, _lines(document, who))
    if not _is_dialogue(document, who, lines):
        return ()
    interviewee = _interviewee(document, who, lines)
    fullest: dict[str, str] = {}
    for line in lines:
        fullest[line.key] = max(fullest.get(line.key, ""), document.text[slice(*line.label)], key=len)
    found = []
    for here, following in zip(lines, [*lines[1:], None], strict=True):
        content = tuple(_content(document.text, here.start, following.label[0] if following else None))
        if not content:
            continue
        if here.role is _Role.ASKS:
            content = content[:1]  # what follows without a label may be the answer
        link = _link(document, who, here, fullest[here.key], interviewee)
        found.append(Turn(here.label, here.cue, content, here.role is _Role.ASKS, link))
    return tuple(found)


def find_questions(document: Document, entities: Sequence[Entity]) -> Pieces:
    """Sentences that ask, of the turns of whoever asks for the readers: what they tell of, nobody asserts."""
    found = []
    for turn in find_turns(document, cast(document, entities)):
        for piece in turn.content if turn.asks else ():
            for sentence in {document.sentence_of(t) for t in document.tokens_in(piece)}:
                start, end = document.sentences[sentence].tolist()
                if "?" in document.text[max(start, end - 3) : end + 1]:
                    found.append((start, end))
    return tuple(found)


def _link(document: Document, who: Cast, line: _Line, fullest: str, interviewee: int | None) -> Link | None:
    """Whom a label stands for, where its own words do not tell it."""
    printed = document.text[slice(*line.label)]
    number = interviewee if line.role is _Role.ANSWERS else None
    if line.role is _Role.POSSIBLE:
        number = _by_initials(who, line.key)
    if number is not None:
        return entity_link(document, who, number, who.starts[number][0], line.label)
    if line.role is _Role.ANSWERS:
        return Link(name=printed, kind=LinkKind.UNNAMED, span=line.label)
    if (titled := _without_titles(printed)) is not None and not any(fold(e.name) == fold(titled) for e in who.entities):
        return Link(name=titled, kind=LinkKind.PERSON, span=line.label)
    if fold(printed) in _PEOPLE:
        holders = [number for number, roles in enumerate(who.roles) if fold(printed) in roles]
        if len(holders) == 1:
            return entity_link(document, who, holders[0], who.starts[holders[0]][0], line.label)
        return Link(name=printed, kind=LinkKind.UNNAMED, span=line.label)
    if fold(printed).startswith("the "):
        return None
    tokens = document.tokens_in((line.label[0], line.label[0] + len(printed.split(",")[0])))
    last = who.at[tokens[-1]] if tokens else -1
    if last >= 0 and who.entities[last].kind is EntityKind.PERSON:
        return entity_link(document, who, last, tokens[-1], line.label)  # "Finance Minister Ana Orr"
    if any(who.at[t] >= 0 for t in document.tokens_in(line.label)) or any(
        e.kind is EntityKind.PERSON and _key(e.name) == line.key for e in who.entities
    ):
        return None
    # "Ruiz" after "Ana Ruiz", in a text that names her in its labels alone.
    named = line.role is _Role.POSSIBLE or len(fullest) > len(printed)
    return Link(name=fullest.split(",")[0], kind=LinkKind.PERSON, span=line.label) if named else None


def _without_titles(printed: str) -> str | None:
    """The name in a label in capitals that a post stands before: "MINISTER ADA OBI"; None of any other label."""
    words = printed.split(",")[0].split()
    first = next((n for n, word in enumerate(words) if fold(word).strip(".") not in _POSTS), len(words))
    if not printed.isupper() or not first or len(words) - first < 2:
        return None
    return " ".join(word.capitalize() for word in words[first:])


def with_turns(document: Document, who: Cast, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with a statement for each turn of whoever answers or speaks by name.

    What the learned reader took for such a turn gives way, and nobody outside a turn holds a part of it.
    """
    turns = find_turns(document, who)
    if not turns:
        return list(drafts)
    starts = [turn.label[0] for turn in turns]
    kept = []
    for draft in drafts:
        pieces = (*draft.source, *draft.cue, *draft.content)
        first = bisect_right(starts, min(pieces)[0])
        last = bisect_right(starts, max(end for _, end in pieces))
        apart = _apart(draft, turns[max(0, first - 1) : last])
        if apart is not None:
            kept.append(apart)
    said = [
        Draft((turn.label,), turn.cue, turn.content, _CONFIDENCE, link=turn.link) for turn in turns if not turn.asks
    ]
    return kept + said


def _lines(document: Document, who: Cast) -> list[_Line]:
    """Lines whose label can be somebody's, in text order."""
    text = document.text
    matches = [m for m in _LABEL.finditer(text) if m["label"] is None or _is_label(m["label"])]
    letters = {m["letter"] for m in matches if m["letter"]} | {m["label"] for m in matches if m["label"] in {"Q", "A"}}
    found = []
    for match in matches:
        name = "label" if match["label"] is not None else "signed" if match["signed"] is not None else "letter"
        label = match.span(name)
        if name == "letter" and not (match["letter"] == "Q" if not match["dot"] else letters == {"Q", "A"}):
            continue  # "A ferry sank"; "Q" alone has the names of those who answer beside it
        role = _role(document, who, label)
        if name == "signed" and role in {None, _Role.POSSIBLE}:
            role = _Role.ASKS
        dash = name == "label" and match["cue"] != ":"
        if role is None:
            continue
        mark = match.span("cue") if name == "label" else match.span("dot") if name == "letter" else (0, 0)
        cue = (_trimmed(text, mark),) if mark[0] < mark[1] else ()
        found.append(_Line(label, cue, match.end(), _key(text[slice(*label)]), role, dash))
    keys = Counter(line.key for line in found)
    named = {line.key for line in found if line.role is _Role.SPEAKS}
    kept = []
    for line in found:
        printed = text[slice(*line.label)]
        if line.role is _Role.POSSIBLE and line.key in named:
            line.role = _Role.SPEAKS  # "RUIZ", and "ANA RUIZ" before
        elif line.role is _Role.POSSIBLE and (line.dash or not printed.isupper()):
            # "OSLO — The ferry …" is a dateline.
            first = fold(printed).split()[0]
            if keys[line.key] < 2 and (line.dash or first not in gazetteer().genders):
                continue
        kept.append(line)
    return kept


def _with_questions(document: Document, lines: list[_Line]) -> list[_Line]:
    """The lines, with paragraphs that ask before an answer with a label, where answers alone have one."""
    if any(line.role is _Role.ASKS for line in lines) or len({line.key for line in lines}) != 1:
        return lines
    text = document.text
    asked = []
    for line in lines:
        above = text[: line.label[0]].rstrip(' *_“"\n')
        start = above.rfind("\n") + 1
        if above.endswith("?"):
            asked.append(_Line((start, start), (), start, "", _Role.ASKS))
    return sorted((*lines, *asked), key=lambda line: line.label) if len(asked) > 1 else lines


def _is_label(label: str) -> bool:
    """Whether words look like a label: few, capitalised but for particles and posts, no sentence."""
    words = label.split(",")[0].split()
    if not 0 < len(words) <= _MOST_WORDS or label.count(",") > 1:
        return False
    if words[-1].endswith(("'s", "’s")) or words[-1].casefold() == "report":
        return False
    if fold(words[0]) in _ASKING:
        return True
    for word in words:
        bare = word.strip(".'’")
        if word.endswith(".") and len(bare) > 1 and fold(bare) not in TITLES and not bare.isupper() and len(bare) > 3:
            return False
        known = fold(bare) in _PARTICLES | _PEOPLE | _ASKING
        if not (bare[:1].isupper() or known or word == "&"):
            return False
    return True


def _key(label: str) -> str:
    """What a label is known by again: its last word, without what follows a comma."""
    words = fold(label.split(",")[0]).replace("’", "'").split()
    words = [w.strip(".'") for w in words if w.strip(".'") not in {"jr", "sr"}]
    return words[-1] if words else ""


def _role(document: Document, who: Cast, label: Span) -> _Role | None:
    """What whoever a label names does; None where it names nobody who could speak."""
    text = document.text
    printed = text[slice(*label)]
    name, _, post = (part.strip() for part in printed.partition(","))
    words = [fold(word).strip(".'’").rstrip("0123456789") for word in name.split()]
    if len(words) > 2 and words[0] in _REPORTING and "?" not in text[label[1] : label[1] + _LINE].partition("\n")[0]:
        return _Role.SPEAKS  # "REPORTER MIA COLE", whom the anchor asks
    if words and (words[0] in _ASKING or words[-1] in _ASKING):
        return _Role.ASKS  # "Q1", "Reader question", "Question from the audience"
    if len(words) == 1 and words[0] in _ANSWERING and (len(words[0]) > 1 or printed[0] == "A"):
        return _Role.ANSWERS
    if not words or set(words) & _NO_NAMES or words[-1].endswith(("image", "photo")):
        return None
    if _is_outlet(document, name):
        return _Role.ASKS
    people = [
        who.entities[who.at[t]].kind for t in document.tokens_in((label[0], label[0] + len(name))) if who.at[t] >= 0
    ]
    if EntityKind.PERSON in people:
        return _Role.SPEAKS
    if people and people[-1] is EntityKind.OUTLET:
        return _Role.ASKS
    if words[-1] in _PEOPLE or words[0] in {"mr", "mrs", "ms", "dr"} or (words[0] in _PEOPLE and len(words) > 1):
        return _Role.SPEAKS  # "THE PRESIDENT", "Mr. Orr", "Witness BT", "Spokesman Peter Orr"
    if name.isupper() and len(name) > 1 and (not people or len(words) == 1):
        return _Role.POSSIBLE
    if 0 < len(words) < 5 and not people and all(w[0].isupper() or fold(w) in _PARTICLES for w in name.split()):
        return _Role.POSSIBLE
    if any(fold(post).endswith(word) for word in ("host", "byline", "reporter")):
        return _Role.SPEAKS
    return None


def _is_outlet(document: Document, name: str) -> bool:
    """Whether a label is an outlet's, the article's own by its initials or last word among them."""
    article = document.article
    if is_own_outlet(name, article.outlet, article.url) or (outlet_named(name) is not None and len(name) > 2):
        return True
    own = [word for word in fold(article.outlet or "").split() if word != "the"]
    initials = "".join(word[0] for word in own)
    return len(own) > 1 and fold(name).removeprefix("the ") in {initials, own[-1]}


def _is_dialogue(document: Document, who: Cast, lines: Sequence[_Line]) -> bool:
    """Whether labels show people who speak in turn."""
    text = document.text
    asks = [line for line in lines if line.role is _Role.ASKS]
    if len(lines) < 2 or len(asks) == len(lines):
        return False
    n_questions = sum("?" in _first_line(text, line) for line in asks)
    if asks and 3 * n_questions >= len(asks) and n_questions:
        return True
    if any(line.role is _Role.ANSWERS for line in lines):
        return bool(asks)
    named = [line for line in lines if line.role is _Role.SPEAKS]
    keys = Counter(line.key for line in lines)
    if len(keys) == 1:
        # "ORR:" again and again, in a text that has his name in full.
        return text[slice(*lines[0].label)].isupper() and any(
            e.kind is EntityKind.PERSON and len(e.name.split()) > 1 and _key(e.name) in keys for e in who.entities
        )
    if any(text[slice(*line.label)].isupper() for line in named):
        return True
    if named and not asks and len(keys) > 1 and all(_QUOTED.fullmatch(_first_line(text, line)) for line in lines):
        return True  # "Ana Orr: “…”" and "Jan Ek: “…”", each with a line
    if len(named) == len(lines) == len(keys) > 1 and all(_is_sentence(document, line) for line in lines):
        return True  # "Minister Ada Obi: the strike is illegal." and "Union leader Bo Ek: it goes on."
    recur = sum(n > 1 for n in keys.values())
    asked = [line for line in lines if _first_line(text, line).endswith(("?", "?”", '?"'))]
    shouted = all(text[slice(*line.label)].isupper() for line in lines)
    return bool(named or (shouted and asked)) and (
        recur > 1 or (recur == 1 and bool(asked)) or (len(lines) == 2 and lines[0] in asked)
    )


def _is_sentence(document: Document, line: _Line) -> bool:
    """Whether a whole sentence stands behind a label."""
    words = _first_line(document.text, line)
    tokens = document.tokens_in((line.start, line.start + len(words)))
    return words.endswith((".", "!", "…")) and any(document.tags[t] in ("VBD", "VBZ", "VBP", "MD") for t in tokens)


def _first_line(text: str, line: _Line) -> str:
    end = text.find("\n", line.start)
    return text[line.start : end if end >= 0 else len(text)].rstrip()


def _content(text: str, start: int, following: int | None) -> Iterator[Span]:
    """Lines of a turn: its own, or the next where the label stands alone, and those up to the next label."""
    lines = list(_paragraphs(text, start, following if following is not None else len(text)))
    if not lines:
        return
    border = text.find("\n", lines[0][0])
    border = len(text) if border < 0 else border
    own = following is not None and following - border < _FAR
    for line in lines if own else lines[:1]:
        words = text[slice(*line)]
        heading = len(words.split()) < 8 and words[-1] not in ".?!…\"”»'’)—–-," and line is not lines[0]
        if not heading and not (words[0] in "([" and words[-1] in ")]"):
            yield line


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    for match in re.compile(r"[^\n]+").finditer(text, start, end):
        line = match.group()
        if any(map(str.isalnum, line)):
            yield _trimmed(text, match.span())


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text.startswith(("**", "__"), start)):
        start += 1 if text[start].isspace() else 2
    while start < end and (text[end - 1].isspace() or text[end - 2 : end] in {"**", "__"}):
        end -= 1 if text[end - 1].isspace() else 2
    return start, end


def _by_initials(who: Cast, key: str) -> int | None:
    """The only person whose initials these are."""
    found = [
        number
        for number, entity in enumerate(who.entities)
        if entity.kind is EntityKind.PERSON
        and len(key) > 1
        and "".join(word[0] for word in fold(entity.name).split()) == key
    ]
    return found[0] if len(found) == 1 else None


def _interviewee(document: Document, who: Cast, lines: Sequence[_Line]) -> int | None:
    """Who answers: the only person named before the first label, else the only one of them who speaks there."""
    first = lines[0].label[0]
    named: dict[int, list[int]] = {}
    for number, entity in enumerate(who.entities):
        starts = [t for t in who.starts[number] if document.starts[t] < first]
        starts = [t for t in starts if not t or document.words[t - 1].casefold() not in {"by", "photo", "image"}]
        if entity.kind is EntityKind.PERSON and starts:
            named[number] = starts
    speaking = [number for number, starts in named.items() if any(_speaks(document, who, t) for t in starts)]
    chosen = speaking if len(speaking) == 1 else list(named)
    return chosen[0] if len(chosen) == 1 else None


_TALKS = frozenset("answer speak talk tell discuss explain say reply chat join sit reflect interview meet".split())


def _speaks(document: Document, who: Cast, token: int) -> bool:
    """Whether a person named at a token answers, speaks or is spoken with."""
    last = (who.mentions[token] or (token, token + 1))[1] - 1
    head = last
    for _ in range(4):
        if document.deps[head] not in {"compound", "appos", "nmod", "flat"}:
            break
        head = document.head(head)
    above = document.head(head)
    if document.deps[head] in {"nsubj", "nsubjpass", "dobj"}:
        return document.lemmas[above] in _TALKS
    if document.deps[head] == "pobj":
        return document.lemmas[document.head(above)] in {"interview", "speak", "talk", "conversation", "sit", "chat"}
    return False


def _apart(draft: Draft, turns: Iterable[Turn]) -> Draft | None:
    """A draft without what is a turn's: None where it is the turn itself, read another way."""
    for turn in turns:
        body = (turn.content[0][0], turn.content[-1][1])
        here = draft.cue or draft.source or draft.content
        inside = body[0] <= here[0][0] < body[1]
        if overlaps(turn.label, (*draft.source, *draft.cue)) or overlaps(turn.label, draft.content):
            source = _without(draft.source, (turn.label[0], body[0]))
            content = _without(draft.content, (turn.label[0], body[0]))
            if not inside or not content or (draft.source and not source):
                return None
            draft = replace(draft, source=source, content=content)
        if inside:
            content = tuple(piece for piece in draft.content if body[0] <= piece[0] < body[1])
        else:
            content = tuple(piece for piece in draft.content if not overlaps(piece, (body,)))
        if not content:
            return None
        draft = replace(draft, content=content)
        if inside and not draft.source and not draft.cue:
            return None  # a quotation without a speaker: it has one here
    return draft


def _without(pieces: Pieces, taken: Span) -> Pieces:
    """Pieces without a stretch of the text."""
    kept = ((max(start, taken[1]) if start >= taken[0] else start, end) for start, end in pieces)
    return tuple((start, end) for start, end in kept if start < end)
