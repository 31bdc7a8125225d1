"""Small words as students shorten them, written out: a reading goes by "what" and "much", not "wat" and "mutch".

Owns chat spelling of the words that ask. The words are data (shorthand.toml). Knows no catalog.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from knowledge.text import LIMIT


@cache
def _written() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["written"]
    return tuple((re.compile(row["match"], re.IGNORECASE), row["as"]) for row in rows)


@lru_cache(maxsize=1024)
def written_out(text: str) -> str:
    """The text with its shorthand written out; all else as typed. Twice is the same as once."""
    text = text[:LIMIT]
    for pattern, written in _written():
        text = pattern.sub(written, text)
    return text
