"""The student's own plan as replies: all of it, a year, a line, what to ask, and as a file. Changes nothing.

Choices are ``my:...`` and open for ever: they show the plan as it is today.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from conversations import cards
from conversations.cards.buttons import Row
from conversations.dates import shown
from conversations.messages import Choice, Phrase, Reply, Sheet, choice, say
from conversations.plans import MOST_OWN, Mine
from conversations.steps import Context
from conversations.things import name_of
from conversations.wording import wording
from knowledge.plan import AFTER, LAST, Carried, Kind, Line

_LABEL = 34
_QUESTIONS = ("have", "order", "cost", "credit", "work")


def grade_name(grade: int) -> Phrase:
    return Phrase(f"plan.grade.g{grade}")


def item(own: Mine, line: Line) -> Phrase:
    day = own.day(line.id)
    values = {
        "text": own.text(line),
        "done": Phrase("plan.done") if own.done(line.id) else None,
        "day": Phrase("plan.on", {"day": shown(day)}) if day else None,
    }
    return Phrase("plan.item", values)


def year_block(own: Mine, grade: int) -> Phrase:
    now = Phrase("plan.now") if grade == own.grade else None
    return Phrase("plan.year", {"grade": grade_name(grade), "now": now, "items": [item(own, line) for line in own.lines(grade)]})


def place_of(context: Context, own: Mine) -> dict[str, Any]:
    catalog = context.catalog
    pathway = catalog.pathways[own.plan.pathway]
    return {"goal": name_of(catalog, own.goal), "pathway": pathway.title, "cluster": catalog.clusters[pathway.cluster].title}


def overview(context: Context, own: Mine, *, replaces: bool = False) -> Reply:
    values = {
        **place_of(context, own),
        "years": [year_block(own, grade) for grade in own.plan.grades],
        "late": late(own),
        "sources": sources(context, own),
    }
    years = [choice(f"my:y:{grade}", f"plan.grade.g{grade}") for grade in own.plan.grades]
    rows: list[Row] = [tuple(years[place : place + 3]) for place in range(0, len(years), 3)]
    rows += [
        (choice("my:pdf", "plan.button.pdf"), choice("my:ics", "plan.button.calendar"), choice("my:q", "plan.button.ask")),
        (choice("my:goal", "plan.button.goal"), choice("my:grade", "plan.button.grade")),
    ]
    return Reply(Phrase("plan.plan", values), tuple(rows), replaces=replaces)


def sources(context: Context, own: Mine) -> Phrase:
    return cards.sources(context.catalog, "signpost", *(("ep", "clusters14") if own.plan.goal else ("ep",)))


def late(own: Mine) -> Phrase | None:
    """What no longer fits before graduation, and the nearest way back."""
    if not own.plan.missed:
        return None
    return Phrase("plan.missed" if own.plan.grade <= LAST else "plan.missed_after", {"courses": list(own.plan.missed)})


def year(context: Context, own: Mine, grade: int, *, replaces: bool = False) -> Reply:
    lines = own.lines(grade)
    rows: list[Row] = [(choice(f"my:l:{line.id}", "common.button.open", name=short(own, line)),) for line in lines]
    last: list[Choice] = [choice(f"my:b:{line.id}", "plan.button.restore", name=short(own, line)) for line in own.removed(grade)]
    rows += [(one,) for one in last]
    ways = [choice("my", "plan.button.whole")]
    if len(own.record["own"]) < MOST_OWN:
        ways.insert(0, choice(f"my:a:{grade}", "plan.button.add"))
    return Reply(Phrase("plan.one_year", {"block": year_block(own, grade)}), (*rows, tuple(ways)), replaces=replaces)


def short(own: Mine, line: Line) -> str:
    """A line's words cut to a button's width, at a word."""
    words = wording().plain(own.text(line))
    words = words.split(": ", 1)[-1] if line.kind in (Kind.COURSE, Kind.ELECTIVE, Kind.CREDENTIAL) else words
    return words if len(words) <= _LABEL else words[:_LABEL].rsplit(" ", 1)[0].rstrip(",;.") + "…"


def one_line(context: Context, own: Mine, line: Line, *, replaces: bool = False) -> Reply:
    id, done, day = line.id, own.done(line.id), own.day(line.id)
    rows = [
        (choice(f"my:d:{id}", "plan.button.undone" if done else "plan.button.done"), choice(f"my:e:{id}", "plan.button.edit")),
        (choice(f"my:t:{id}", "plan.button.day"), choice(f"my:x:{id}", "plan.button.off")),
        (choice(f"my:y:{line.grade}", "common.button.back_to", name=wording().plain(grade_name(line.grade))),),
    ]
    if day:
        rows.insert(2, (choice(f"my:c:{id}", "plan.button.no_day"),))
    values = {"grade": grade_name(line.grade), "item": item(own, line), "note": note(context, own, line)}
    return Reply(Phrase("plan.one_line", values), tuple(rows), replaces=replaces)


def note(context: Context, own: Mine, line: Line) -> str | None:
    """What the catalog says of a credential."""
    cluster = context.catalog.clusters[context.catalog.pathways[own.plan.pathway].cluster]
    return next((one.note for one in cluster.credentials if line.names == (one.name,)), None)


def questions(context: Context, own: Mine, *, replaces: bool = False) -> Reply:
    rows = ((choice("k:counselor", "plan.button.counselor"), choice("my", "plan.button.whole")),)
    return Reply(Phrase("plan.ask", {"items": _asked(own)}), rows, replaces=replaces)


def _asked(own: Mine) -> list[Phrase]:
    names = _QUESTIONS if own.grade < AFTER else ("credit_after", "cost_after", "work_after")
    asked = [Phrase(f"plan.question.{name}") for name in names]
    return [Phrase("plan.question.missed", {"course": own.plan.missed[0]}), *asked] if own.plan.missed and own.grade < AFTER else asked


def carries(context: Context, moved: Carried, goal: str) -> Phrase:
    values = {
        "goal": goal,
        "kept": [line.names[0] for line in moved.kept],
        "extra": [line.names[0] for line in moved.extra],
        "new": [line.names[0] for line in moved.new],
        "none": None if moved.kept or moved.extra else Phrase("plan.carries_core"),
    }
    return Phrase("plan.carries", values)


# As files


def as_pdf(context: Context, own: Mine) -> Reply:
    words = wording()
    place = place_of(context, own)
    missed = late(own)
    data: Mapping[str, Any] = {
        "title": words.plain(Phrase("plan.pdf_title", place)),
        "subtitle": words.plain(Phrase("plan.pdf_subtitle", place)),
        "years": [_column(own, grade) for grade in own.plan.grades],
        "late": words.plain(missed) if missed else None,
        "ask_title": words.plain(Phrase("plan.pdf_ask")),
        "ask": [words.plain(question) for question in _asked(own)],
        "footer": words.plain(Phrase("plan.pdf_footer", {"sources": sources(context, own), "day": shown(context.now.date())})),
        "more": words.plain(Phrase("plan.pdf_more")),
    }
    return Reply(Phrase("plan.pdf"), _back(), document=Sheet("plan", "my-plan.pdf", data, Phrase("plan.pdf")))


def _column(own: Mine, grade: int) -> dict[str, Any]:
    words = wording()
    rows = [{"text": words.plain(own.text(line)), "done": own.done(line.id), "day": _day(own, line)} for line in own.lines(grade)]
    title = words.plain(Phrase("plan.pdf_year", {"grade": grade_name(grade), "now": Phrase("plan.now") if grade == own.grade else None}))
    return {"title": title, "lines": rows}


def _day(own: Mine, line: Line) -> str | None:
    day = own.day(line.id)
    return shown(day) if day else None


def as_calendar(context: Context, own: Mine) -> Reply:
    dated = own.dated()
    if not dated:
        return say("plan.no_days", (choice(f"my:y:{own.grade}", f"plan.grade.g{own.grade}"), choice("my", "plan.button.whole")))
    words = wording()
    events = [
        {
            "id": line.id,
            "start": day.isoformat(),
            "end": (day + timedelta(days=1)).isoformat(),
            "title": words.plain(own.text(line)),
            "note": words.plain(Phrase("plan.calendar_note", place_of(context, own))),
        }
        for day, line in dated
    ]
    data = {"name": words.plain(Phrase("plan.calendar_name")), "events": events, "stamp": context.now.strftime("%Y%m%dT%H%M%SZ")}
    caption = Phrase("plan.calendar", {"count": len(events)})
    return Reply(caption, _back(), document=Sheet("calendar", "my-plan.ics", data, caption))


def _back() -> tuple[Row, ...]:
    return ((choice("my", "plan.button.whole"), choice("m", "common.button.menu")),)
