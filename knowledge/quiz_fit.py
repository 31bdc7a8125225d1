"""Estimates what the quiz measures with, from a file of answers: `python -m knowledge quiz-fit ANSWERS.csv`.

Writes data/quiz/parameters.json: mean and covariance of the 48 answers, the fixed forms it is compared with, an
ordinal model for simulated students, and how the file was split. Only the calibration part is looked at.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.interests.items import LEAST, MARKERS, MOST, PER_LETTER
from knowledge.interests.measurement import AVERAGE, Array
from knowledge.models import LETTERS
from knowledge.quiz_answers import HELD_OUT, SEED, read_answers
from knowledge.tables import DATA

OUTPUT = DATA / "quiz" / "parameters.json"
FORMS = (12, 18, 24)
_SHRINK = 0.02


def main(args: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m knowledge quiz-fit", description=__doc__)
    parser.add_argument("answers", type=Path, help="a CSV file with columns R1 to C8")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(args)
    file = read_answers(options.answers)
    fitted = file.answers[~file.held_out]
    if len(fitted) < 500:
        raise SystemExit(f"{options.answers}: {len(fitted)} usable rows to fit on; 500 are needed")
    split: dict[str, Any] = {"file_sha256": file.digest, "rows": file.rows, "usable": len(file.answers), "fitted": len(fitted)}
    split |= {"held_out": int(file.held_out.sum()), "by": "hash of the answers", "seed": SEED, "share": HELD_OUT}
    raw = {"split": split, **fit(fitted)}
    options.output.write_text(dump(raw), encoding="utf-8")
    sys.stdout.write(f"{options.output.name}: fitted on {len(fitted)} of {len(file.answers)} usable rows\n")
    return 0


def dump(raw: dict[str, Any]) -> str:
    """JSON, one row of the covariance a line."""
    covariance = ",\n".join("  " + json.dumps(row) for row in raw["covariance"])
    rest = {key: value for key, value in raw.items() if key != "covariance"}
    return json.dumps(rest, indent=1)[:-2] + ',\n "covariance": [\n' + covariance + "\n ]\n}\n"


def fit(answers: Array) -> dict[str, Any]:
    mean, covariance = moments(answers)
    size = len(MARKERS)
    return {
        "mean": np.round(mean, 4).tolist(),
        "covariance": [np.round(covariance[place, place:], 4).tolist() for place in range(size)],
        "forms": {str(length): form for length, form in fixed_forms(answers, mean, covariance).items()},
        "ordinal": ordinal(answers),
    }


def moments(answers: Array) -> tuple[Array, Array]:
    """Mean and covariance, drawn a little to the diagonal."""
    covariance = np.cov(answers.T)
    return answers.mean(axis=0), (1 - _SHRINK) * covariance + _SHRINK * np.diag(covariance.diagonal())


def regress(mean: Array, covariance: Array, form: Sequence[int], answers: Array) -> Array:
    """Six scores from a fixed form's answers."""
    places = list(form)
    weights = np.linalg.solve(covariance[np.ix_(places, places)], covariance[places])
    scores: Array = (mean + (answers[:, places] - mean[places]) @ weights) @ AVERAGE.T
    return scores


def fixed_forms(answers: Array, mean: Array, covariance: Array) -> dict[int, list[str]]:
    """The best form of each length among three ways to build one, by agreement with the full 48 of the same rows."""

    def agreement(form: Sequence[int]) -> float:
        return _agreement(regress(mean, covariance, form, answers), answers @ AVERAGE.T)

    def certainty(form: Sequence[int]) -> float:
        return -_open(covariance, form)

    longest = max(FORMS)
    ways = [_grow(agreement, longest), _grow(certainty, longest), _grow(certainty, longest, balanced=True)]
    best = {length: max((way[:length] for way in ways), key=agreement) for length in FORMS}
    return {length: [MARKERS[place] for place in form] for length, form in best.items()}


def _grow(worth: Callable[[Sequence[int]], float], length: int, balanced: bool = False) -> list[int]:
    form: list[int] = []
    while len(form) < length:
        full = {letter for letter in range(6) if sum(place // PER_LETTER == letter for place in form) > len(form) // 6}
        left = [place for place in range(len(MARKERS)) if place not in form and not (balanced and place // PER_LETTER in full)]
        form.append(max(left, key=lambda place: worth([*form, place])))
    return form


def _open(covariance: Array, form: Sequence[int]) -> float:
    """Variance of the six scores' shape that a form leaves open."""
    places = list(form)
    left = covariance - covariance[:, places] @ np.linalg.solve(covariance[np.ix_(places, places)], covariance[places])
    shape = AVERAGE - AVERAGE.mean(axis=0)
    return float(np.trace(shape @ left @ shape.T))


def _agreement(found: Array, target: Array) -> float:
    """First letter, top three letters and profile, in equal parts."""
    rows = np.arange(len(target))
    first = target[rows, found.argmax(axis=1)] >= target.max(axis=1) - 1e-9
    tops = [np.argsort(-scores, axis=1, kind="stable")[:, :3] for scores in (found, target)]
    overlap = (tops[0][:, :, None] == tops[1][:, None, :]).sum(axis=(1, 2)) / 3
    centred = [scores - scores.mean(axis=1, keepdims=True) for scores in (found, target)]
    lengths = np.linalg.norm(centred[0], axis=1) * np.linalg.norm(centred[1], axis=1)
    profile = (centred[0] * centred[1]).sum(axis=1) / np.maximum(lengths, 1e-9)
    return float(first.mean() + overlap.mean() + profile.mean())


def ordinal(answers: Array) -> dict[str, Any]:
    """One normal factor a letter behind five ordered answers: thresholds, loadings, correlations of the six.

    Correlations of answers are corrected for having five steps, loadings are principal axes within a letter.
    """
    thresholds = np.array([[_quantile(float((column < step).mean())) for step in range(LEAST + 1, MOST + 1)] for column in answers.T])
    density = np.exp(-(thresholds**2) / 2) / math.sqrt(2 * math.pi)
    kept = density.sum(axis=1) / answers.std(axis=0)
    latent = np.clip(np.corrcoef(answers.T) / np.outer(kept, kept), -0.97, 0.97)
    loadings = np.zeros(len(MARKERS))
    for start in range(0, len(MARKERS), PER_LETTER):
        block = slice(start, start + PER_LETTER)
        loadings[block] = _principal_axis(latent[block, block])
    weights = AVERAGE * loadings
    shared = weights @ (latent - np.diag(latent.diagonal())) @ weights.T
    squares = AVERAGE @ loadings**2
    between = shared / np.outer(squares, squares)
    np.fill_diagonal(between, 1)
    return {
        "thresholds": np.round(thresholds, 4).tolist(),
        "loadings": np.round(loadings, 4).tolist(),
        "between": np.round(np.clip(between, -0.95, 0.95) + 0.05 * np.eye(len(LETTERS)), 4).tolist(),
    }


def _principal_axis(correlations: Array) -> Array:
    shared = np.full(len(correlations), 0.5)
    for _ in range(100):
        reduced = correlations.copy()
        np.fill_diagonal(reduced, shared)
        values, vectors = np.linalg.eigh(reduced)
        loadings = np.abs(vectors[:, -1]) * math.sqrt(max(values[-1], 1e-6))
        shared = np.clip(loadings**2, 0.05, 0.95)
    root: Array = np.sqrt(shared)
    return root


def _quantile(share: float) -> float:
    """Normal quantile, by bisection."""
    share = min(max(share, 1e-4), 1 - 1e-4)
    low, high = -6.0, 6.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if 0.5 * math.erfc(-middle / math.sqrt(2)) < share else (low, middle)
    return low
