"""Reads one utterance: which question it is, and about what.

Owns the order in which readings are tried. Knows no wording.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conversations.requests import Intent, Request
from conversations.session import Topic
from conversations.understanding import followups, listings, outside, questions
from conversations.understanding.bare import bare
from conversations.understanding.cues import concept, cues, trimmed
from conversations.understanding.naming import Naming
from conversations.understanding.utterance import Utterance, field_it, utterance_of
from knowledge.catalog import Catalog
from knowledge.matching import Matcher
from knowledge.text import normalise

Reading = Callable[[Naming, Utterance], Request | None]

# Order matters: a reading sees only what those before it left.
READINGS: tuple[Reading, ...] = (
    questions.title,
    questions.compare,
    questions.similar,
    questions.plan,
    questions.describe_place,
    questions.which_cluster,
    listings.highest,
    listings.major,
    listings.avoid,
    listings.constrained,
    questions.licence,
    questions.pay,
    questions.education,
    questions.outlook,
    questions.become,
    listings.listing,
    questions.describe,
)


class Reader:
    def __init__(self, catalog: Catalog, matcher: Matcher) -> None:
        self.naming = Naming(catalog, matcher)

    def read(self, raw: str, topic: Topic | None) -> Request:
        text = field_it(raw, normalise(raw))
        if not text:
            return Request(Intent.FALLBACK)
        said = trimmed(text) or text
        if liked := followups.liked(text):
            return bare(self.naming, utterance_of(self.naming, liked, liked))
        if alone := standing_alone(text, said):
            return alone
        if outside.always(text):
            return Request(Intent.FALLBACK)
        utterance = utterance_of(self.naming, raw, said)
        if outside.always(utterance.text):
            return Request(Intent.FALLBACK)
        if topic and (follow := followups.read(utterance.text, topic, utterance.state, self.naming, text)):
            return follow
        if followups.orphaned(utterance.text, topic) or followups.orphaned(text, topic):
            return Request(Intent.FALLBACK, follow_up=True)
        for reading in READINGS:
            if request := reading(self.naming, utterance):
                return replace(request, state=request.state or utterance.state)
        return bare(self.naming, utterance)


def standing_alone(text: str, said: str) -> Request | None:
    """What needs no catalog: greetings, thanks, help, the list, the quiz, ideas."""
    for rule in cues().rules:
        if rule.match.search(text) or rule.match.search(said):
            return Request(rule.intent, action=rule.action)
    if id := concept(text) or concept(said):
        # Small talk about the bot itself is not ours, but has an answer.
        return Request(Intent.FALLBACK if id == "about-bot" else Intent.CONCEPT, concept=id)
    return None
