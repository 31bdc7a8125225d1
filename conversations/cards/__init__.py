"""Occupation, cluster and pathway as replies. Knows the catalog and wording keys; decides no flow."""

from conversations.cards.buttons import Row, field_choices, pairs, save_choice, section_choice
from conversations.cards.cluster import (
    LICENSE_FINDER,
    cluster_back,
    cluster_card,
    cluster_edition,
    cluster_like,
    cluster_paths,
    cluster_school,
    explore,
    pathway_empty,
)
from conversations.cards.lines import (
    broader_note,
    education,
    experience_line,
    field_line,
    item_facts,
    item_line,
    outlook_line,
    pay_line,
    school_line,
    sources,
    wider_note,
)
from conversations.cards.occupation import occupation_card
from conversations.cards.sections import SECTIONS, occupation_section

__all__ = [
    "LICENSE_FINDER",
    "SECTIONS",
    "Row",
    "broader_note",
    "cluster_back",
    "cluster_card",
    "cluster_edition",
    "cluster_like",
    "cluster_paths",
    "cluster_school",
    "education",
    "experience_line",
    "explore",
    "field_choices",
    "field_line",
    "item_facts",
    "item_line",
    "occupation_card",
    "occupation_section",
    "outlook_line",
    "pairs",
    "pathway_empty",
    "pay_line",
    "save_choice",
    "school_line",
    "section_choice",
    "sources",
    "wider_note",
]
