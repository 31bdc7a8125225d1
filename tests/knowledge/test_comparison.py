"""What sets occupations and fields apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.catalog import Catalog
from knowledge.comparison import Members, contrast, difference, spread, without_degree

NURSE, PLUMBER, ELECTRICIAN, LAWYER, PARALEGAL = "29-1141.00", "47-2152.00", "47-2111.00", "23-1011.00", "23-2011.00"


@pytest.fixture
def of(catalog: Catalog) -> Callable[[str], Members]:
    return lambda code: (catalog.occupations[code],)


def test_shared_skills_are_among_the_ten_most_important_of_each(catalog: Catalog, of: Callable[[str], Members]) -> None:
    found = contrast(catalog, [of(PLUMBER), of(ELECTRICIAN)])
    for code in (PLUMBER, ELECTRICIAN):
        assert set(found.shared) <= {item.name for item in catalog.skills(code)[:10]}
    assert "Repairing" in found.shared


def test_what_stands_out_matters_more_than_in_every_other(catalog: Catalog, of: Callable[[str], Members]) -> None:
    found = contrast(catalog, [of(NURSE), of(PLUMBER), of(LAWYER)])
    ratings = [{item.name: item.importance for item in (*catalog.skills(c), *catalog.knowledge(c))} for c in (NURSE, PLUMBER, LAWYER)]
    for place, names in enumerate(found.own):
        assert names
        for name in names:
            assert all(ratings[place][name] >= other[name] + 0.4 for index, other in enumerate(ratings) if index != place)


def test_one_without_ratings_is_named_and_spoils_nothing(catalog: Catalog, of: Callable[[str], Members]) -> None:
    unrated = next(code for code in catalog.occupations if not catalog.skills(code))
    found = contrast(catalog, [of(NURSE), of(unrated), of(PLUMBER)])
    assert found.unrated == (1,)
    assert found.own[0]
    assert found.own[2]


@pytest.mark.parametrize(
    ("one", "other", "respect", "more"),
    [(LAWYER, PARALEGAL, "pay", LAWYER), (PLUMBER, NURSE, "school", NURSE), (PLUMBER, LAWYER, "school", LAWYER)],
)
def test_where_two_differ_most(of: Callable[[str], Members], one: str, other: str, respect: str, more: str) -> None:
    found = difference([of(one), of(other)])
    assert found
    assert (found.respect, (one, other)[found.more]) == (respect, more)


def test_a_thing_does_not_differ_from_itself(of: Callable[[str], Members]) -> None:
    assert difference([of(NURSE), of(NURSE)]) is None


def test_a_fields_spread_is_that_of_real_occupations(catalog: Catalog) -> None:
    for cluster in catalog.clusters:
        members = catalog.members(cluster)
        found = spread(members)
        assert found
        low, half, high = (o.pay.yearly for o in found if o.pay)
        assert low
        assert half
        assert high
        assert low <= half <= high
        assert set(found) <= set(members)
        assert all(o.pay and not o.pay.broader_group for o in found)
        own = [o.pay.yearly for o in members if o.pay and o.pay.yearly and not o.pay.broader_group]
        assert sum(pay > half for pay in own) <= len(own) / 2 + 1
        assert sum(pay < half for pay in own) <= len(own) / 2
        assert len(without_degree(members)) <= len(members)
