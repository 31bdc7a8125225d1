"""Cuts a long text into clauses, so that a question wrapped in a story is heard.

Owns where a text is cut. Knows no kind of question.
"""

from __future__ import annotations

import re

LONG = 11
"""Words from which a text is cut."""
SHORT = 3
"""Words below which a clause is too little to go by, and stays with its neighbour."""
MOST = 3
"""How many clauses are read: questions stand at the end of what is told, hardly ever at its start."""

_ENDS = re.compile(r"[.?!;,:\n…()]+(?=\s|$)|\s-+\s|\b(?:so|but|because|bc|cuz|cause|tho|though|pero|y asi)\b", re.IGNORECASE)


def clauses(text: str) -> list[str]:
    """The last clauses of a long text, each with words enough to go by; none of a short one."""
    if len(text.split()) < LONG:
        return []
    parts: list[str] = []
    for part in filter(None, map(str.strip, _ENDS.split(text))):
        if parts and min(len(parts[-1].split()), len(part.split())) < SHORT:
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts[-MOST:] if len(parts) > 1 else []
