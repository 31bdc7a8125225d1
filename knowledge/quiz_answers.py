"""Files of answers to the 48 markers: which rows are usable and which were fitted on. Knows no model.

For `quiz-fit` and `quiz-eval` only; no answers are kept in the repository.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.interests.items import LEAST, MARKERS, MOST
from knowledge.interests.measurement import Array

SEED = 4
HELD_OUT = 0.3
_SECONDS = 60
_TIMES = ("elapse", "testelapse")


@dataclass(frozen=True, eq=False)
class AnswerFile:
    answers: Array
    held_out: np.ndarray[Any, np.dtype[np.bool_]]
    digest: str
    rows: int
    """All rows of the file, usable or not."""


def read_answers(path: Path) -> AnswerFile:
    """Usable rows: complete, more than one answer used, and a minute or more where the time is known."""
    data = path.read_bytes()
    lines = data.decode("utf-8-sig").splitlines()
    delimiter = "\t" if "\t" in lines[0] else ","
    reader = csv.DictReader(lines, delimiter=delimiter)
    missing = [id for id in MARKERS if id not in (reader.fieldnames or ())]
    if missing:
        raise SystemExit(f"{path}: no column {', '.join(missing)}; the columns must be {MARKERS[0]} to {MARKERS[-1]}")
    count, kept = 0, []
    for row in reader:
        count += 1
        answers = [_number(row[id]) for id in MARKERS]
        if usable(answers, next((_number(row[name]) for name in _TIMES if row.get(name)), None)):
            kept.append(answers)
    held_out = np.array([is_held_out(answers) for answers in kept], dtype=bool)
    return AnswerFile(np.array(kept, dtype=float).reshape(-1, len(MARKERS)), held_out, hashlib.sha256(data).hexdigest(), count)


def _number(cell: str) -> int:
    try:
        return int(float(cell))
    except ValueError:
        return -1


def usable(answers: list[int], seconds: int | None) -> bool:
    whole = all(LEAST <= answer <= MOST for answer in answers)
    return whole and len(set(answers)) > 1 and (seconds is None or seconds >= _SECONDS)


def is_held_out(answers: list[int]) -> bool:
    """By a hash of the answers themselves, so that a person is on one side in any file, order or part of one."""
    text = f"{SEED}:" + ",".join(map(str, answers))
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 2**32 < HELD_OUT
