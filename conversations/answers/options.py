"""Answers that keep options open: over the saved jobs, between two interests, and what to ask whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conversations import cards
from conversations.answers.answer import Answer, clusters_of
from conversations.messages import Phrase, Reply, choice, say
from conversations.requests import Intent
from conversations.session import Topic
from conversations.steps import Context
from conversations.understanding import naming_of
from knowledge.licences import licence_of
from knowledge.models import Education, Experience, Group, Occupation, Training
from knowledge.options import Common, Link, Served, between, common, standing
from knowledge.text import stems

_ASKED_ABOUT = 4
_NEAR = 150
_AT_LEAST, _FULL = 0.28, 3.0
"""Nearness that counts, and the deviations above the mean that count as full."""
_WIDE = 3.0
_EXTRA = ("day", "worst", "young", "surprise")


def saved(context: Context) -> list[Occupation]:
    return [context.catalog.occupations[code] for code in context.session.shortlist if code in context.catalog.occupations]


# What they share


def share(context: Context, *, replaces: bool = False) -> Reply:
    occupations = saved(context)
    if len(occupations) < 2:
        return say("options.empty", (choice("x", "common.button.explore"), choice("l", "shortlist.button.view")), replaces=replaces)
    catalog, codes = context.catalog, [o.code for o in occupations]
    found = common(catalog, codes)
    best = (*found.courses[:2], *found.credentials[:2], *found.majors[:2])
    covered = {code for one in best for code in one.codes}
    alone = [o.name for o in occupations if o.code not in covered]
    values = {
        "count": len(codes),
        "clusters": [served(one, codes, catalog.clusters[one.name].title) for one in found.clusters],
        "letters": [Phrase(f"level.letter.{letter}") for letter in found.letters],
        "skills": [served(one, codes) for one in found.skills],
        "courses": [served(one, codes) for one in found.courses[:2]],
        "credentials": [served(one, codes) for one in found.credentials[:2]],
        "majors": [served(one, codes) for one in found.majors[:2]],
        "nothing": None if best else Phrase("options.nothing"),
        "alone": Phrase("options.alone", {"names": alone}) if alone and best else None,
        "sources": cards.sources(catalog, "onet", "signpost", *(("clusters14",) if found.majors else ())),
    }
    return Reply(Phrase("options.share", values), share_choices(found), replaces=replaces)


def share_choices(found: Common) -> tuple[cards.Row, ...]:
    majors = tuple((choice(f"mj:{one.id}", "major.button.jobs", name=one.name),) for one in found.majors[:1])
    return (*majors, (choice("oq", "options.button.questions"), choice("l", "shortlist.button.view")))


def served(one: Served, codes: Sequence[str], name: str | None = None) -> Phrase:
    return Phrase("options.served", {"name": name or one.name, "count": len(one.codes), "all": len(codes)})


# What to find out


def questions(context: Context, codes: Sequence[str] = (), *, replaces: bool = False) -> Reply:
    occupations = [context.catalog.occupations[code] for code in codes] or saved(context)
    if not occupations:
        return say("options.empty", (choice("x", "common.button.explore"),), replaces=replaces)
    items = [question_item(context, o, place) for place, o in enumerate(occupations[:_ASKED_ABOUT])]
    openers = cards.pairs(choice(f"o:{o.code}", "common.button.open", name=o.name) for o in occupations[:_ASKED_ABOUT])
    return Reply(Phrase("options.questions", {"items": items, "tip": Phrase("options.tip")}), tuple(openers), replaces=replaces)


def question_item(context: Context, occupation: Occupation, place: int) -> Phrase:
    key = unknown_of(context, occupation)
    first = "surprise" if key == "plain" else key
    extra = [_EXTRA[(place + turn) % (len(_EXTRA) - (key == "plain"))] for turn in range(2)]
    return Phrase(
        "options.question_item",
        {
            "name": occupation.name,
            "main": Phrase(f"options.main.{key}"),
            "whom": Phrase(f"options.whom.{key}", {"finder": cards.LICENSE_FINDER}),
            "questions": [Phrase(f"options.ask.{name}") for name in (first, *extra)],
        },
    )


def unknown_of(context: Context, occupation: Occupation) -> str:
    """What the data leaves open and matters most for this one."""
    preparation, pay = occupation.preparation, occupation.pay
    licence = licence_of(context.catalog, occupation.code)
    wide = bool(pay and pay.annual_p10 and pay.annual_p90 and pay.annual_p90 >= _WIDE * pay.annual_p10)
    tests = (
        ("shrinking", bool(occupation.outlook and occupation.outlook.growth < 0)),
        ("apprenticeship", bool(preparation and preparation.training is Training.APPRENTICESHIP)),
        ("long_school", bool(preparation and preparation.education >= Education.MASTER)),
        ("licence", bool(licence and licence.usual and not licence.federal)),
        ("hourly", bool(pay and pay.hourly_only)),
        ("experience", bool(preparation and preparation.experience is not Experience.NONE)),
        ("wide_pay", wide),
    )
    return next((key for key, holds in tests if holds), "plain")


# Between two interests


def nearness(context: Context, words: str) -> dict[str, float]:
    """Occupations near to some words, 1 for the nearest; by the words themselves, and by the subject where they name one.

    Teachers of a subject are near to every subject: they count only where teaching is meant.
    """
    candidates = context.matcher.rank(words, top=_NEAR).occupations
    peak = max((candidate.score for candidate in candidates), default=0.0)
    near = {candidate.id: candidate.score / peak for candidate in candidates} if peak > 0 else {}
    for thing in naming_of(context.matcher).using(words)[:1]:
        for code, deviations in standing(context.catalog).get(thing.name, {}).items():
            near[code] = max(near.get(code, 0.0), min(1.0, deviations / _FULL))
    taught = bool(context.matcher.words.teaching & set(stems(words)))
    return {
        code: value
        for code, value in near.items()
        if value >= _AT_LEAST and (taught or not code.startswith("25-")) and context.catalog.occupations[code].group is Group.DETAILED
    }


def between_reply(context: Context, first: str, second: str) -> tuple[Reply, tuple[str, ...]]:
    catalog = context.catalog
    found = between(catalog, nearness(context, first), nearness(context, second))
    names: dict[str, Any] = {"first": first, "second": second}
    if not found.middle and not found.chain:
        return say("options.between_nothing", (choice("x", "common.button.explore"),), **names), ()
    middle = [catalog.occupations[code] for code in found.middle]
    codes = tuple(dict.fromkeys((*found.middle, *(code for link in found.chain for code in (link.code, link.next)))))
    values = {
        **names,
        "items": [cards.item_line(o) for o in middle],
        "wider": cards.wider_note(middle),
        "chain_intro": Phrase("options.chain_intro") if found.chain else None,
        "chain": [link_phrase(context, link) for link in found.chain],
        "sources": cards.sources(catalog, "onet", "oews", "ep"),
    }
    rows = cards.pairs(choice(f"o:{code}", "common.button.open", name=catalog.occupations[code].name) for code in codes[:8])
    return Reply(Phrase("options.between" if middle else "options.between_none", values), tuple(rows)), codes


def link_phrase(context: Context, link: Link) -> Phrase:
    names = {"name": context.catalog.occupations[link.code].name, "next": context.catalog.occupations[link.next].name}
    shared = Phrase("options.link_shared", {"names": link.shared}) if link.shared else None
    return Phrase("options.link", {**names, "shared": shared})


# From text


def answer_between(context: Context, first: str, second: str) -> Answer:
    reply, codes = between_reply(context, first, second)
    ranked = [*(c.id for c in context.matcher.rank(first).clusters[:1]), *(c.id for c in context.matcher.rank(second).clusters[:1])]
    clusters = clusters_of(context, codes, tuple(dict.fromkeys(ranked)))
    return Answer((reply,), codes, clusters, topic=Topic(intent=Intent.INTEREST, occupations=codes[:6], clusters=clusters[:4]))


def answer_share(context: Context) -> Answer:
    return Answer((share(context),), context.session.shortlist)


def answer_questions(context: Context, codes: tuple[str, ...]) -> Answer:
    return Answer((questions(context, codes[:1]),), codes or context.session.shortlist)
