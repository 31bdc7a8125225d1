"""How good the quiz is: `python -m knowledge quiz-eval ANSWERS.csv --json`.

Plays the shipped quiz on the answers of people it was not calibrated on and compares with what their own full 48
say; then on simulated students, whose true interests or occupation are known.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.catalog import Catalog
from knowledge.interests.items import MARKERS
from knowledge.interests.matching import shape
from knowledge.interests.measurement import AVERAGE, DECIMALS, Array, believe
from knowledge.interests.quiz import Quiz
from knowledge.quiz_answers import SEED, read_answers
from knowledge.quiz_fit import regress
from knowledge.quiz_people import LIKING, student, true_interests
from knowledge.tables import DATA

MEASURED = DATA / "quiz" / "measured.json"
_RESAMPLES = 1000
_TRUE_PEOPLE, _TRUE_LENGTH = 2000, 18
_STUDENTS = 200
METRICS = ("profile_r", "first_letter", "top3_letters", "top3_clusters")


def main(args: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m knowledge quiz-eval", description=__doc__)
    parser.add_argument("answers", type=Path, help="a CSV file with columns R1 to C8")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--all", action="store_true", help="take every usable row, unless the file is the one fitted on")
    parser.add_argument("--liking", type=float, default=LIKING, help="how much simulated students like their own field, in deviations")
    parser.add_argument("--record", action="store_true", help=f"also keep the figures in {MEASURED.name}, which the bot quotes")
    options = parser.parse_args(args)
    report = evaluate(Quiz.load(Catalog.load()), options.answers, every_row=options.all, liking=options.liking)
    sys.stdout.write((json.dumps(report, indent=1) if options.json else "\n".join(table(report))) + "\n")
    if options.record:
        MEASURED.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def evaluate(quiz: Quiz, path: Path, *, every_row: bool = False, liking: float = LIKING) -> dict[str, Any]:
    file = read_answers(path)
    fitted_on = file.digest == quiz.parameters.raw["split"]["file_sha256"]
    people = file.answers if every_row and not fitted_on else file.answers[file.held_out]
    if not len(people):
        raise SystemExit(f"{path}: no usable row to evaluate on")
    draw = np.random.default_rng(SEED)
    played = [play(quiz, row) for row in people]
    report: dict[str, Any] = {"n": len(people), "of": "every usable row" if every_row and not fitted_on else "held-out rows"}
    items = np.array([count for count, _, _ in played], dtype=float)
    report |= {"items_mean": _rounded(items.mean()), "items_mean_ci": _interval(items, draw), "items_max": int(items.max())}
    report |= agreement(quiz, np.array([scores for _, scores, _ in played]), people, draw)
    forms = quiz.parameters.raw["forms"]
    report["fixed"] = {length: agreement(quiz, fixed(quiz, form, people), people, draw) for length, form in forms.items()}
    report["step_ms"] = _rounded(float(np.median([spent for _, _, times in played for spent in times])) * 1000)
    report |= honesty(quiz, draw)
    report |= students(quiz, draw, liking)
    return report


def play(quiz: Quiz, row: Array, length: int | None = None) -> tuple[int, Array, list[float]]:
    """Items asked, six scores, seconds each step took."""
    known = {id: int(answer) for id, answer in zip(MARKERS, row, strict=True)}
    answers: dict[str, int] = {}
    times = []
    while True:
        start = time.perf_counter()
        item = quiz.next_marker(answers, length)
        times.append(time.perf_counter() - start)
        if item is None:
            return len(answers), believe(quiz.parameters, answers).scores, times
        answers[item] = known[item]


def fixed(quiz: Quiz, form: Sequence[str], people: Array) -> Array:
    places = [MARKERS.index(id) for id in form]
    return regress(quiz.parameters.mean, quiz.parameters.covariance, places, people)


def agreement(quiz: Quiz, found: Array, people: Array, draw: np.random.Generator) -> dict[str, Any]:
    """With what each person's full 48 answers say. A flat target has no profile and no clusters; it is left out there."""
    target = np.round(people @ AVERAGE.T, DECIMALS)
    shaped = target.max(axis=1) > target.min(axis=1)
    rows = np.arange(len(target))
    values = {
        "profile_r": (shape(found) * shape(target)).sum(axis=1)[shaped],
        "first_letter": (target[rows, _order(found)[:, 0]] >= target.max(axis=1)).astype(float),
        "top3_letters": _overlap(_order(found), _order(target)),
        "top3_clusters": _overlap(_order(_clusters(quiz, found[shaped])), _order(_clusters(quiz, target[shaped]))),
    }
    report: dict[str, Any] = {}
    for name in METRICS:
        report |= {name: _rounded(values[name].mean()), f"{name}_ci": _interval(values[name], draw)}
    return report


def _clusters(quiz: Quiz, scores: Array) -> Array:
    return np.array([quiz.profiles.cluster_matches(row) for row in scores])


def _order(values: Array) -> NDArray[np.intp]:
    order: NDArray[np.intp] = np.argsort(-np.round(values, DECIMALS), axis=1, kind="stable")
    return order


def _overlap(one: NDArray[np.intp], other: NDArray[np.intp]) -> Array:
    share: Array = (one[:, :3, None] == other[:, None, :3]).sum(axis=(1, 2)) / 3
    return share


def honesty(quiz: Quiz, draw: np.random.Generator) -> dict[str, Any]:
    """First letter against simulated true interests: an adaptive quiz of 18 items as a share of what all 48 reach."""
    people, truth = true_interests(quiz.parameters, _TRUE_PEOPLE, draw)
    rows = np.arange(len(people))
    best = truth.argmax(axis=1)
    short = np.array([play(quiz, row, _TRUE_LENGTH)[1] for row in people]).argmax(axis=1) == best
    # where the full test ties, its first letter is right as often as a fair draw among the tied
    scores = np.round(people @ AVERAGE.T, DECIMALS)
    tied = scores >= scores.max(axis=1, keepdims=True)
    full = tied[rows, best] / tied.sum(axis=1)
    shares = _resample(len(people), draw, lambda rows: short[rows].mean() / full[rows].mean())
    report = {"honesty": _rounded(short.mean() / full.mean()), "honesty_ci": shares}
    return report | {"honesty_first_letter": {"18 items": _rounded(short.mean()), "48 items": _rounded(full.mean())}}


def students(quiz: Quiz, draw: np.random.Generator, liking: float) -> dict[str, Any]:
    """For each cluster: of students with an occupation's interests, how many find its cluster among their top three."""
    clusters, counts = {}, []
    for place, cluster in enumerate(quiz.profiles.clusters):
        occupations = draw.choice(quiz.profiles.members[place], _STUDENTS)
        hits = {"letters": np.zeros(_STUDENTS), "quiz": np.zeros(_STUDENTS)}
        for row, occupation in enumerate(occupations):
            person = student(quiz.parameters, quiz.profiles, quiz.bank, (place, int(occupation)), draw, liking)
            answers = _whole_quiz(quiz, person.answers)
            counts.append(len(answers))
            letters, whole = _with_and_without(quiz, answers, int(occupation))
            hits["letters"][row], hits["quiz"][row] = place in letters, place in whole
        clusters[cluster] = {
            "top3": _rounded(hits["quiz"].mean()),
            "top3_ci": _interval(hits["quiz"], draw),
            "top3_by_letters_alone": _rounded(hits["letters"].mean()),
        }
    asked = {"clusters_items_mean": _rounded(float(np.mean(counts))), "clusters_items_max": max(counts)}
    return {"clusters": clusters, **asked, "liking": liking}


def _whole_quiz(quiz: Quiz, known: Any) -> dict[str, int]:
    answers: dict[str, int] = {}
    while (item := quiz.next_item(answers)) is not None:
        answers[item] = known[item]
    return answers


def _with_and_without(quiz: Quiz, answers: dict[str, int], occupation: int) -> tuple[set[int], set[int]]:
    """Top three clusters by the letters alone and by the whole quiz; the student's own occupation must not vouch for itself."""
    outcome = quiz.outcome(answers)
    matches = quiz.profiles.cluster_matches(outcome.belief.scores, leave_out=occupation)
    total = matches + quiz.appeal(matches, answers)
    letters, whole = (set(_order(values[None])[0, :3].tolist()) for values in (matches, total))
    return letters, whole


def _rounded(value: Any) -> float:
    return round(float(value), 4)


def _interval(values: Array, draw: np.random.Generator) -> list[float]:
    return _resample(len(values), draw, lambda rows: values[rows].mean())


def _resample(count: int, draw: np.random.Generator, measure: Callable[[Any], Any]) -> list[float]:
    """95% interval by the bootstrap over people."""
    found = [float(measure(draw.integers(0, count, count))) for _ in range(_RESAMPLES)]
    return [_rounded(np.quantile(found, 0.025)), _rounded(np.quantile(found, 0.975))]


def table(report: dict[str, Any]) -> Iterable[str]:
    yield f"{report['n']} people ({report['of']}), {report['items_mean']:.1f} items on average, {report['items_max']} at most"
    yield f"{'':24}" + "".join(f"{name:>26}" for name in METRICS)
    rows = {"the quiz": report, **{f"fixed form of {length}": row for length, row in report["fixed"].items()}}
    for name, row in rows.items():
        cells = (f"{row[metric]:.3f} [{row[f'{metric}_ci'][0]:.3f} {row[f'{metric}_ci'][1]:.3f}]" for metric in METRICS)
        yield f"{name:24}" + "".join(f"{cell:>26}" for cell in cells)
    yield f"a step: {report['step_ms']:.2f} ms at the median; honesty {report['honesty']:.3f} {report['honesty_ci']}"
    yield f"simulated students of each cluster, its place among their top three ({report['clusters_items_mean']:.1f} items on average)"
    for cluster, row in report["clusters"].items():
        yield f"  {cluster:42} {row['top3']:.2f}   by letters alone {row['top3_by_letters_alone']:.2f}"
