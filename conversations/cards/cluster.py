"""Cluster cards and what stands behind them."""

from __future__ import annotations

from conversations.cards.buttons import Row, share_choice
from conversations.cards.lines import sources
from conversations.messages import Phrase, Reply, choice, say
from conversations.steps import Context
from knowledge.models import Cluster, CredentialStatus, Pathway

LICENSE_FINDER = "https://www.careeronestop.org/Toolkit/Training/find-licenses.aspx"


def explore(context: Context, *, replaces: bool = False) -> Reply:
    choices = [choice(f"c:{cluster.id}", "common.button.open", name=cluster.short) for cluster in context.catalog.clusters.values()]
    rows = tuple(tuple(choices[i : i + 2]) for i in range(0, len(choices), 2))
    return say("cluster.list", *rows, (choice("m", "common.button.menu"),), replaces=replaces)


def cluster_card(context: Context, id: str, *, replaces: bool = False) -> Reply:
    cluster = context.catalog.clusters[id]
    rows = (
        (choice(f"cp:{id}", "cluster.button.paths"), choice(f"j:{id}", "cluster.button.jobs")),
        (choice(f"cl:{id}", "cluster.button.like"), choice(f"cs:{id}", "cluster.button.school")),
        (choice(f"ce:{id}", "cluster.button.edition"), choice("x", "cluster.button.all"), share_choice(f"c:{id}", cluster.title)),
    )
    return say(
        "cluster.card",
        *rows,
        replaces=replaces,
        title=cluster.title,
        what=cluster.what,
        where=cluster.where,
        day=cluster.day,
        skills=cluster.skills,
        count=len(cluster.occupations),
        paths=len(cluster.pathways),
        sources=sources(context.catalog, "signpost", "clusters16"),
    )


def cluster_like(context: Context, id: str, *, replaces: bool = False) -> Reply:
    cluster = context.catalog.clusters[id]
    return say(
        "cluster.like", cluster_back(cluster), title=cluster.title, fits=cluster.fits_you, mind=cluster.keep_in_mind, replaces=replaces
    )


def cluster_back(cluster: Cluster) -> Row:
    return (choice(f"c:{cluster.id}", "common.button.back_to", name=cluster.short),)


def cluster_paths(context: Context, id: str, *, replaces: bool = False) -> Reply:
    cluster = context.catalog.clusters[id]
    rows = [(choice(f"p:{path}", "common.button.open", name=context.catalog.pathways[path].title),) for path in cluster.pathways]
    return say("cluster.paths", *rows, cluster_back(cluster), title=cluster.title, replaces=replaces)


def cluster_school(context: Context, id: str, *, replaces: bool = False) -> Reply:
    cluster = context.catalog.clusters[id]
    credentials = []
    for item in cluster.credentials:
        if item.status is CredentialStatus.RETIRED:
            credentials.append(Phrase("cluster.credential_retired", {"name": item.name, "note": item.note}))
        else:
            kind = Phrase(f"cluster.kind.{item.kind}")
            credentials.append(Phrase("cluster.credential", {"name": item.name, "kind": kind, "issuer": item.issuer, "note": item.note}))
    return say(
        "cluster.school",
        (choice(f"cp:{id}", "cluster.button.paths"), *cluster_back(cluster)),
        replaces=replaces,
        title=cluster.title,
        subjects=cluster.subjects,
        courses=cluster.courses,
        credentials=credentials,
        finder=LICENSE_FINDER,
        sources=sources(context.catalog, "signpost"),
    )


def cluster_edition(context: Context, id: str, *, replaces: bool = False) -> Reply:
    catalog, cluster = context.catalog, context.catalog.clusters[id]
    items = [
        Phrase("cluster.edition_item", {"title": catalog.clusters_2024[row.cluster_2024].title, "share": round(row.share * 100)})
        for row in catalog.crosswalk
        if row.cluster == id and row.share >= 0.05
    ]
    return say(
        "cluster.edition",
        cluster_back(cluster),
        replaces=replaces,
        title=cluster.title,
        items=items,
        sources=sources(catalog, "clusters14", "signpost"),
    )


def pathway_empty(context: Context, pathway: Pathway, *, replaces: bool = False) -> Reply:
    catalog = context.catalog
    nearest = catalog.pathways[pathway.nearest or ""]
    return say(
        "cluster.pathway_empty",
        (choice(f"p:{nearest.id}", "common.button.open", name=nearest.title),),
        cluster_back(catalog.clusters[pathway.cluster]),
        replaces=replaces,
        title=pathway.title,
        cluster=catalog.clusters[pathway.cluster].title,
        sentence=pathway.sentence,
        nearest=nearest.title,
    )
