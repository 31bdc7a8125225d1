"""What students say of occupations and fields: lines that hold together, a model fitted to them as they are, and what it adds."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine import Engine
from knowledge.build.sayings import digest, files, read_lines
from knowledge.catalog import Catalog
from knowledge.matching import Matcher
from knowledge.sayings import ARTIFACT, Sayings, features
from knowledge.tables import DATA, split
from knowledge.text import normalise

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
KINDS = {"name", "work", "like"}
FEWEST = 20


@pytest.fixture(scope="module")
def sayings() -> Sayings:
    return Sayings.load()


def rows(name: str) -> list[dict[str, str]]:
    """Of all files of that name: occupations.csv, occupations-2.csv, ..."""
    found = []
    for path in sorted((DATA / "sayings").glob(f"{name}*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))
    return found


def test_the_model_was_fitted_to_the_lines_as_they_are() -> None:
    with np.load(DATA / ARTIFACT) as arrays:
        assert arrays["digest"].tobytes() == digest(), "run: make sayings"


def test_every_occupation_is_said_in_several_ways(catalog: Catalog) -> None:
    found = rows("occupations")
    assert {row["kind"] for row in found} == KINDS
    said = Counter(row["code"] for row in found)
    assert said.keys() == catalog.occupations.keys()
    assert [code for code, times in said.items() if times < FEWEST] == []


def test_every_field_is_said_in_many_ways(catalog: Catalog) -> None:
    said = Counter(split(row["clusters"])[0] for row in rows("fields"))
    assert said.keys() == catalog.clusters.keys()
    assert all(cluster in catalog.clusters for row in rows("fields") for cluster in split(row["clusters"]))


def test_phrases_name_clusters_and_occupations_of_the_catalog(catalog: Catalog) -> None:
    for row in rows("phrases"):
        assert row["clusters"] or row["codes"]
        assert catalog.clusters.keys() >= set(split(row["clusters"]))
        assert catalog.occupations.keys() >= set(split(row["codes"]))


def test_no_line_stands_twice_for_the_same() -> None:
    for name, key in (("occupations", "code"), ("fields", "clusters"), ("phrases", "codes")):
        seen = Counter((row[key], normalise(row["text"])) for row in rows(name))
        assert [line for line, times in seen.items() if times > 1] == []


def test_what_is_held_out_was_not_learnt(catalog: Catalog) -> None:
    learnt = {normalise(line.text) for line in read_lines(catalog)}
    assert len(files()) > 1
    kept = [path for name in ("heldout", "fresh", "reworded", "rephrased") for path in sorted((BENCHMARKS / name).glob("*.jsonl"))]
    for path in (*kept, BENCHMARKS / "paraphrases.jsonl"):
        texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
        assert [text for text in texts if normalise(text) in learnt] == [], path.name


@given(words=st.lists(st.text(min_size=1, max_size=20), max_size=12))
def test_likelihoods_are_one_in_all(sayings: Sayings, words: list[str]) -> None:
    seen, nowhere = features(words), np.zeros(sayings.means.shape[1], np.float32)
    clusters, occupations = sayings.clusters(*seen, nowhere), sayings.occupations(*seen, nowhere)
    assert (len(clusters), len(occupations)) == (len(sayings.ids), len(sayings.means))
    assert sum(clusters) == pytest.approx(1, abs=1e-4)
    assert occupations.sum() == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("my uncle drives the truck that picks up trash cans", "53-7081.00"),
        ("hook houses up to the sewer and septic", "47-4071.00"),
        ("guy who fixes slot machines", "49-9091.00"),
        ("lady that draws blood at the clinic", "31-9097.00"),
        ("makes fake teeth in a lab", "51-9081.00"),
        ("keeps the planes from hitting each other", "53-2021.00"),
    ],
)
def test_a_job_described_is_found(engine: Engine, text: str, code: str) -> None:
    assert code in [candidate.id for candidate in engine.matcher.rank(text).occupations[:3]]


def test_matching_does_without(engine: Engine) -> None:
    matcher = engine.matcher
    bare = Matcher(engine.catalog, matcher.lexicon, matcher.meaning, matcher.phrases, matcher.weights, matcher.words)
    assert bare.rank("welder").occupations[0].id == matcher.rank("welder").occupations[0].id
