"""From a college major to jobs, and from a job to majors."""

from __future__ import annotations

from collections.abc import Sequence

from conversations import cards, lists
from conversations.answers.answer import Answer, clusters_of
from conversations.messages import Choice, Phrase, Reply, choice
from conversations.requests import Intent
from conversations.session import Topic
from conversations.steps import Context
from knowledge.majors import LIKELY, SURE, MajorMatch, majors_of
from knowledge.models import Education

_OTHERS = 2
_SHOWN = 6


def major_jobs(
    context: Context, cip: str, page: int = 0, *, lead: Phrase | None = None, others: Sequence[MajorMatch] = (), replaces: bool = False
) -> Reply:
    title = context.catalog.majors[cip].title
    found = majors_of(context.catalog).jobs(cip)
    meant = tuple((choice(f"mj:{match.major.cip}", "major.button.major", name=match.major.title),) for match in others)
    if not found:
        return Reply(Phrase("major.jobs_none", {"title": title}), (*meant, (choice("x", "common.button.explore"),)), replaces=replaces)
    other = Phrase("major.other") if meant else None
    reply = lists.listing(
        context, "major.jobs", f"mj:{cip}", found, page, title=title, because=lead, other=other, extra=meant, replaces=replaces
    )
    values = {**reply.phrase.values, "sources": cards.sources(context.catalog, "oews", "ep", "clusters14")}
    return Reply(Phrase(reply.phrase.key, values), reply.choices, replaces=replaces)


def majors_for(context: Context, code: str, *, replaces: bool = False) -> Reply:
    catalog, occupation = context.catalog, context.catalog.occupations[code]
    majors = majors_of(catalog).for_occupation(code)
    preparation = occupation.preparation
    college = preparation is not None and preparation.education >= Education.ASSOCIATE
    school: list[Phrase] = [Phrase("major.school_line", {"education": cards.education(preparation.education)})] if preparation else []
    values = {
        "name": occupation.name,
        "school": school[0] if school else None,
        "majors": [major.title for major in majors[:_SHOWN]],
        "more": Phrase("major.more", {"count": len(majors) - _SHOWN}) if len(majors) > _SHOWN else None,
        "none": Phrase("major.no_college") if majors and not college else Phrase("major.none") if not majors else None,
        "sources": cards.sources(catalog, "ep", "clusters14"),
    }
    rows: list[tuple[Choice, ...]] = [(choice(f"mj:{major.cip}", "major.button.jobs", name=major.title),) for major in majors[:3]]
    rows.append((cards.section_choice(code, "school"), choice(f"o:{code}", "occupation.button.card")))
    key = "major.for" if majors else "major.for_none"
    return Reply(Phrase(key, values), tuple(rows), replaces=replaces)


# From text


def answer_major(context: Context, said: str) -> Answer | None:
    """None where the words are like no major."""
    matches = majors_of(context.catalog).find(said, 1 + _OTHERS)
    if not matches or matches[0].score < LIKELY:
        return None
    first = matches[0]
    key = "major.because" if first.score >= SURE else "major.unsure"
    same = said.strip().lower() in first.major.title.lower()
    lead = None if same else Phrase(key, {"said": said, "title": first.major.title})
    others = [match for match in matches[1:] if match.score >= LIKELY] if first.score < 1 else []
    codes = tuple(o.code for o in majors_of(context.catalog).jobs(first.major.cip))
    reply = major_jobs(context, first.major.cip, lead=lead, others=others)
    topic = Topic(intent=Intent.MAJOR, occupations=codes[: lists.PER_PAGE], query=f"mj:{first.major.cip}")
    return Answer((reply,), codes[:10], clusters_of(context, codes), topic=topic)


def not_found(said: str) -> Answer:
    return Answer((Reply(Phrase("major.not_found", {"said": said}), ((choice("x", "common.button.explore"),),)),))


def answer_for(context: Context, codes: tuple[str, ...]) -> Answer:
    topic = Topic(intent=Intent.EDUCATION_NEEDED, occupations=codes[:8], clusters=context.catalog.occupations[codes[0]].clusters)
    return Answer((majors_for(context, codes[0]),), codes, clusters_of(context, codes), topic=topic)
