"""What the quiz keeps of a student: answers as given, never what follows from them. Knows no wording.

records["quiz_open"]: a quiz under way {mode, start, answers: [[item, answer, second]]}; kept here and not in the
slots, so that /cancel or another flow in between loses nothing.
records["quiz"]: the last finished one {mode, date, zone, answers: [[item, answer]], before: the one before it}.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from conversations.session import Session
from conversations.steps import Context
from knowledge.catalog import Catalog
from knowledge.interests.measurement import INDEX
from knowledge.interests.quality import Careless, careless
from knowledge.interests.quiz import Mode, Outcome, Quiz

OPEN, DONE = "quiz_open", "quiz"

_quizzes: list[tuple[Catalog, Quiz]] = []


def quiz_of(catalog: Catalog) -> Quiz:
    """One quiz a catalog, loaded when first asked for."""
    for known, quiz in _quizzes:
        if known is catalog:
            return quiz
    quiz = Quiz.load(catalog)
    _quizzes[:] = [(catalog, quiz)]
    return quiz


def _record(session: Session, name: str) -> Mapping[str, Any]:
    record = session.records.get(name)
    return record if isinstance(record, dict) else {}


def with_record(session: Session, name: str, record: Mapping[str, Any] | None) -> Session:
    rest = {key: value for key, value in session.records.items() if key != name}
    return session.but(records=rest if record is None else {**rest, name: dict(record)})


# Under way


def begin_answers(session: Session, mode: Mode, now: datetime, answers: list[list[Any]] | None = None) -> Session:
    return with_record(session, OPEN, {"mode": mode.value, "start": int(now.timestamp()), "answers": answers or []})


def open_mode(session: Session) -> Mode:
    return Mode(_record(session, OPEN).get("mode", Mode.ADAPTIVE))


def open_entries(session: Session) -> list[list[Any]]:
    return list(_record(session, OPEN).get("answers", []))


def open_answers(context: Context) -> dict[str, int]:
    """Answers so far; those to items the bank no longer has are passed over."""
    return _known(context, open_entries(context.session))


def _known(context: Context, entries: list[list[Any]]) -> dict[str, int]:
    bank = quiz_of(context.catalog).bank
    return {entry[0]: entry[1] for entry in entries if entry[0] in bank.items}


def answered(context: Context, item: str, answer: int) -> Session:
    session = context.session
    if not _record(session, OPEN):
        session = begin_answers(session, Mode.ADAPTIVE, context.now)
    record = _record(session, OPEN)
    second = int(context.now.timestamp()) - int(record["start"])
    return with_record(session, OPEN, {**record, "answers": [*record["answers"], [item, answer, second]]})


def unanswered(session: Session) -> Session:
    """Without the last answer."""
    record = _record(session, OPEN)
    return with_record(session, OPEN, {**record, "answers": record["answers"][:-1]})


def carelessness(session: Session) -> Careless | None:
    entries = open_entries(session)
    moments = [0, *(entry[2] for entry in entries)]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    return careless([entry[1] for entry in entries], gaps)


# Finished


def finish(context: Context, zone: int) -> Session:
    """The quiz under way becomes the last finished one; ``zone``: the most school, as a job zone."""
    session = context.session
    record, before = _record(session, OPEN), _record(session, DONE)
    done = {
        "mode": record["mode"],
        "date": context.now.date().isoformat(),
        "zone": zone,
        "answers": [entry[:2] for entry in record["answers"]],
    }
    if before:
        # one that was continued is the same quiz; what it is compared with stays
        continued = before["answers"] == done["answers"][: len(before["answers"])]
        done["before"] = before.get("before") if continued else {"date": before["date"], "answers": before["answers"]}
    return with_record(with_record(session, OPEN, None), DONE, done)


def finished(session: Session) -> Mapping[str, Any] | None:
    return _record(session, DONE) or None


def with_zone(session: Session, zone: int) -> Session:
    return with_record(session, DONE, {**_record(session, DONE), "zone": zone})


def outcome_of(context: Context, *, before: bool = False) -> Outcome | None:
    """What the last finished quiz says, or the one before it."""
    record: Any = finished(context.session)
    record = record.get("before") if record and before else record
    answers = _known(context, record["answers"]) if record else {}
    return quiz_of(context.catalog).outcome(answers) if answers else None


def profile_of(context: Context) -> tuple[float, ...] | None:
    """Six scores, 1 to 5, in the order R I A S E C; None without a finished quiz that means anything."""
    outcome = outcome_of(context)
    return None if outcome is None or outcome.flat else tuple(outcome.scores.values())


def markers_in(answers: Mapping[str, int]) -> int:
    return sum(id in INDEX for id in answers)
