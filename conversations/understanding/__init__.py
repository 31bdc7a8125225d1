"""A student's text -> what it asks for. Distress is looked for before anything else."""

from __future__ import annotations

from functools import lru_cache

from conversations.requests import Intent, Request
from conversations.session import Topic
from conversations.understanding.naming import Naming
from conversations.understanding.reader import Reader
from conversations.understanding.safety import in_distress
from conversations.understanding.shorthand import written_out
from knowledge.catalog import Catalog
from knowledge.matching import Matcher

__all__ = ["naming_of", "understand"]


class _Readers:
    """The reader of one matcher; built once, as its tables are."""

    @staticmethod
    @lru_cache(maxsize=4)
    def of(matcher: Matcher) -> Reader:
        return Reader(matcher.catalog, matcher)


def understand(text: str, topic: Topic | None, catalog: Catalog, matcher: Matcher) -> Request:
    if in_distress(text):
        return Request(Intent.SUPPORT)
    return _Readers.of(matcher).read(written_out(text), topic)


def naming_of(matcher: Matcher) -> Naming:
    return _Readers.of(matcher).naming
