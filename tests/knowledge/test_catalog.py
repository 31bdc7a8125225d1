"""The catalog holds all of it, and its loader names what is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.__main__ import main
from knowledge.catalog import Catalog, counts
from knowledge.check import check_details
from knowledge.models import Basis, Education, Group
from knowledge.tables import DATA, CatalogError


def test_counts(catalog: Catalog) -> None:
    found = dict(counts(catalog))
    assert found["clusters"] == 16
    assert found["pathways"] == 79
    assert found["occupations"] == 1016
    assert found["with interests"] == found["with a job zone"] == found["with related occupations"] == 923
    assert found["with a cluster from the crosswalk"] >= 918
    assert found["with a wage row"] >= 995
    assert found["with a wage row"] + found["without a wage row, military"] + found["without a wage row, not surveyed"] == 1016
    assert found["clusters of 2024"] == 14
    assert found["sub-clusters of 2024"] == 71


def test_check_says_all_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out.endswith("All good!\n")


def test_no_wage_row_only_for_military_legislators_and_fishing(catalog: Catalog) -> None:
    without = [o for o in catalog.occupations.values() if o.pay is None]
    assert {o.code for o in without if o.group is not Group.MILITARY} == {"11-1031.00", "45-3031.00"}


def test_six_pathways_have_no_occupation_and_name_a_near_one(catalog: Catalog) -> None:
    empty = [p for p in catalog.pathways.values() if not p.occupations]
    assert len(empty) == 6
    assert all(p.nearest and catalog.pathways[p.nearest].occupations for p in empty)


def test_five_are_placed_by_the_project(catalog: Catalog) -> None:
    placed = {o.code for o in catalog.occupations.values() if o.basis is Basis.SIGNPOST}
    assert placed == {"15-1299.04", "15-1299.05", "15-1299.06", "15-1299.07", "19-1029.04"}


@pytest.mark.parametrize("code", ["27-2011.00", "27-2031.00", "27-2042.00", "27-2091.00"])
def test_hourly_only_is_never_annualised(catalog: Catalog, code: str) -> None:
    pay = catalog.occupations[code].pay
    assert pay is not None
    assert pay.hourly_only
    assert pay.yearly is None
    assert pay.hourly_median


def test_figures_of_a_detailed_code_name_their_broader_group(catalog: Catalog) -> None:
    engineer = catalog.occupations["15-1299.08"]
    assert engineer.pay is not None
    assert engineer.pay.broader_group == "Computer Occupations, All Other"
    combined = catalog.occupations["31-1121.00"]
    assert combined.pay is not None
    assert combined.pay.broader_group == "Home Health and Personal Care Aides"
    plain = catalog.occupations["15-1252.00"]
    assert plain.pay is not None
    assert plain.pay.broader_group is None


def test_bright_outlook_is_computed(catalog: Catalog) -> None:
    for occupation in catalog.occupations.values():
        if occupation.outlook:
            expected = occupation.outlook.growth >= 4.5 or occupation.outlook.annual_openings >= 100_000
            assert occupation.outlook.bright is expected
    nurse = catalog.occupations["29-1141.00"].outlook
    assert nurse is not None
    assert nurse.rapid_growth
    assert nurse.many_openings


def test_a_nurse_has_every_detail(catalog: Catalog) -> None:
    code = "29-1141.00"
    nurse = catalog.occupations[code]
    assert nurse.pay is not None
    assert nurse.pay.annual_median == 97_550
    assert nurse.preparation is not None
    assert nurse.preparation.education is Education.BACHELOR
    assert nurse.interests is not None
    assert nurse.interests.holland_code == "SIC"
    assert catalog.skills(code)[0].name == "Social Perceptiveness"
    assert any(t.name == "Epic Systems" and t.hot for t in catalog.technologies(code))
    assert catalog.related(code)[0].code == "29-1141.04"
    assert any(m.cip == "51.3801" for m in catalog.majors_for(code))
    assert catalog.state_pay(code, "California").annual_median == 140_270
    assert catalog.education_shares(code)[0].level


def test_an_empty_state_cell_says_why(catalog: Catalog) -> None:
    reasons = {catalog.state_pay(code, "Alabama").missing for code in ("29-1022.00", "15-1254.00", "29-1215.00")}
    assert reasons == {"top-coded", "not-released", None}


def test_editions_are_not_mixed(catalog: Catalog) -> None:
    assert not set(catalog.clusters) & set(catalog.clusters_2024)
    assert {row.cluster_2024 for row in catalog.crosswalk} <= set(catalog.clusters_2024)


# What a broken data folder looks like to whoever broke it.


@pytest.fixture
def data(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("*.npz"))
    return copy


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_problem_is_reported_with_its_file_and_row(data: Path) -> None:
    edit(data / "clusters" / "finance.toml", 'id = "finance"', 'id = "money"')
    edit(data / "occupations" / "29-healthcare.csv", "29-1141.00,Registered nurse,", "29-1141.00,R,")
    with pytest.raises(CatalogError) as caught:
        Catalog.load(data)
    problems = [str(problem) for problem in caught.value.problems]
    assert any(problem.startswith("clusters/finance.toml:") for problem in problems)
    assert any(problem.startswith("occupations/29-healthcare.csv:") and "name" in problem for problem in problems)


def test_an_occupation_without_a_sentence_is_found(data: Path) -> None:
    path = data / "occupations" / "29-healthcare.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(line for line in lines if not line.startswith("29-1141.00")), encoding="utf-8")
    with pytest.raises(CatalogError, match=r"29-1141\.00 has no sentence"):
        Catalog.load(data)


def test_details_are_cross_checked(data: Path) -> None:
    edit(data / "tables" / "related.csv", "11-1021.00|", "99-9999.00|")
    edit(data / "tables" / "pay.csv", "75700,129540", "175700,129540")
    with pytest.raises(CatalogError) as caught:
        check_details(Catalog.load(data))
    text = str(caught.value)
    assert "tables/related.csv:2: 11-1011.00 is related to 99-9999.00" in text
    assert "tables/pay.csv:" in text


def test_show_prints_an_occupation_a_cluster_and_a_pathway(capsys: pytest.CaptureFixture[str]) -> None:
    for id, expected in (("29-1141.00", "Registered nurse"), ("finance", "Accounting"), ("legal-services", "Lawyer")):
        assert main(["show", id]) == 0
        assert expected in capsys.readouterr().out
    assert main(["show", "nothing"]) == 1
    assert "Examples:" in capsys.readouterr().err
