"""What to take in school: a pathway's sample courses, with the way to a plan of one's own."""

from __future__ import annotations

from conversations import cards
from conversations.answers import plan as own_plan
from conversations.answers.answer import Answer
from conversations.messages import Phrase, Reply, choice
from conversations.plans import mine
from conversations.requests import Request
from conversations.session import Topic
from conversations.steps import Context
from conversations.things import Thing, ref


def answer_study(context: Context, request: Request) -> Answer:
    catalog = context.catalog
    pathway = request.pathway
    if pathway is None and request.occupations and (paths := catalog.occupations[request.occupations[0]].pathways):
        pathway = paths[0]
    if pathway:
        cluster = catalog.pathways[pathway].cluster
        reply = pathway_plan(context, pathway, request.occupations[0] if request.occupations and not request.pathway else None)
    elif request.clusters:
        cluster = request.clusters[0]
        reply = cluster_plans(context, cluster)
    else:
        own = mine(context)
        return Answer((own_plan.overview(context, own),)) if own else Answer((), flow="plan")
    topic = Topic(intent=request.intent, occupations=request.occupations[:4], clusters=(cluster,), pathway=pathway)
    clusters = (cluster, *(id for id in request.clusters if id != cluster))
    return Answer((reply,), request.occupations, clusters, topic=topic)


def pathway_plan(context: Context, id: str, goal: str | None = None, *, replaces: bool = False) -> Reply:
    pathway = context.catalog.pathways[id]
    cluster = context.catalog.clusters[pathway.cluster]
    values = {
        "title": pathway.title,
        "cluster": cluster.title,
        "introductory": pathway.introductory,
        "concentrator": pathway.concentrator,
        "capstone": pathway.capstone,
        "electives": pathway.electives,
        "credentials": pathway.credentials,
        "after": pathway.after,
        "sources": cards.sources(context.catalog, "signpost"),
    }
    make = choice(f"my:n:{goal or ref(context.catalog, Thing('pathway', id))}", "plan.button.make")
    row = (choice(f"p:{id}", "study.button.jobs"), *cards.cluster_back(cluster))
    return Reply(Phrase("study.plan", values), ((make,), row), replaces=replaces)


def cluster_plans(context: Context, id: str, *, replaces: bool = False) -> Reply:
    cluster = context.catalog.clusters[id]
    values = {
        "title": cluster.title,
        "subjects": cluster.subjects,
        "courses": cluster.courses,
        "sources": cards.sources(context.catalog, "signpost"),
    }
    rows = [(choice(f"ps:{path}", "common.button.open", name=context.catalog.pathways[path].title),) for path in cluster.pathways]
    return Reply(Phrase("study.cluster", values), (*rows, cards.cluster_back(cluster)), replaces=replaces)
