"""Narrowing down, over as many turns as it takes: wishes come in any order, are corrected and taken back.

records["constraints"]: what holds, as [kind, value] in the order said; it stays for weeks, and /filter goes on from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from conversations.answers.answer import Answer, clusters_of
from conversations.flows.narrowing import narrow_id, narrowed, narrowing_of, parse_narrow, ranked
from conversations.messages import Chose, Phrase, Reply, Said, choice
from conversations.requests import Intent, Request
from conversations.session import Session, Topic
from conversations.steps import Aside, Context, Done, Flow, Go, Outcome, Step
from conversations.understanding import naming_of
from conversations.understanding.constraints import Parsed, asks_anew, asks_order, of_filters, read
from conversations.understanding.refusals import disliked
from conversations.understanding.shorthand import written_out
from knowledge.narrowing import KINDS, Constraint, Constraints, merge, state_of, without
from knowledge.text import normalise
from knowledge.work_settings import Settings

NAME, STEP = "filter", "narrow"
RECORD = "constraints"
_SHOWN = 10
_FEW_WORDS = 4
_JOBS = re.compile(r"\b(?:jobs?|careers?|occupations?|something|anything|which (?:of (?:these|those|them)|ones?))\b")
_FIGURES = ("edu_max", "pay_min", "pay_max", "growth", "bright")
_FIRST = (
    ("no_college", "edu_max", "3n"),
    ("pay", "pay_min", "50000"),
    ("growing", "growth", "4.5"),
    ("hands", "set", "hands"),
    ("people", "set", "people"),
)


def held(session: Session) -> Constraints:
    stored = session.records.get(RECORD)
    pairs = stored if isinstance(stored, list) else []
    found = [Constraint(pair[0], str(pair[1])) for pair in pairs if isinstance(pair, list) and len(pair) == 2 and pair[0] in KINDS]
    return tuple(found)


def holding(session: Session, constraints: Constraints) -> Session:
    kept = {name: record for name, record in session.records.items() if name != RECORD}
    return session.but(records={**kept, RECORD: [[one.kind, one.value] for one in constraints]} if constraints else kept)


def parsed(context: Context, text: str) -> Parsed:
    return read(written_out(text), naming_of(context.matcher), Settings.load(context.catalog.folder))


# The flow


def ask(context: Context) -> Reply:
    constraints = held(context.session)
    if constraints:
        return narrowed(context, constraints)
    first = [choice(narrow_id(context, (Constraint(kind, value),)), f"constraints.button.{name}") for name, kind, value in _FIRST]  # type: ignore[arg-type]
    return Reply(Phrase("constraints.ask"), (tuple(first[:3]), tuple(first[3:])))


def answer(context: Context, message: Said | Chose) -> Outcome:
    if not isinstance(message, Said):
        return Aside()
    topic = context.session.topic
    here = topic is None or topic.intent == Intent.FILTER
    if here and held(context.session) and (order := asks_order(message.text)):
        constraints = held(context.session)
        return Done(entered(context, constraints, order), (narrowed(context, constraints, order),))
    said = parsed(context, message.text)
    anew = asks_anew(message.text)
    if anew or said.empty or (said.rest and not said.strong) or not (here or said.strong):
        # a page or a pick of the list shown needs no way back to it
        return Aside(again=not (here and len(message.text.split()) < _FEW_WORDS) and bool(held(context.session)))
    constraints = changed(held(context.session), said)
    if not constraints:
        return Go(holding(context.session, ()).but(topic=None), STEP)
    order = shown_order(context) if here else ""
    reply = narrowed(context, constraints, order, unknown=said.unknown, notes=notes(context, said), fresh=said.add)
    return Done(entered(context, constraints, order), (reply,))


def shown_order(context: Context) -> str:
    """How the list that was shown last is ranked."""
    topic = context.session.topic
    query = topic.query if topic else None
    return parse_narrow(context, query.removeprefix("n:"))[1] if query and query.startswith("n:") else ""


def changed(before: Constraints, said: Parsed) -> Constraints:
    return merge(() if said.everything else without(before, said.drop), said.add)


def notes(context: Context, said: Parsed) -> list[Phrase]:
    """What was said and could not be used."""
    lines = [Phrase("constraints.not_read", {"words": " ".join(said.rest)})] if said.rest else []
    if said.drop and not said.add and not any(one.kind in said.drop for one in held(context.session)):
        lines.append(Phrase("constraints.dropped_nothing"))
    return lines


def entered(context: Context, constraints: Constraints, order: str = "") -> Session:
    """The session in the flow, with what holds now and what was shown of it."""
    found, _ = ranked(context, narrowing_of(context).left(constraints), order, state_of(constraints))
    codes = tuple(o.code for o in found)[:6]
    topic = Topic(intent=Intent.FILTER, occupations=codes, query=narrow_id(context, constraints, order))
    return holding(context.session, constraints).at(NAME, STEP).but(topic=topic)


FLOW = Flow(NAME, STEP, {STEP: Step(ask, answer)})


# From outside


def show(context: Context, id: str) -> tuple[Session, Reply]:
    """A tapped ``n:`` choice: the constraints it holds are now the student's."""
    text, _, page = id.partition(":")
    constraints, order = parse_narrow(context, text)
    if not constraints:
        session = holding(context.session, ()).at(NAME, STEP)
        return session, ask(context.but(session))
    number = int(page) if page.isdigit() else 0
    return entered(context, constraints, order), narrowed(context, constraints, order, number, replaces=bool(page))


def answer_filter(context: Context, request: Request, text: str) -> Answer:
    """A question that is constraints: `filter` as understanding reads it, with what only the pieces tell."""
    said = parsed(context, text)
    known = of_filters(request.filters)
    if _refused(said.add) and disliked(normalise(text)):
        # It is one dislike, which a setting says better than a single skill.
        known = without(known, ("avoid",))
    return _answered(context, _joined(said.add, known), said, request.more_pay)


def begin(context: Context, text: str) -> Answer | None:
    """Constraints that no other question could be: two or more, a figure or a refusal among them, and nothing left over.

    Of jobs that are asked for, one refusal is enough, as where nothing else is said: "jobs with no blood", "i hate math".
    """
    said = parsed(context, text)
    plain = [one for one in said.add if one.kind not in ("use", "edu_min")]
    refusals = _refused(plain)
    refused = bool(refusals) or any(one.kind in _FIGURES for one in plain)
    enough = 1 if refusals and (_JOBS.search(text.lower()) or disliked(normalise(text))) else 2
    if said.rest or len(plain) < enough or not refused:
        return None
    return _answered(context, said.add, said, False)


def _refused(constraints: Iterable[Constraint]) -> list[Constraint]:
    return [one for one in constraints if one.kind == "set" and one.value.startswith(("no_", "not_"))]


def _joined(said: Iterable[Constraint], known: Constraints) -> Constraints:
    """In the order said; of tools, fields and figures what the whole utterance was read as."""
    kinds = {one.kind for one in known}
    trusted = [one for one in said if one.kind in ("set", "state", "not_in", "avoid", "bright") or (one.kind in kinds)]
    ordered = merge((), [next((k for k in known if k.kind == one.kind), one) if one.kind in kinds else one for one in trusted])
    return merge(ordered, [one for one in known if one not in ordered])


def _answered(context: Context, constraints: Constraints, said: Parsed, more_pay: bool) -> Answer:
    order = "p" if more_pay else ""
    found, _ = ranked(context, narrowing_of(context).left(constraints), order, state_of(constraints))
    codes = tuple(o.code for o in found)
    reply = narrowed(context, constraints, order, unknown=said.unknown, fresh=constraints)
    clusters = tuple(id for one in constraints if one.kind == "in" for id in one.value.split("|"))
    session = entered(context, constraints, order)
    return Answer((reply,), codes[:_SHOWN], clusters_of(context, codes, clusters), session=session)
