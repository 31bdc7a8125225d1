"""What a level of school opens, by field and pathway, and the way up from an entry job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conversations import cards
from conversations.answers.answer import Answer, clusters_of
from conversations.cards.lines import education_short
from conversations.lists import page_of
from conversations.messages import Choice, Phrase, Reply, choice
from conversations.requests import Intent
from conversations.session import Topic
from conversations.steps import Context
from knowledge.ladder import Rung, after_experience, ladder, levels, next_rungs, starts_at
from knowledge.models import Cluster, CredentialStatus, Education, Experience, Occupation, Pathway, Training

EXPERIENCE = "x"
"""The level of those who have worked some years."""


def level_name(level: str) -> Phrase:
    if level == EXPERIENCE:
        return Phrase("ladder.with_experience")
    return Phrase("ladder.with_education", {"education": cards.education(Education(int(level)))})


def known_level(level: str) -> bool:
    return level == EXPERIENCE or (level.isdigit() and int(level) <= Education.DOCTORAL)


def members_of(context: Context, place: str) -> Sequence[Occupation]:
    return context.catalog.members(place) if place else tuple(context.catalog.occupations.values())


def at_level(context: Context, level: str, place: str) -> list[Occupation]:
    members = members_of(context, place)
    return after_experience(members) if level == EXPERIENCE else starts_at(members, Education(int(level)))


def held_by(context: Context, place: str) -> Cluster | Pathway | None:
    return context.catalog.clusters.get(place) or context.catalog.pathways.get(place)


def title_of(context: Context, place: str) -> Phrase | str:
    holder = held_by(context, place)
    return holder.title if holder else Phrase("ladder.title_all")


# One level


def level_card(context: Context, level: str, place: str = "", page: int = 0, *, replaces: bool = False) -> Reply:
    if not place:
        return level_fields(context, level, replaces=replaces)
    found = at_level(context, level, place)
    values: dict[str, Any] = {"title": title_of(context, place), "level": level_name(level)}
    if not found:
        return Reply(Phrase("ladder.level_none", values), level_choices(context, place), replaces=replaces)
    shown, page, pages = page_of(found, page)
    names = credentials_of(context, place)
    values |= {
        "items": [level_item(o) for o in shown],
        "wider": cards.wider_note(shown),
        "page": Phrase("cluster.page", {"page": page + 1, "pages": pages}) if pages > 1 else None,
        "credentials": Phrase("ladder.credentials", {"names": names}) if names else None,
        "less": Phrase("ladder.less") if level != EXPERIENCE and int(level) > Education.NONE else None,
        "sources": cards.sources(context.catalog, "oews", "ep", *(("signpost",) if names else ())),
    }
    query = f"lv:{level}:{place}"
    turn = [choice(f"{query}:{page - 1}", "common.button.previous")] if page else []
    if page + 1 < pages:
        turn.append(choice(f"{query}:{page + 1}", "common.button.more"))
    rows = cards.pairs(choice(f"ld:{o.code}", "ladder.button.from", name=o.name) for o in shown)
    last = (
        choice(f"lp:{place}", "ladder.button.levels"),
        choice(f"{'c' if place in context.catalog.clusters else 'p'}:{place}", "common.button.open", name=title_of(context, place)),
    )
    return Reply(Phrase("ladder.level", values), (*rows, *((tuple(turn),) if turn else ()), last), replaces=replaces)


def level_item(occupation: Occupation) -> Phrase:
    facts: list[Phrase] = [pay_of(occupation, star=True)]
    if occupation.outlook and not occupation.outlook.broader_group:
        facts.append(Phrase("ladder.openings", {"openings": occupation.outlook.annual_openings}))
    preparation = occupation.preparation
    if preparation and preparation.experience is not Experience.NONE:
        facts.append(Phrase(f"level.experience.{preparation.experience}"))
    if preparation and preparation.training is not Training.NONE:
        facts.append(Phrase(f"level.training.{preparation.training}"))
    return Phrase("ladder.item", {"name": occupation.name, "facts": facts})


def pay_of(occupation: Occupation, *, star: bool = False) -> Phrase:
    pay = occupation.pay
    mark = Phrase("list.pay_star") if star and pay and pay.broader_group else None
    if pay and pay.annual_median:
        return Phrase("list.pay_year", {"pay": pay.annual_median, "star": mark})
    if pay and pay.hourly_median:
        return Phrase("list.pay_hour", {"pay": pay.hourly_median, "star": mark})
    return Phrase("list.no_pay")


def credentials_of(context: Context, place: str) -> list[str]:
    """What the pathway's plan or the field names, without those that are retired."""
    catalog = context.catalog
    pathway = catalog.pathways.get(place)
    cluster = catalog.clusters[pathway.cluster if pathway else place]
    active = [c.name for c in cluster.credentials if c.status is CredentialStatus.ACTIVE]
    return [name for name in active if pathway is None or name in pathway.credentials][:4]


def level_fields(context: Context, level: str, *, replaces: bool = False) -> Reply:
    """Every field at one level: how many jobs, and which hires most."""
    items, openers = [], list[Choice]()
    for cluster in context.catalog.clusters.values():
        found = at_level(context, level, cluster.id)
        if found:
            values = {"title": cluster.short, "count": len(found), "name": found[0].name, "pay": pay_of(found[0])}
            items.append(Phrase("ladder.field", values))
            openers.append(choice(f"lv:{level}:{cluster.id}", "common.button.open", name=cluster.short))
    values = {"items": items, "sources": cards.sources(context.catalog, "oews", "ep")}
    rows = tuple(tuple(openers[place : place + 2]) for place in range(0, len(openers), 2))
    if level == EXPERIENCE:
        return Reply(Phrase("ladder.fields_experience", values), rows, replaces=replaces)
    return Reply(Phrase("ladder.fields", {**values, "education": cards.education(Education(int(level)))}), rows, replaces=replaces)


# All levels of a field or pathway


def place_levels(context: Context, place: str, *, replaces: bool = False) -> Reply:
    items = [
        Phrase(
            "ladder.level_item", {"education": cards.education(level), "count": len(found), "name": found[0].name, "pay": pay_of(found[0])}
        )
        for level, found in levels(members_of(context, place))
    ]
    values = {"title": title_of(context, place), "items": items, "sources": cards.sources(context.catalog, "oews", "ep")}
    return Reply(Phrase("ladder.levels", values), level_choices(context, place), replaces=replaces)


def level_choices(context: Context, place: str) -> tuple[cards.Row, ...]:
    members = members_of(context, place)
    found = [choice(f"lv:{int(level)}:{place}", "ladder.button.level", education=education_short(level)) for level, _ in levels(members)]
    if place and after_experience(members):
        found.append(choice(f"lv:{EXPERIENCE}:{place}", "ladder.button.experience"))
    return tuple(tuple(found[start : start + 2]) for start in range(0, len(found), 2))


# The way up


def way_up(context: Context, code: str, *, replaces: bool = False) -> Reply:
    catalog, start = context.catalog, context.catalog.occupations[code]
    rungs = ladder(catalog, code)
    last = (choice(f"o:{code}", "common.button.back_to", name=start.name), choice(f"o:{code}:similar", "ladder.button.similar"))
    if not rungs or start.preparation is None:
        top = start.pay.annual_p90 if start.pay else None
        phrase = Phrase("ladder.none", {"name": start.name, "top": top}) if top else Phrase("ladder.none_no_top", {"name": start.name})
        return Reply(phrase, (last,), replaces=replaces)
    shown = [start, *(rung.occupation for rung in rungs)]
    others = [rung.occupation for rung in next_rungs(catalog, code) if rung.occupation not in shown][:3]
    values = {
        "name": start.name,
        "start": Phrase("ladder.start", {"name": start.name, "pay": pay_of(start, star=True), "school": cards.school_line(start)}),
        "rungs": [rung_phrase(place, rung) for place, rung in enumerate(rungs, 1)],
        "other": Phrase("ladder.other", {"names": [o.name for o in others]}) if others else None,
        "note": cards.wider_note(shown),
        "sources": cards.sources(catalog, "oews", "ep", "onet"),
    }
    openers = cards.pairs(choice(f"o:{o.code}", "common.button.open", name=o.name) for o in (*shown[1:], *others))
    return Reply(Phrase("ladder.way", values), (*openers, last), replaces=replaces)


def rung_phrase(number: int, rung: Rung) -> Phrase:
    occupation = rung.occupation
    preparation, pay = occupation.preparation, occupation.pay
    assert preparation is not None
    assert pay is not None
    education = cards.education(preparation.education)
    years = {"education": education, "years": rung.years}
    school = Phrase("ladder.years_school", years) if rung.years else Phrase("ladder.same_school")
    link = None if rung.same_pathway and rung.related else Phrase(f"ladder.link_{'field' if rung.related else 'supervisor'}")
    wanted = preparation.experience is not Experience.NONE
    return Phrase(
        "ladder.rung",
        {
            "number": number,
            "name": f"{occupation.name}*" if pay.broader_group else occupation.name,
            "pay": pay.yearly,
            "gain": rung.gain,
            "school": school,
            "experience": Phrase(f"level.experience.{preparation.experience}") if wanted else None,
            "link": link,
        },
    )


# From text


def answer_level(context: Context, level: str, place: str) -> Answer:
    codes = tuple(o.code for o in at_level(context, level, place))
    holder = held_by(context, place)
    cluster = holder.cluster if isinstance(holder, Pathway) else place
    clusters = (cluster,) if cluster else ()
    topic = Topic(
        intent=Intent.JOBS_IN_CLUSTER_OR_PATHWAY, occupations=codes[:6], clusters=clusters, query=f"lv:{level}:{place}" if place else None
    )
    return Answer((level_card(context, level, place),), codes[:10], clusters_of(context, codes, clusters), topic=topic)


def answer_levels(context: Context, place: str) -> Answer:
    holder = held_by(context, place)
    cluster = holder.cluster if isinstance(holder, Pathway) else place
    codes = tuple(o.code for o in members_of(context, place))[:10]
    topic = Topic(intent=Intent.JOBS_IN_CLUSTER_OR_PATHWAY, occupations=codes[:6], clusters=(cluster,))
    return Answer((place_levels(context, place),), codes, (cluster,), topic=topic)


def answer_way(context: Context, codes: tuple[str, ...]) -> Answer:
    rungs = tuple(rung.occupation.code for rung in ladder(context.catalog, codes[0]))
    topic = Topic(intent=Intent.SIMILAR_JOBS, occupations=(codes[0], *rungs), clusters=context.catalog.occupations[codes[0]].clusters)
    return Answer((way_up(context, codes[0]),), (*rungs, codes[0]), clusters_of(context, (codes[0],)), topic=topic)


def ask_which(context: Context) -> Answer:
    return Answer((Reply(Phrase("ladder.which"), ((choice("x", "common.button.explore"),),)),))
