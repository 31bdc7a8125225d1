"""Constraints in the order a student says them: what each leaves, and which is the cheapest to relax.

Owns the arithmetic of narrowing down. Knows no words and no session.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from knowledge.catalog import Catalog
from knowledge.models import Education, Occupation
from knowledge.selection import Filters, Using, fits_clusters, fits_education, fits_outlook, fits_pay, using
from knowledge.work_settings import Settings

Kind = Literal["edu_max", "edu_min", "pay_min", "pay_max", "growth", "bright", "in", "path", "not_in", "use", "avoid", "set", "state"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_MANY: frozenset[Kind] = frozenset({"not_in", "use", "avoid", "set"})
"""Kinds of which several may hold at once; of the others a new one takes the place of the old."""

_FIELD: frozenset[Kind] = frozenset({"in", "path"})
"""What a student came for: given up last."""

BESIDE = "+"
"""Before the fields of an ``in`` that come beside those held, not in their place."""
FEW = 8
PAY_STEP = 10_000
AVOIDED = 8
"""How many of the nearest occupations a refused activity or job leaves out."""


@dataclass(frozen=True)
class Constraint:
    """``value`` by kind: a step of Education ("3n" leaves out "some college"), dollars, per cent, ids joined by "|", KIND:NAME, a state."""

    kind: Kind
    value: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.value if self.kind in _MANY else ""


Constraints = tuple[Constraint, ...]
Doing = Callable[[str], Sequence[str]]
"""Codes of the occupations nearest to an activity in a student's words, best first."""
Test = Callable[[Occupation], bool]


def merge(held: Constraints, said: Sequence[Constraint]) -> Constraints:
    """What was held with what was said since; a correction keeps the place of what it corrects."""
    merged = {one.key: one for one in held}
    for one in said:
        if one.kind == "path":
            merged.pop(("in", ""), None)
        if one.kind == "in":
            merged.pop(("path", ""), None)
        for other in _contradicted(one):
            merged.pop(other, None)
        before = merged.get(one.key)
        merged[one.key] = Constraint(one.kind, _beside(before, one.value)) if one.kind == "in" else one
    return tuple(merged.values())


def _beside(before: Constraint | None, fields: str) -> str:
    if not fields.startswith(BESIDE):
        return fields
    held = before.value.split("|") if before else []
    return "|".join(dict.fromkeys([*held, *fields.removeprefix(BESIDE).split("|")]))


def _contradicted(one: Constraint) -> Iterator[tuple[str, str]]:
    opposite = {"office": "not_office", "outdoors": "not_outdoors", "people": "not_people", "hands": "not_hands"}
    if one.kind == "set":
        both = opposite | {value: key for key, value in opposite.items()}
        if one.value in both:
            yield "set", both[one.value]
    if one.kind == "in":
        yield from (("not_in", id) for id in one.value.removeprefix(BESIDE).split("|"))


def without(held: Constraints, kinds: Collection[str]) -> Constraints:
    return tuple(one for one in held if one.kind not in kinds)


def thing_of(one: Constraint) -> Using:
    kind, _, name = one.value.partition(":")
    return Using(kind, name, name)  # type: ignore[arg-type]


def filters_of(one: Constraint) -> Filters:
    """The part of Filters that one constraint is; empty where Filters has none."""
    match one.kind:
        case "edu_max":
            return Filters(education_max=int(one.value.rstrip("n")), some_college=not one.value.endswith("n"))
        case "edu_min":
            return Filters(education_min=int(one.value))
        case "pay_min":
            return Filters(pay_min=int(one.value))
        case "pay_max":
            return Filters(pay_max=int(one.value))
        case "growth":
            return Filters(growth_min=float(one.value))
        case "bright":
            return Filters(bright=True)
        case "in":
            return Filters(clusters=tuple(one.value.split("|")))
        case "not_in":
            return Filters(not_clusters=(one.value,))
        case "use":
            return Filters(using=(thing_of(one),))
        case "avoid":
            return Filters(avoid=(thing_of(one),))
    return Filters()


_TESTS = (fits_education, fits_pay, fits_outlook, fits_clusters)


_MOST_KEPT = 300
_meeting: list[tuple[Catalog, dict[tuple[Constraint, str | None], frozenset[str]]]] = []


def _kept(catalog: Catalog) -> dict[tuple[Constraint, str | None], frozenset[str]]:
    for known, kept in _meeting:
        if known is catalog:
            return kept
    _meeting[:] = [(catalog, {})]
    return _meeting[0][1]


class Narrowing:
    """One catalog's occupations under constraints."""

    def __init__(self, catalog: Catalog, settings: Settings, doing: Doing) -> None:
        self.catalog = catalog
        self.settings = settings
        self.doing = doing

    def test(self, one: Constraint, state: str | None = None) -> Test:
        match one.kind:
            case "use" | "avoid":
                thing = thing_of(one)
                if thing.kind == "activity":
                    codes = set(self.doing(thing.name)[: AVOIDED if one.kind == "avoid" else None])
                else:
                    codes = {o.code for o in using(self.catalog, thing)}
                return lambda o: (o.code in codes) == (one.kind == "use")
            case "set":
                return self.settings.test(self.catalog, one.value)
            case "path":
                return lambda o: one.value in o.pathways
            case "state":
                return lambda o: True
            case "pay_min" | "pay_max" if state:
                return lambda o: self._paid_there(o, one, state)
        filters = filters_of(one)
        return lambda o: all(fits(o, filters) for fits in _TESTS)

    def _paid_there(self, occupation: Occupation, one: Constraint, state: str) -> bool:
        """By the state's own median; one above the highest that is published meets any floor."""
        figure = self.catalog.state_pay(occupation.code, state)
        if figure.missing == "top-coded":
            return one.kind == "pay_min"
        if figure.annual_median is None:
            return False
        return figure.annual_median >= int(one.value) if one.kind == "pay_min" else figure.annual_median <= int(one.value)

    def meeting(self, one: Constraint, state: str | None) -> frozenset[str]:
        """Codes of all occupations that meet one constraint; kept, as a student comes back to the same ones turn after turn."""
        kept = _kept(self.catalog)
        found = kept.get((one, state))
        if found is None:
            test = self.test(one, state)
            found = frozenset(o.code for o in self.catalog.occupations.values() if test(o))
            # an activity depends on the matcher, so it is worked out anew
            if not one.value.startswith("activity:"):
                if len(kept) >= _MOST_KEPT:
                    kept.clear()
                kept[one, state] = found
        return found

    def steps(self, constraints: Constraints) -> list[tuple[Constraint, list[Occupation]]]:
        """Each constraint with what is left once it and all before it hold."""
        state = state_of(constraints)
        left = list(self.catalog.occupations.values())
        found = []
        for one in constraints:
            met = self.meeting(one, state)
            left = [o for o in left if o.code in met]
            found.append((one, left))
        return found

    def left(self, constraints: Constraints) -> list[Occupation]:
        steps = self.steps(constraints)
        return steps[-1][1] if steps else list(self.catalog.occupations.values())

    def relaxations(self, constraints: Constraints) -> list[tuple[Constraint, Constraint | None, int]]:
        """A constraint, its looser form (None: without it) and how many more that gives; the cheapest first.

        Cheap is a small step that brings much: a step of school or a tenth of the pay costs little, a wish given up costs more.
        """
        state = state_of(constraints)
        meets = [self.meeting(one, state) for one in constraints]
        now = len(frozenset.intersection(*meets)) if meets else 0
        found = []
        for place, one in enumerate(constraints):
            rest = set(self.catalog.occupations).intersection(*meets[:place], *meets[place + 1 :])
            for cost, looser in _looser(one):
                gain = len(rest & self.meeting(looser, state) if looser else rest) - now
                if gain > 0:
                    given_up = one.kind in _FIELD or (looser is None and one.kind == "pay_min")
                    found.append((given_up, -gain / cost, place, one, looser, gain))
                    break
        return [(one, looser, gain) for *_, one, looser, gain in sorted(found, key=lambda item: item[:3])]


def _looser(one: Constraint) -> Iterator[tuple[float, Constraint | None]]:
    """Looser forms from the smallest step on, with what each asks of the student."""
    match one.kind:
        case "edu_max":
            first = int(one.value.rstrip("n")) + 1
            steps = [step for step in range(first, Education.DOCTORAL + 1) if step != Education.SOME_COLLEGE]
            yield from ((1.0 + place, Constraint("edu_max", str(step))) for place, step in enumerate(steps))
        case "pay_min":
            pay = int(one.value)
            lower = [pay - step * PAY_STEP for step in (1, 2, 4, 8) if pay > step * PAY_STEP]
            yield from (((pay - floor) / pay * 10, Constraint("pay_min", str(floor))) for floor in lower)
            yield 10.0, None
        case "growth":
            if float(one.value) > 1:
                yield 1.5, Constraint("growth", "0.1")
            yield 2.5, None
        case "in" | "path":
            yield 6.0, None
        case "state":
            return
        case _:
            yield 3.0, None


def state_of(constraints: Constraints) -> str | None:
    return next((one.value for one in constraints if one.kind == "state"), None)
