"""Edges of attributions: the learned reader's spans brought to the rules by which articles are annotated.

Cue without auxiliaries, content without "that" and whole to the end of its quotation, source whole and without its
relative clause; a passive "was asked" has no source; "Orr said, Tass reported" is one statement with a relay.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reportedly.article import Pieces, Span
from reportedly.lexicon.calendar import CAPITAL_MONTHS, CAPITAL_WEEKDAYS
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.entities.nicknames import known_as
from reportedly.reading.text.spans import overlaps

__all__ = ["MARKS", "with_tidy_edges"]


_NEGATIONS = frozenset("not n't n’t never no without nor neither".split())
_LEADING = frozenset({"AUX", "ADV", "PART", "PUNCT", "SCONJ", "CCONJ"})
_SOURCELESS = frozenset(
    "tell ask inform accuse question press order notify assure reassure warn advise remind alert".split()
)
_NO_STATEMENT = re.compile(
    r"^(?:gave|gives|giving|give) no (?:indication|sign|hint)|^stopp?(?:ed|s|ing)? short of|"
    r"^(?:did|does|do|has|have|had) (?:not|n[’']t|never) (?:disput|contest|challeng)|^not (?:disput|contest|challeng)|"
    r"^(?:didn|doesn|don)[’']t (?:disput|contest|challeng)",
    re.IGNORECASE,
)
# Terms on which somebody speaks, no word of his: "asked not to be named", "insisted on anonymity".
_ANONYMITY = re.compile(
    r"^(?:not )?to (?:be|remain) (?:named|identified|quoted|unnamed|anonymous)\b|"
    r"^(?:on )?(?:condition of )?anonymity\b|"
    r"^that (?:he|she|they|it|(?:his|her|their) names?) not be (?:named|identified|quoted|used|printed|published)\b",
    re.IGNORECASE,
)
# Deeds, by the rules of annotation: who "chose" or "dropped plans" says nothing. The reader, which learned from texts
# where some of these count, is believed where it is sure.
_DEEDS = frozenset(
    """choose decide drop sue withdraw overrule earmark seem slap remove fire indict sack arrest undertake nickname
    subject attract""".split()
)
_SURE = 0.75
_LONG_SOURCE = 14  # tokens
MARKS = '"“”'
_CALENDAR = frozenset({*CAPITAL_WEEKDAYS, *CAPITAL_MONTHS} - {"May"})
_UNNAMED = frozenset({"name", "identify", "anonymity", "anonymously"})
_SPANS = frozenset({"week", "month", "year", "weekend", "spring", "summer", "autumn", "fall", "winter"})
_ADDRESSED = frozenset(
    """urge call ask press pressure order tell invite warn advise encourage persuade beg implore""".split()
)


def with_tidy_edges(document: Document, who: Cast, draft: Draft) -> Draft | None:
    """A draft with its edges mended; None where it is no statement by the rules ("gave no indication that")."""
    text = document.text
    if draft.cue and _NO_STATEMENT.match(text[draft.cue[0][0] : draft.cue[-1][1]]):
        return None
    if draft.content and _ANONYMITY.match(text[draft.content[0][0] : draft.content[0][1]]):
        return None
    if draft.confidence < _SURE and any(
        document.lemmas[t] in _DEEDS and document.pos[t] == "VERB"
        for piece in draft.cue
        for t in document.tokens_in(piece)
    ):
        return None
    cue = _cue(document, draft.cue)
    source = _source(document, who, draft.source, draft)
    content = _with_subject(document, _content(document, draft.content, (*source, *cue)), (*source, *cue))
    content = _without_occasion(document, _without_addressee(document, cue, content), cue)
    content = _with_object(document, content, (*source, *cue))
    source, content = _with_description(document, source, content)
    if not content:
        return None
    if source and (
        _is_passive(document, cue, source) or _is_hearsay(document, cue) or _is_expletive(document, cue, source)
    ):
        source = ()
    elif (named := _named_by(document, source, (*cue, *content))) is not None:
        source = (named,)
    elif not source and not _is_hearsay(document, cue) and not _is_one_told(document, cue):
        source, content = _speaker_behind(document, cue, content)
        source = source or _understood(document, cue, content)
    return replace(draft, source=source, cue=cue, content=content)


def _is_hearsay(document: Document, cue: Pieces) -> bool:
    """Whether a cue is "reportedly" or "allegedly" alone, which names nobody."""
    words = {document.words[t].casefold() for piece in cue for t in document.tokens_in(piece)}
    return bool(words) and words <= {"reportedly", "allegedly", "purportedly", "supposedly"}


def _is_one_told(document: Document, cue: Pieces) -> bool:
    """ "Told that the film was off, Orr said …": what Orr was told is not his word."""
    for token in (t for piece in cue for t in document.tokens_in(piece)):
        if document.lemmas[token] in _SOURCELESS and document.tags[token] in {"VBN", "VBD"}:
            first = int(document.sentence_tokens[document.sentence_of(token), 0])
            return token == first and not any(document.deps[c] == "nsubj" for c in document.children[token])
    return False


def _cue(document: Document, cue: Pieces) -> Pieces:
    """Without auxiliaries and adverbs before the word that attributes; whole where it is negated."""
    if not cue:
        return ()
    tokens = document.tokens_in(cue[0])
    if not tokens or any(document.words[t].casefold() in _NEGATIONS for t in tokens):
        return cue
    start = tokens.start
    while start < tokens.stop - 1 and document.pos[start] in _LEADING:
        if document.words[start].casefold() == "according":
            break
        start += 1
    if start == tokens.start:
        return cue
    rest = range(start, tokens.stop)
    if not any(document.pos[t] in {"VERB", "NOUN", "ADJ", "AUX"} for t in rest):
        return cue
    return ((document.starts[start], cue[0][1]), *cue[1:])


def _source(document: Document, who: Cast, source: Pieces, draft: Draft) -> Pieces:
    """One piece that ends before a relative clause, and does not cut a name or phrase in two."""
    if not source:
        return ()
    taken = (*draft.cue, *draft.content)
    start, end = _beside_cue(document, source, draft.cue)
    tokens = document.tokens_in((start, end))
    if not tokens:
        return source
    first, stop = tokens.start, tokens.stop
    # "Donald J" of "Donald J. Trump", "Mr" of "Mr. Orr": on to the end of the name.
    n = len(document)
    while stop < n and not overlaps(document.span(stop, stop + 1), taken):
        number = who.at[stop]
        inside_name = number >= 0 and who.at[stop - 1] == number
        title = stop - first <= 3 and document.deps[stop - 1] in {"compound", "det", "amod", "nmod", "poss", "case"}
        onward = title and document.head(stop - 1) >= stop and document.pos[stop] in {"NOUN", "PROPN", "ADJ", "NUM"}
        if not (inside_name or onward):
            break
        if document.sentence_of(stop) != document.sentence_of(first):
            break
        stop += 1
    # "Orr told Tass", where "said" follows: up to the verb that is the source's own.
    for t in range(first + 1, stop):
        if document.tags[t] in {"VBD", "VBZ", "VBP"} and any(
            document.deps[c] == "nsubj" and first <= c < t and document.tags[c] not in {"WP", "WDT"}
            for c in document.children[t]
        ):
            stop = t
            break
    # "Orr, who" and "Orr, whose committee …".
    for t in range(first + 1, stop):
        # Not "a person who was briefed": without a comma the clause is part of who it is.
        if document.tags[t] in {"WP", "WDT", "WP$"}:
            cut = t
            while cut > first and document.pos[cut - 1] in {"PUNCT", "ADP"}:
                cut -= 1
            unnamed = any(document.lemmas[c] in _UNNAMED for c in range(t, min(t + 10, n)))
            if cut > first and (unnamed or t == stop - 1 or "," in {document.words[c] for c in range(cut, t)}):
                stop = cut
                break
    while stop - 1 > first and document.pos[stop - 1] in {"ADP", "PART", "AUX", "CCONJ", "SCONJ", "DET"}:
        if document.words[stop - 1] in {"'s", "’s", "'", "’"}:
            break
        stop -= 1
    # "Top officials on Friday": the day is the saying's.
    for t in range(first + 1, stop):
        relative = document.words[t].casefold() in {"last", "this"} and document.lemmas[min(t + 1, n - 1)] in _SPANS
        named = document.deps[t] == "compound" and document.pos[document.head(t)] == "PROPN"  # "the Sunday Post"
        if (document.words[t] in _CALENDAR or relative) and not named:
            while t > first + 1 and document.words[t - 1].casefold() in {"on", "in", "late", "early", "last", "this"}:
                t -= 1
            stop = t
            break
    nickname = known_as(document, range(first, stop))
    return (document.span(first, max(stop, nickname.stop + 1) if nickname else stop),)


def _beside_cue(document: Document, source: Pieces, cue: Pieces) -> Span:
    """The first piece of a source, of those in the cue's sentence where there are any."""
    if len(source) == 1 or not cue:
        return source[0]
    places = [document.tokens_in(piece) for piece in (cue[0], *source)]
    sentences = [document.sentence_of(tokens.start) if tokens else -1 for tokens in places]
    return next((p for p, s in zip(source, sentences[1:], strict=True) if s == sentences[0]), source[0])


def _content(document: Document, content: Pieces, taken: Pieces) -> Pieces:
    """Without a leading "that"; a quotation whose closing mark the text lacks goes on to the paragraph's last mark."""
    text = document.text
    kept: list[Span] = []
    for start, end in content:
        if taken and text[start:end].find("\n") >= 0:
            start, end = _one_paragraph(text, (start, end), taken)
        opening = re.match(r"(?:that|and that|but that|and),?\s+", text[start:end], re.IGNORECASE)
        following = text[start : start + 6].split(" ", 1)[0].casefold()
        joins = opening and (
            opening.group().split()[-1].casefold().rstrip(",") == "that" or (following == "and" and not kept)
        )
        if opening and joins and not _is_demonstrative(document, start):
            start += opening.end()
        if (
            text[start] in MARKS
            and text[start:end].count("“") + text[start:end].count('"') == 1
            and text[end - 1] not in MARKS
        ):
            paragraph_end = text.find("\n", end)
            paragraph_end = len(text) if paragraph_end < 0 else paragraph_end
            closing = next((i for i in range(end, paragraph_end) if text[i] in MARKS), None)
            if closing is not None and not overlaps((end, closing), taken):
                end = closing + 1
        kept += [span for span in _quotations_apart(text, (start, end)) if any(map(str.isalnum, text[slice(*span)]))]
    merged: list[Span] = []
    for start, end in sorted(kept):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


_DATELINE = re.compile(r"[A-Z][A-Z'’ ,/-]+[A-Z]\b(?:,? [A-Z][a-z.]+ \d{1,2})?(?: \([^)\n]{2,30}\))? ?[—–-]")
_JOINT = re.compile(r"(?<=[”\"])\s+(?:and|but|or)\s+(?=[“\"])")


def _quotations_apart(text: str, span: Span) -> list[Span]:
    """ "“I know,” and “I cannot say”" as two pieces: the word between is the article's."""
    start, end = span
    if text[start] not in MARKS or text[end - 1] not in MARKS or not (joint := _JOINT.search(text, start, end)):
        return [span]
    before, after = (start, joint.start()), (joint.end(), end)
    if any(
        text[a + 1 : b - 1].strip(MARKS) != text[a + 1 : b - 1] or MARKS[0] in text[a + 1 : b - 1]
        for a, b in (before, after)
    ):
        return [span]
    return [before, after]


def _one_paragraph(text: str, span: Span, taken: Pieces) -> Span:
    """A piece without the last words of the paragraph before: "report\\n\\nThe visit was off"."""
    start, end = span
    cut = text.rfind("\n", start, end) + 1
    head = text[start:cut]
    if (
        _DATELINE.match(text, cut)
        and end - cut <= 40
        and text[start] not in MARKS
        and not any(a > cut for a, _ in taken)
    ):
        return start, start + len(head.rstrip())  # a headline that ran on into the dateline
    if text[start] in MARKS or len(head.split()) > 4 or any(a < cut for a, _ in taken):
        return span
    return cut + len(text[cut:end]) - len(text[cut:end].lstrip()), end


def _with_subject(document: Document, content: Pieces, taken: Pieces) -> Pieces:
    """Content that begins with a finite verb, with the verb's subject before it.

    "Orr, who sits on the panel, plans to resign, the Example Post reports": the subject is part of what is reported.
    """
    if not content:
        return content
    tokens = document.tokens_in(content[0])
    if not tokens:
        return content
    verb = tokens.start
    while verb < tokens.stop and document.pos[verb] in {"AUX", "ADV", "PART"}:
        verb += 1
    if verb >= tokens.stop or document.pos[verb] not in {"VERB", "AUX"}:
        verb = tokens.start
    finite = document.tags[tokens.start] in {"VBZ", "VBP", "VBD", "MD"}
    for child in document.children[verb] if finite else ():
        if child < tokens.start and document.deps[child] in {"nsubj", "nsubjpass"}:
            first = document.subtree(child).start
            span = (document.starts[first], content[0][1])
            word = document.words[child].casefold()
            if not overlaps((span[0], content[0][0]), taken) and word not in {"who", "which", "that"}:
                return (span, *content[1:])
    return content


def _without_addressee(document: Document, cue: Pieces, content: Pieces) -> Pieces:
    """What is asked without the one asked: "urged [Orr] to resign" has "to resign" for content."""
    tokens = document.tokens_in(content[0]) if content and cue else range(0)
    if not tokens or cue[0][0] > content[0][0]:
        return content
    lemmas = [document.lemmas[t] for piece in cue for t in document.tokens_in(piece)]
    if not set(lemmas) & _ADDRESSED or lemmas == ["call"]:
        return content
    for t in range(tokens.start, min(tokens.stop, tokens.start + 12) - 1):
        if document.tags[t] == "TO" and document.tags[t + 1] == "VB":
            if t > tokens.start and document.words[t - 1].casefold() == "not":
                t -= 1
            return ((document.starts[t], content[0][1]), *content[1:]) if t > tokens.start else content
        if document.pos[t] in {"VERB", "AUX", "SCONJ", "CCONJ"} or document.words[t] in {'"', "“", ",", "whether"}:
            return content
    return content


def _without_occasion(document: Document, content: Pieces, cue: Pieces) -> Pieces:
    """A noun phrase announced without when it was: "announced [the charges] during a Friday press conference"."""
    tokens = document.tokens_in(content[-1]) if content and cue else range(0)
    if not tokens or len(content) > 1 or cue[0][0] > content[0][0] or document.text[content[0][0]] in MARKS:
        return content
    if any(document.pos[t] in {"VERB", "AUX", "SCONJ"} for t in tokens):
        return content
    for t in range(tokens.start + 1, tokens.stop):
        word = document.words[t].casefold()
        dated = any(document.words[k] in _CALENDAR for k in range(t, min(t + 5, tokens.stop)))
        if dated and (word in {"on", "in", "during", "at", "late", "early"} or document.words[t] in _CALENDAR):
            start, end = document.span(tokens.start, t)
            return ((content[0][0], end),) if end > start else content
    return content


def _with_object(document: Document, content: Pieces, taken: Pieces) -> Pieces:
    """Content that ends in a preposition, with its object: "would not play on [Friday]"."""
    tokens = document.tokens_in(content[-1]) if content else range(0)
    last = tokens.stop - 1
    if not tokens or document.pos[last] != "ADP" or tokens.stop >= len(document):
        return content
    goal = next((c for c in document.children[last] if document.deps[c] == "pobj" and c > last), None)
    if goal is None:
        return content
    inside = document.subtree(goal)
    stop = inside.stop
    for t in range(goal + 1, inside.stop):
        if document.pos[t] == "PUNCT":
            stop = t
            break
    span = document.span(tokens.stop, max(stop, tokens.stop + 1))
    if inside.start != tokens.stop or overlaps(span, taken) or stop <= goal:
        return content
    return (*content[:-1], (content[-1][0], span[1]))


def _with_description(document: Document, source: Pieces, content: Pieces) -> tuple[Pieces, Pieces]:
    """Source and content of "…, [the owner of the port, Ana Ruiz], said": who she is, is no part of the content."""
    tokens = document.tokens_in(source[0]) if source else range(0)
    end = content[-1][1] if content else 0
    if not tokens or not end < source[0][0] or document.text[end : source[0][0]].strip() != ",":
        return source, content
    head = next((t for t in tokens if document.head(t) not in tokens), tokens[-1])
    host = document.head(head)
    first = document.subtree(host).start
    if (
        document.deps[head] != "appos"
        or document.text[source[0][1] : source[0][1] + 1] != ","
        or not content[-1][0] < document.starts[first - 1] < document.starts[host] < end
        or document.words[first - 1] != ","
    ):
        return source, content
    start = document.starts[first]
    return ((start, source[0][1]), *source[1:]), (*content[:-1], (content[-1][0], document.starts[first - 1]))


def _speaker_behind(document: Document, cue: Pieces, content: Pieces) -> tuple[Pieces, Pieces]:
    """Source and content of "…, [a dancer] who asked not to be named said", where the content runs up to the cue."""
    verb = document.tokens_in(cue[0])[0] if cue and document.tokens_in(cue[0]) else None
    if verb is None or not content or not content[-1][0] < content[-1][1] <= cue[0][0]:
        return (), content
    subject = next((c for c in document.children[verb] if document.deps[c] == "nsubj" and c < verb), None)
    if subject is None or document.text[content[-1][1] : cue[0][0]].strip(" ,"):
        return (), content
    inside = document.subtree(subject)
    start = document.starts[inside.start]
    clause = next((t for t in range(subject + 1, inside.stop) if document.tags[t] in {"WP", "WDT", "WP$"}), inside.stop)
    stop = clause - (document.words[clause - 1] == ",")
    comma = inside.start - 1
    if (
        not content[-1][0] < start < content[-1][1]
        or document.words[comma] != ","
        or document.starts[comma] <= content[-1][0]
    ):
        return (), content
    return (document.span(inside.start, stop),), (*content[:-1], (content[-1][0], document.starts[comma]))


def _understood(document: Document, cue: Pieces, content: Pieces) -> Pieces:
    """The subject that a participle or second verb shares with the verb before it: "Orr left, saying …"."""
    tokens = [t for piece in cue for t in document.tokens_in(piece)]
    verb = next((t for t in tokens if document.pos[t] in {"VERB", "AUX"}), None)
    if verb is None or document.words[verb].casefold() in {"according", "accused", "alleged", "reported"}:
        return ()
    for _ in range(4):
        children = document.children[verb]
        if any(document.deps[c] in {"auxpass", "agent", "nsubjpass"} for c in children):
            return ()
        subject = next((c for c in children if document.deps[c] == "nsubj"), None)
        if subject is not None:
            inside = document.subtree(subject)
            stop = inside.stop
            for t in range(subject + 1, inside.stop):
                if document.tags[t] in {"WP", "WDT", "WP$"}:
                    stop = t
                    break
            while stop > subject + 1 and document.pos[stop - 1] in {"PUNCT", "ADP"}:
                stop -= 1
            span = document.span(inside.start, stop)
            if document.tags[subject] in {"WP", "WDT"} or stop - inside.start > 14:
                return ()
            return () if overlaps(span, (*content, *cue)) else (span,)
        if document.deps[verb] not in {"advcl", "conj", "xcomp", "ccomp"} or document.head(verb) == verb:
            return ()
        if document.tags[verb] == "VBN" and not any(document.deps[c] == "aux" for c in children):
            return ()
        verb = document.head(verb)
    return ()


def _is_expletive(document: Document, cue: Pieces, source: Pieces) -> bool:
    """Whether a source is the "it" of "it was hoped that", which stands for nobody."""
    if document.text[slice(*source[0])].casefold() != "it":
        return False
    tokens = [t for piece in cue for t in document.tokens_in(piece)]
    return any(
        document.tags[t] == "VBN" and any(document.deps[c] == "auxpass" for c in document.children[t]) for t in tokens
    )


def _named_by(document: Document, source: Pieces, taken: Pieces) -> Span | None:
    """The phrase that a "who" or "which" stands for: "[protesters] who say"; None for other sources."""
    tokens = document.tokens_in(source[0]) if source else range(0)
    if len(tokens) != 1 or document.tags[tokens.start] not in {"WP", "WDT"}:
        return None
    verb = document.head(tokens.start)
    for _ in range(3):
        if document.deps[verb] == "relcl":
            noun = document.head(verb)
            first = document.subtree(noun).start
            stop = tokens.start
            while stop > noun + 1 and document.pos[stop - 1] in {"PUNCT", "ADP"}:
                stop -= 1
            span = document.span(first, stop)
            return None if stop <= noun or stop - first > _LONG_SOURCE or overlaps(span, taken) else span
        if document.deps[verb] != "conj":
            return None
        verb = document.head(verb)
    return None


def _is_demonstrative(document: Document, offset: int) -> bool:
    """Whether a "that" is a pronoun or determiner of the content: "that would be wrong", "that man"."""
    token = document.token_at(offset)
    return token is not None and document.tags[token] == "DT"


def _is_passive(document: Document, cue: Pieces, source: Pieces) -> bool:
    """Whether the source is the one told or asked: "was asked whether"."""
    for piece in cue:
        for token in document.tokens_in(piece):
            if document.lemmas[token] in _SOURCELESS and document.tags[token] == "VBN":
                for child in document.children[token]:
                    if document.deps[child] == "nsubjpass" and overlaps(document.span(child, child + 1), source):
                        return True
                # "Asked whether he would sign, Orr said …": the participle's subject is the one asked.
                if document.deps[token] == "advcl" and not any(
                    document.deps[c] in {"nsubj", "agent", "aux"} for c in document.children[token]
                ):
                    return source[0][0] > cue[0][0]
    return False
