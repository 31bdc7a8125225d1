"""A text that asks nothing: a bare title, a bare interest, or nothing of ours.

Owns answering, asking back or refusing. Knows no question.
"""

from __future__ import annotations

from conversations.requests import Intent, Request, Sense
from conversations.understanding import foreign, senses
from conversations.understanding.naming import Named, Naming
from conversations.understanding.utterance import Utterance, clusters_of
from knowledge.ranking import Candidate, Ranking
from knowledge.text import normalise

CLEAR = 0.4
"""Share named from which words of another language count no more."""
WEAK, FAR, FAINT = 0.25, 0.42, 3.0
"""Below all three a text names nothing: share explained, cosine of the meaning, weight of its best word."""


def bare(naming: Naming, utterance: Utterance, *, refuses: bool = True) -> Request:
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
