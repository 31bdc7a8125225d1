"""Rows of choices that several cards share."""

from __future__ import annotations

from collections.abc import Iterable

from conversations.messages import Choice, choice
from conversations.steps import Context
from knowledge.catalog import Catalog
from knowledge.models import Occupation

Row = tuple[Choice, ...]


def occupation_choices(context: Context, occupation: Occupation) -> tuple[Row, ...]:
    code = occupation.code
    rows: list[Row] = [
        (section_choice(code, "pay"), section_choice(code, "school"), section_choice(code, "outlook")),
        (section_choice(code, "skills"), section_choice(code, "similar")),
    ]
    rows.append((save_choice(context, code), *field_choices(context.catalog, occupation)))
    return tuple(rows)


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
    """Two to a row where both labels are short enough to read on a phone, else one."""
    rows: list[Row] = []
    waiting: Choice | None = None
    for item in choices:
        if len(str(item.label.values.get("name", ""))) > 18:
            rows.append((item,))
        elif waiting is None:
            waiting = item
        else:
            rows.append((waiting, item))
            waiting = None
    return [*rows, (waiting,)] if waiting else rows
