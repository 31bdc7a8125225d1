"""What saved occupations share, and the way between two interests."""

from __future__ import annotations

from knowledge.catalog import Catalog
from knowledge.options import between, common, shared_by

NURSE, THERAPIST, VET_TECH = "29-1141.00", "29-1123.00", "29-2056.00"


def test_common_serves_what_it_says(catalog: Catalog) -> None:
    codes = (NURSE, THERAPIST, VET_TECH)
    found = common(catalog, codes)
    assert found.courses
    for one in (*found.courses, *found.credentials, *found.majors, *found.skills, *found.clusters):
        assert 2 <= len(one.codes) <= len(codes)
    for code in found.courses[0].codes:
        paths = [catalog.pathways[id] for id in catalog.occupations[code].pathways]
        assert any(found.courses[0].name in (*p.introductory, *p.concentrator, *p.electives) for p in paths)


def test_nothing_is_common_to_one(catalog: Catalog) -> None:
    found = common(catalog, (NURSE,))
    assert (found.courses, found.credentials, found.majors, found.skills) == ((), (), (), ())


def test_a_chain_runs_along_related_occupations(catalog: Catalog) -> None:
    found = between(catalog, {"27-1024.00": 1.0}, {"19-1023.00": 1.0})
    assert found.chain
    assert found.chain[0].code == "27-1024.00"
    assert found.chain[-1].next == "19-1023.00"
    for link, after in zip(found.chain, found.chain[1:], strict=False):
        assert link.next == after.code
    for link in found.chain:
        assert link.next in {other.code for other in catalog.related(link.code)}


def test_the_middle_is_near_to_both(catalog: Catalog) -> None:
    found = between(catalog, {THERAPIST: 0.9, NURSE: 0.5}, {NURSE: 0.6, VET_TECH: 1.0})
    assert found.middle == (NURSE,)


def test_shared_stands_out_in_both(catalog: Catalog) -> None:
    assert "Medicine and Dentistry" in shared_by(catalog, NURSE, THERAPIST)
