"""A list's id holds the whole query in at most 64 bytes and reads back as it was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conversations.queries import LIMIT, filter_id, parse_filters, parse_using, using_id
from knowledge.catalog import Catalog
from knowledge.framework import CLUSTERS
from knowledge.models import Education
from knowledge.selection import Filters, Using

clusters = st.lists(st.sampled_from(list(CLUSTERS)), max_size=2, unique=True).map(tuple)
filters = st.builds(
    Filters,
    education_max=st.none() | st.integers(0, Education.DOCTORAL),
    education_min=st.none() | st.integers(0, Education.DOCTORAL),
    some_college=st.booleans(),
    pay_min=st.none() | st.integers(0, 500_000),
    pay_max=st.none() | st.integers(0, 500_000),
    growth_min=st.none() | st.integers(-200, 500).map(lambda tenths: tenths / 10),
    bright=st.booleans(),
    clusters=clusters,
    not_clusters=clusters,
)


@given(wanted=filters, order=st.sampled_from(["", "p", "g"]))
def test_filters_round_trip(catalog: Catalog, wanted: Filters, order: str) -> None:
    id = filter_id(wanted, order)
    assert len(id.encode()) + len(":999") <= LIMIT
    assert parse_filters(catalog, id.removeprefix("f:")) == (wanted, order)


@given(text=st.text(max_size=64))
def test_any_text_reads_as_some_filters(catalog: Catalog, text: str) -> None:
    parse_filters(catalog, text)


def test_every_technology_skill_and_knowledge_round_trips(catalog: Catalog) -> None:
    names = [("technology", name) for name in catalog.technology_names]
    names += [("skill", name) for name in catalog.rated_names("skills")]
    names += [("knowledge", name) for name in catalog.rated_names("knowledge")]
    lost = []
    for kind, name in names:
        id = using_id(Using(kind, name, name))  # type: ignore[arg-type]
        assert len(id.encode()) + len(":999") <= LIMIT
        _, letter, cut = id.split(":", 2)
        found = parse_using(catalog, letter, cut)
        if found is None or catalog.technology_users(found.name) != catalog.technology_users(name):
            lost.append(name)
    # names whose first 50 letters are another's: the more used one answers
    assert len(lost) <= 60, lost[:20]
