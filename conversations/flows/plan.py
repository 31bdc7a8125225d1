"""My plan: for which goal and from which grade; its lines are plan_lines.py's. Taps outside a step are ``my:...``.

Slots while a plan is made or changed: ``goal`` (short id), ``cluster`` (where a field was named and the pathway is asked),
``path``, ``grade`` (where it was told before the goal).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from conversations import cards
from conversations.answers import plan as views
from conversations.answers.answer import Answer
from conversations.answers.talk import menu
from conversations.flows import plan_lines
from conversations.flows.plan_lines import NAME, QUESTION, home, led, step_button
from conversations.messages import Chose, Phrase, Reply, Said, choice, say
from conversations.plans import (
    Mine,
    begun,
    change_of,
    keeping,
    mine,
    regraded,
)
from conversations.requests import Intent
from conversations.steps import Again, Aside, Context, Done, Flow, Go, Outcome, Step
from conversations.things import Thing, name_of, named, ref, thing_of
from conversations.understanding import understand
from knowledge.plan import AFTER, LAST, MIDDLE

_OFFERED = 6
_ASKS = {
    Intent.PAY, Intent.EDUCATION_NEEDED, Intent.OUTLOOK, Intent.WHICH_CLUSTER, Intent.COMPARE, Intent.FILTER, Intent.CONCEPT,
    Intent.HELP, Intent.MY_LIST, Intent.START_QUIZ, Intent.GREETING, Intent.THANKS, Intent.SIMILAR_JOBS, Intent.HIGHEST_PAID_IN,
}  # fmt: skip
_LEAVES = re.compile(
    r"^(?:nvm|never ?mind|nah|no|nope|whatever|idc|forget it|cancel|stop|quit|exit|menu|not now|later|k|nada)\b[ .!]*$", re.IGNORECASE
)
_GRADE_WORDS = {
    "eighth": 8, "middle school": 8, "freshman": 9, "freshmen": 9, "ninth": 9, "sophomore": 10, "tenth": 10, "junior": 11, "eleventh": 11,
    "senior": 12, "twelfth": 12, "graduated": 13, "graduate": 13, "grad": 13, "done with school": 13, "out of school": 13,
    "done with high school": 13, "out of high school": 13, "finished with school": 13, "finished with high school": 13,
    "after": 13, "dropped out": 13, "ged": 13, "not in school": 13, "finished school": 13,
    "no estoy en la escuela": 13, "alumni": 13,
}  # fmt: skip


# In


def begin(context: Context, argument: str = "") -> Outcome:
    """/plan, with a goal where that is said at once."""
    started = context.but(context.session.at(NAME, "goal"))
    if argument:
        outcome = answer_goal(started, Said(argument))
        if not isinstance(outcome, Aside):
            return outcome
    return home(context)


def tap(context: Context, id: str) -> Outcome:
    """A tapped ``my:...`` choice, whenever."""
    action, _, rest = id.partition(":")
    own = mine(context)
    if context.session.flow == NAME:
        context = context.but(context.session.at(None))  # a tap leads out of the step before
    if action == "n":
        thing = thing_of(context.catalog, rest)
        return _for(context, thing) if thing else home(context)
    if own is None:
        return Go(context.session.at(NAME, "goal"), "goal")
    if action in ("goal", "grade"):
        return Go(context.session.at(NAME, action, **({"goal": ref(context.catalog, own.goal)} if action == "grade" else {})), action)
    shows: dict[str, Callable[[], Reply]] = {
        "": lambda: views.overview(context, own),
        "pdf": lambda: views.as_pdf(context, own),
        "ics": lambda: views.as_calendar(context, own),
        "q": lambda: views.questions(context, own),
    }
    if action in shows:
        return Done(context.session, (shows[action](),))
    if action in ("y", "a"):
        return plan_lines.tap_year(context, own, action, int(rest) if rest.isdigit() else own.grade)
    return plan_lines.tap_line(context, own, action, rest)


# The goal


def ask_goal(context: Context) -> Reply:
    own, session = mine(context), context.session
    seen = dict.fromkeys((*(session.topic.occupations[:1] if session.topic else ()), *session.shortlist))
    things = [Thing("occupation", code) for code in seen if code in context.catalog.occupations][:_OFFERED]
    rows = cards.pairs(
        step_button("goal", "", ref(context.catalog, one), "common.button.open", name=name_of(context.catalog, one)) for one in things
    )
    back = choice("my", "plan.button.whole") if own else choice("x", "common.button.explore")
    return say("plan.which_other" if own else "plan.which", *rows, (back,))


def answer_goal(context: Context, message: Said | Chose) -> Outcome:
    if isinstance(message, Chose):
        thing = thing_of(context.catalog, message.id)
        return _for(context, thing) if thing else Again(ask_goal(context))
    if understand(message.text, None, context.catalog, context.matcher).intent in _ASKS:
        return Aside()
    thing, sure = named(context, message.text)
    if thing is None or (not sure and QUESTION.search(message.text)):
        if len(message.text.split()) > 6 or QUESTION.search(message.text):
            return Aside()
        return Again(led(Phrase("plan.unknown", {"said": message.text.strip()[:40]}), ask_goal(context)))
    return _for(context, thing)


def _told(context: Context) -> dict[str, Any]:
    """The grade, where it was told before the goal."""
    slots = context.session.slots
    return {"grade": slots["grade"]} if context.session.flow == NAME and "grade" in slots else {}


def told_grade(context: Context, grade: int) -> Answer:
    """ "im in 10th grade": the plan moves to it, or starts from it."""
    own = mine(context)
    if own is None:
        started = context.session.at(NAME, "goal", grade=grade)
        reply = led(Phrase("plan.grade_told", {"grade": Phrase(f"plan.grade.g{grade}")}), ask_goal(context.but(started)))
        return Answer((reply,), session=started)
    kept = _kept(context, regraded(context, own, grade), "plan.regraded")
    return Answer(kept.replies, session=kept.session)


def _for(context: Context, thing: Thing) -> Outcome:
    """On with a goal: a field's pathway, then what a change keeps, or the grade."""
    catalog = context.catalog
    goal = ref(catalog, thing)
    if thing.kind == "cluster":
        return Go(context.session.at(NAME, "path", **{**_told(context), "cluster": goal}), "path")
    path = thing.id if thing.kind == "pathway" else next(iter(catalog.occupations[thing.id].pathways), None)
    if path is None:
        started = context.but(context.session.at(NAME, "goal"))
        note = Phrase("plan.no_path", {"name": name_of(catalog, thing)})
        reply = led(note, ask_goal(started))
        return Done(started.session, (reply,))
    slots = {"goal": goal, "path": ref(catalog, Thing("pathway", path))}
    own = mine(context)
    if own is None:
        told = context.session.slots.get("grade")
        if isinstance(told, int):
            return _kept(context, begun(context, path, thing.id if thing.kind == "occupation" else None, told), "plan.made")
        return Go(context.session.at(NAME, "grade", **slots), "grade")
    if own.goal == thing:
        return Done(context.session.at(None), (views.overview(context, own),))
    return Go(context.session.at(NAME, "change", **slots), "change")


def ask_path(context: Context) -> Reply:
    cluster = thing_of(context.catalog, str(context.session.slots.get("cluster")))
    assert cluster
    field = context.catalog.clusters[cluster.id]
    rows = []
    for id in field.pathways:
        title = context.catalog.pathways[id].title
        rows.append(
            (
                step_button(
                    "path",
                    str(context.session.slots["cluster"]),
                    ref(context.catalog, Thing("pathway", id)),
                    "common.button.open",
                    name=title,
                ),
            )
        )
    return say("plan.which_path", *rows, title=field.title)


def answer_path(context: Context, message: Said | Chose) -> Outcome:
    if isinstance(message, Said):
        return answer_goal(context, message)
    thing = thing_of(context.catalog, message.id)
    return _for(context, thing) if thing else Again(ask_path(context))


# The grade


def ask_grade(context: Context) -> Reply:
    goal = thing_of(context.catalog, str(context.session.slots.get("goal")))
    first = [step_button("grade", "", str(grade), f"plan.grade.g{grade}") for grade in range(MIDDLE, LAST)]
    rest = [step_button("grade", "", str(grade), f"plan.grade.g{grade}") for grade in (LAST, AFTER)]
    return say("plan.which_grade", tuple(first[:2]), tuple(first[2:]), tuple(rest), goal=name_of(context.catalog, goal) if goal else None)


def read_grade(text: str) -> int | None:
    """ "11th grade", "im a junior", "graduated"; below 8th counts as 8th."""
    said = text.lower()
    if re.search(r"\b(?:college|university|uni)\b", said):
        return AFTER
    if re.search(r"\b(?:im|i'm|i am|tengo|age) (?:1[89]|2\d)\b", said):
        return AFTER
    if match := re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", said):
        grade = int(match[1])
        return min(max(grade, MIDDLE), AFTER) if 5 <= grade <= AFTER else None
    return next((grade for word, grade in _GRADE_WORDS.items() if re.search(rf"\b{word}\b", said)), None)


def answer_grade(context: Context, message: Said | Chose) -> Outcome:
    grade = read_grade(message.id if isinstance(message, Chose) else message.text)
    if grade is None:
        if isinstance(message, Said) and _LEAVES.match(message.text.strip()):
            return Done(context.session.at(None), (menu(context, "menu.cancelled"),))
        if isinstance(message, Said) and understand(message.text, None, context.catalog, context.matcher).intent is not Intent.FALLBACK:
            return Aside()
        return Again(led(Phrase("plan.no_grade"), ask_grade(context)))
    slots, own = context.session.slots, mine(context)
    path, goal = thing_of(context.catalog, str(slots.get("path"))), thing_of(context.catalog, str(slots.get("goal")))
    if path is None:
        if own is None:
            return Go(context.session.at(NAME, "goal"), "goal")
        return _kept(context, regraded(context, own, grade), "plan.regraded")
    return _kept(context, begun(context, path.id, goal.id if goal and goal.kind == "occupation" else None, grade), "plan.made")


def _kept(context: Context, record: Mapping[str, Any], key: str) -> Done:
    session = keeping(context.session, record).at(None)
    own = mine(context.but(session))
    assert own
    return Done(session, (views.overview(context.but(session), own), say(key, (choice(f"my:y:{own.grade}", f"plan.grade.g{own.grade}"),))))


def back_to_goal(context: Context) -> Any:
    return context.session.at(NAME, "goal")


# Another goal


def _changed(context: Context) -> tuple[Mine, dict[str, Any], Phrase] | None:
    own, slots = mine(context), context.session.slots
    path, goal = thing_of(context.catalog, str(slots.get("path"))), thing_of(context.catalog, str(slots.get("goal")))
    if own is None or path is None or goal is None:
        return None
    record, moved = change_of(context, own, goal, path.id)
    return own, record, views.carries(context, moved, name_of(context.catalog, goal))


def ask_change(context: Context) -> Reply:
    changed, question = _changed(context), str(context.session.slots.get("goal"))
    if changed is None:
        return ask_goal(context)
    row = (step_button("change", question, "yes", "plan.button.change"), step_button("change", question, "no", "plan.button.keep"))
    return Reply(changed[2], (row,))


def answer_change(context: Context, message: Said | Chose) -> Outcome:
    word = message.id if isinstance(message, Chose) else message.text.lower().strip(" .!")
    changed = _changed(context)
    if changed is None:
        return home(context)
    own, record, _ = changed
    if re.match(r"^(?:yes|yeah|yep|ok|okay|sure|change|do it|y)\b", word):
        return _kept(context, record, "plan.changed")
    if re.match(r"^(?:no|nah|nope|keep|n)\b", word):
        return Done(context.session.at(None), (views.overview(context, own),))
    read = understand(message.text, None, context.catalog, context.matcher) if isinstance(message, Said) else None
    return Aside() if read and read.intent is not Intent.FALLBACK else Again(ask_change(context))


FLOW = Flow(
    NAME,
    "goal",
    {
        "goal": Step(ask_goal, answer_goal),
        "path": Step(ask_path, answer_path, lambda context: str(context.session.slots.get("cluster")), back_to_goal),
        "grade": Step(ask_grade, answer_grade, back=back_to_goal),
        "change": Step(ask_change, answer_change, lambda context: str(context.session.slots.get("goal")), back_to_goal),
        **plan_lines.STEPS,
    },
)
