"""Answers that are lists of occupations: using, in a field, filtered, best paid, similar, by interest."""

from __future__ import annotations

from conversations import cards, lists
from conversations.answers.answer import Answer, clusters_of, echo
from conversations.messages import Phrase, Reply, choice
from conversations.queries import filter_id, using_id
from conversations.requests import Filters, Request
from conversations.session import Topic
from conversations.steps import Context
from knowledge.models import Occupation
from knowledge.selection import by_openings, by_pay, less_school

_RANKED = 10


def answered(
    context: Context, request: Request, reply: Reply, found: list[Occupation], query: str, clusters: tuple[str, ...] = ()
) -> Answer:
    codes = tuple(o.code for o in found)
    page = request.page
    shown = codes[page * lists.PER_PAGE : (page + 1) * lists.PER_PAGE]
    topic = Topic(intent=request.intent, occupations=shown, clusters=clusters, query=query, page=page, state=request.state)
    return Answer((reply,), codes[page * lists.PER_PAGE :][:_RANKED], clusters_of(context, codes, clusters), topic=topic)


def answer_using(context: Context, request: Request) -> Answer:
    thing = request.using[0]
    because = because_of(request)
    if not request.filters.empty:
        return answer_filter(context, request)
    found = lists.doing(context, thing)
    reply = lists.using_jobs(context, thing, request.page, because=because, other=other_readings(request))
    return answered(context, request, reply, found, using_id(thing))


def because_of(request: Request) -> Phrase | None:
    """Why this was matched, unless the reason only repeats what was said."""
    if not request.because or not request.said or request.because.lower() == request.said.lower():
        return None
    return Phrase("facts.because", {"said": echo(request.said), "reason": request.because})


def other_readings(request: Request) -> Phrase | None:
    if not request.senses:
        return None
    return Phrase("talk.other_reading", {"reason": request.senses[0].reason})


def answer_in_cluster(context: Context, request: Request) -> Answer:
    if request.pathway:
        found = by_openings(context.catalog.members(request.pathway))
        reply = lists.pathway_jobs(context, request.pathway, request.page)
        cluster = context.catalog.pathways[request.pathway].cluster
        return answered(context, request, reply, found, f"p:{request.pathway}", (cluster,))
    id = request.clusters[0]
    found = by_openings(context.catalog.members(id))
    return answered(context, request, lists.cluster_jobs(context, id, request.page), found, f"j:{id}", (id,))


def answer_filter(context: Context, request: Request) -> Answer:
    filters = request.filters
    if request.using and not filters.using:
        from dataclasses import replace

        filters = replace(filters, using=request.using)
    order = "p" if request.more_pay else ""
    found = lists.filtered(context, filters, order)
    reply = lists.filter_jobs(context, filters, order, request.page)
    return answered(context, request, reply, found, filter_id(filters, order), filters.clusters)


def answer_highest(context: Context, request: Request) -> Answer:
    filters = request.filters
    if request.pathway:
        found = [o for o in by_pay(context.catalog.members(request.pathway)) if o.pay and o.pay.yearly]
        title = context.catalog.pathways[request.pathway].title
        where = Phrase("list.highest_in", {"limits": [title]})
        reply = lists.listing(context, "list.highest", f"hp:{request.pathway}", found, request.page, where=where)
        return answered(context, request, reply, found, f"hp:{request.pathway}", (context.catalog.pathways[request.pathway].cluster,))
    if request.clusters and not filters.clusters:
        filters = Filters(**{**vars(filters), "clusters": request.clusters[:1]})
    found = [o for o in lists.filtered(context, filters, "p") if o.pay and o.pay.yearly]
    reply = lists.highest_paid(context, filters, request.page)
    return answered(context, request, reply, found, filter_id(filters, "p"), filters.clusters)


def answer_licensed(context: Context, request: Request) -> Answer:
    place = request.pathway or next(iter(request.clusters), None)
    found = lists.licensed_occupations(context, place)
    reply = lists.licensed_jobs(context, place, request.page)
    return answered(context, request, reply, found, lists.licensed_id(place), request.clusters[:1])


def answer_similar(context: Context, request: Request) -> Answer:
    code = request.occupations[0]
    related = list(context.catalog.related(code))
    found = less_school(context.catalog, code, related) if request.less_school else related
    reply = lists.similar_jobs(context, code, request.less_school, request.page)
    return answered(context, request, reply, found or related, f"sim:{code}:{'l' if request.less_school else ''}")


def answer_major(context: Context, request: Request) -> Answer:
    cip = request.major or ""
    found = by_openings(context.catalog.occupations_for_major(cip))
    return answered(context, request, lists.major_jobs(context, cip, request.page), found, f"mj:{cip}")


def answer_interest(context: Context, request: Request) -> Answer:
    """The field an interest points to, a few occupations of it, and what else it could be."""
    catalog = context.catalog
    cluster = catalog.clusters[request.clusters[0]]
    ranked = [catalog.occupations[code] for code in request.occupations]
    found = sorted(ranked, key=lambda occupation: occupation.catch_all)[: lists.PER_PAGE - 1]
    others = [catalog.clusters[id] for id in request.clusters[1:3]]
    lead = "list.interest_unsure" if request.confidence < 0.5 else "list.interest"
    values = {
        "because": because_of(request),
        "title": cluster.title,
        "items": [cards.item_line(o) for o in found],
        "wider": cards.wider_note(found),
        "also": Phrase("list.also_clusters", {"titles": [c.title for c in others]}) if others else None,
        "sources": cards.sources(catalog, "oews", "ep", "clusters16"),
    }
    fields = [choice(f"c:{c.id}", "common.button.open", name=c.short) for c in (cluster, *others)]
    openers = cards.pairs(choice(f"o:{o.code}", "common.button.open", name=o.name) for o in found)
    reply = Reply(Phrase(lead, values), (tuple(fields), *openers))
    topic = Topic(intent=request.intent, occupations=tuple(o.code for o in found), clusters=request.clusters[:4])
    return Answer((reply,), request.occupations, request.clusters, topic=topic)


def answer_cluster(context: Context, request: Request) -> Answer:
    id = request.clusters[0]
    if request.pathway:
        return answer_in_cluster(context, request)
    reply = cards.cluster_card(context, id)
    codes = tuple(o.code for o in by_openings(context.catalog.members(id)))[:_RANKED]
    topic = Topic(intent=request.intent, occupations=codes[:5], clusters=(id,))
    return Answer((reply,), codes, request.clusters, topic=topic)
