"""One utterance in the forms its readings need, and what several readings share.

Owns cutting a text up. Knows no intent's order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from conversations.requests import Filters, Intent, Request
from conversations.understanding import entities
from conversations.understanding.cues import Cue, trimmed
from conversations.understanding.naming import Named, Naming
from knowledge.text import normalise, wordset

_IT = re.compile(
    r"\bit (?=(?:people|guys?|person|jobs?|careers?|workers?|techs?|support|specialists?|clusters?|field|degrees?|"
    r"certs?|certifications?|department|managers?|directors?|consultants?|admins?|analysts?|pathway|industry|world|classes|electives)\b)"
)
_LOOSE = wordset("a an the of for in to is are as and or with u i you do does if so s that be at on by my it")


@dataclass(frozen=True)
class Utterance:
    """A text in the forms its readings need."""

    raw: str
    text: str
    """Normalised, without greetings and asides."""
    bare: str
    """Without place, money, schooling and growth."""
    state: str | None
    filters: Filters


def field_it(raw: str, text: str) -> str:
    """ "IT" is a field where it is written so, or stands where a field would."""
    if re.search(r"\bIT\b", raw) and not raw.isupper():
        return re.sub(r"\bit\b", "information technology", text, count=1)
    return _IT.sub("information technology ", text)


def utterance_of(naming: Naming, raw: str, said: str) -> Utterance:
    mended = " ".join(naming.matcher.read(said).words)
    state, rest = entities.state(raw, mended)
    filters = Filters()
    low, high, without_money = entities.money(raw)
    if low is not None or high is not None:
        filters = replace(filters, pay_min=low, pay_max=high)
        rest = trimmed(normalise(without_money))
    filters, rest = entities.schooling(rest, filters)
    filters, rest = entities.growth(rest, raw, filters)
    filters, rest = entities.good_pay(rest, filters)
    return Utterance(raw, mended, " ".join(rest.split()), state, filters)


def bare_words(text: str) -> str:
    """Without loose small words at either end."""
    words = text.split()
    while words and words[0] in _LOOSE:
        words.pop(0)
    while words and words[-1] in _LOOSE:
        words.pop()
    return " ".join(words)


def asked(naming: Naming, cue: Cue, text: str) -> Named | None:
    rest = bare_words(cue.rest(text))
    return naming.subject(rest, rest) or naming.occupation(rest) if rest else None


def place_of(naming: Naming, rest: str, pathway: bool = False) -> tuple[str | None, str | None]:
    if pathway and (id := next((p.id for p in naming.catalog.pathways.values() if normalise(p.title) == rest), None)):
        return naming.catalog.pathways[id].cluster, id
    return naming.place(rest)


def clusters_of(found: Named | None) -> tuple[str, ...]:
    return tuple(candidate.id for candidate in found.ranking.clusters) if found else ()


def about(intent: Intent, found: Named, less_school: bool = False, more_pay: bool = False) -> Request:
    return Request(
        intent,
        occupations=found.occupations,
        clusters=found.clusters,
        said=found.said,
        because=found.because,
        near_miss=not found.sure,
        confidence=found.ranking.occupations[0].probability,
        less_school=less_school,
        more_pay=more_pay,
    )
