"""The 16 clusters and 79 pathways of the 2003-2024 National Career Clusters framework, in its order."""

from __future__ import annotations

import re

CLUSTERS: dict[str, str] = {
    "agriculture-food-natural-resources": "Agriculture, Food & Natural Resources",
    "architecture-construction": "Architecture & Construction",
    "arts-av-communications": "Arts, A/V Technology & Communications",
    "business-management-administration": "Business Management & Administration",
    "education-training": "Education & Training",
    "finance": "Finance",
    "government-public-administration": "Government & Public Administration",
    "health-science": "Health Science",
    "hospitality-tourism": "Hospitality & Tourism",
    "human-services": "Human Services",
    "information-technology": "Information Technology",
    "law-public-safety-corrections-security": "Law, Public Safety, Corrections & Security",
    "manufacturing": "Manufacturing",
    "marketing": "Marketing",
    "stem": "Science, Technology, Engineering & Mathematics",
    "transportation-distribution-logistics": "Transportation, Distribution & Logistics",
}

PATHWAY_COUNT = 79

_ID_LIMIT = 48  # a pathway's button must fit Telegram's 64 bytes


def slug(title: str) -> str:
    """A title's id. "&" and "and" are dropped, as publishers use both."""
    out = ""
    for word in re.sub(r"[^a-z0-9]+", " ", title.lower().replace("'", "")).split():
        if word == "and":
            continue
        if out and len(out) + 1 + len(word) > _ID_LIMIT:
            break
        out = f"{out}-{word}" if out else word
    return out
