"""The prose is the project's own, short and readable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import textstat

from conversations.wording import wording
from knowledge.build.tables import read_workbook
from knowledge.catalog import Catalog
from knowledge.models import Cluster
from tests.conftest import left_out

GRADE = 8
RUN = 8


def words(text: str) -> list[str]:
    return re.sub(r"[^a-z0-9 ]+", " ", text.lower().replace("'", "")).split()


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return zip(*(found[i:] for i in range(RUN)), strict=False)


def cluster_prose(catalog: Catalog, cluster: Cluster) -> str:
    paths = [catalog.pathways[id] for id in cluster.pathways]
    parts = [cluster.what, cluster.where, cluster.day, *cluster.fits_you, *cluster.keep_in_mind]
    return " ".join([*parts, *(p.sentence for p in paths), *(p.after for p in paths)])


def test_occupation_sentences_read_at_grade_8(catalog: Catalog) -> None:
    text = " ".join(occupation.sentence for occupation in catalog.occupations.values())
    assert textstat.flesch_kincaid_grade(text) <= GRADE


def test_each_cluster_reads_at_grade_8(catalog: Catalog) -> None:
    grades = {id: textstat.flesch_kincaid_grade(cluster_prose(catalog, cluster)) for id, cluster in catalog.clusters.items()}
    assert {id: grade for id, grade in grades.items() if grade > GRADE} == {}


def test_wording_reads_at_grade_8() -> None:
    sentences = []
    for key, template in wording().templates.items():
        text = re.sub(r"\{[^}]*\}", "", template)
        text = re.sub(r"[*_•]+|/\w+|https?\S+", " ", text)
        if not key.startswith("bot.") and len(text.split()) >= 6:
            sentences.append(text.strip().rstrip(":") + ("" if text.strip().endswith((".", "?", "!")) else "."))
    assert len(sentences) > 50
    assert textstat.flesch_kincaid_grade(" ".join(sentences)) <= GRADE


@pytest.mark.parametrize("field", ["sentence", "name"])
def test_every_occupation_has_its_own(catalog: Catalog, field: str) -> None:
    values = [getattr(occupation, field) for occupation in catalog.occupations.values()]
    assert len(set(values)) == len(values) == 1016


def test_no_run_of_eight_words_is_shared_with_onet(catalog: Catalog, sources: Path | None) -> None:
    """Runs where the publishers' files are beside the repository; they may not be committed to it."""
    ours = {code: occupation.sentence for code, occupation in catalog.occupations.items()}
    ours |= {id: cluster_prose(catalog, cluster) for id, cluster in catalog.clusters.items()}
    by_run = {run: id for id, text in ours.items() for run in runs(text)}
    assert by_run
    if sources is None:
        left_out("the comparison with O*NET")
        return
    onet = sources / "onet-29.3"
    theirs = [row["Description"] for row in read_workbook(onet / "Occupation Data.xlsx")]
    theirs += [row["Task"] for row in read_workbook(onet / "Task Statements.xlsx")]
    shared = {by_run[run]: " ".join(run) for text in theirs for run in runs(text) if run in by_run}
    assert shared == {}
