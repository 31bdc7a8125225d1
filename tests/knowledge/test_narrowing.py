"""Constraints: each leaves fewer, a correction keeps its place, and the cheapest to relax is named."""

from __future__ import annotations

import pytest

from knowledge.catalog import Catalog
from knowledge.models import Education
from knowledge.narrowing import Constraint, Narrowing, merge, without
from knowledge.work_settings import Settings


@pytest.fixture(scope="module")
def narrowing(catalog: Catalog) -> Narrowing:
    return Narrowing(catalog, Settings.load(catalog.folder), lambda words: ())


WISHES = (
    Constraint("edu_max", "3n"),
    Constraint("pay_min", "50000"),
    Constraint("growth", "4.5"),
    Constraint("set", "not_office"),
    Constraint("in", "health-science"),
)


def test_each_step_leaves_no_more(narrowing: Narrowing) -> None:
    counts = [len(left) for _, left in narrowing.steps(WISHES)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > 0


def test_order_does_not_change_what_is_left(narrowing: Narrowing) -> None:
    assert {o.code for o in narrowing.left(WISHES)} == {o.code for o in narrowing.left(WISHES[::-1])}


def test_what_is_left_meets_every_constraint(narrowing: Narrowing) -> None:
    for occupation in narrowing.left(WISHES):
        assert occupation.preparation is not None
        assert occupation.preparation.education <= Education.CERTIFICATE
        assert occupation.preparation.education is not Education.SOME_COLLEGE
        assert occupation.pay is not None
        assert (occupation.pay.yearly or 0) >= 50_000
        assert occupation.outlook is not None
        assert occupation.outlook.growth >= 4.5
        assert "health-science" in occupation.clusters


def test_relaxing_adds_what_it_says(narrowing: Narrowing) -> None:
    now = len(narrowing.left(WISHES))
    for one, looser, gain in narrowing.relaxations(WISHES):
        changed = tuple(c for c in ((looser if held == one else held) for held in WISHES) if c)
        assert len(narrowing.left(changed)) == now + gain
        assert gain > 0


def test_the_field_is_given_up_last(narrowing: Narrowing) -> None:
    kinds = [one.kind for one, _, _ in narrowing.relaxations(WISHES)]
    assert kinds[0] == "edu_max"
    assert kinds[-1] == "in"


def test_a_correction_keeps_its_place() -> None:
    corrected = merge(WISHES, [Constraint("pay_min", "40000")])
    assert [one.kind for one in corrected] == [one.kind for one in WISHES]
    assert corrected[1].value == "40000"


def test_opposite_settings_do_not_both_hold() -> None:
    assert merge((Constraint("set", "not_office"),), [Constraint("set", "office")]) == (Constraint("set", "office"),)


def test_forgetting_a_kind() -> None:
    assert [one.kind for one in without(WISHES, {"pay_min", "pay_max"})] == ["edu_max", "growth", "set", "in"]


def test_pay_of_a_state(narrowing: Narrowing, catalog: Catalog) -> None:
    wishes = (Constraint("pay_min", "60000"), Constraint("state", "Mississippi"))
    left = narrowing.left(wishes)
    assert left
    for occupation in left:
        figure = catalog.state_pay(occupation.code, "Mississippi")
        assert figure.missing == "top-coded" or (figure.annual_median or 0) >= 60_000


def test_every_setting_divides_the_occupations(catalog: Catalog) -> None:
    settings = Settings.load(catalog.folder)
    assert len({setting.letter for setting in settings.known.values()}) == len(settings.known)
    for id in settings.known:
        kept = sum(map(settings.test(catalog, id), catalog.occupations.values()))
        assert 20 < kept < len(catalog.occupations) - 20, id


OFFICE = ["Accountant or auditor", "Medical records specialist", "Software developer"]
ELSEWHERE = ["Registered nurse", "Electrician", "High school teacher"]


@pytest.mark.parametrize("name", OFFICE + ELSEWHERE)
def test_not_in_an_office(catalog: Catalog, name: str) -> None:
    occupation = next(o for o in catalog.occupations.values() if o.name == name)
    assert Settings.load(catalog.folder).test(catalog, "not_office")(occupation) is (name in ELSEWHERE)
