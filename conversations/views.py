"""What a content choice shows. Its id says all, so that a button of last year still opens its card.

o:CODE[:section]  occupation card or a section      c:ID  cluster card (cp pathways, cl is it me, cs school, ce 2024)
p:ID[:page]  jobs on a pathway                      j:ID[:page]  jobs in a cluster
u:KIND:NAME[:page]  jobs that use something         f:FILTERS[:page]  jobs that meet constraints
n:WISHES[:page]   the same, narrowed down step by step; nd:WISHES  which to take off
hp:PATHWAY[:page]  best paid on a pathway           sim:CODE:[l][:page]  similar jobs, l with less school
li:[PLACE][:page]  jobs that need a license in a cluster or pathway, or at all
mj:CIP[:page]  jobs a major leads to; mo:CODE  majors for a job                cmp:REF,REF  side by side (things.py)
ld:CODE  the way up from a job                      lv:LEVEL[:PLACE][:page]  jobs at a school level; lp:PLACE
pl:CODE[:ST]  a job in a state                    pc:CLUSTER:ST  a field there; st:ST; hs:[CLUSTER]:ST[:page]  best paid there
os  what the saved jobs share                     oq  what to ask about them
ps:PATHWAY  sample plan                             k:ID  a concept
qr:top  quiz results (qr:why:ID, qr:jobs[:ID][:page], qr:diff, qr:cmp, qr:about)
x fields   m menu   h help   a sources   l shortlist
"""

from __future__ import annotations

from collections.abc import Callable

from conversations import cards, lists, shortlist
from conversations.answers import compare, concepts, ladder, majors, options, place, study, talk
from conversations.flows import narrowing, results
from conversations.messages import Phrase, Reply
from conversations.queries import parse_filters
from conversations.session import Topic
from conversations.steps import Context
from conversations.things import things_of
from knowledge.places import STATES
from knowledge.selection import by_pay

View = Callable[[Context, list[str], bool], Reply | None]


def page_number(parts: list[str], index: int) -> int:
    return int(parts[index]) if len(parts) > index and parts[index].isdigit() else 0


def show_occupation(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    code = parts[0]
    if code not in context.catalog.occupations:
        return None
    if len(parts) > 1 and parts[1] in cards.SECTIONS:
        return cards.occupation_section(context, code, parts[1], replaces=replaces)
    return cards.occupation_card(context, code, replaces=replaces)


def _cluster_view(make: Callable[..., Reply]) -> View:
    def show(context: Context, parts: list[str], replaces: bool) -> Reply | None:
        return make(context, parts[0], replaces=replaces) if parts[0] in context.catalog.clusters else None

    return show


def show_cluster_jobs(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    if parts[0] not in context.catalog.clusters:
        return None
    return lists.cluster_jobs(context, parts[0], page_number(parts, 1), replaces=replaces)


def show_pathway(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    if parts[0] not in context.catalog.pathways:
        return None
    return lists.pathway_jobs(context, parts[0], page_number(parts, 1), replaces=replaces)


def show_using(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    thing = lists.using_from_id(context, parts[0], parts[1]) if len(parts) > 1 else None
    return lists.using_jobs(context, thing, page_number(parts, 2), replaces=replaces) if thing else None


def show_filter(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    filters, order = parse_filters(context.catalog, parts[0])
    page = page_number(parts, 1)
    if order == "p" and not filters.using:
        return lists.highest_paid(context, filters, page, replaces=replaces)
    return lists.filter_jobs(context, filters, order, page, replaces=replaces)


def show_highest(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    if parts[0] not in context.catalog.pathways:
        return None
    found = [o for o in by_pay(context.catalog.members(parts[0])) if o.pay and o.pay.yearly]
    where = Phrase("list.highest_in", {"limits": [context.catalog.pathways[parts[0]].title]})
    return lists.listing(context, "list.highest", f"hp:{parts[0]}", found, page_number(parts, 1), where=where, replaces=replaces)


def show_similar(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    if parts[0] not in context.catalog.occupations:
        return None
    less = len(parts) > 1 and parts[1] == "l"
    return lists.similar_jobs(context, parts[0], less, page_number(parts, 2), replaces=replaces)


def show_major(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    return majors.major_jobs(context, parts[0], page_number(parts, 1), replaces=replaces) if parts[0] in context.catalog.majors else None


def show_licensed(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    place = parts[0]
    if place and place not in context.catalog.clusters and place not in context.catalog.pathways:
        return None
    return lists.licensed_jobs(context, place or None, page_number(parts, 1), replaces=replaces)


def show_comparison(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    things = things_of(context.catalog, parts[0])[: compare.LIMIT]
    alike = len({thing.kind for thing in things}) == 1
    return compare.side_by_side(context, things, replaces=replaces) if alike and len(things) > 1 else None


def show_plan(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    return study.pathway_plan(context, parts[0], replaces=replaces) if parts[0] in context.catalog.pathways else None


def show_narrowed(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    constraints, order = narrowing.parse_narrow(context, parts[0])
    return narrowing.narrowed(context, constraints, order, page_number(parts, 1), replaces=replaces) if constraints else None


def show_wishes(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    constraints, _ = narrowing.parse_narrow(context, parts[0])
    return narrowing.to_change(context, constraints) if constraints else None


def _occupation_view(make: Callable[..., Reply]) -> View:
    def show(context: Context, parts: list[str], replaces: bool) -> Reply | None:
        return make(context, parts[0], replaces=replaces) if parts[0] in context.catalog.occupations else None

    return show


def show_level(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    held = parts[1] if len(parts) > 1 else ""
    known = not held or ladder.held_by(context, held)
    return (
        ladder.level_card(context, parts[0], held, page_number(parts, 2), replaces=replaces)
        if known and ladder.known_level(parts[0])
        else None
    )


def show_levels(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    return ladder.place_levels(context, parts[0], replaces=replaces) if ladder.held_by(context, parts[0]) else None


def show_job_place(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    state = STATES.get(parts[1]) if len(parts) > 1 else None
    return place.job_place(context, parts[0], state, replaces=replaces) if parts[0] in context.catalog.occupations else None


def show_field_place(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    state = STATES.get(parts[1]) if len(parts) > 1 else context.session.state
    return place.field_place(context, parts[0], state, replaces=replaces) if state and parts[0] in context.catalog.clusters else None


def show_state(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    return place.state_card(context, STATES[parts[0]], replaces=replaces) if parts[0] in STATES else None


def show_state_pay(context: Context, parts: list[str], replaces: bool) -> Reply | None:
    state = STATES.get(parts[1]) if len(parts) > 1 else None
    if state is None or (parts[0] and parts[0] not in context.catalog.clusters):
        return None
    return place.highest_place(context, parts[0] or None, state, page_number(parts, 2), replaces=replaces)


VIEWS: dict[str, View] = {
    "o": show_occupation,
    "c": _cluster_view(cards.cluster_card),
    "cp": _cluster_view(cards.cluster_paths),
    "cl": _cluster_view(cards.cluster_like),
    "cs": _cluster_view(cards.cluster_school),
    "ce": _cluster_view(cards.cluster_edition),
    "j": show_cluster_jobs,
    "p": show_pathway,
    "u": show_using,
    "f": show_filter,
    "n": show_narrowed,
    "nd": show_wishes,
    "hp": show_highest,
    "sim": show_similar,
    "li": show_licensed,
    "mj": show_major,
    "mo": _occupation_view(majors.majors_for),
    "ld": _occupation_view(ladder.way_up),
    "lv": show_level,
    "lp": show_levels,
    "pl": show_job_place,
    "pc": show_field_place,
    "st": show_state,
    "hs": show_state_pay,
    "os": lambda context, parts, replaces: options.share(context, replaces=replaces),
    "oq": lambda context, parts, replaces: options.questions(context, replaces=replaces),
    "cmp": show_comparison,
    "ps": show_plan,
    "k": lambda context, parts, replaces: concepts.concept(context, parts[0], replaces=replaces),
    "x": lambda context, parts, replaces: cards.explore(context, replaces=replaces),
    "m": lambda context, parts, replaces: talk.menu(context, replaces=replaces),
    "h": lambda context, parts, replaces: talk.help_reply(context),
    "a": lambda context, parts, replaces: talk.about(context, replaces=replaces),
    "qr": results.show,
    "l": lambda context, parts, replaces: shortlist.show(context, replaces=replaces),
}

# Moving around inside one card edits it; a card opened from a list is a message of its own, so that the list stays.
_OPENS_ANEW = {"c", "h", "l", "k", "m", "x", "cmp", "nd", "mo", "ld", "lp", "pl", "pc", "st", "os", "oq"}
# A page of these edits the list it was tapped on; the list itself is new.
_PAGED = {"lv": 2, "hs": 2, "li": 1}


def show(context: Context, id: str) -> Reply | None:
    """The reply to a content choice, or None where nothing is called that."""
    kind, _, rest = id.partition(":")
    view = VIEWS.get(kind)
    if view is None:
        return None
    parts = rest.split(":")
    anew = (
        kind in _OPENS_ANEW
        or (kind == "o" and len(parts) == 1)
        or (kind in ("p", "j", "u", "f", "n", "sim", "mj", "ps") and len(parts) == 1)
    )
    anew = anew or len(parts) <= _PAGED.get(kind, 0)
    return view(context, parts, not anew)


def topic_of(context: Context, id: str) -> Topic | None:
    """What a shown card is about, so that "what about pay?" after a tap is understood."""
    kind, _, rest = id.partition(":")
    first = rest.split(":")[0]
    if kind in ("o", "ld", "pl", "mo") and first in context.catalog.occupations:
        return Topic(intent="title", occupations=(first,), clusters=context.catalog.occupations[first].clusters)
    listed = kind in ("j", "li")
    page = page_number(rest.split(":"), 1) if listed else 0
    if kind in ("c", "cp", "cl", "cs", "ce", "j", "li") and first in context.catalog.clusters:
        return Topic(intent="describe_cluster", clusters=(first,), query=f"{kind}:{first}" if listed else None, page=page)
    if kind in ("p", "ps") and first in context.catalog.pathways:
        return Topic(intent="jobs_in_cluster_or_pathway", clusters=(context.catalog.pathways[first].cluster,), pathway=first)
    return None
