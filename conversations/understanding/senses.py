"""Words of more than one meaning, and asking which is meant. The senses are data: knowledge/data/vocabulary/ambiguous.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conversations.requests import Intent, Request, Sense
from knowledge.text import normalise, stem, wordset

if TYPE_CHECKING:
    from conversations.understanding.naming import Naming


_LOOSE = wordset(
    """
    i im ive like likes love loves enjoy want wanna to be a an the into in really very so with work working works stuff things thing
    about job jobs career careers something anything doing good at am my is and just kinda maybe idk probably someday being interested
    for lol me of field u you
    """
)


@cache
def _table(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / "vocabulary" / "ambiguous.toml"
    if not path.exists():
        return {}
    found: dict[str, dict[str, Any]] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["word"]:
        for said in entry["said"]:
            found[_key(said)] = entry
    return found


def _key(text: str) -> str:
    words = normalise(text).split()
    kept = [stem(word) for word in words if word not in _LOOSE]
    return " ".join(kept) or " ".join(words)


def of(text: str, naming: Naming) -> Request | None:
    """A question back, where the text is one of these words and nothing else."""
    entry = _table(naming.catalog.folder).get(_key(text))
    if entry is None:
        return None
    catalog = naming.catalog
    found = tuple(
        Sense(one["kind"], one["id"], one["reason"], one.get("weight", 1.0 / (rank + 2))) for rank, one in enumerate(entry["sense"])
    )
    clusters: list[str] = []
    codes: list[str] = []
    for sense in found:
        if sense.kind == "occupation":
            codes.append(sense.id)
            clusters += catalog.occupations[sense.id].clusters[:1]
        elif sense.kind == "cluster":
            clusters.append(sense.id)
        elif sense.kind == "pathway":
            clusters.append(catalog.pathways[sense.id].cluster)
    ranking = naming.matcher.rank(text)
    clusters += entry.get("clusters", [])
    clusters += [candidate.id for candidate in ranking.clusters]
    codes += [candidate.id for candidate in ranking.occupations[:10]]
    ahead = bool(entry.get("ahead"))
    intent = Intent.CLARIFY if not ahead else Intent.TITLE if found[0].kind == "occupation" else Intent.INTEREST
    return Request(
        intent,
        senses=found[1:] if ahead else found,
        clusters=tuple(dict.fromkeys(clusters)),
        occupations=tuple(dict.fromkeys(codes)),
        said=text,
        because=found[0].reason if ahead else None,
    )
