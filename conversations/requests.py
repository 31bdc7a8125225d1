"""What a student's text asks for: the reading that understanding.py produces and the answers are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from knowledge.selection import Filters, Using

__all__ = ["Filters", "Intent", "Request", "Sense", "Using"]


class Intent(StrEnum):
    JOBS_USING = "jobs_using"
    PAY = "pay"
    EDUCATION_NEEDED = "education_needed"
    OUTLOOK = "outlook"
    HOW_TO_BECOME = "how_to_become"
    DESCRIBE_OCCUPATION = "describe_occupation"
    DESCRIBE_CLUSTER = "describe_cluster"
    JOBS_IN_CLUSTER_OR_PATHWAY = "jobs_in_cluster_or_pathway"
    WHICH_CLUSTER = "which_cluster"
    COMPARE = "compare"
    FILTER = "filter"
    SIMILAR_JOBS = "similar_jobs"
    HIGHEST_PAID_IN = "highest_paid_in"
    LICENCE_OR_CERTIFICATION = "licence_or_certification"
    CONCEPT = "concept"
    START_QUIZ = "start_quiz"
    PLAN_OF_STUDY = "plan_of_study"
    MY_LIST = "my_list"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    INTEREST = "interest"
    """A bare interest: "i like drawing"."""
    TITLE = "title"
    """A bare title: "vet tech"."""
    MAJOR = "major"
    CLARIFY = "clarify"
    FALLBACK = "fallback"
    SUPPORT = "support"


@dataclass(frozen=True)
class Sense:
    """One thing a text might mean, with the reason in the student's terms."""

    kind: Literal["occupation", "cluster", "pathway", "using", "intent"]
    id: str
    """Code, cluster id, pathway id, or the id of the choice that answers it."""
    reason: str
    """A few plain words: "Cisco gear, servers and Wi-Fi"."""
    probability: float


@dataclass(frozen=True)
class Request:
    intent: Intent
    occupations: tuple[str, ...] = ()
    """Ranked codes; for compare, the ones to put side by side, first."""
    clusters: tuple[str, ...] = ()
    """Ranked cluster ids."""
    pathway: str | None = None
    places: tuple[str, ...] = ()
    """For compare: clusters and pathways to put side by side, instead of occupations."""
    compared: int = 0
    """How many of the occupations a compare names; the rest are further readings of them."""
    using: tuple[Using, ...] = ()
    filters: Filters = field(default_factory=Filters)
    asked: Intent | None = None
    """The question that a clarify asks back about, where the words told it: "what jobs use networking"."""
    state: str | None = None
    concept: str | None = None
    """Id of a concept in the wording (concept.*)."""
    small_talk: str | None = None
    """Id of a line for what needs no answer from the catalog (talk.small.*)."""
    major: str | None = None
    """CIP code."""
    action: Literal["view", "save", "remove"] = "view"
    """For my_list: what to do with the list."""
    less_school: bool = False
    more_pay: bool = False
    senses: tuple[Sense, ...] = ()
    """For clarify: two to four, likeliest first. Otherwise: other readings worth a line."""
    because: str | None = None
    """Why this was matched, in the student's terms: "you said 'cisco': network gear"."""
    said: str | None = None
    """The words that named the occupation, cluster or thing, for near misses."""
    follow_up: bool = False
    """Whether the turn before supplied what is asked about."""
    page: int = 0
    near_miss: bool = False
    """The match is unsure: say what was understood and what was not."""
    confidence: float = 1.0
