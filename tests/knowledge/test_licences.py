"""The table of licenses: who needs one, who does not, and what it says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import textstat

from knowledge.catalog import Catalog
from knowledge.check import licences
from knowledge.licences import licence_of, licensed
from knowledge.tables import DATA, Reader, split

USUAL = [
    ("29-1141.00", "nursing"),
    ("29-1141.01", "nursing"),
    ("29-1141.03", "nursing"),
    ("29-1171.00", "nursing"),
    ("29-2061.00", "nursing"),
    ("29-1215.00", "medical board"),
    ("29-1229.02", "medical board"),
    ("29-1021.00", "dentistry"),
    ("29-1292.00", "dentistry"),
    ("29-1051.00", "pharmacy"),
    ("29-1123.00", "physical therapy"),
    ("29-1131.00", "veterinary"),
    ("29-2042.00", "EMS"),
    ("29-9091.00", "athletic trainers"),
    ("19-3033.00", "psychology"),
    ("19-3034.00", "education department"),
    ("21-1023.00", "social work"),
    ("21-1012.00", "education department"),
    ("23-1011.00", "bar"),
    ("25-2031.00", "education department"),
    ("25-2058.00", "education department"),
    ("11-9032.00", "education department"),
    ("17-1011.00", "architecture"),
    ("17-1022.00", "surveying"),
    ("13-2023.00", "appraiser"),
    ("41-3021.00", "insurance"),
    ("41-3031.00", "FINRA"),
    ("41-9022.00", "real estate"),
    ("33-3051.00", "POST"),
    ("33-9032.00", "licensing office"),
    ("39-3011.00", "gaming"),
    ("39-4031.00", "funeral"),
    ("39-5011.00", "barber"),
    ("39-5012.00", "cosmetology"),
    ("39-5094.00", "cosmetology"),
    ("37-2021.00", "farm"),
    ("47-2111.00", "state or city"),
    ("47-2152.00", "state or city"),
    ("47-4021.00", "state"),
    ("47-5032.00", "ATF"),
    ("49-3011.00", "FAA"),
    ("49-9021.00", "EPA"),
    ("51-8011.00", "NRC"),
    ("51-8031.00", "environment"),
    ("53-2011.00", "FAA"),
    ("53-2021.00", "FAA"),
    ("53-3032.00", "motor vehicle"),
    ("53-3051.00", "motor vehicle"),
    ("53-4011.00", "FRA"),
    ("53-5021.00", "Coast Guard"),
    ("53-7021.00", "test group"),
]
DEPENDS = [
    "11-9111.00",
    "13-2011.00",
    "13-2072.00",
    "17-2051.00",
    "17-2141.00",
    "19-2042.00",
    "25-4022.00",
    "27-1025.00",
    "27-3091.00",
    "29-2081.00",
    "41-2031.00",
    "31-9091.00",
    "33-2011.00",
    "35-3011.00",
    "47-2231.00",
    "49-9094.00",
]
NONE = [
    "11-1021.00",
    "13-1071.00",
    "15-1252.00",
    "15-1212.00",
    "15-2051.00",
    "19-1042.00",
    "19-3011.00",
    "23-2011.00",
    "25-1022.00",
    "27-1024.00",
    "27-2042.00",
    "27-3041.00",
    "27-4021.00",
    "29-2072.00",
    "31-9092.00",
    "31-9096.00",
    "37-2011.00",
    "39-9031.00",
    "43-3031.00",
    "43-6014.00",
    "47-2031.00",
    "47-2061.00",
    "49-9071.00",
    "51-4041.00",
    "51-4121.00",
    "53-7062.00",
    "55-3016.00",
]


@pytest.mark.parametrize(("code", "issuer"), USUAL)
def test_the_law_usually_asks(catalog: Catalog, code: str, issuer: str) -> None:
    found = licence_of(catalog, code)
    assert found is not None
    assert found.usual
    assert issuer in found.issuer


@pytest.mark.parametrize("code", DEPENDS)
def test_it_depends(catalog: Catalog, code: str) -> None:
    found = licence_of(catalog, code)
    assert found is not None
    assert not found.usual


@pytest.mark.parametrize("code", NONE)
def test_no_licence_is_made_up(catalog: Catalog, code: str) -> None:
    assert code in catalog.occupations
    assert licence_of(catalog, code) is None


@pytest.mark.parametrize(
    ("code", "federal"),
    [
        ("53-2011.00", True),
        ("53-5021.00", True),
        ("51-8011.00", True),
        ("53-4031.00", True),
        ("53-7051.00", True),
        ("53-3032.00", False),
        ("13-2082.00", False),
        ("33-9092.00", False),
        ("53-3054.00", False),
        ("29-1141.00", False),
    ],
)
def test_a_federal_rule_is_the_same_everywhere(catalog: Catalog, code: str, federal: bool) -> None:
    found = licence_of(catalog, code)
    assert found is not None
    assert found.federal is federal


def test_every_practising_clinician_of_a_licensed_kind_has_one(catalog: Catalog) -> None:
    """A detailed code is licensed like the one above it: all physicians, dentists, nurses, teachers of schools."""
    kinds = ("29-102", "29-114", "29-115", "29-116", "29-117", "29-121", "29-122", "29-124", "25-202", "25-203", "25-205", "21-102")
    missing = [code for code in catalog.occupations if code.startswith(kinds) and licence_of(catalog, code) is None]
    assert missing == []


def test_licensed_of_a_place(catalog: Catalog) -> None:
    for place in ("health-science", "therapeutic-services"):
        found = licensed(catalog, place)
        assert found
        assert {o.code for o in found} <= {o.code for o in catalog.members(place)}
    assert len(licensed(catalog)) > 250
    assert licensed(catalog, "information-technology") == []


def test_the_table_is_whole(catalog: Catalog) -> None:
    assert list(licences(Reader(catalog.folder), catalog)) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["Barber license", "your state", "39-5011.99", "You pass an exam."], "no occupation 39-5011.99"),
        (["Barber license", "your state", "39-5011.00|39-5011.00", "You pass an exam."], "stands twice"),
        (["Barber license", "", "39-5011.00", "You pass an exam."], "issuer is empty"),
        (["Barber license", "your state", "39-5011.00", "You pass an exam"], "ends with a period"),
        (["Barber license", "your state", "39-5011.00", "You pass an exam. " * 9 + "."], "letters"),
    ],
)
def test_what_is_wrong_is_said(catalog: Catalog, tmp_path: Path, row: list[str], said: str) -> None:
    with (tmp_path / "licences.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["credential", "issuer", "codes", "note"], row])
    assert any(said in message for _, _, message in licences(Reader(tmp_path), catalog))


def test_notes_read_at_grade_8() -> None:
    with (DATA / "licences.csv").open(encoding="utf-8", newline="") as file:
        notes = [row["note"] for row in csv.DictReader(file)]
    assert textstat.flesch_kincaid_grade(" ".join(notes)) <= 8


def test_rows_follow_the_codes() -> None:
    with (DATA / "licences.csv").open(encoding="utf-8", newline="") as file:
        codes = [split(row["codes"]) for row in csv.DictReader(file)]
    assert codes == sorted(codes)
    assert all(list(one) == sorted(one) for one in codes)
