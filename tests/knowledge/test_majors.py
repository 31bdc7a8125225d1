"""Majors however typed: the words are the project's own examples."""

from __future__ import annotations

import csv

import pytest

from knowledge.catalog import Catalog
from knowledge.majors import LIKELY, SURE, majors_of

TYPED = [
    ("psycology", "42.0101"), ("psych", "42.0101"), ("acounting", "52.0301"), ("poli sci", "45.1001"), ("pre med", "26.0101"),
    ("bussiness managment", "52.0201"), ("mechanical enginering", "14.1901"), ("comp sci", "11.0701"), ("IT", "11.0103"),
    ("early childhood ed", "13.1210"), ("crim justice", "43.0104"), ("nursng", "51.3801"), ("grafic design", "50.0409"),
    ("kinesiolgy", "31.0505"), ("enviromental science", "03.0104"), ("theater", "50.0501"), ("marine bio", "26.1302"),
    ("international relations", "45.0901"), ("actuarial science", "52.1304"), ("dental hygeine", "51.0602"), ("forensics", "43.0406"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "cip"), TYPED)
def test_typed(catalog: Catalog, said: str, cip: str) -> None:
    found = majors_of(catalog).find(said)
    assert found[0].major.cip == cip
    assert found[0].score >= SURE


@pytest.mark.parametrize("said", ["blorptology", "asdf", "", "degree", "qqq www"])
def test_no_major(catalog: Catalog, said: str) -> None:
    found = majors_of(catalog).find(said)
    assert not found or found[0].score < LIKELY


def test_two_halves(catalog: Catalog) -> None:
    assert {match.major.cip for match in majors_of(catalog).find("biology and chemistry")} >= {"26.0101", "40.0501"}


def test_every_title_finds_itself(catalog: Catalog) -> None:
    titles: dict[str, str] = {}
    for cip, major in catalog.majors.items():
        if not cip.startswith(("60.", "61.")) and majors_of(catalog).leads.get(cip):
            titles.setdefault(major.title, cip)
    wrong = [title for title in titles if title not in {match.major.title for match in majors_of(catalog).find(title)}]
    assert len(wrong) <= len(titles) * 0.03, wrong[:20]


def test_aliases_name_majors_and_stand_once(catalog: Catalog) -> None:
    seen: dict[str, str] = {}
    with (catalog.folder / "vocabulary" / "majors.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["cips"] in catalog.majors, row
            for phrase in row["phrases"].split("|"):
                assert seen.setdefault(phrase, row["cips"]) == row["cips"], f"{phrase!r} stands for two majors"


def test_majors_for_an_occupation_begin_with_its_own(catalog: Catalog) -> None:
    assert majors_of(catalog).for_occupation("15-2011.00")[0].title == "Actuarial Science"
    assert "Nurs" in majors_of(catalog).for_occupation("29-1141.00")[0].title


def test_there_and_back(catalog: Catalog) -> None:
    for cip in ("42.0101", "52.0301", "11.0701"):
        for occupation in majors_of(catalog).jobs(cip)[:5]:
            assert cip in {major.cip for major in majors_of(catalog).for_occupation(occupation.code)}
