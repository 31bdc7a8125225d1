"""Constraints as ids of choices, and what is left under them as a reply.

``n:e3n.p50000.g45.so.ch:1`` is page 2 of the jobs without college, over $50,000, growing, not in an office, in Health Science;
the id holds the whole query, so that it works for ever. ``nd:...`` offers each constraint to be taken off.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from conversations import cards, lists
from conversations.flows.quiz_record import outcome_of, quiz_of
from conversations.messages import Choice, Phrase, Reply, choice
from conversations.queries import LIMIT, filter_id, parse_filters
from conversations.steps import Context
from knowledge.models import Education, Occupation
from knowledge.narrowing import BESIDE, FEW, Constraint, Constraints, Narrowing, filters_of, merge, state_of, thing_of
from knowledge.places import STATES
from knowledge.selection import by_growth, by_openings, by_pay
from knowledge.work_settings import Settings

_LETTERS = {name: letters for letters, name in STATES.items()}
_SHORTEST = 8
ORDERS = {"p": by_pay, "g": by_growth}


def narrowing_of(context: Context) -> Narrowing:
    doing = partial(lists.doing_codes, context)
    return Narrowing(context.catalog, Settings.load(context.catalog.folder), doing)


# Ids


def narrow_id(context: Context, constraints: Constraints, order: str = "", prefix: str = "n") -> str:
    parts = [_part(context, one) for one in constraints] + ([f"o{order}"] if order else [])
    while len(f"{prefix}:{'.'.join(parts)}".encode()) > LIMIT - 4 and any(len(part) > _SHORTEST for part in parts):
        # a name is found again by its beginning: the longest gives way first
        longest = max(range(len(parts)), key=lambda place: len(parts[place]))
        parts[longest] = parts[longest][:-1].rstrip("-")
    while len(f"{prefix}:{'.'.join(parts)}".encode()) > LIMIT - 4:
        parts.pop()
    return f"{prefix}:{'.'.join(parts)}"


def _part(context: Context, one: Constraint) -> str:
    if one.kind == "set":
        return "s" + Settings.load(context.catalog.folder).known[one.value].letter
    if one.kind == "state":
        return "w" + _LETTERS[one.value]
    if one.kind == "path":
        return f"h{one.value}"
    return filter_id(filters_of(one)).removeprefix("f:")


def parse_narrow(context: Context, text: str) -> tuple[Constraints, str]:
    """The constraints in their order, and how the jobs are ranked; a part of no known form is left out."""
    found: Constraints = ()
    order = ""
    parts = [part for part in text.split(".") if part]
    for place, part in enumerate(parts):
        if part[0] == "o":
            order = part[1:2]
        elif part != "n":
            education = part[0] == "e" and place + 1 < len(parts) and parts[place + 1] == "n"
            found = merge(found, _together(_constraints(context, f"{part}.n" if education else part)))
    return found, order if order in ORDERS else ""


def _together(said: Sequence[Constraint]) -> Sequence[Constraint]:
    """Fields stand side by side in an id: any of them will do."""
    return [replace(one, value=BESIDE + one.value) if one.kind == "in" else one for one in said]


def _constraints(context: Context, part: str) -> Sequence[Constraint]:
    from conversations.understanding.constraints import of_filters

    kind, value = part[0], part[1:]
    if kind == "s":
        id = Settings.load(context.catalog.folder).by_letter(value)
        return (Constraint("set", id),) if id else ()
    if kind == "w":
        return (Constraint("state", STATES[value]),) if value in STATES else ()
    if kind == "h":
        path = next((id for id in context.catalog.pathways if id == value or (len(value) > 4 and id.startswith(value))), None)
        return (Constraint("path", path),) if path else ()
    return of_filters(parse_filters(context.catalog, part)[0])


# What is left, ranked


def ranked(context: Context, occupations: Collection[Occupation], order: str, state: str | None = None) -> tuple[list[Occupation], str]:
    """By what was asked, else by the interests of a finished quiz, else by openings; and which of these it was."""
    if order == "p" and state:
        there = {o.code: context.catalog.state_pay(o.code, state).annual_median or 0 for o in occupations}
        return sorted(by_pay(occupations), key=lambda o: -there[o.code]), order
    if order in ORDERS:
        return ORDERS[order](occupations), order
    outcome = outcome_of(context)
    if outcome is None or outcome.flat:
        return by_openings(occupations), ""
    place = {match.id: rank for rank, match in enumerate(quiz_of(context.catalog).occupations(outcome))}
    return sorted(by_openings(occupations), key=lambda o: place.get(o.code, len(place))), "quiz"


def narrowed(
    context: Context,
    constraints: Constraints,
    order: str = "",
    page: int = 0,
    *,
    unknown: Sequence[str] = (),
    notes: Sequence[Phrase] = (),
    fresh: Sequence[Constraint] = (),
    replaces: bool = False,
) -> Reply:
    """What was understood, how many each constraint leaves, the jobs, and what to relax where few are left."""
    narrowing = narrowing_of(context)
    steps = narrowing.steps(constraints)
    left, by = ranked(context, steps[-1][1] if steps else [], order, state_of(constraints))
    shown, page, pages = lists.page_of(left, page)
    easier = narrowing.relaxations(constraints) if len(left) < FEW else []
    used = ["oews", "ep"] + (["onet"] if any(one.kind in ("set", "use", "avoid") for one in constraints) else [])
    values = {
        "count": len(left),
        "steps": [step_line(context, constraints, one, len(found)) for one, found in steps],
        "stand_in": stand_in(constraints, fresh),
        "unknown": [Phrase(f"constraints.unknown.{id}") for id in unknown],
        "notes": list(notes),
        "order": Phrase(f"constraints.order.{by or 'openings'}") if len(left) > 1 else None,
        "items": [item(context, o, constraints) for o in shown],
        "wider": cards.wider_note(shown),
        "page": Phrase("cluster.page", {"page": page + 1, "pages": pages}) if pages > 1 else None,
        "relax": relax_line(context, easier[0]) if easier else None,
        "sources": cards.sources(context.catalog, *used),
    }
    key = "constraints.left" if left else "constraints.none_left"
    return Reply(Phrase(key, values), choices(context, constraints, order, page, pages, shown, easier), replaces=replaces)


def choices(
    context: Context,
    constraints: Constraints,
    order: str,
    page: int,
    pages: int,
    shown: Sequence[Occupation],
    easier: Sequence[tuple[Constraint, Constraint | None, int]],
) -> tuple[tuple[Choice, ...], ...]:
    rows: list[tuple[Choice, ...]] = list(cards.pairs(choice(f"o:{o.code}", "common.button.open", name=o.name) for o in shown))
    here = narrow_id(context, constraints, order)
    turning = [choice(f"{here}:{page - 1}", "common.button.previous")] if page else []
    if page + 1 < pages:
        turning.append(choice(f"{here}:{page + 1}", "common.button.more"))
    if turning:
        rows.append(tuple(turning))
    for one, looser, gain in easier[:2]:
        changed = tuple(c for c in ((looser if held == one else held) for held in constraints) if c)
        rows.append((Choice(narrow_id(context, changed, order), relax_button(context, one, looser, gain)),))
    if len(shown) > 2:
        sorts = [(key, name) for key, name in (("p", "list.button.best_paid"), ("g", "list.button.fastest")) if key != order]
        rows.append(tuple(choice(narrow_id(context, constraints, key), name) for key, name in sorts))
    rows.append(
        (choice(narrow_id(context, constraints, prefix="nd"), "constraints.button.change"), choice("n:", "constraints.button.anew"))
    )
    return tuple(rows)


def to_change(context: Context, constraints: Constraints) -> Reply:
    """Each constraint as a button that takes it off."""
    rows = []
    for place, one in enumerate(constraints):
        rest = (*constraints[:place], *constraints[place + 1 :])
        rows.append((choice(narrow_id(context, rest), "constraints.button.drop", constraint=told(context, constraints, one)),))
    rows.append((choice(narrow_id(context, constraints), "constraints.button.back"),))
    return Reply(Phrase("constraints.which"), tuple(rows))


# Phrases


def told(context: Context, constraints: Constraints, one: Constraint) -> Phrase:
    """One constraint as it was understood."""
    if one.kind == "set":
        return Phrase(f"constraints.setting.{one.value}")
    if one.kind == "path":
        return Phrase("list.constraint.cluster", {"title": context.catalog.pathways[one.value].title})
    if one.kind == "in" and "|" in one.value:
        return Phrase("constraints.in_any", {"titles": [context.catalog.clusters[id].title for id in one.value.split("|")]})
    if one.kind == "state":
        return Phrase("constraints.state", {"state": one.value})
    if one.kind == "growth" and float(one.value) < 1:
        return Phrase("constraints.growing_at_all")
    if one.kind == "edu_max" and int(one.value.rstrip("n")) >= Education.DOCTORAL:
        return Phrase("constraints.any_school")
    if one.kind == "avoid" and thing_of(one).kind == "activity":
        return Phrase("constraints.not_about", {"thing": thing_of(one).said})
    state = state_of(constraints)
    phrase = lists.constraints(context, filters_of(one))[0]
    return Phrase("constraints.there", {"constraint": phrase, "state": state}) if state and one.kind in ("pay_min", "pay_max") else phrase


def step_line(context: Context, constraints: Constraints, one: Constraint, count: int) -> Phrase | None:
    if one.kind == "state":
        said = any(other.kind in ("pay_min", "pay_max") for other in constraints)
        return None if said else Phrase("constraints.state", {"state": one.value})
    star = Phrase("constraints.star") if one.kind == "set" else None
    return Phrase("constraints.step", {"constraint": told(context, constraints, one), "star": star, "count": count})


def stand_in(constraints: Constraints, fresh: Sequence[Constraint]) -> Phrase | None:
    """No source has a table of work settings: say what stands in for it, in full where it is new."""
    bases = [Phrase(f"constraints.basis.{one.value}") for one in fresh if one.kind == "set"]
    if bases:
        return Phrase("constraints.stand_in", {"bases": bases})
    return Phrase("constraints.stand_in_short") if any(one.kind == "set" for one in constraints) else None


def item(context: Context, occupation: Occupation, constraints: Constraints) -> Phrase:
    """Pay of the state where one is set."""
    line = cards.item_line(occupation, outlook=any(one.kind in ("growth", "bright") for one in constraints))
    state = state_of(constraints)
    if not state:
        return line
    figure = context.catalog.state_pay(occupation.code, state)
    if figure.annual_median:
        return Phrase("constraints.item_there", {"item": line, "state": state, "pay": figure.annual_median})
    return Phrase("constraints.item_not_there", {"item": line, "state": state})


def looser_phrase(context: Context, one: Constraint, looser: Constraint | None) -> Phrase:
    if looser is None:
        return Phrase("constraints.looser.without", {"constraint": told(context, (), one)})
    if looser.kind == "edu_max":
        return Phrase("constraints.looser.education", {"education": cards.education(Education(int(looser.value)))})
    if looser.kind == "pay_min":
        return Phrase("constraints.looser.pay", {"pay": int(looser.value)})
    return Phrase("constraints.looser.growth")


def relax_line(context: Context, easiest: tuple[Constraint, Constraint | None, int]) -> Phrase:
    one, looser, gain = easiest
    return Phrase("constraints.relax", {"looser": looser_phrase(context, one, looser), "gain": gain})


def relax_button(context: Context, one: Constraint, looser: Constraint | None, gain: int) -> Phrase:
    return Phrase("constraints.button.relax", {"looser": looser_phrase(context, one, looser), "gain": gain})
