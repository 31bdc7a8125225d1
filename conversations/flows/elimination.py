"""The other way in: the fields one by one, keep, drop or not sure; then what is left side by side."""

from __future__ import annotations

from typing import Any

from conversations.flows import results
from conversations.messages import Choice, Chose, Phrase, Reply, Said, choice, say
from conversations.session import Session
from conversations.steps import Again, Aside, Context, Done, Flow, Go, Outcome, Step, step_choice
from knowledge.text import normalise

NAME = "sort"  # short: a field's id must fit a button beside it
_SIDE_BY_SIDE = 4
_TYPED = {
    "keep": {"keep", "yes", "y", "yeah", "yep", "keep it", "sure", "ok", "like it"},
    "drop": {"drop", "no", "n", "nope", "nah", "drop it", "hate it"},
    "unsure": {"not sure", "idk", "maybe", "unsure", "dont know", "i dont know", "meh"},
    "back": {"back", "go back"},
    "stop": {"stop", "done", "enough"},
}


def round_of(context: Context) -> list[str]:
    """The fields this round goes through: all, or those kept in the round before."""
    chosen: Any = context.session.slots.get("round")
    return [id for id in context.catalog.clusters if not chosen or id in chosen]


def marks_of(session: Session) -> dict[str, str]:
    marks: Any = session.slots.get("marks")
    return dict(marks or {})


def current(context: Context) -> str:
    """The first field without a mark."""
    marks = marks_of(context.session)
    return next((id for id in round_of(context) if id not in marks), "")


def button(question: str, answer: str) -> Choice:
    return choice(step_choice(NAME, "field", question, answer), f"elimination.button.{answer}")


def ask(context: Context) -> Reply:
    id, fields = current(context), round_of(context)
    cluster = context.catalog.clusters[id]
    place = fields.index(id) + 1
    return say(
        "elimination.field",
        (button(id, "keep"), button(id, "drop")),
        (button(id, "unsure"),),
        (button(id, "back"), button(id, "stop")),
        first=Phrase("elimination.first") if place == 1 else None,
        title=cluster.title,
        what=cluster.what,
        progress=Phrase("elimination.progress", {"place": place, "of": len(fields)}),
        replaces=True,
    )


def answer(context: Context, given: Said | Chose) -> Outcome:
    if isinstance(given, Chose):
        said = given.id
    else:
        typed = normalise(given.text)
        said = next((kind for kind, ways in _TYPED.items() if typed in ways), "")
    session = context.session
    if said == "back":
        if not marks_of(session):
            return Go(session.at("quiz"), "menu")
        return Go(back(context), "field")
    if said == "stop":
        return finish(context)
    if said not in ("keep", "drop", "unsure"):
        return Aside() if isinstance(given, Said) else Again(say("elimination.say", *ask(context).choices))
    changed = session.but(slots={**session.slots, "marks": {**marks_of(session), current(context): said}})
    return Go(changed, "field") if current(context.but(changed)) else finish(context.but(changed))


def back(context: Context) -> Session:
    """Without the last mark; before the first, this field again."""
    marks = marks_of(context.session)
    done = [id for id in round_of(context) if id in marks]
    if done:
        del marks[done[-1]]
    return context.session.but(slots={**context.session.slots, "marks": marks})


def survivors_of(marks: dict[str, str]) -> list[str]:
    """What was kept; where that is less than two, what was not dropped."""
    kept = [id for id, mark in marks.items() if mark == "keep"]
    return kept if len(kept) > 1 else [id for id, mark in marks.items() if mark != "drop"]


def finish(context: Context) -> Outcome:
    session, marks = context.session, marks_of(context.session)
    if not marks:
        return Done(session.at(None), (say("menu.cancelled", (choice("m", "common.button.menu"),)),))
    record = {"marks": marks, "date": context.now.date().isoformat()}
    done = session.at(None).but(records={**session.records, NAME: record})
    return Done(done, (side_by_side(context.but(done)),))


def side_by_side(context: Context, *, replaces: bool = False) -> Reply:
    record: Any = context.session.records.get(NAME)
    marks = record["marks"] if record else {}
    left = [id for id in survivors_of(marks) if id in context.catalog.clusters]
    if not left:
        ways = (choice("q:adaptive", "quiz.button.adaptive"), choice("q:sort", "elimination.button.again"))
        return say("elimination.none_left", ways, (choice("m", "common.button.menu"),), replaces=replaces)
    shown, rest = left[:_SIDE_BY_SIDE], left[_SIDE_BY_SIDE:]
    names = [context.catalog.clusters[id].title for id in rest]
    more = Phrase("elimination.more", {"names": names, "count": len(left)}) if rest else None
    fit_rows = [(choice(f"q:fit:{id}", "elimination.button.fit", name=context.catalog.clusters[id].short),) for id in shown]
    again = choice("q:narrow", "elimination.button.narrow") if rest else choice("q:sort", "elimination.button.again")
    rows = (*fit_rows, (again, choice("m", "common.button.menu")))
    return say("elimination.survivors", *rows, items=[_survivor(context, id) for id in shown], more=more, replaces=replaces)


def narrowed(context: Context) -> Session:
    """A round through what was kept in the last one."""
    record: Any = context.session.records.get(NAME)
    return context.session.at(NAME, "field", round=list(survivors_of(record["marks"])) if record else [])


def _survivor(context: Context, id: str) -> Phrase:
    cluster = context.catalog.clusters[id]
    fit = results.fit_for(context, id)
    values = {
        "title": cluster.title,
        "skills": list(cluster.skills[:3]),
        "jobs": [context.catalog.occupations[code].name for code in cluster.occupations[:3]],
        "fit": Phrase("elimination.fit", {"fit": fit}) if fit else None,
    }
    return Phrase("elimination.survivor", values)


FLOW = Flow(NAME, "field", {"field": Step(ask, answer, current, back)})
