"""Plans of study: every pathway and grade has one that fits its years, and a change of goal loses nothing that was done."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalog import Catalog
from knowledge.framework import PATHWAY_COUNT
from knowledge.plan import A_YEAR, AFTER, FIRST, LAST, MIDDLE, Kind, carried, in_school, make

GRADES = range(MIDDLE, AFTER + 1)


def test_every_pathway_has_a_plan_for_every_grade(catalog: Catalog) -> None:
    assert len(catalog.pathways) == PATHWAY_COUNT
    for pathway in catalog.pathways.values():
        for grade in GRADES:
            plan = make(catalog, pathway.id, None, grade)
            assert {line.grade for line in plan.lines} == set(range(grade, AFTER + 1)), (pathway.id, grade)
            assert len({line.id for line in plan.lines}) == len(plan.lines), (pathway.id, grade)


def test_every_occupation_on_a_pathway_has_a_plan(catalog: Catalog) -> None:
    for occupation in catalog.occupations.values():
        for pathway in occupation.pathways[:1]:
            plan = make(catalog, pathway, occupation.code, 11)
            assert plan.goal == occupation.code
            assert len({line.id for line in plan.lines}) == len(plan.lines)


@pytest.mark.parametrize("grade", GRADES)
def test_courses_stand_in_order_and_fit_the_year(catalog: Catalog, grade: int) -> None:
    for pathway in catalog.pathways.values():
        plan = make(catalog, pathway.id, None, grade)
        courses = [line for line in plan.lines if line.kind is Kind.COURSE]
        wanted = [*pathway.introductory, *pathway.concentrator, *pathway.capstone]
        placed = {line.names[0]: line.grade for line in courses}
        assert [name for name in wanted if name in placed] + list(plan.missed) == wanted, pathway.id
        assert [placed[name] for name in wanted if name in placed] == sorted(placed.values())
        assert all(count <= A_YEAR for count in Counter(placed.values()).values())
        assert all(FIRST <= year <= LAST for year in placed.values())


def test_who_starts_by_ninth_grade_misses_nothing(catalog: Catalog) -> None:
    for pathway in catalog.pathways.values():
        assert make(catalog, pathway.id, None, 9).missed == ()
        assert make(catalog, pathway.id, None, 8).missed == ()


def test_after_school_nothing_of_high_school_is_planned(catalog: Catalog) -> None:
    plan = make(catalog, "production", None, AFTER)
    assert plan.missed
    assert {line.kind for line in plan.lines} <= {Kind.AFTER, Kind.CREDENTIAL}


@pytest.mark.parametrize(
    ("name", "early"),
    [
        ("Certified Nursing Assistant (CNA)", True),
        ("OSHA 10-Hour Card", True),
        ("CompTIA A+", True),
        ("Microsoft Certified: Azure Fundamentals", True),
        ("Cosmetology license", True),
        ("Registered Nurse (RN) License", False),
        ("Certified Public Accountant (CPA)", False),
        ("Insurance Producer License", False),
        ("ISA Certified Arborist", False),
        ("Bar admission", False),
        ("Machinist apprenticeship", False),
    ],
)
def test_which_credentials_wait_until_after_school(catalog: Catalog, name: str, early: bool) -> None:
    credential = next(one for cluster in catalog.clusters.values() for one in cluster.credentials if one.name == name)
    assert in_school(credential) is early


def test_a_licence_for_another_job_of_the_pathway_is_left_out(catalog: Catalog) -> None:
    def names(code: str) -> set[str]:
        return {
            name for line in make(catalog, "therapeutic-services", code, 11).lines if line.kind is Kind.CREDENTIAL for name in line.names
        }

    assert "Registered Nurse (RN) License" in names("29-1141.00")
    assert "Registered Nurse (RN) License" not in names("29-1292.00")


@given(data=st.data())
def test_a_change_of_goal_tells_all_that_was_done(catalog: Catalog, data: st.DataObject) -> None:
    paths = sorted(catalog.pathways)
    grade = data.draw(st.sampled_from(GRADES))
    before = make(catalog, data.draw(st.sampled_from(paths)), None, grade)
    after = make(catalog, data.draw(st.sampled_from(paths)), None, grade)
    ours = [line.id for line in before.lines if line.kind in (Kind.COURSE, Kind.ELECTIVE, Kind.CREDENTIAL)]
    done = set(data.draw(st.lists(st.sampled_from(ours)))) if ours else set()
    moved = carried(before, after, done)
    assert done <= {line.id for line in (*moved.kept, *moved.extra)}
    assert {line.id for line in moved.kept} <= {line.id for line in after.lines}
    assert not {line.id for line in moved.new} & {line.id for line in before.lines}
