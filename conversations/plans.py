"""A student's own plan: what is kept of it, and the plan that follows from that. Knows no step and no reply.

records["plan"]: {goal, path (short ids), grade, since (the fall its first school year began), done, off (ids of lines),
edits {id: words}, own [[id, grade, words]], dates {id: day}}. The lines themselves are made anew from the catalog each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from conversations.messages import Phrase
from conversations.session import Session
from conversations.steps import Context
from conversations.things import Thing, ref, thing_of
from knowledge.plan import AFTER, Carried, Kind, Line, Plan, carried, make

RECORD = "plan"
LONGEST, MOST_OWN = 100, 20
_FALL = 7
"""From July on a student says the grade that is to come."""


@dataclass(frozen=True)
class Mine:
    """The record, and the plan made from it with what the student changed."""

    record: Mapping[str, Any]
    plan: Plan
    now: datetime

    @property
    def grade(self) -> int:
        """The grade the student is in today."""
        return min(AFTER, int(self.record["grade"]) + max(0, school_year(self.now) - int(self.record["since"])))

    @property
    def goal(self) -> Thing:
        return Thing("occupation", self.plan.goal) if self.plan.goal else Thing("pathway", self.plan.pathway)

    def done(self, id: str) -> bool:
        return id in self.record["done"]

    def day(self, id: str) -> date | None:
        day = self.record["dates"].get(id)
        return date.fromisoformat(day) if day else None

    def text(self, line: Line) -> Phrase:
        words = self.record["edits"].get(line.id)
        if line.kind is Kind.OWN or words:
            return Phrase("plan.line.own", {"names": words or line.names[0]})
        return Phrase(f"plan.line.{line.key}", {"names": list(line.names)})

    def line(self, id: str) -> Line | None:
        return next((line for line in self.plan.lines if line.id == id), None)

    def lines(self, grade: int) -> list[Line]:
        return [line for line in self.plan.of(grade) if line.id not in self.record["off"]]

    def removed(self, grade: int) -> list[Line]:
        return [line for line in self.plan.of(grade) if line.id in self.record["off"]]

    def dated(self) -> list[tuple[date, Line]]:
        """What has a day, the soonest first."""
        found = [(day, line) for grade in self.plan.grades for line in self.lines(grade) if (day := self.day(line.id))]
        return sorted(found, key=lambda pair: pair[0])


def school_year(now: datetime) -> int:
    return now.year if now.month >= _FALL else now.year - 1


def begun(context: Context, pathway: str, goal: str | None, grade: int) -> dict[str, Any]:
    catalog = context.catalog
    return {
        "goal": goal,
        "path": ref(catalog, Thing("pathway", pathway)),
        "grade": grade,
        "since": school_year(context.now),
        "done": [],
        "off": [],
        "own": [],
        "edits": {},
        "dates": {},
    }


def mine(context: Context) -> Mine | None:
    """The student's plan; None where there is none, or what it was for is no longer in the catalog."""
    record = context.session.records.get(RECORD)
    return of_record(context, record) if isinstance(record, dict) else None


def of_record(context: Context, record: Mapping[str, Any]) -> Mine | None:
    path = thing_of(context.catalog, str(record.get("path")))
    goal = record.get("goal")
    if path is None or path.kind != "pathway" or (goal and goal not in context.catalog.occupations):
        return None
    plan = make(context.catalog, path.id, goal, int(record["grade"]))
    own = [Line(id, grade, Kind.OWN, "own", (words,)) for id, grade, words in record["own"]]
    lines = sorted((*plan.lines, *own), key=lambda line: line.grade)
    return Mine(record, replace(plan, lines=tuple(lines)), context.now)


def keeping(session: Session, record: Mapping[str, Any]) -> Session:
    return session.but(records={**session.records, RECORD: dict(record)})


# Changes, each a new record


def toggled(record: Mapping[str, Any], name: str, id: str) -> dict[str, Any]:
    """``name``: done or off."""
    ids = record[name]
    return {**record, name: [one for one in ids if one != id] if id in ids else [*ids, id]}


def reworded(record: Mapping[str, Any], id: str, words: str) -> dict[str, Any]:
    own = [[one, grade, words if one == id else text] for one, grade, text in record["own"]]
    if any(one == id for one, _, _ in own):
        return {**record, "own": own}
    return {**record, "edits": {**record["edits"], id: words}}


def added(record: Mapping[str, Any], grade: int, words: str) -> dict[str, Any]:
    number = 1 + max((int(id.removeprefix("own-")) for id, _, _ in record["own"]), default=0)
    return {**record, "own": [*record["own"], [f"own-{number}", grade, words]]}


def on_day(record: Mapping[str, Any], id: str, day: date | None) -> dict[str, Any]:
    rest = {one: kept for one, kept in record["dates"].items() if one != id}
    return {**record, "dates": {**rest, id: day.isoformat()} if day else rest}


def change_of(context: Context, old: Mine, goal: Thing, pathway: str) -> tuple[dict[str, Any], Carried]:
    """The record for another goal: what stands in both stays as it is, what was done and does not stays as a line of its own."""
    record: dict[str, Any] = {**begun(context, pathway, goal.id if goal.kind == "occupation" else None, old.grade)}
    after = make(context.catalog, pathway, record["goal"], old.grade)
    moved = carried(old.plan, after, old.record["done"])
    ids = {line.id for line in after.lines}
    own = [[id, grade, words] for id, grade, words in old.record["own"]]
    kept = {*ids, *(id for id, _, _ in own)}
    record |= {
        "own": own,
        "done": [id for id in old.record["done"] if id in kept],
        "off": [id for id in old.record["off"] if id in ids],
        "dates": {id: day for id, day in old.record["dates"].items() if id in kept},
        "edits": {id: words for id, words in old.record["edits"].items() if id in ids and not id.startswith("after-")},
    }
    for line in moved.extra:
        record = added(record, max(line.grade, record["grade"]), line.names[0])
        record["done"] = [*record["done"], record["own"][-1][0]]
    return record, moved


def regraded(context: Context, old: Mine, grade: int) -> dict[str, Any]:
    """The same goal from another grade on."""
    return {**old.record, "grade": grade, "since": school_year(context.now)}
