"""Rows of choices that several cards share."""

from __future__ import annotations

from collections.abc import Iterable

from conversations.messages import Choice, Phrase, choice
from conversations.steps import Context
from knowledge.catalog import Catalog
from knowledge.models import Group, Occupation

Row = tuple[Choice, ...]
_SHORT = 18


def occupation_choices(context: Context, occupation: Occupation) -> tuple[Row, ...]:
    code = occupation.code
    rows: list[Row] = [
        (section_choice(code, "pay"), section_choice(code, "school"), section_choice(code, "outlook")),
        (section_choice(code, "skills"), section_choice(code, "similar")),
    ]
    if occupation.group is Group.DETAILED:
        deciding = [("ld", "ladder.button.next"), ("mo", "occupation.button.majors"), ("pl", "place.button.place")]
        rows.append(tuple(choice(f"{view}:{code}", label) for view, label in deciding))
    rows.append((save_choice(context, code), choice(f"cw:{code}", "compare.button.compare"), choice(f"my:n:{code}", "plan.button.plan")))
    rows.append((*field_choices(context.catalog, occupation), share_choice(f"o:{code}", occupation.name)))
    return tuple(rows)


def share_choice(id: str, name: str) -> Choice:
    """Takes a card to another chat: what it is of, and nothing of who shares it."""
    return Choice(id, Phrase("common.button.share"), share=name)


def section_choice(code: str, section: str) -> Choice:
    return choice(f"o:{code}:{section}", f"occupation.button.{section}")


def save_choice(context: Context, code: str) -> Choice:
    saved = code in context.session.shortlist
    return choice(f"-:{code}", "common.button.remove") if saved else choice(f"+:{code}", "common.button.save")


def field_choices(catalog: Catalog, occupation: Occupation) -> Row:
    """The way back up: the occupation's first field, or all of them."""
    if not occupation.clusters:
        return (choice("x", "common.button.explore"),)
    cluster = catalog.clusters[occupation.clusters[0]]
    return (choice(f"c:{cluster.id}", "common.button.open", name=cluster.short),)


def pairs(choices: Iterable[Choice]) -> list[Row]:
    """In order, two to a row where both labels are short enough to read on a phone, else one."""
    rows: list[Row] = []
    waiting: Choice | None = None
    for item in choices:
        short = len(str(item.label.values.get("name", ""))) <= _SHORT
        if waiting and short:
            rows.append((waiting, item))
            waiting = None
            continue
        if waiting:
            rows.append((waiting,))
        waiting = item if short else None
        if not short:
            rows.append((item,))
    return [*rows, (waiting,)] if waiting else rows
