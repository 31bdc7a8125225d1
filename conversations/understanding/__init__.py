"""A student's text -> what it asks for. Distress is looked for before anything else."""

from __future__ import annotations

from functools import lru_cache

from conversations.requests import Intent, Request
from conversations.session import Topic
from conversations.understanding.kinds import Kinds
from conversations.understanding.naming import Naming
from conversations.understanding.reader import Reader
from knowledge.catalog import Catalog
from knowledge.matching import Matcher

__all__ = ["alarming", "naming_of", "understand"]


class _Readers:
    """The reader of one matcher; built once, as its tables are."""

    @staticmethod
    @lru_cache(maxsize=4)
    def of(matcher: Matcher) -> Reader:
        return Reader(matcher.catalog, matcher, Kinds.load(matcher.meaning) if matcher.meaning else None)


def alarming(text: str, matcher: Matcher) -> bool:
    """Whether a text speaks of self-harm, abuse or danger, so that the crisis contacts must come first."""
    return _Readers.of(matcher).alarming(text)


def understand(text: str, topic: Topic | None, catalog: Catalog, matcher: Matcher) -> Request:
    reader = _Readers.of(matcher)
    return Request(Intent.SUPPORT) if reader.alarming(text) else reader.read(text, topic)


def naming_of(matcher: Matcher) -> Naming:
    return _Readers.of(matcher).naming
