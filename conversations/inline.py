"""What is offered for a few words typed after the bot's name in any chat: cards to send there.

Owns which cards, and that distress gets none of them. Content only: knows no student, keeps nothing, and links by content ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

from conversations import cards
from conversations.messages import Phrase
from conversations.steps import Context
from conversations.understanding import naming_of
from conversations.understanding.safety import in_distress
from knowledge.matching import Matcher
from knowledge.models import Occupation
from knowledge.selection import by_openings
from knowledge.text import normalise

MOST = 10
LONGEST = 256
"""Characters of a query that are read; Telegram allows no more."""
POPULAR = ("29-1141.00", "15-1252.00", "47-2111.00", "25-2021.00", "33-3051.00", "35-1011.00")
"""Jobs that everyone knows, each of another field, for who has typed nothing yet."""
SUPPORT = "support"
"""Start parameter that shows the crisis contacts."""
_ASK = "hello"
_TOO_FAR = 0.4
"""A match whose score is a smaller part of the best one's is not offered."""


@dataclass(frozen=True)
class InlineCard:
    """``id`` is the content id of the bot's own buttons, ``link`` the start parameter that opens the same in the bot."""

    id: str
    link: str
    title: Phrase
    description: Phrase
    text: Phrase


@dataclass(frozen=True)
class InlineAnswer:
    cards: tuple[InlineCard, ...]
    button: Phrase
    """Above the cards; leads to the bot, with ``start``."""
    start: str
    lasting: bool = True
    """The same for everyone for a while."""


def inline_answer(context: Context, query: str) -> InlineAnswer:
    if in_distress(query):
        return InlineAnswer((), Phrase("inline.button.support"), SUPPORT, lasting=False)
    found = inline_cards(context, query)
    return InlineAnswer(found, Phrase("inline.button.ask" if found else "inline.button.none"), _ASK)


def inline_cards(context: Context, query: str) -> tuple[InlineCard, ...]:
    """Best first; none for distress, nor for what names nothing."""
    if in_distress(query):
        return ()
    words = normalise(query[:LONGEST]).strip()
    if not words:
        return tuple(_occupation(context, code) for code in POPULAR)
    field, _ = naming_of(context.matcher).place(words)
    ids = dict.fromkeys(
        chain(_named_in_full(context, words), _fields(context, words, field), _meant(context, words, field), _begun(context, words))
    )
    return tuple(_card(context, id) for id in islice(ids, MOST))


@lru_cache(maxsize=4)
def _names(matcher: Matcher) -> tuple[tuple[str, str, str], ...]:
    """Code, everyday name and official title as they are compared; where the most are hired first."""
    return tuple((o.code, normalise(o.name), normalise(o.title)) for o in by_openings(matcher.catalog.occupations.values()))


def _named_in_full(context: Context, words: str) -> Iterator[str]:
    return (code for code, *names in _names(context.matcher) if words in names)


def _fields(context: Context, words: str, field: str | None) -> Iterator[str]:
    if field:
        yield field
    for cluster in context.catalog.clusters.values():
        if _begins(words, normalise(cluster.title)) or _begins(words, normalise(cluster.short)):
            yield cluster.id


def _meant(context: Context, words: str, field: str | None) -> Iterator[str]:
    """What the words mean; of a field's name, where the most are hired in it."""
    if field:
        yield from (o.code for o in by_openings(context.catalog.members(field)))
        return
    found = naming_of(context.matcher).occupation(words)
    if found and found.likely:
        best = found.ranking.occupations[0].score
        yield from (one.id for one in found.ranking.occupations if one.score >= _TOO_FAR * best)


def _begun(context: Context, words: str) -> Iterator[str]:
    """A name of which a word is still being typed."""
    return (code for code, name, _ in _names(context.matcher) if _begins(words, name))


def _begins(words: str, name: str) -> bool:
    return len(words) > 1 and f" {words}" in f" {name}"


def _card(context: Context, id: str) -> InlineCard:
    return _occupation(context, id) if id in context.catalog.occupations else _cluster(context, id)


def _occupation(context: Context, code: str) -> InlineCard:
    occupation = context.catalog.occupations[code]
    link = f"o_{code.replace('.', '-')}"
    return InlineCard(f"o:{code}", link, _name(occupation.name), _line(context, occupation), cards.occupation_card(context, code).phrase)


def _line(context: Context, occupation: Occupation) -> Phrase:
    used = (*(("oews",) if occupation.pay else ()), *(("ep",) if occupation.preparation else ()))
    values = {
        "facts": cards.item_facts(occupation),
        "wider": cards.wider_note((occupation,)),
        "sources": cards.sources(context.catalog, *used) if used else None,
    }
    return Phrase("inline.job", values)


def _cluster(context: Context, id: str) -> InlineCard:
    cluster = context.catalog.clusters[id]
    line = Phrase("inline.field", {"count": len(cluster.occupations), "paths": len(cluster.pathways)})
    return InlineCard(f"c:{id}", f"c_{id}", _name(cluster.title), line, cards.cluster_card(context, id).phrase)


def _name(name: str) -> Phrase:
    return Phrase("common.name", {"name": name})
