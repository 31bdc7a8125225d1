"""A text that asks nothing: a bare title, a bare interest, or nothing of ours.

Owns answering, asking back or refusing. Knows no question.
"""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.requests import Intent, Request, Sense
from conversations.understanding import foreign, senses
from conversations.understanding.naming import Named, Naming
from conversations.understanding.refusals import refusals
from conversations.understanding.utterance import Utterance, clusters_of
from knowledge.ranking import Candidate, Ranking
from knowledge.text import normalise

CLEAR = 0.4
"""Share named from which words of another language count no more."""
REFUSED = 8
"""How many occupations a refusal is about."""
WEAK, FAR, FAINT = 0.25, 0.42, 3.0
"""Below all three a text names nothing: share explained, cosine of the meaning, weight of its best word."""


_REFUSES = re.compile(
    r"^(?P<wish>.+?) but (?:i |im |def |definitely |also |just |really )*"
    r"(?:not|no|nothing with|without|hate|dont (?:like|want|do|wanna)|cant (?:stand|do)|never)"
    r"(?: (?:to|the|a|any|do|deal with|work with|with|around|like|really))* (?P<refused>.+)$"
    r"|^i (?:really |lowkey )?(?:hate|dont (?:really )?like|cant stand) (?P<refused2>.+?) but (?:i )?(?P<wish2>.+)$"
)


def wished(naming: Naming, text: str) -> tuple[str, str]:
    """What is wished and what is refused: "old people but not kids". All is wished where either names nothing."""
    match = _REFUSES.match(text)
    wish, refused = (match["wish"] or match["wish2"], match["refused"] or match["refused2"]) if match else (text, "")
    if not refused and (against := refusals(naming, text)):
        wish, refused = against.rest, " ".join((*against.occupations, *(thing.said for thing in against.things), *against.clusters))
    known = refused and all(naming.matcher.rank(part).covered >= CLEAR for part in (wish, refused))
    return (wish, refused) if known else (text, "")


def bare(naming: Naming, utterance: Utterance, *, refuses: bool = True) -> Request:
    """What a bare text points to, without the occupations that fit best what it refuses, and without the fields."""
    wish, refused = wished(naming, utterance.text)
    request = _bare(naming, replace(utterance, text=wish), refuses=refuses)
    if not refused:
        return request
    against = {candidate.id for candidate in naming.matcher.rank(refused).occupations[:REFUSED]}
    left = tuple(code for code in request.occupations if code not in against)
    fields = refusals(naming, utterance.text).clusters
    senses = tuple(sense for sense in request.senses if sense.id not in fields)
    return replace(
        request,
        occupations=left or request.occupations,
        clusters=tuple(cluster for cluster in request.clusters if cluster not in fields) or request.clusters,
        senses=senses if len(senses) > 1 or request.intent is not Intent.CLARIFY else request.senses,
    )


def _bare(naming: Naming, utterance: Utterance, *, refuses: bool) -> Request:
    text = utterance.text
    if choice := senses.of(text, naming):
        return choice
    ranking = naming.matcher.rank(text)
    if not ranking.occupations or (refuses and refused(naming, utterance, ranking)):
        return Request(Intent.FALLBACK)
    found = naming.occupation(text)
    assert found is not None
    place, pathway = naming.place(text)
    clusters = clusters_of(found)
    if place:
        clusters = tuple(dict.fromkeys((place, *clusters)))
    intent = Intent.TITLE if found.sure and not place else Intent.INTEREST
    if place and naming.topics.named(text):
        intent = Intent.DESCRIBE_CLUSTER
    others = other_readings(naming, found)
    unsure = intent is Intent.INTEREST and not place and ranking.confidence < naming.matcher.weights.ask
    if unsure and others:
        first = sense_of(naming, ranking.clusters[0])
        return Request(
            Intent.CLARIFY,
            occupations=found.occupations,
            clusters=clusters,
            said=text,
            senses=(first, *others),
            confidence=ranking.confidence,
        )
    return Request(
        intent,
        occupations=found.occupations,
        clusters=clusters,
        pathway=pathway,
        said=text,
        because=found.because,
        near_miss=unsure or not found.likely,
        confidence=ranking.confidence,
        state=utterance.state,
        senses=others,
    )


def refused(naming: Naming, utterance: Utterance, ranking: Ranking) -> bool:
    """Nothing of ours: no word to go by, another language, a question that asks about no work, or too little to tell."""
    clear = max(ranking.spoken, ranking.named)
    typed = normalise(utterance.raw).split()
    if not ranking.occupations or foreign.gibberish(list(ranking.query.words), ranking.query.unknown):
        return True
    if foreign.only_other_language(typed) or (foreign.other_language(typed) and clear < CLEAR):
        return True
    nothing = max(clear, ranking.covered) < WEAK and ranking.nearness < FAR and ranking.lexical < FAINT
    return nothing or ranking.confidence < naming.matcher.weights.refuse


def other_readings(naming: Naming, found: Named) -> tuple[Sense, ...]:
    """Other clusters worth a line."""
    return tuple(
        sense_of(naming, candidate) for candidate in found.ranking.clusters[1:3] if candidate.probability >= naming.matcher.weights.close
    )


def sense_of(naming: Naming, candidate: Candidate) -> Sense:
    return Sense("cluster", candidate.id, candidate.reason or naming.catalog.clusters[candidate.id].title, candidate.probability)
