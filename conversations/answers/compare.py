"""Two to four occupations side by side, in lines that a screen reader reads well."""

from __future__ import annotations

from conversations import cards
from conversations.answers.answer import Answer, clusters_of
from conversations.messages import Choice, Phrase, Reply, choice
from conversations.requests import Request
from conversations.session import Topic
from conversations.steps import Context
from knowledge.models import Occupation

LIMIT = 4


def answer_compare(context: Context, request: Request) -> Answer:
    codes = request.occupations[: min(LIMIT, request.compared or LIMIT)]
    topic = Topic(intent=request.intent, occupations=codes)
    return Answer((comparison(context, codes),), request.occupations, clusters_of(context, codes), topic=topic)


def comparison(context: Context, codes: tuple[str, ...], *, replaces: bool = False) -> Reply:
    catalog = context.catalog
    occupations = [catalog.occupations[code] for code in codes]
    shared = shared_skills(context, codes)
    values = {
        "names": [o.name for o in occupations],
        "blocks": [block(o) for o in occupations],
        "shared": Phrase("compare.shared", {"skills": shared}) if shared else None,
        "difference": difference(occupations),
        "sources": cards.sources(catalog, "oews", "ep", *(("onet",) if shared else ())),
    }
    openers: list[Choice] = [choice(f"o:{o.code}", "common.button.open", name=o.name) for o in occupations]
    return Reply(Phrase("compare.table", values), tuple(cards.pairs(openers)), replaces=replaces)


def block(occupation: Occupation) -> Phrase:
    pay = cards.pay_line(occupation)
    return Phrase(
        "compare.block",
        {
            "name": occupation.name,
            "sentence": occupation.sentence,
            "pay": pay,
            "school": cards.school_line(occupation),
            "outlook": cards.outlook_line(occupation.outlook),
            "note": cards.broader_note(occupation),
        },
    )


def shared_skills(context: Context, codes: tuple[str, ...]) -> list[str]:
    """Skills among the ten most important of every one, in the first one's order."""
    tops = [[skill.name for skill in context.catalog.skills(code)[:10]] for code in codes]
    return [name for name in tops[0] if all(name in top for top in tops[1:])][:4] if tops else []


def difference(occupations: list[Occupation]) -> Phrase | None:
    """Where they differ most: schooling first, as it decides the years before the first pay check, then pay."""
    schooled = [o for o in occupations if o.preparation]
    if len(schooled) >= 2:
        most = max(schooled, key=lambda o: o.preparation.education if o.preparation else 0)
        least = min(schooled, key=lambda o: o.preparation.education if o.preparation else 0)
        if most.preparation and least.preparation and most.preparation.education - least.preparation.education >= 2:
            values = {
                "more": most.name,
                "less": least.name,
                "high": cards.education(most.preparation.education),
                "low": cards.education(least.preparation.education),
            }
            return Phrase("compare.school_differs", values)
    paid = [o for o in occupations if o.pay and o.pay.yearly]
    if len(paid) >= 2:
        top = max(paid, key=lambda o: (o.pay.yearly or 0) if o.pay else 0)
        low = min(paid, key=lambda o: (o.pay.yearly or 0) if o.pay else 0)
        gap = ((top.pay.yearly or 0) if top.pay else 0) - ((low.pay.yearly or 0) if low.pay else 0)
        if gap:
            return Phrase("compare.pay_differs", {"more": top.name, "less": low.name, "gap": gap})
    return None
