"""The occupation card."""

from __future__ import annotations

from conversations.cards.buttons import occupation_choices
from conversations.cards.lines import (
    field_line,
    interests_line,
    official_title,
    outlook_line,
    pay_line,
    profile_note,
    school_line,
    sources,
)
from conversations.messages import Phrase, Reply
from conversations.steps import Context
from knowledge.models import Basis, Group, Occupation

MY_NEXT_MOVE = "https://www.mynextmove.org/profile/summary/{code}"
ONET_ONLINE = "https://www.onetonline.org/link/summary/{code}"


def occupation_card(context: Context, code: str, *, replaces: bool = False) -> Reply:
    catalog, occupation = context.catalog, context.catalog.occupations[code]
    phrase = Phrase(
        "occupation.card",
        {
            "name": occupation.name,
            "official": official_title(occupation),
            "sentence": occupation.sentence,
            "pay": pay_line(occupation),
            "outlook": outlook_line(occupation.outlook),
            "school": school_line(occupation),
            "skills": [item.name for item in catalog.skills(code)[:3]],
            "tools": [item.name for item in catalog.tools(code, 3)],
            "interests": interests_line(occupation),
            "field": field_line(catalog, occupation),
            "placed": Phrase("occupation.placed") if occupation.basis is Basis.SIGNPOST else None,
            "note": profile_note(occupation),
            "links": None if occupation.group is not Group.DETAILED else [link.format(code=code) for link in (MY_NEXT_MOVE, ONET_ONLINE)],
            "sources": sources(catalog, *card_sources(occupation)),
        },
    )
    return Reply(phrase, occupation_choices(context, occupation), replaces=replaces)


def card_sources(occupation: Occupation) -> tuple[str, ...]:
    """Only sources of figures that the card really shows."""
    used = []
    if occupation.pay:
        used.append("oews")
    if occupation.outlook:
        used.append("ep")
    return (*used, "onet")
