"""The lines of a student's plan, one by one: done, reworded, taken off, added, dated.

Slots while a line is changed: ``line`` or ``grade``. These steps take any text, so they lapse with a tap elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from conversations.answers import plan as views
from conversations.dates import later, read_date, shown
from conversations.messages import Choice, Chose, Phrase, Reply, Said, choice, say
from conversations.plans import LONGEST, Mine, added, keeping, mine, of_record, on_day, reworded, toggled
from conversations.steps import Again, Aside, Context, Done, Go, Outcome, Step, step_choice
from knowledge.plan import FIRST

NAME = "plan"
QUESTION = re.compile(r"\?\s*$|^(?:what|how|why|when|who|where|which)\b", re.IGNORECASE)


def step_button(step: str, question: str, answer: str, key: str, **values: Any) -> Choice:
    return choice(step_choice(NAME, step, question, answer), key, **values)


def led(lead: Phrase, reply: Reply) -> Reply:
    return Reply(Phrase("facts.led", {"lead": lead, "body": reply.phrase, "instead": None}), reply.choices)


def home(context: Context) -> Outcome:
    """The plan there is, or what it should be for."""
    own = mine(context)
    return Done(context.session.at(None), (views.overview(context, own),)) if own else Go(context.session.at(NAME, "goal"), "goal")


# Tapped


def tap_year(context: Context, own: Mine, action: str, grade: int) -> Outcome:
    if grade not in own.plan.grades:
        return Done(context.session, (views.overview(context, own),))
    if action == "a":
        return Go(context.session.at(NAME, "add", grade=grade), "add")
    return Done(context.session, (views.year(context, own, grade),))


def tap_line(context: Context, own: Mine, action: str, id: str) -> Outcome:
    line = own.line(id)
    if line is None:
        return Done(context.session, (say("plan.gone"), views.overview(context, own)))
    if action in ("e", "t"):
        step = "edit" if action == "e" else "day"
        return Go(context.session.at(NAME, step, line=id), step)
    if action == "l":
        return Done(context.session, (views.one_line(context, own, line, replaces=True),))
    changes = {
        "d": lambda: toggled(own.record, "done", id),
        "x": lambda: toggled(own.record, "off", id),
        "b": lambda: toggled(own.record, "off", id) if id in own.record["off"] else dict(own.record),
        "c": lambda: on_day(own.record, id, None),
    }
    if action not in changes:
        return Done(context.session, (views.overview(context, own),))
    session = keeping(context.session, changes[action]())
    changed = mine(context.but(session))
    assert changed
    show = (
        views.one_line(context, changed, line, replaces=True)
        if action in ("d", "c")
        else views.year(context, changed, line.grade, replaces=True)
    )
    return Done(session, (show,))


# A line


def _line_of(context: Context) -> tuple[Mine, Any] | None:
    own = mine(context)
    line = own.line(str(context.session.slots.get("line"))) if own else None
    return (own, line) if own and line else None


def line_question(context: Context) -> str:
    return str(context.session.slots.get("line") or context.session.slots.get("grade") or "")


def ask_edit(context: Context) -> Reply:
    found = _line_of(context)
    if found is None:
        return say("plan.gone", (choice("my", "plan.button.whole"),))
    own, line = found
    return say("plan.edit", (choice(f"my:l:{line.id}", "plan.button.leave"),), text=own.text(line))


def answer_edit(context: Context, message: Said | Chose) -> Outcome:
    found = _line_of(context)
    if isinstance(message, Chose) or found is None:
        return home(context)
    if QUESTION.search(message.text):
        return Aside()
    own, line = found
    return _reshown(context, reworded(own.record, line.id, _words(message.text)), line.id)


def _words(text: str) -> str:
    return " ".join(text.split())[:LONGEST]


def _reshown(context: Context, record: Mapping[str, Any], id: str) -> Done:
    session = keeping(context.session, record).at(None)
    own = of_record(context, record)
    line = own.line(id) if own else None
    assert own
    assert line
    return Done(session, (views.one_line(context.but(session), own, line),))


def ask_add(context: Context) -> Reply:
    grade = int(str(context.session.slots.get("grade", FIRST)))
    return say("plan.add", (choice(f"my:y:{grade}", "plan.button.leave"),), grade=views.grade_name(grade))


def answer_add(context: Context, message: Said | Chose) -> Outcome:
    own = mine(context)
    if isinstance(message, Chose) or own is None:
        return home(context)
    if QUESTION.search(message.text):
        return Aside()
    record = added(own.record, int(str(context.session.slots["grade"])), _words(message.text))
    return _reshown(context, record, record["own"][-1][0])


# Its day

_SOON = (("w1", "week", 1), ("w4", "week", 4), ("m3", "month", 3))


def ask_day(context: Context) -> Reply:
    found = _line_of(context)
    if found is None:
        return say("plan.gone", (choice("my", "plan.button.whole"),))
    own, line = found
    today = context.now.date()
    soon = tuple(step_button("day", line.id, name, "plan.button.soon", day=shown(later(today, unit, count))) for name, unit, count in _SOON)
    return say("plan.when", soon, (choice(f"my:l:{line.id}", "plan.button.leave"),), text=own.text(line))


def answer_day(context: Context, message: Said | Chose) -> Outcome:
    found = _line_of(context)
    if found is None:
        return home(context)
    own, line = found
    today = context.now.date()
    if isinstance(message, Chose):
        day = next((later(today, unit, count) for name, unit, count in _SOON if name == message.id), None)
    else:
        day = read_date(message.text, today)
    if day is None:
        if isinstance(message, Said) and (QUESTION.search(message.text) or len(message.text.split()) > 6):
            return Aside()
        return Again(led(Phrase("plan.no_day"), ask_day(context)))
    return _reshown(context, on_day(own.record, line.id, day), line.id)


STEPS = {
    "edit": Step(ask_edit, answer_edit, line_question, lapses=True),
    "add": Step(ask_add, answer_add, line_question, lapses=True),
    "day": Step(ask_day, answer_day, line_question, lapses=True),
}
