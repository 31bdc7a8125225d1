"""The way up: each rung pays more, takes no less preparation, and is in the field."""

from __future__ import annotations

import pytest

from knowledge.catalog import Catalog
from knowledge.ladder import RUNGS, ladder, levels, next_rungs, starts_at
from knowledge.models import Education


def test_every_ladder_rises(catalog: Catalog) -> None:
    for code, start in catalog.occupations.items():
        below, seen = start, {code}
        rungs = ladder(catalog, code)
        assert len(rungs) <= RUNGS
        for rung in rungs:
            above = rung.occupation
            assert above.code not in seen
            seen.add(above.code)
            assert above.pay is not None
            assert below.pay is not None
            assert rung.gain == (above.pay.yearly or 0) - (below.pay.yearly or 0) > 0
            assert above.preparation is not None
            assert below.preparation is not None
            assert above.preparation.education >= below.preparation.education
            assert rung.years >= 0
            below = above


FIRST = [
    ("Home health aide", "Nursing assistant"),
    ("Electrician's helper", "Electrician"),
    ("Dental assistant", "Dental hygienist"),
    ("Cashier", "Retail store supervisor"),
    ("Restaurant cook", "Chef"),
]


@pytest.mark.parametrize(("name", "first"), FIRST)
def test_first_rungs(catalog: Catalog, name: str, first: str) -> None:
    code = next(o.code for o in catalog.occupations.values() if o.name == name)
    assert next_rungs(catalog, code)[0].occupation.name == first


def test_levels_hold_every_member_with_a_figure(catalog: Catalog) -> None:
    members = catalog.members("information-technology")
    assert sum(len(found) for _, found in levels(members)) == sum(o.preparation is not None for o in members)


def test_starts_at(catalog: Catalog) -> None:
    found = starts_at(catalog.members("health-science"), Education.ASSOCIATE)
    assert found
    assert all(o.preparation and o.preparation.education is Education.ASSOCIATE for o in found)


def test_who_leads_is_a_step_up_though_the_clusters_put_managers_elsewhere(catalog: Catalog) -> None:
    assert [rung.occupation.name for rung in ladder(catalog, "15-1252.00")] == ["IT manager"]
    assert not set(catalog.occupations["15-1252.00"].clusters) & set(catalog.occupations["11-3021.00"].clusters)
