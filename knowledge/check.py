"""Cross-checks of the detail tables, which `Catalog.load` leaves for when a card asks."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.catalog import NATION, Catalog
from knowledge.licences import NOTE
from knowledge.models import CredentialStatus, Group
from knowledge.places import STATES
from knowledge.tables import CatalogError, Reader, split


def check_details(catalog: Catalog) -> None:
    """Raise CatalogError with every problem found."""
    reader = Reader(catalog.folder)
    tables = (*codes(reader, catalog), *ranges(reader), *relations(reader, catalog), *licences(reader, catalog))
    for problem in (*tables, *states(catalog), *prose(catalog)):
        reader.problem(*problem)
    if reader.problems:
        raise CatalogError(reader.problems)


Found = Iterable[tuple[str, int | str, str]]

_BY_CODE = ("alternate_titles", "occupation_technologies", "skills", "knowledge", "work_styles", "education_shares", "related")


def codes(reader: Reader, catalog: Catalog) -> Found:
    for table in _BY_CODE:
        seen: set[str] = set()
        for line, row in reader.csv(f"tables/{table}.csv"):
            if row["code"] not in catalog.occupations:
                yield f"tables/{table}.csv", line, f"no occupation {row['code']}"
            if row["code"] in seen:
                yield f"tables/{table}.csv", line, f"{row['code']} stands twice"
            seen.add(row["code"])


def ranges(reader: Reader) -> Found:
    """Importance lies in 1 to 5; a pay range rises."""
    for table in ("skills", "knowledge", "work_styles"):
        for line, row in reader.csv(f"tables/{table}.csv"):
            for name, cell in row.items():
                if name != "code" and cell and not 1 <= float(cell) <= 5:
                    yield f"tables/{table}.csv", line, f"{name}: importance {cell} is not in 1 to 5"
    for line, row in reader.csv("tables/pay.csv"):
        steps = [int(row[f"annual_{name}"]) for name in ("p10", "p25", "median", "p75", "p90") if row[f"annual_{name}"]]
        if steps != sorted(steps):
            yield "tables/pay.csv", line, f"the pay of {row['bls_code']} does not rise from the 10th to the 90th percentile"
    for line, row in reader.csv("tables/education_shares.csv"):
        total = sum(float(cell) for name, cell in row.items() if name != "code")
        if not 98 <= total <= 102:
            yield "tables/education_shares.csv", line, f"shares of {row['code']} add up to {total:.1f}%"


def relations(reader: Reader, catalog: Catalog) -> Found:
    for line, row in reader.csv("tables/related.csv"):
        for other in split(row["related"]):
            if other not in catalog.occupations:
                yield "tables/related.csv", line, f"{row['code']} is related to {other}, which is no occupation"
    known = {row["technology"] for _, row in reader.csv("tables/technologies.csv")}
    for name in catalog.technology_names:
        if name not in known:
            yield "tables/technologies.csv", "*", f"no row for {name!r}"
    for line, row in reader.csv("tables/occupation_majors.csv"):
        for cip in split(row["cips"]):
            if cip not in catalog.majors:
                yield "tables/occupation_majors.csv", line, f"no major {cip}"


def licences(reader: Reader, catalog: Catalog) -> Found:
    """Each occupation has one answer, and each answer says all of it."""
    seen: set[str] = set()
    for line, row in reader.csv("licences.csv"):
        for name, cell in row.items():
            if not cell.strip():
                yield "licences.csv", line, f"{name} is empty"
        if len(row["note"]) > NOTE:
            yield "licences.csv", line, f"the note has {len(row['note'])} letters; {NOTE} are the most"
        if not row["note"].endswith("."):
            yield "licences.csv", line, "the note is a sentence: it ends with a period"
        for code in split(row["codes"]):
            if code not in catalog.occupations:
                yield "licences.csv", line, f"no occupation {code}"
            if code in seen:
                yield "licences.csv", line, f"{code} stands twice"
            seen.add(code)


def states(catalog: Catalog) -> Found:
    names = set(STATES.values())
    for state in catalog.states:
        if state not in names:
            yield "tables/states.csv", state, "not among the places the project knows"
    if NATION not in catalog.state_employment:
        yield "tables/states.csv", "*", f"no row for {NATION}"


def prose(catalog: Catalog) -> Found:
    for occupation in catalog.occupations.values():
        if occupation.group is Group.DETAILED and not occupation.clusters:
            yield "tables/occupation_pathways.csv", occupation.code, "has a profile but no cluster"
    for code, phrases in catalog.said_as.items():
        for phrase in phrases:
            if phrase != phrase.lower() or not phrase.strip():
                yield "occupations", code, f"said_as {phrase!r} must be lower case"
    for cluster in catalog.clusters.values():
        for credential in cluster.credentials:
            if credential.status is CredentialStatus.RETIRED and "retired" not in credential.note.lower():
                yield f"clusters/{cluster.id}.toml", credential.name, "is retired: its note must say so"
    for pathway in catalog.pathways.values():
        if not pathway.occupations and not pathway.nearest:
            yield f"clusters/{pathway.cluster}.toml", pathway.title, "has no occupation, so it needs `nearest`"
