"""What must hold of the quiz for any answers."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.catalog import Catalog
from knowledge.framework import CLUSTERS
from knowledge.interests.items import MARKERS, PER_LETTER
from knowledge.interests.matching import BEST, GREAT, Fit, fit_of, shape
from knowledge.interests.measurement import AVERAGE, believe
from knowledge.interests.order import CLUSTER_ITEMS, FEWEST, MOST_ITEMS, SHORT
from knowledge.interests.quiz import FULL, Mode, Quiz
from knowledge.interests.reasons import reasons, turning
from knowledge.models import LETTERS

answer = st.integers(1, 5)
some_answers = st.dictionaries(st.sampled_from(MARKERS), answer, min_size=1, max_size=30)


@pytest.fixture(scope="module")
def quiz(catalog: Catalog) -> Quiz:
    return Quiz.load(catalog)


def play(quiz: Quiz, mode: Mode, draw: np.random.Generator) -> dict[str, int]:
    """A quiz from start to end with random answers."""
    answers: dict[str, int] = {}
    while (item := quiz.next_item(answers, mode)) is not None:
        assert item not in answers
        answers[item] = int(draw.integers(1, 6))
    return answers


# Items


def test_every_cluster_has_activities_and_computing_most(quiz: Quiz) -> None:
    counts = {cluster: len(quiz.bank.of_cluster(cluster)) for cluster in CLUSTERS}
    assert min(counts.values()) >= 4
    assert max(counts, key=lambda cluster: counts[cluster]) == "information-technology"


def test_items_are_short_and_no_two_alike(quiz: Quiz) -> None:
    texts = [item.text for item in quiz.bank.items.values()]
    assert len(set(texts)) == len(texts)
    assert max(map(len, texts)) <= 64
    assert not [text for text in texts if text.endswith((".", "?"))]


# Measurement


@settings(max_examples=200)
@given(answers=some_answers, data=st.data())
def test_raising_an_answer_never_lowers_its_own_letter(quiz: Quiz, answers: dict[str, int], data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(sorted(answers)))
    letter = LETTERS.index(quiz.bank.items[item].letter or LETTERS[0])
    scores = [believe(quiz.parameters, {**answers, item: value}).scores[letter] for value in range(1, 6)]
    assert all(low <= high for low, high in pairwise(scores))


def test_an_answer_weighs_on_its_own_letter_whatever_else_was_asked(quiz: Quiz) -> None:
    """The smallest weight found by looking for it: subsets changed one item at a time to make it smaller."""
    covariance, draw = quiz.parameters.covariance, np.random.default_rng(1)

    def smallest(places: frozenset[int]) -> float:
        asked = sorted(places)
        weights = np.linalg.solve(covariance[np.ix_(asked, asked)], covariance[asked]) @ AVERAGE.T
        return min(float(weights[row, place // PER_LETTER]) for row, place in enumerate(asked))

    for _ in range(3):
        places = frozenset(draw.choice(len(MARKERS), 12, replace=False).tolist())
        for place in draw.permutation(len(MARKERS)).tolist():
            other = places ^ {place}
            if other and smallest(other) < smallest(places):
                places = other
        assert smallest(places) > 0.05


@given(answers=some_answers, data=st.data())
def test_the_order_of_answering_changes_nothing(quiz: Quiz, answers: dict[str, int], data: st.DataObject) -> None:
    shuffled = {id: answers[id] for id in data.draw(st.permutations(sorted(answers)))}
    one, other = quiz.outcome(answers), quiz.outcome(shuffled)
    assert (one.belief.scores == other.belief.scores).all()
    assert one.clusters == other.clusters
    assert quiz.next_item(answers) == quiz.next_item(shuffled)


def test_all_48_answers_give_their_plain_means(quiz: Quiz) -> None:
    draw = np.random.default_rng(2)
    answers = dict(zip(MARKERS, draw.integers(1, 6, 48).tolist(), strict=True))
    outcome = quiz.outcome(answers)
    means = [np.mean([answers[f"{letter}{number}"] for number in range(1, PER_LETTER + 1)]) for letter in LETTERS]
    assert outcome.belief.scores == pytest.approx(means)
    assert outcome.belief.spread.max() == 0


@given(answers=some_answers)
def test_more_answers_never_widen_the_doubt(quiz: Quiz, answers: dict[str, int]) -> None:
    fewer = dict(list(answers.items())[:-1])
    assert (believe(quiz.parameters, answers).spread <= believe(quiz.parameters, fewer).spread + 1e-6).all()


# Matching


def test_a_profile_like_an_occupations_ranks_it_first(quiz: Quiz, catalog: Catalog) -> None:
    for occupation in catalog.occupations.values():
        if occupation.interests:
            first = quiz.profiles.occupations(occupation.interests.scores)[0]
            same = catalog.occupations[first.id].interests
            # two occupations may share one profile to the digit
            assert first.id == occupation.code or (same and same.scores == occupation.interests.scores)
            assert first.match == pytest.approx(1)


def test_fits_are_named_by_the_published_cutoffs() -> None:
    assert [fit_of(match) for match in (1.0, BEST, GREAT, 0.01, 0.0, -0.5)] == [Fit.BEST, Fit.BEST, Fit.GREAT, Fit.GOOD, None, None]


def test_a_flat_profile_has_no_shape_and_no_ranking(quiz: Quiz) -> None:
    assert not shape(np.full(6, 3.0)).any()
    outcome = quiz.outcome(dict.fromkeys(MARKERS, 3))
    assert outcome.flat
    assert {match.fit for match in outcome.clusters} == {None}


def test_loving_a_fields_activities_raises_it_and_hating_them_lowers_it(quiz: Quiz) -> None:
    markers = {id: 4 if id[0] in "IC" else 2 for id in FULL[:24]}

    def match(answer: int) -> float:
        outcome = quiz.outcome({**markers, "it1": answer, "it2": answer})
        return next(found.match for found in outcome.clusters if found.id == "information-technology")

    assert match(1) < match(3) < match(5)


# Order


@pytest.mark.parametrize("seed", range(8))
def test_length_and_order_of_the_adaptive_quiz(quiz: Quiz, seed: int) -> None:
    answers = play(quiz, Mode.ADAPTIVE, np.random.default_rng(seed))
    markers = [id for id in answers if id in MARKERS]
    assert FEWEST <= len(markers) <= MOST_ITEMS
    assert list(answers)[: len(markers)] == markers
    assert len(answers) - len(markers) <= CLUSTER_ITEMS
    assert not [pair for pair in quiz.bank.alike if pair <= set(markers)]


def test_short_and_full_have_their_length(quiz: Quiz) -> None:
    draw = np.random.default_rng(3)
    assert len(play(quiz, Mode.SHORT, draw)) == SHORT
    full = play(quiz, Mode.FULL, draw)
    assert [id for id in full if id in MARKERS] == list(FULL)


def test_what_is_left_is_a_number_of_items_that_ends_with_the_quiz(quiz: Quiz) -> None:
    for mode in Mode:
        answers: dict[str, int] = {}
        draw = np.random.default_rng(4)
        while (item := quiz.next_item(answers, mode)) is not None:
            assert 1 <= quiz.left(answers, mode) <= 60
            answers[item] = int(draw.integers(1, 6))


@given(answers=some_answers, again=answer, changed=answer)
def test_back_and_the_same_answer_is_no_change(quiz: Quiz, answers: dict[str, int], again: int, changed: int) -> None:
    item = quiz.next_item(answers, Mode.FULL)
    if item is None:
        return
    there = {**answers, item: again}
    back = {id: value for id, value in there.items() if id != item}
    assert quiz.next_item(back, Mode.FULL) == item
    assert quiz.next_item({**back, item: again}) == quiz.next_item(there)


def test_the_same_in_every_process(quiz: Quiz) -> None:
    """A fresh process with another hash seed asks the same items and ranks the same."""
    code = """
import numpy as np
from knowledge.catalog import Catalog
from knowledge.interests.quiz import Quiz
quiz = Quiz.load(Catalog.load())
answers, draw = {}, np.random.default_rng(11)
while (item := quiz.next_item(answers)) is not None:
    answers[item] = int(draw.integers(1, 6))
print(list(answers), [match.id for match in quiz.outcome(answers).clusters])
"""
    answers = play(quiz, Mode.ADAPTIVE, np.random.default_rng(11))
    here = f"{list(answers)} {[match.id for match in quiz.outcome(answers).clusters]}\n"
    for seed in ("1", "2"):
        ran = subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True)
        assert ran.stdout == here


# Reasons


def test_reasons_are_answers_given_and_have_the_right_sign(quiz: Quiz) -> None:
    outcome = quiz.outcome(play(quiz, Mode.ADAPTIVE, np.random.default_rng(5)))
    for match in outcome.clusters[:3]:
        raised, lowered = reasons(quiz, outcome, match.id)
        assert len(raised) <= 3
        assert len(lowered) <= 2
        assert all(reason.part > 0 and outcome.answers[reason.item] == reason.answer for reason in raised)
        assert all(reason.part < 0 and outcome.answers[reason.item] == reason.answer for reason in lowered)


def test_a_turning_answer_really_turns_the_top_three(quiz: Quiz) -> None:
    found = 0
    for seed in range(6):
        outcome = quiz.outcome(play(quiz, Mode.SHORT, np.random.default_rng(seed)))
        for match in outcome.clusters[:5]:
            turn = turning(quiz, outcome, match.id)
            if turn is None:
                continue
            found += 1
            after = [other.id for other in quiz.outcome({**outcome.answers, turn.item: turn.answer}).clusters[:3]]
            assert turn.cluster in after
            assert turn.instead_of not in after
            assert match.id in (turn.cluster, turn.instead_of)
    assert found
