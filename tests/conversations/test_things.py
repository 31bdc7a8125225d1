"""Short ids of occupations, clusters and pathways; things named in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine import Engine
from conversations.session import Session
from conversations.steps import Context
from conversations.things import Thing, all_named, name_of, ref, thing_of, things_of
from knowledge.catalog import Catalog


@pytest.fixture
def context(engine: Engine) -> Context:
    return Context(Session(), engine.catalog, engine.matcher, datetime(2026, 9, 1, tzinfo=UTC))


def test_every_thing_has_a_short_id_of_its_own(catalog: Catalog) -> None:
    things = [Thing("occupation", code) for code in catalog.occupations]
    things += [Thing("cluster", id) for id in catalog.clusters] + [Thing("pathway", id) for id in catalog.pathways]
    refs = [ref(catalog, thing) for thing in things]
    assert len(set(refs)) == len(refs)
    assert [thing_of(catalog, text) for text in refs] == things
    assert len("cmp:" + ",".join(["15-1252.00"] * 4)) <= 64


@given(st.text(max_size=20))
def test_a_foreign_id_names_nothing_and_breaks_nothing(catalog: Catalog, text: str) -> None:
    thing = thing_of(catalog, text)
    assert thing is None or name_of(catalog, thing)
    assert len(things_of(catalog, text)) <= len(text.split(","))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nurse vs paramedic", ["Registered nurse", "Paramedic"]),
        ("electrician, plumber and welder", ["Electrician", "Plumber or pipefitter", "Welder"]),
        ("finance and marketing", ["Finance", "Marketing"]),
        ("hospitality & tourism", ["Hospitality & Tourism"]),
        ("i want to be a vet", ["Veterinarian"]),
    ],
)
def test_named_in_words(context: Context, text: str, names: list[str]) -> None:
    known, unknown = all_named(context, text)
    assert ([name_of(context.catalog, thing) for thing in known], unknown) == (names, [])
