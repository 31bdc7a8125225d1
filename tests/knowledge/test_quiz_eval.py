"""quiz-fit and quiz-eval on answers made up here: no person's answers are in the repository."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from knowledge import quiz_eval, quiz_fit
from knowledge.__main__ import main
from knowledge.catalog import Catalog
from knowledge.interests.items import MARKERS
from knowledge.interests.measurement import Parameters
from knowledge.interests.quiz import Quiz
from knowledge.quiz_answers import is_held_out, read_answers, usable
from knowledge.quiz_people import true_interests

PEOPLE = 120


@pytest.fixture(scope="module")
def quiz(catalog: Catalog) -> Quiz:
    return Quiz.load(catalog)


def write(path: Path, rows: list[list[int]], seconds: int | None = 200) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*MARKERS, *(["elapse"] if seconds is not None else [])])
        writer.writerows([*row, *([seconds] if seconds is not None else [])] for row in rows)
    return path


def made_up(quiz: Quiz, count: int) -> list[list[int]]:
    answers, _ = true_interests(quiz.parameters, count, np.random.default_rng(8))
    return [[int(answer) for answer in row] for row in answers]


def test_unusable_rows() -> None:
    fine = [1, 2] * 24
    assert usable(fine, None)
    assert usable(fine, 60)
    assert not usable(fine, 59)
    assert not usable([3] * 48, 200)
    assert not usable([-1, *fine[1:]], 200)
    assert not usable([6, *fine[1:]], 200)


def test_a_person_is_on_one_side_in_any_file(quiz: Quiz, tmp_path: Path) -> None:
    rows = made_up(quiz, 60)
    whole = read_answers(write(tmp_path / "whole.csv", rows))
    part = read_answers(write(tmp_path / "part.csv", rows[::-1][:20], seconds=None))
    assert {is_held_out(row) for row in rows} == {True, False}
    assert whole.held_out.tolist() == [is_held_out([int(x) for x in row]) for row in whole.answers]
    assert part.held_out.tolist() == whole.held_out.tolist()[::-1][:20]


def test_fitting_twice_gives_the_same_file_and_records_the_split(quiz: Quiz, tmp_path: Path) -> None:
    answers = write(tmp_path / "answers.csv", made_up(quiz, 800))
    outputs = [tmp_path / name for name in ("one.json", "two.json")]
    for output in outputs:
        assert main(["quiz-fit", str(answers), "--output", str(output)]) == 0
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    fitted = Parameters.read(outputs[0])
    assert fitted.raw["split"]["fitted"] + fitted.raw["split"]["held_out"] == fitted.raw["split"]["usable"]
    assert np.linalg.eigvalsh(fitted.covariance).min() > 0
    assert {length: len(form) for length, form in fitted.raw["forms"].items()} == {"12": 12, "18": 18, "24": 24}


def test_a_file_without_the_columns_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(SystemExit, match="no column R1"):
        read_answers(path)


def test_the_report_has_every_key(quiz: Quiz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(quiz_eval, "_STUDENTS", 2)
    monkeypatch.setattr(quiz_eval, "_TRUE_PEOPLE", 20)
    path = write(tmp_path / "answers.csv", made_up(quiz, PEOPLE))
    assert main(["quiz-eval", str(path), "--json"]) == 0
    held_out = json.loads(capsys.readouterr().out)
    assert main(["quiz-eval", str(path), "--json", "--all"]) == 0
    every = json.loads(capsys.readouterr().out)
    keys = {"items_mean", "items_max", *quiz_eval.METRICS, "fixed", "step_ms", "honesty", "clusters", "n"}
    assert keys <= held_out.keys()
    assert {"items_mean_ci", "honesty_ci", *(f"{name}_ci" for name in quiz_eval.METRICS)} <= held_out.keys()
    assert set(held_out["fixed"]) == {"12", "18", "24"}
    assert all(set(quiz_eval.METRICS) <= form.keys() for form in held_out["fixed"].values())
    assert len(held_out["clusters"]) == 16
    assert held_out["n"] < every["n"] == PEOPLE
    assert every["items_max"] <= 24


def test_rows_fitted_on_are_never_evaluated(quiz: Quiz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even with --all, a file that was fitted on keeps to its held-out part."""
    monkeypatch.setattr(quiz_eval, "_STUDENTS", 1)
    monkeypatch.setattr(quiz_eval, "_TRUE_PEOPLE", 20)
    answers, output = write(tmp_path / "answers.csv", made_up(quiz, 750)), tmp_path / "parameters.json"
    quiz_fit.main([str(answers), "--output", str(output)])
    own = Quiz(quiz.bank, Parameters.read(output), quiz.profiles)
    report = quiz_eval.evaluate(own, answers, every_row=True)
    assert report["n"] == own.parameters.raw["split"]["held_out"]


def test_the_recorded_figures_are_of_the_shipped_quiz(quiz: Quiz) -> None:
    """What the bot quotes was measured on the held-out rows and keeps the promised lengths."""
    measured = quiz.measured
    assert measured["n"] == quiz.parameters.raw["split"]["held_out"]
    assert measured["items_max"] <= 24
    assert measured["items_mean"] <= 17
    assert measured["first_letter"] > measured["fixed"]["18"]["first_letter"] + 0.05
