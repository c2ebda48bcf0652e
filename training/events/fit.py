"""Fit what is chosen on articles that no update saw: linear models and floors, into events.json and events_linear.npz.

    python -m training.events.fit --articles GOLD.jsonl [...] --readings FOLDER --folds MODEL0 MODEL1 ... --out MODEL
        [--held HELD.jsonl --heads MODEL] [--floors MODEL/events.json] [--models MODEL]
    python -m training.events.fit --people --held HELD.jsonl --heads MODEL --readings FOLDER --out MODEL

MODELk holds the ONNX files of the heads that were trained without fold k (`training.events.export`). Each article is
read by the heads of its own fold, and scored with linear models fitted on the other folds. Articles of `--held`,
which no update saw, are read by the heads that ship, and count as four further folds. `--floors` keeps an earlier
fit's floors of mentions, links, places and days; `--models` keeps its models of who takes part, of what is listed and
of confidence with their floors, where the held articles are too few to fit them again. `--people` fits who takes part
alone, on `--held`, and keeps the rest of MODEL/events.json. Prints scores by folds, the
table of what is shown and the calibration: every number is of articles that nothing behind it was fitted on, unless
`--models` gives what was fitted on them before.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.reading.events.confidence import confidence, fact_vector
from reportedly.reading.events.context import context_features
from reportedly.reading.events.find import EventReport, reports_of
from reportedly.reading.events.mentions import EventMention, find_mentions, mention_features
from reportedly.reading.events.participants import n_participant_facts, participant_facts
from reportedly.reading.neural.decode import EventPass, Scores
from reportedly.reading.neural.event_heads import EventHeads
from reportedly.reading.neural.linear import LinearModel
from training.events.data import (
    STATUSES,
    TYPES,
    Example,
    Trigger,
    fold_of,
    load_examples,
    read_lines,
    same_chain,
    same_name,
)
from training.events.linear import linear
from training.events.matching import f1, inside, match, n_paired

__all__ = ["main"]

START: dict[str, Any] = {
    "proposal_floor": 0.15,
    "mention_floor": 0.3,
    "link_floor": 0.55,
    "participants": {
        "weights": [1.0] + [0.0] * (n_participant_facts() - 1),
        "bias": 0.0,
        "floor": 0.6,
        "shown_floor": 0.6,
    },
    "place_floor": 0.45,
    "time_floor": 0.45,
    "keep_floor": 0.0,
    "shown_floor": 1.0,
    "type": None,
    "status": None,
    "keep": None,
    "confidence": None,
}
_GRID = {
    "mention_floor": (0.4, 0.5),  # below it the folds give the same F1 with more that is wrong
    # Higher gains half a point here and costs the ledger three: pieces of one event do not meet.
    "link_floor": (0.5, 0.6),
    "place_floor": (0.35, 0.45, 0.55, 0.65),
    "time_floor": (0.35, 0.45, 0.55, 0.65),
}
_TRIGGER_PENALTY, _CONFIDENCE_PENALTY, _KEEP_PENALTY = 0.2, 0.02, 0.02  # inverse strengths, as scikit-learn counts them
# Above what scores best: of 200 reports on articles that nobody annotated 60 had the right event, status and source but
# a wrong name, place or day beside it. A detail left out misleads nobody; for people .5 cost two points of F1.
_SURE_DETAILS = {"place_floor": 0.65, "time_floor": 0.5}
_SURE_PARTICIPANT = 0.4
# Of what is shown a reader expects every name to be right. Of 184 shown events (229 articles that neither the heads nor
# this fit had seen) 96 were right throughout from .4 on, 105 from .48, 109 from .55; there visits lost their visitors.
_SHOWN_PARTICIPANT = 0.48
_PARTICIPANT_PENALTY = 0.003  # inverse strength, on facts of unit variance
_MODELS = ("type", "status", "keep", "confidence")
_RIGHT_OF_SHOWN = 0.85
_LEAST_SHOWN = 30

Chosen = Callable[["Held"], Sequence[EventReport]]


@dataclass(slots=True)
class Held:
    """An article with what the heads that never saw it make of its triggers."""

    example: Example
    fold: int
    heads: EventHeads
    mentions: list[EventMention]
    vector: NDArray[np.float32]

    def reports(self, settings: dict[str, Any]) -> list[EventReport]:
        """Its reports under some settings."""
        self.heads.settings = settings
        return reports_of(
            self.example.reading.document, self.example.candidates, self.mentions, self.vector, self.heads
        )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", default=[], help="annotated articles, JSON lines")
    parser.add_argument("--readings", type=Path, required=True)
    parser.add_argument("--folds", type=Path, nargs="+", default=[], help="folders of ONNX files, one for each fold")
    parser.add_argument("--out", type=Path, required=True, help="folder of the shipped files")
    parser.add_argument("--held", type=Path, help="annotated articles that the heads of --heads never saw")
    parser.add_argument("--heads", type=Path, help="folder of the ONNX files that read them")
    parser.add_argument("--floors", type=Path, help="events.json of an earlier fit")
    parser.add_argument("--models", type=Path, help="folder of an earlier fit whose models are kept")
    parser.add_argument("--report", type=Path, nargs="*", default=[], help="files to be scored by themselves too")
    parser.add_argument("--people", action="store_true", help="fit who takes part alone, on --held")
    options = parser.parse_args()
    if options.people:
        fit_people(load_examples(read_lines(options.held), options.readings), options.heads, options.out)
        return
    articles = list({a["id"]: a for path in options.articles for a in read_lines(path)}.values())
    examples = load_examples(articles, options.readings)
    held = hold(examples, options.folds)
    n_folds = len(options.folds)
    if options.held:
        unseen = load_examples(read_lines(options.held), options.readings)
        held += hold_apart(unseen, options.heads, n_folds)
        examples = examples + unseen
    apart = {one.example.id: one.fold for one in held if one.fold >= n_folds}
    settings = dict(START)
    if options.floors:
        earlier = json.loads(options.floors.read_text(encoding="utf-8"))
        settings |= {name: earlier[name] for name in ("proposal_floor", *_GRID)}
    else:
        tune(held, settings)
    folds = sorted({one.fold for one in held})

    by_fold: dict[int, dict[str, Any]] = {k: dict(settings) for k in folds}
    for k in folds:
        others = [e for e in examples if apart.get(e.id, fold_of(e.article, n_folds)) != k]
        by_fold[k] |= second_opinions(others)
    settings |= second_opinions(examples)
    earlier_models = EventHeads(options.models).settings if options.models else None
    settings["participants"] = earlier_models["participants"] if earlier_models else fit_participants(held, by_fold)
    for k in folds:
        by_fold[k]["participants"] = settings["participants"]

    reports = {id(one): one.reports(by_fold[one.fold]) for one in held}
    right = {id(one): right_as_it_stands(one, reports[id(one)]) for one in held}
    listed = {id(one): is_listed(one, reports[id(one)]) for one in held}
    told: dict[str, dict[int, list[float]]] = {}
    for name, gold, penalty in (("confidence", right, _CONFIDENCE_PENALTY), ("keep", listed, _KEEP_PENALTY)):
        if earlier_models:
            settings[name] = earlier_models[name]
            told[name] = {id(one): _said(settings[name], reports[id(one)]) for one in held}
        else:
            settings[name] = fit_reports(held, reports, gold, penalty)
            told[name] = crossed(held, reports, gold, penalty)
    sure, kept_sure = told["confidence"], told["keep"]

    def kept(floor: float) -> Chosen:
        return lambda one: [r for r, s in zip(reports[id(one)], kept_sure[id(one)], strict=True) if s >= floor]

    floors = [(goal(measure(held, kept(floor))), floor) for floor in np.arange(0.0, 0.65, 0.05).round(2).tolist()]
    print("keep_floor", [(floor, round(total, 4)) for total, floor in floors])
    settings["keep_floor"] = earlier_models["keep_floor"] if earlier_models else max(floors)[1]
    pairs = [
        (s, r)
        for one in held
        for s, r, k in zip(sure[id(one)], right[id(one)], kept_sure[id(one)], strict=True)
        if k >= settings["keep_floor"]
    ]
    all_sure, all_right = np.array([s for s, _ in pairs]), np.array([r for _, r in pairs], np.float64)
    settings["shown_floor"] = earlier_models["shown_floor"] if earlier_models else shown_floor(all_sure, all_right)
    write(settings, options.out)
    table: dict[str, Any] = {"articles": len(held), "reports": len(all_right)}
    table["all"] = rounded(measure(held, kept(settings["keep_floor"])))
    for path in options.report:
        ids = {article["id"] for article in read_lines(path)}
        some = [one for one in held if one.example.id in ids]
        table[path.name] = {"articles": len(some)} | rounded(measure(some, kept(settings["keep_floor"])))
    table["shown"] = [
        {"floor": f, "share": _share(all_sure >= f), "right": _share(all_right[all_sure >= f])}
        for f in (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, settings["shown_floor"])
    ]
    table["calibration"] = [
        {"from": low, "said": _share(all_sure[inside]), "right": _share(all_right[inside]), "n": int(inside.sum())}
        for low in np.arange(0.0, 1.0, 0.1).round(1).tolist()
        if (inside := (all_sure >= low) & (all_sure < low + 0.1)).any()
    ]
    print(json.dumps(table, indent=1))


def fit_people(examples: Sequence[Example], heads: Path, out: Path) -> None:
    """Fits who takes part anew, on articles that the heads never saw; the other settings stay."""
    earlier = EventHeads(heads).settings | {"participants": START["participants"]}
    held = hold_apart(examples, heads, 0)
    people = fit_participants(held, dict.fromkeys({one.fold for one in held}, earlier))
    path = out / "events.json"
    settings = json.loads(path.read_text(encoding="utf-8")) | {"participants": people}
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


Told = dict[int, list[EventReport]]
Judged = dict[int, list[bool]]


def crossed(held: Sequence[Held], reports: Told, gold: Judged, penalty: float) -> dict[int, list[float]]:
    """For each article's reports what a model fitted on the other folds says of them."""
    found: dict[int, list[float]] = {}
    for k in sorted({one.fold for one in held}):
        model = fit_reports([one for one in held if one.fold != k], reports, gold, penalty)
        for one in held:
            if one.fold == k:
                found[id(one)] = _said(model, reports[id(one)])
    return found


def _said(model: LinearModel, reports: Sequence[EventReport]) -> list[float]:
    return [confidence(report.facts, report.mention.features, model) for report in reports]


def is_listed(one: Held, reports: Sequence[EventReport]) -> list[bool]:
    """Whether each report is one that the annotators list, under its type."""
    pairs = match(
        one.example.reading.document.starts, one.example.article["gold"]["events"], reports, with_status=False
    )
    places = {j for _, j in pairs}
    return [place in places for place in range(len(reports))]


def hold(examples: Sequence[Example], folders: Sequence[Path]) -> list[Held]:
    """Each article read by the heads of its fold; `folders` in the order of folds, "-" for one that is missing."""
    heads = [None if str(folder) == "-" else EventHeads(folder, settings=dict(START)) for folder in folders]
    fold = [fold_of(example.article, len(folders)) for example in examples]
    return [read_by(one, k, mine) for one, k in zip(examples, fold, strict=True) if (mine := heads[k]) is not None]


def hold_apart(examples: Sequence[Example], folder: Path, first: int) -> list[Held]:
    """Articles that no update saw, each read by the heads of one folder; in four folds, numbered from `first`."""
    heads = EventHeads(folder, settings=dict(START))
    return [read_by(example, first + fold_of(example.article, 4), heads) for example in examples]


def read_by(example: Example, fold: int, heads: EventHeads) -> Held:
    """An article as some heads read it."""
    passed, document = score(example, heads), example.reading.document
    return Held(example, fold, heads, *find_mentions(document, example.candidates, passed, heads, example.published))


def score(example: Example, heads: EventHeads) -> Scores:
    """The heads' pass over a kept reading."""
    parts = [heads.read(window.astype(np.float32)) for window in example.reading.middle]
    nothing = np.zeros((0, 0), np.float32)
    return Scores(
        pieces=example.reading.spans,
        heads={},
        cues=np.zeros((0, 2), np.int32),
        views=nothing,
        valid=nothing,
        events=EventPass(
            hidden=np.concatenate([hidden for hidden, _, _ in parts]),
            trigger=np.concatenate([trigger for _, trigger, _ in parts]),
        ),
    )


def tune(held: Sequence[Held], settings: dict[str, Any]) -> None:
    """Sets floors, one after the other, each where the sum of the scores is best."""
    for name, values in _GRID.items():
        sums = []
        for value in values:
            tried = settings | {name: value}
            sums.append((goal(measure(held, lambda one, tried=tried: one.reports(tried))), value))
        settings[name] = max(sums)[1]
        print(name, [(value, round(total, 4)) for total, value in sums], flush=True)
    settings["mention_floor"] -= 0.1  # what is kept beyond it is for `keep` to say
    settings |= _SURE_DETAILS


def goal(scores: dict[str, float]) -> float:
    """What floors are chosen by."""
    return (
        2.0 * scores["event"]
        + scores["found"]
        + 0.5 * scores["participants"]
        + 0.3 * (scores["when"] + scores["place"])
    )


def measure(held: Iterable[Held], chosen: Chosen) -> dict[str, float]:
    """Scores over all articles, as the scorer defines them (F1; share of the found for the rest)."""
    n = dict.fromkeys(("gold", "told", "event", "found", "status", "when", "place", "chain"), 0)
    named = {"right": 0, "gold": 0, "told": 0}
    for one in held:
        reports = chosen(one)
        gold = one.example.article["gold"]["events"]
        n["gold"] += len(gold)
        n["told"] += len(reports)
        n["event"] += len(match(one.example.reading.document.starts, gold, reports, with_status=True))
        for i, j in match(one.example.reading.document.starts, gold, reports, with_status=False):
            g, r = gold[i], reports[j]
            chain = [link.name for link in r.statement.chain] if r.statement else []
            n["found"] += 1
            n["status"] += g["status"] == r.status.value
            n["when"] += g.get("when") == r.when
            n["place"] += same_name(g.get("place"), r.place)
            n["chain"] += same_chain([link["name"] for link in g["chain"]], chain)
            people = [entity.name for entity in r.people]
            named["gold"] += len(g["participants"])
            named["told"] += len(people)
            named["right"] += n_paired(g["participants"], people)
    found = max(1, n["found"])
    scores = {
        "event": f1(n["event"], n["told"], n["gold"]),
        "found": f1(n["found"], n["told"], n["gold"]),
        "found_p": n["found"] / max(1, n["told"]),
        "found_r": n["found"] / max(1, n["gold"]),
        "participants": f1(named["right"], named["told"], named["gold"]),
    }
    return scores | {name: n[name] / found for name in ("status", "when", "place", "chain")}


def rounded(scores: dict[str, float]) -> dict[str, float]:
    """Scores to four places."""
    return {name: round(value, 4) for name, value in scores.items()}


def right_as_it_stands(one: Held, reports: Sequence[EventReport]) -> list[bool]:
    """Whether each report tells of a gold event with its status and its chain, whatever its type is called."""
    gold = one.example.article["gold"]["events"]
    starts = one.example.reading.document.starts
    found = []
    for report in reports:
        told = set(inside(starts, report.evidence))
        chain = [link.name for link in report.statement.chain] if report.statement else []
        at = starts[report.mention.token]
        found.append(
            any(
                g["status"] == report.status.value
                and same_chain([link["name"] for link in g["chain"]], chain)
                and (
                    g["evidence"][0] <= at < g["evidence"][1]
                    or any(start <= at < end for start, end in g.get("also") or ())
                    or 2 * len(told & set(inside(starts, g["evidence"]))) > len(told)
                )
                for g in gold
            )
        )
    return found


def fit_triggers(examples: Sequence[Example], gold: Callable[[Trigger], int], classes: int) -> LinearModel:
    """A linear model of a label of triggers, on all annotated triggers of some articles."""
    buckets, labels, weight = [], [], []
    for example in examples:
        for trigger in example.triggers:
            document, near = example.reading.document, example.candidates.times_near(trigger.token)
            context = context_features(document, trigger.token, near, example.published)
            buckets.append(mention_features(document, trigger.token, context))
            labels.append(gold(trigger))
            weight.append(0.5 if trigger.repeated else 1.0)
    nothing = np.zeros((len(labels), 0))
    return linear(buckets, nothing, np.array(labels), _TRIGGER_PENALTY, np.array(weight), classes)


def second_opinions(examples: Sequence[Example]) -> dict[str, LinearModel]:
    """The linear models of type and status."""
    return {
        "type": fit_triggers(examples, lambda trigger: trigger.kind, len(TYPES)),
        "status": fit_triggers(examples, lambda trigger: trigger.status, len(STATUSES)),
    }


def fit_reports(held: Sequence[Held], reports: Told, gold: Judged, penalty: float) -> LinearModel:
    """A linear model of whether a report is what `gold` says of it."""
    told = [report for one in held for report in reports[id(one)]]
    values = np.array([value for one in held for value in gold[id(one)]], int)
    facts = np.stack([fact_vector(report.facts) for report in told])
    return linear([r.mention.features for r in told], facts, values, penalty, np.ones(len(values)), 2)


def fit_participants(held: Sequence[Held], by_fold: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """The logistic model of who takes part, fitted on events that were found, with the floor of the best F1."""
    from sklearn.linear_model import LogisticRegression

    facts, right, fold = [], [], []
    for one in held:
        reports = one.reports(by_fold[one.fold])
        gold = one.example.article["gold"]["events"]
        seen = set()
        for i, j in match(one.example.reading.document.starts, gold, reports, with_status=False):
            report = reports[j]
            if report.group in seen:
                continue
            seen.add(report.group)
            entities, rows = participant_facts(one.example.candidates, report.all, report.type, report.place)
            facts.append(rows)
            right += [any(same_name(name, e.name) for name in gold[i]["participants"]) for e in entities]
            fold += [one.fold] * len(entities)
    x, y, folds = np.concatenate(facts), np.array(right, int), np.array(fold)

    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale < 1e-9] = 1.0
    scaled = (x - mean) / scale

    def fitted(rows: NDArray[np.bool_]) -> Any:
        return LogisticRegression(C=_PARTICIPANT_PENALTY, max_iter=3000).fit(scaled[rows], y[rows])

    crossed = np.zeros(len(y))
    for number in sorted(set(fold)):
        crossed[folds == number] = fitted(folds != number).predict_proba(scaled[folds == number])[:, 1]
    floors = [
        (f1(int(y[crossed > floor].sum()), int((crossed > floor).sum()), int(y.sum())), floor)
        for floor in np.arange(0.25, 0.7, 0.05).round(2).tolist()
    ]
    print("participants", [(floor, round(score, 4)) for score, floor in floors], flush=True)
    model = fitted(np.ones(len(y), bool))
    weights = model.coef_[0] / scale
    return {
        "weights": [round(float(w), 5) for w in weights],
        "bias": round(float(model.intercept_[0] - weights @ mean), 5),
        "floor": max(_SURE_PARTICIPANT, max(floors)[1]),
        "shown_floor": _SHOWN_PARTICIPANT,
    }


def _share(values: NDArray[Any]) -> float | None:
    return round(float(values.mean()), 4) if len(values) else None


def shown_floor(sure: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """The lowest confidence from which on 85 in 100 are right."""
    order = np.argsort(-sure, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((share >= _RIGHT_OF_SHOWN) & (np.arange(len(order)) >= _LEAST_SHOWN))
    return round(float(sure[order][enough[-1]]), 3) if len(enough) else 1.0


def write(settings: dict[str, Any], out: Path) -> None:
    """Writes events.json and events_linear.npz."""
    out.mkdir(parents=True, exist_ok=True)
    arrays = {}
    for name in _MODELS:
        model = settings[name]
        arrays |= {
            f"{name}_wide": model.wide.astype(np.float16),
            f"{name}_dense": model.dense,
            f"{name}_bias": model.bias,
        }
    np.savez_compressed(out / "events_linear.npz", **arrays)
    plain = {name: value for name, value in settings.items() if name not in _MODELS}
    (out / "events.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
