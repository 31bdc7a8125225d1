"""Lists of occupations as replies, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from conversations import cards
from conversations.messages import Choice, Phrase, Reply, choice
from conversations.queries import filter_id, parse_using, using_id
from conversations.steps import Context
from knowledge.licences import licence_of, licensed
from knowledge.models import Education, Occupation
from knowledge.selection import Filters, Using, by_growth, by_openings, by_pay, less_school, select, using

PER_PAGE = 6


def page_of(occupations: Sequence[Occupation], page: int) -> tuple[Sequence[Occupation], int, int]:
    """The page's occupations, its number from 0 and how many pages there are; a page past the end is the last."""
    pages = max(1, -(-len(occupations) // PER_PAGE))
    page = max(0, min(page, pages - 1))
    return occupations[page * PER_PAGE : (page + 1) * PER_PAGE], page, pages


def listing(
    context: Context,
    key: str,
    query: str,
    occupations: Sequence[Occupation],
    page: int = 0,
    *,
    outlook: bool = False,
    fact: Callable[[Occupation], Phrase | None] = lambda occupation: None,
    extra: tuple[tuple[Choice, ...], ...] = (),
    replaces: bool = False,
    **values: Any,
) -> Reply:
    """One page; ``query`` is the id that shows the list again, to which the page is added. ``fact`` ends an item's line."""
    shown, page, pages = page_of(occupations, page)
    rows = cards.pairs(choice(f"o:{o.code}", "common.button.open", name=o.name) for o in shown)
    turn: list[Choice] = []
    if page:
        turn.append(choice(f"{query}:{page - 1}", "common.button.previous"))
    if page + 1 < pages:
        turn.append(choice(f"{query}:{page + 1}", "common.button.more"))
    more = ("onet",) if key in ("list.using", "list.activity", "list.similar") else ("signpost",) if key == "list.licensed" else ()
    values = {
        "because": None,
        "other": None,
        **values,
        "count": len(occupations),
        "items": [cards.item_line(o, outlook=outlook, more=fact(o)) for o in shown],
        "wider": cards.wider_note(shown),
        "page": Phrase("cluster.page", {"page": page + 1, "pages": pages}) if pages > 1 else None,
        "sources": cards.sources(context.catalog, "oews", "ep", *more),
    }
    turning = (tuple(turn),) if turn else ()
    return Reply(Phrase(key, values), (*rows, *turning, *extra), replaces=replaces)


def cluster_jobs(context: Context, id: str, page: int = 0, *, replaces: bool = False) -> Reply:
    cluster = context.catalog.clusters[id]
    occupations = by_openings(context.catalog.members(id))
    return listing(
        context, "list.cluster", f"j:{id}", occupations, page, title=cluster.title, extra=(cards.cluster_back(cluster),), replaces=replaces
    )


def pathway_jobs(context: Context, id: str, page: int = 0, *, replaces: bool = False) -> Reply:
    pathway = context.catalog.pathways[id]
    if not pathway.occupations:
        return cards.pathway_empty(context, pathway, replaces=replaces)
    cluster = context.catalog.clusters[pathway.cluster]
    study = choice(f"ps:{id}", "study.button.plan")
    return listing(
        context,
        "cluster.pathway",
        f"p:{id}",
        by_openings(context.catalog.members(id)),
        page,
        title=pathway.title,
        cluster=cluster.title,
        sentence=pathway.sentence,
        extra=((study, *cards.cluster_back(cluster)),),
        replaces=replaces,
    )


def licensed_occupations(context: Context, place: str | None) -> list[Occupation]:
    """Those that most states license before those where it depends, each by openings."""
    return sorted(by_openings(licensed(context.catalog, place)), key=lambda occupation: _depends(context, occupation) is not None)


def _depends(context: Context, occupation: Occupation) -> Phrase | None:
    licence = licence_of(context.catalog, occupation.code)
    return Phrase("list.licence_depends") if licence and not licence.usual else None


def licensed_jobs(context: Context, place: str | None, page: int = 0, *, replaces: bool = False) -> Reply:
    """Of a cluster or pathway, or of all."""
    catalog = context.catalog
    pathway = catalog.pathways.get(place or "")
    cluster = catalog.clusters.get(pathway.cluster if pathway else place or "")
    title = pathway.title if pathway else cluster.title if cluster else None
    found = licensed_occupations(context, place)
    year = catalog.sources["signpost"].year
    back = (cards.cluster_back(cluster),) if cluster else ((choice("x", "common.button.explore"),),)
    if not found:
        return Reply(Phrase("list.licensed_none", {"title": title, "year": year, "finder": cards.LICENSE_FINDER}), back, replaces=replaces)
    where = Phrase("list.licensed_in", {"title": title}) if title else Phrase("list.licensed_all")
    return listing(
        context,
        "list.licensed",
        licensed_id(place),
        found,
        page,
        fact=lambda occupation: _depends(context, occupation),
        where=where,
        extra=back,
        replaces=replaces,
        year=year,
        finder=cards.LICENSE_FINDER,
    )


def licensed_id(place: str | None) -> str:
    return f"li:{place or ''}"


_MOST_DOING, _SURE_DOING, _LEAST_DOING = 30, 12, 0.2
"""How many occupations an activity may have, how many whatever their score, and the share of the first one's score that the
others need: "dogs" is not hot dogs."""


def doing_codes(context: Context, words: str) -> list[str]:
    """Codes of the occupations nearest to an activity, best first."""
    found = context.matcher.rank(words, top=_MOST_DOING).occupations
    near = [place < _SURE_DOING or candidate.score >= _LEAST_DOING * found[0].score for place, candidate in enumerate(found)]
    return [candidate.id for candidate, kept in zip(found, near, strict=True) if kept]


def doing(context: Context, thing: Using) -> list[Occupation]:
    """Occupations for an activity in the student's own words."""
    if thing.kind != "activity":
        return using(context.catalog, thing)
    return [context.catalog.occupations[code] for code in doing_codes(context, thing.name)]


def using_jobs(
    context: Context, thing: Using, page: int = 0, *, because: Phrase | None = None, other: Phrase | None = None, replaces: bool = False
) -> Reply:
    occupations = doing(context, thing)
    if not occupations:
        return Reply(Phrase("list.using_none", {"thing": thing.said}), ((choice("x", "common.button.explore"),),), replaces=replaces)
    key = "list.activity" if thing.kind == "activity" else "list.using"
    return listing(context, key, using_id(thing), occupations, page, thing=thing.name, because=because, other=other, replaces=replaces)


def filtered(context: Context, filters: Filters, order: str = "") -> list[Occupation]:
    words = [thing.name for thing in filters.using if thing.kind == "activity"]
    codes = [code for word in words for code in doing_codes(context, word)]
    found = select(context.catalog, filters, codes)
    if order == "g" or (not order and filters.growth_min is not None):
        return by_growth(found)
    return by_pay(found) if order == "p" else by_openings(found)


def filter_jobs(context: Context, filters: Filters, order: str = "", page: int = 0, *, replaces: bool = False) -> Reply:
    found = filtered(context, filters, order)
    told = constraints(context, filters)
    if not found:
        values = {"constraints": told, "relax": relaxation(context, filters)}
        return Reply(Phrase("list.filter_none", values), ((choice("x", "common.button.explore"),),), replaces=replaces)
    orders = (
        choice(filter_id(filters, "p") + ":0", "list.button.best_paid"),
        choice(filter_id(filters, "g") + ":0", "list.button.fastest"),
    )
    return listing(
        context,
        "list.filter",
        filter_id(filters, order),
        found,
        page,
        outlook=filters.growth_min is not None or filters.bright or order == "g",
        constraints=told,
        extra=(orders,),
        replaces=replaces,
    )


def relaxation(context: Context, filters: Filters) -> Phrase | None:
    """The one constraint whose loosening by a step brings something back."""
    from dataclasses import replace

    if filters.education_max is not None and filters.education_max < Education.DOCTORAL:
        wider = replace(filters, education_max=filters.education_max + 1, some_college=True)
        if count := len(filtered(context, wider)):
            return Phrase("list.relax_education", {"count": count})
    return Phrase("list.relax_pay") if filters.pay_min else None


def constraints(context: Context, filters: Filters) -> list[Phrase]:
    """What was understood, in the order a person would say it."""
    told: list[Phrase] = []
    low, high = filters.education_min, filters.education_max
    if high == Education.NONE:
        told.append(Phrase("list.constraint.no_diploma"))
    elif high is not None and high == low:
        told.append(Phrase("list.constraint.education_exact", {"education": cards.education(Education(high))}))
    elif high is not None:
        step = (
            Phrase("list.constraint.no_college")
            if not filters.some_college and high == Education.CERTIFICATE
            else cards.education(Education(high))
        )
        key = "no_college" if step.key.endswith("no_college") else "education_max"
        told.append(Phrase(f"list.constraint.{key}", {"education": step}))
    elif low is not None:
        told.append(Phrase("list.constraint.education_min", {"education": cards.education(Education(low))}))
    if filters.pay_min is not None:
        told.append(Phrase("list.constraint.pay_min", {"pay": filters.pay_min}))
    if filters.pay_max is not None:
        told.append(Phrase("list.constraint.pay_max", {"pay": filters.pay_max}))
    if filters.growth_min is not None:
        told.append(Phrase("list.constraint.growth_min", {"growth": filters.growth_min}))
    if filters.bright:
        told.append(Phrase("list.constraint.bright"))
    clusters = context.catalog.clusters
    told += [Phrase("list.constraint.cluster", {"title": clusters[id].title}) for id in filters.clusters]
    told += [Phrase("list.constraint.not_cluster", {"title": clusters[id].title}) for id in filters.not_clusters]
    told += [Phrase(f"list.constraint.{'activity' if t.kind == 'activity' else 'using'}", {"thing": t.said}) for t in filters.using]
    told += [Phrase("list.constraint.avoid", {"thing": thing.said}) for thing in filters.avoid]
    return told


def highest_paid(context: Context, filters: Filters, page: int = 0, *, replaces: bool = False) -> Reply:
    found = [o for o in filtered(context, filters, "p") if o.pay and o.pay.yearly]
    limits = constraints(context, filters)
    where = Phrase("list.highest_in", {"limits": limits}) if limits else Phrase("list.highest_all")
    return listing(context, "list.highest", filter_id(filters, "p"), found, page, where=where, replaces=replaces)


def similar_jobs(context: Context, code: str, less: bool = False, page: int = 0, *, replaces: bool = False) -> Reply:
    catalog, occupation = context.catalog, context.catalog.occupations[code]
    related = catalog.related(code)
    found = less_school(catalog, code, related) if less else list(related)
    back = ((choice(f"o:{code}", "common.button.back_to", name=occupation.name),),)
    if less and not found:
        return listing(
            context, "list.similar_none_less", f"sim:{code}:", related, page, name=occupation.name, extra=back, replaces=replaces
        )
    if not found:
        return Reply(
            Phrase("occupation.section.similar_none", {"name": occupation.name}),
            (cards.field_choices(catalog, occupation),),
            replaces=replaces,
        )
    words = Phrase("list.similar_less") if less else None
    query = f"sim:{code}:{'l' if less else ''}"
    return listing(context, "list.similar", query, found, page, name=occupation.name, less=words, extra=back, replaces=replaces)


def major_jobs(context: Context, cip: str, page: int = 0, *, replaces: bool = False) -> Reply:
    occupations = by_openings(context.catalog.occupations_for_major(cip))
    return listing(context, "list.major", f"mj:{cip}", occupations, page, title=context.catalog.majors[cip].title, replaces=replaces)


def using_from_id(context: Context, kind: str, name: str) -> Using | None:
    return parse_using(context.catalog, kind, name)
