"""Answers about a state: a job there, a field there, the state itself. Figures by BLS, lists of clusters as far as known."""

from __future__ import annotations

from collections.abc import Sequence

from conversations import cards
from conversations.answers.answer import Answer, clusters_of
from conversations.cards.sections import state_line
from conversations.lists import page_of
from conversations.messages import Choice, Phrase, Reply, choice
from conversations.requests import Intent
from conversations.session import Topic
from conversations.steps import Context
from knowledge.licences import licence_of
from knowledge.models import Occupation
from knowledge.places import STATES
from knowledge.places_stats import There, best_paid, in_state, most_numerous, ranked, state_lists, there

_LETTERS = {name: letters for letters, name in STATES.items()}
_TOP = 5
_MUCH, _LITTLE = 1.15, 0.85
Place = tuple[Occupation, There]


# One occupation


def job_place(context: Context, code: str, state: str | None = None, *, replaces: bool = False) -> Reply:
    catalog, occupation = context.catalog, context.catalog.occupations[code]
    state = state or context.session.state
    order = ranked(catalog, code)
    licence = licence_line(context, code)
    name = {"name": occupation.name, "there": Phrase("place.there", {"state": state}) if state else None, "licence": licence}
    rows = job_choices(context, code, state)
    if not order.most and not order.best_paid:
        return Reply(Phrase("place.none", name), rows, replaces=replaces)
    values = {
        **name,
        "pay": state_line(catalog, occupation, state) if state and occupation.pay else None,
        "common": common_line(there(catalog, code, state)) if state else None,
        "state_wide": None,
        "most": [Phrase("place.state_jobs", {"state": p.state, "jobs": p.jobs}) for p in order.most],
        "densest": [Phrase("place.state_times", {"state": p.state, "times": times(p.quotient)}) for p in order.densest],
        "paid": [Phrase("place.state_pay", {"state": p.state, "pay": p.pay}) for p in order.best_paid],
        "note": cards.broader_note(occupation),
        "sources": cards.sources(catalog, "oews", "signpost"),
    }
    return Reply(Phrase("place.job", values), rows, replaces=replaces)


def job_choices(context: Context, code: str, state: str | None) -> tuple[cards.Row, ...]:
    occupation = context.catalog.occupations[code]
    rows: list[cards.Row] = [(cards.section_choice(code, "pay"), choice("set:state", "settings.button.state"))]
    if state and occupation.clusters:
        cluster = context.catalog.clusters[occupation.clusters[0]]
        rows.append((choice(f"pc:{cluster.id}:{_LETTERS[state]}", "place.button.field", title=cluster.short, state=state),))
    rows.append((choice(f"o:{code}", "occupation.button.card"), cards.save_choice(context, code)))
    return tuple(rows)


def times(quotient: float | None) -> str:
    return f"{quotient:.1f}" if quotient is not None else ""


def common_line(place: There) -> Phrase | None:
    if place.quotient is None:
        return None
    key = "more_common" if place.quotient >= _MUCH else "less_common" if place.quotient <= _LITTLE else "as_common"
    return Phrase(f"place.{key}", {"times": times(place.quotient)})


def licence_line(context: Context, code: str) -> Phrase:
    found = licence_of(context.catalog, code)
    if found is None:
        return Phrase("place.licence_unknown", {"finder": cards.LICENSE_FINDER})
    values = {
        "name": found.name,
        "issuer": found.issuer,
        "note": found.note,
        "rules": Phrase("place.licence_federal" if found.federal else "place.licence_rules", {"finder": cards.LICENSE_FINDER}),
    }
    return Phrase("place.licence" if found.usual else "place.licence_depends", values)


# A field, or everything


def paid_item(place: Place) -> Phrase:
    occupation, figures = place
    nation = occupation.pay.annual_median if occupation.pay else None
    nation_phrase = Phrase("place.paid_nation", {"nation": nation}) if nation else Phrase("place.paid_no_nation")
    return Phrase("place.paid_item", {"name": starred(occupation), "pay": figures.pay, "nation": nation_phrase})


def most_item(place: Place) -> Phrase:
    occupation, figures = place
    apart = figures.quotient is not None and not _LITTLE < figures.quotient < _MUCH
    share = Phrase("place.most_times", {"times": times(figures.quotient)}) if apart else None
    return Phrase("place.most_item", {"name": starred(occupation), "jobs": figures.jobs, "times": share})


def starred(occupation: Occupation) -> Phrase:
    broader = occupation.pay and occupation.pay.broader_group
    return Phrase("list.item_bare", {"name": f"{occupation.name}*" if broader else occupation.name})


def field_place(context: Context, cluster: str, state: str, *, replaces: bool = False) -> Reply:
    catalog, title = context.catalog, context.catalog.clusters[cluster].title
    places = in_state(catalog, catalog.members(cluster), state)
    paid, most = best_paid(places)[:_TOP], most_numerous(places)[:_TOP]
    last = (choice(f"hs:{cluster}:{_LETTERS[state]}", "place.button.best_paid"), *cards.cluster_back(catalog.clusters[cluster]))
    if not places:
        return Reply(Phrase("place.field_none", {"title": title, "state": state}), (last[1:],), replaces=replaces)
    values = {
        "title": title,
        "state": state,
        "recognised": recognised(context, cluster, state),
        "paid": [paid_item(place) for place in paid],
        "most": [most_item(place) for place in most],
        "wider": cards.wider_note([o for o, _ in (*paid, *most)]),
        "sources": cards.sources(catalog, "oews", "clusters16", *(("signpost",) if state in state_lists(catalog.folder) else ())),
    }
    return Reply(Phrase("place.field", values), (*openers([*paid[:3], *most[:3]]), last), replaces=replaces)


def openers(places: Sequence[Place]) -> list[cards.Row]:
    occupations = {o.code: o for o, _ in places}
    return cards.pairs(choice(f"o:{o.code}", "common.button.open", name=o.name) for o in occupations.values())


def recognised(context: Context, cluster: str, state: str) -> Phrase | None:
    """Whether the state's own list has a cluster; nothing where we do not know its list."""
    known = state_lists(context.catalog.folder).get(state)
    if known is None:
        return None
    key = "recognised" if cluster in known.clusters else "not_recognised"
    return Phrase(f"place.{key}", {"state": state, "title": context.catalog.clusters[cluster].title, "noted": known.noted})


def state_card(context: Context, state: str, *, replaces: bool = False) -> Reply:
    catalog = context.catalog
    places = in_state(catalog, catalog.occupations.values(), state)
    paid, most = best_paid(places)[:_TOP], most_numerous(places)[:_TOP]
    known = state_lists(catalog.folder).get(state)
    values = {
        "state": state,
        "jobs": catalog.state_employment[state],
        "recognised": list_line(context, state),
        "unknown": None if known else Phrase("place.list_unknown", {"state": state}),
        "paid": [paid_item(place) for place in paid],
        "most": [most_item(place) for place in most],
        "wider": cards.wider_note([o for o, _ in (*paid, *most)]),
        "sources": cards.sources(catalog, "oews", *(("signpost",) if known else ())),
    }
    letters = _LETTERS[state]
    fields: list[Choice] = [choice(f"pc:{c.id}:{letters}", "common.button.open", name=c.short) for c in catalog.clusters.values()]
    rows = [tuple(fields[place : place + 2]) for place in range(0, len(fields), 2)]
    return Reply(Phrase("place.state", values), (*rows, (choice(f"hs::{letters}", "place.button.best_paid"),)), replaces=replaces)


def list_line(context: Context, state: str) -> Phrase | None:
    known = state_lists(context.catalog.folder).get(state)
    if known is None:
        return None
    titles = [*(context.catalog.clusters[id].title for id in known.clusters), *known.more]
    return Phrase("place.list", {"count": len(titles), "noted": known.noted, "titles": titles})


def highest_place(context: Context, cluster: str | None, state: str, page: int = 0, *, replaces: bool = False) -> Reply:
    """Best paid by the state's own figures."""
    catalog = context.catalog
    members = catalog.members(cluster) if cluster else catalog.occupations.values()
    places = best_paid(in_state(catalog, members, state))
    by_code = {o.code: figures for o, figures in places}
    shown, page, pages = page_of([o for o, _ in places], page)
    title = catalog.clusters[cluster].title if cluster else None
    query = f"hs:{cluster or ''}:{_LETTERS[state]}"
    turn = [choice(f"{query}:{page - 1}", "common.button.previous")] if page else []
    if page + 1 < pages:
        turn.append(choice(f"{query}:{page + 1}", "common.button.more"))
    values = {
        "where": Phrase("place.where_field", {"title": title, "state": state}) if title else state,
        "state": state,
        "items": [paid_item((o, by_code[o.code])) for o in shown],
        "wider": cards.wider_note(shown),
        "page": Phrase("cluster.page", {"page": page + 1, "pages": pages}) if pages > 1 else None,
        "sources": cards.sources(catalog, "oews"),
    }
    rows = openers([(o, by_code[o.code]) for o in shown])
    return Reply(Phrase("place.highest", values), (*rows, *((tuple(turn),) if turn else ())), replaces=replaces)


# From text


def answer_job(context: Context, codes: tuple[str, ...], state: str | None) -> Answer:
    topic = Topic(intent=Intent.PAY, occupations=codes[:8], clusters=context.catalog.occupations[codes[0]].clusters, state=state)
    return Answer((job_place(context, codes[0], state),), codes, clusters_of(context, codes), topic=topic)


def answer_field(context: Context, cluster: str, state: str) -> Answer:
    places = most_numerous(in_state(context.catalog, context.catalog.members(cluster), state))
    codes = tuple(o.code for o, _ in places)[:10]
    topic = Topic(intent=Intent.JOBS_IN_CLUSTER_OR_PATHWAY, occupations=codes[:6], clusters=(cluster,), state=state)
    return Answer((field_place(context, cluster, state),), codes, (cluster,), topic=topic)


def answer_state(context: Context, state: str) -> Answer:
    return Answer((state_card(context, state),), topic=Topic(intent=Intent.FALLBACK, state=state))


def answer_highest(context: Context, cluster: str | None, state: str) -> Answer:
    members = context.catalog.members(cluster) if cluster else context.catalog.occupations.values()
    codes = tuple(o.code for o, _ in best_paid(in_state(context.catalog, members, state)))[:10]
    query = f"hs:{cluster or ''}:{_LETTERS[state]}"
    topic = Topic(intent=Intent.HIGHEST_PAID_IN, occupations=codes[:6], clusters=(cluster,) if cluster else (), state=state, query=query)
    return Answer((highest_place(context, cluster, state),), codes, clusters_of(context, codes, (cluster,) if cluster else ()), topic=topic)
