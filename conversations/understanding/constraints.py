"""Wishes and refusals in a student's words, piece by piece: "no college, over 50k, not in an office", "actually 40k".

Owns the step from words to constraints, in the order said; the words are data (wishes.toml). Knows no session and no wording.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from conversations.requests import Filters
from conversations.understanding import entities
from conversations.understanding.naming import Naming
from knowledge.narrowing import BESIDE, Constraint, Constraints, Kind
from knowledge.text import FILLER, normalise
from knowledge.work_settings import Settings

_LOOSE_ENDS = re.compile(r"^(?:(?:and|or|with) )+|(?: (?:and|or|with))+$")
"""What is left beside a name where a figure was taken out: "vet and" of "vet and no college"."""


@dataclass(frozen=True)
class Parsed:
    add: tuple[Constraint, ...] = ()
    drop: frozenset[Kind] = frozenset()
    everything: bool = False
    """Start over."""
    unknown: tuple[str, ...] = ()
    """Wishes that no table can judge."""
    rest: tuple[str, ...] = ()
    """Words that were not understood."""

    @property
    def empty(self) -> bool:
        return not (self.add or self.drop or self.everything or self.unknown)

    @property
    def strong(self) -> int:
        """How many pieces can be nothing but constraints, whatever was talked of before."""
        weak = ("in", "path", "use", "state")
        return sum(one.kind not in weak for one in self.add) + len(self.drop) + self.everything + len(self.unknown)


@dataclass(frozen=True)
class _Table:
    pattern: dict[str, re.Pattern[str]]
    dropped: tuple[tuple[re.Pattern[str], frozenset[Kind]], ...]
    levels: tuple[tuple[re.Pattern[str], int], ...]
    small: frozenset[str]


def _words(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


@cache
def _table() -> _Table:
    raw = tomllib.loads(Path(__file__).with_name("wishes.toml").read_text(encoding="utf-8"))
    return _Table(
        pattern={name: re.compile(pattern) for name, pattern in raw["pattern"].items()},
        dropped=tuple((_words(row["words"]), frozenset(row["kinds"])) for row in raw["dropped"]),
        levels=tuple((_words(row["words"]), row["step"]) for row in raw["level"]),
        small=FILLER | frozenset(raw["small"].split()),
    )


def _pattern(name: str) -> re.Pattern[str]:
    return _table().pattern[name]


def read(raw: str, naming: Naming, settings: Settings) -> Parsed:
    found = [_piece(piece, naming, settings) for piece in _pieces(raw, naming)]
    return Parsed(
        add=tuple(one for part in found for one in part.add),
        drop=frozenset(kind for part in found for kind in part.drop),
        everything=any(part.everything for part in found),
        unknown=tuple(dict.fromkeys(id for part in found for id in part.unknown)),
        rest=tuple(word for part in found for word in part.rest),
    )


def asks_order(text: str) -> str:
    """ "which pays the most": p best paid first, g fastest growing first, else nothing."""
    said = normalise(text)
    return "g" if _pattern("fastest").match(said) else "p" if _pattern("best_paid").match(said) else ""


def asks_anew(text: str) -> bool:
    """Whether a text asks a question of its own rather than saying one more wish."""
    return bool(_pattern("anew").match(text.strip())) and not _pattern("turned").match(text.strip())


def _pieces(raw: str, naming: Naming) -> Iterator[str]:
    for piece in _pattern("pieces").split(raw):
        said = _bare(normalise(piece))
        # "arts and communications" is one field
        if not said or naming.place(_pattern("in").sub("", f"{said} ").strip())[0]:
            yield piece
        else:
            yield from _pattern("and").split(piece)


def _bare(text: str) -> str:
    return _pattern("lead").sub("", f"{text} ").strip()


def _piece(raw: str, naming: Naming, settings: Settings) -> Parsed:
    text = normalise(raw)
    said = _bare(text)
    if not said:
        return Parsed()
    if _pattern("everything").match(said) or _pattern("everything").match(text):
        return Parsed(everything=True)
    if _pattern("drop").search(text) and not re.search(r"\d", text) and (kinds := _dropped(text)):
        return Parsed(drop=kinds)
    if (allowed := _allowed(text)) is not None:
        return allowed
    add, unknown, rest = list[Constraint](), list[str](), text
    for setting in settings.known.values():
        if match := setting.match.search(rest):
            add.append(Constraint("set", setting.id))
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    for other in settings.unknown:
        if match := other.match.search(rest):
            unknown.append(other.id)
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    hard, rest = _figures(raw if not (add or unknown) else rest, rest)
    named, rest = _named(rest, raw, naming)
    return Parsed(
        add=(*hard, *add, *named), unknown=tuple(unknown), rest=tuple(word for word in rest.split() if word not in _table().small)
    )


def _dropped(text: str) -> frozenset[Kind]:
    return frozenset(kind for words, kinds in _table().dropped if words.search(text) for kind in kinds)


def _allowed(text: str) -> Parsed | None:
    """ "an associate's is fine" loosens; "college is ok" lifts the limit to a bachelor's degree."""
    if not _pattern("allowed").search(text) or re.search(r"\b(?:not|isnt|without|no)\b", text):
        return None
    level = next((level for words, level in _table().levels if words.search(text)), None)
    return Parsed(add=(Constraint("edu_max", str(level)),)) if level is not None else None


def _figures(raw: str, text: str) -> tuple[list[Constraint], str]:
    """Pay, schooling and growth."""
    filters = Filters()
    low, high, without = entities.money(raw)
    said = _bare(text)
    if low is None and high is None and (match := _pattern("bare_money").match(said)):
        low, without = int(match[1]) * 1000, ""
    if low is not None or high is not None:
        text = normalise(without)
    if _pattern("bright").search(text):
        text, bright = _pattern("bright").sub(" ", text), True
    else:
        bright = False
    filters, text = entities.schooling(text, filters)
    if not _pattern("no_limit").match(_bare(text)) or not text.startswith(("no ", "not ")):
        filters, text = entities.growth(text, raw, filters)
    filters, text = entities.good_pay(text, filters)
    if low is not None and high is None and _pattern("not_over").search(normalise(raw)):
        low, high = None, low
    if low is not None:
        filters = replace(filters, pay_min=low)
    if high is not None:
        filters = replace(filters, pay_max=high)
    return [*of_filters(filters), *([Constraint("bright")] if bright else [])], text


def of_filters(filters: Filters) -> Constraints:
    """Filters as constraints, in the order a person would say them."""
    found: list[Constraint] = []
    if filters.education_max is not None:
        found.append(Constraint("edu_max", f"{filters.education_max}{'' if filters.some_college else 'n'}"))
    if filters.education_min is not None:
        found.append(Constraint("edu_min", str(filters.education_min)))
    if filters.pay_min is not None:
        found.append(Constraint("pay_min", str(filters.pay_min)))
    if filters.pay_max is not None:
        found.append(Constraint("pay_max", str(filters.pay_max)))
    if filters.growth_min is not None:
        found.append(Constraint("growth", f"{filters.growth_min:g}"))
    if filters.bright:
        found.append(Constraint("bright"))
    if filters.clusters:
        found.append(Constraint("in", "|".join(filters.clusters)))
    found += [Constraint("not_in", id) for id in filters.not_clusters]
    found += [Constraint("use", f"{thing.kind}:{thing.name}") for thing in filters.using]
    found += [Constraint("avoid", f"{thing.kind}:{thing.name}") for thing in filters.avoid]
    return tuple(found)


def _named(text: str, raw: str, naming: Naming) -> tuple[list[Constraint], str]:
    """A state, a field or pathway, a tool or skill, or an activity."""
    found: list[Constraint] = []
    state, text = entities.state(raw, text)
    if state:
        found.append(Constraint("state", state))
    said = _bare(text)
    refused = bool(_pattern("not").match(said))
    said = _pattern("not").sub("", said).strip() if refused else said
    cues = bool(_pattern("in").match(f"{said} ") or _pattern("activity").search(said))
    said = _LOOSE_ENDS.sub("", " ".join(_pattern("field_words").sub(" ", _pattern("in").sub("", f"{said} ")).split()))
    if not said or all(word in _table().small for word in said.split()):
        return found, ""
    several = [naming.place(part)[0] for part in said.split(" or ")]
    if len(several) > 1 and all(several):
        clusters = [cluster for cluster in several if cluster]
        return [*found, *([Constraint("not_in", id) for id in clusters] if refused else [Constraint("in", "|".join(clusters))])], ""
    cluster, pathway = naming.place(said)
    if cluster:
        kind: Kind = "not_in" if refused else "path" if pathway else "in"
        beside = BESIDE if kind == "in" and _pattern("beside").match(f"{normalise(raw)} ") else ""
        return [*found, Constraint(kind, beside + (pathway if pathway and not refused else cluster))], ""
    kind = "avoid" if refused else "use"
    topic = " ".join(_pattern("activity").sub(" ", said).split())
    using = naming.using(topic, normalise(raw))
    explained = {word for thing in using for word in thing.said.split()} | _table().small | {"and", "or"}
    if using and (refused or explained.issuperset(topic.split())):
        return [*found, *(Constraint(kind, f"{thing.kind}:{thing.name}") for thing in using[:1])], ""
    if topic and (cues or refused):
        named = naming.occupation(topic)
        if named and named.likely:
            return [*found, Constraint(kind, f"activity:{topic}")], ""
    return found, said
