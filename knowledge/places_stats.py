"""An occupation or a field in a state: how many work there, how concentrated, what it pays; which clusters a state lists.

Owns shares and rankings by state. Knows no student and no wording.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.catalog import NATION, Catalog
from knowledge.models import Occupation
from knowledge.tables import DATA

_FEWEST = 100
"""A share of fewer people says little: BLS rounds to tens."""


@dataclass(frozen=True)
class There:
    """One occupation in one state."""

    state: str
    jobs: int | None
    quotient: float | None
    """Its share of the state's jobs over its share of the nation's; 1 is as common as anywhere."""
    pay: int | None


def there(catalog: Catalog, code: str, state: str) -> There:
    jobs = catalog.state_jobs(code, state)
    return There(state, jobs, quotient(catalog, code, state, jobs), catalog.state_pay(code, state).annual_median)


def quotient(catalog: Catalog, code: str, state: str, jobs: int | None) -> float | None:
    pay = catalog.occupations[code].pay
    everyone, nation = catalog.state_employment.get(state), catalog.state_employment[NATION]
    if not jobs or pay is None or not pay.employment or not everyone:
        return None
    return (jobs / everyone) / (pay.employment / nation)


@dataclass(frozen=True)
class Ranked:
    """States for one occupation, best first."""

    most: tuple[There, ...]
    densest: tuple[There, ...]
    best_paid: tuple[There, ...]


def ranked(catalog: Catalog, code: str, top: int = 3) -> Ranked:
    places = [there(catalog, code, state) for state in catalog.states]
    most = sorted((p for p in places if p.jobs), key=lambda p: (-(p.jobs or 0), p.state))
    densest = sorted((p for p in places if p.quotient and (p.jobs or 0) >= _FEWEST), key=lambda p: (-(p.quotient or 0), p.state))
    paid = sorted((p for p in places if p.pay), key=lambda p: (-(p.pay or 0), p.state))
    return Ranked(tuple(most[:top]), tuple(densest[:top]), tuple(paid[:top]))


def in_state(catalog: Catalog, occupations: Iterable[Occupation], state: str) -> list[tuple[Occupation, There]]:
    """Occupations with a figure there; of those that share one (a broader group) the first stands for all."""
    found: dict[str, tuple[Occupation, There]] = {}
    for occupation in occupations:
        figures = there(catalog, occupation.code, state)
        key = catalog.bls_code(occupation.code)
        if figures.jobs or figures.pay:
            held = found.get(key)
            if held is None or (held[0].code[8:] != "00" and occupation.code.endswith(".00")):
                found[key] = (occupation, figures)
    return list(found.values())


def best_paid(places: Iterable[tuple[Occupation, There]]) -> list[tuple[Occupation, There]]:
    return sorted((pair for pair in places if pair[1].pay), key=lambda pair: (-(pair[1].pay or 0), pair[0].code))


def most_numerous(places: Iterable[tuple[Occupation, There]]) -> list[tuple[Occupation, There]]:
    return sorted((pair for pair in places if pair[1].jobs), key=lambda pair: (-(pair[1].jobs or 0), pair[0].code))


@dataclass(frozen=True)
class StateList:
    """A state's own list of clusters."""

    noted: str
    clusters: tuple[str, ...]
    more: tuple[str, ...]
    """Titles that are none of the 16."""


@lru_cache(maxsize=4)
def state_lists(folder: Path = DATA) -> dict[str, StateList]:
    table = tomllib.loads((folder / "state_clusters.toml").read_text(encoding="utf-8"))
    noted = table.pop("noted")
    return {state: StateList(noted, tuple(row["clusters"]), tuple(row["more"])) for state, row in table.items()}
