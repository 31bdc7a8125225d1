"""Shares by state and state lists of clusters."""

from __future__ import annotations

import pytest

from knowledge.catalog import NATION, Catalog
from knowledge.places_stats import best_paid, in_state, most_numerous, ranked, state_lists, there


def test_location_quotient(catalog: Catalog) -> None:
    code = "51-4121.00"
    figures = there(catalog, code, "Texas")
    nation = catalog.occupations[code].pay
    assert nation is not None
    assert nation.employment is not None
    expected = (catalog.state_jobs(code, "Texas") or 0) / catalog.state_employment["Texas"]
    assert figures.quotient == pytest.approx(expected / (nation.employment / catalog.state_employment[NATION]))


def test_ranked_states_are_in_order(catalog: Catalog) -> None:
    order = ranked(catalog, "29-1141.00", top=5)
    assert [p.jobs for p in order.most] == sorted((p.jobs for p in order.most), reverse=True)
    assert [p.pay for p in order.best_paid] == sorted((p.pay for p in order.best_paid), reverse=True)


def test_a_shared_figure_stands_once(catalog: Catalog) -> None:
    places = in_state(catalog, catalog.members("health-science"), "Ohio")
    keys = [catalog.bls_code(o.code) for o, _ in places]
    assert len(keys) == len(set(keys))
    assert best_paid(places)[0][1].pay == max(p.pay or 0 for _, p in places)
    assert most_numerous(places)[0][1].jobs == max(p.jobs or 0 for _, p in places)


def test_state_lists(catalog: Catalog) -> None:
    lists = state_lists(catalog.folder)
    assert len(lists["Connecticut"].clusters) == 12
    assert len(lists["Virginia"].clusters) + len(lists["Virginia"].more) == 17
    for known in lists.values():
        assert set(known.clusters) <= set(catalog.clusters)
        assert known.noted
