"""The rules of safety.toml, read once: each line is turned into a regular expression and the words that make it worth trying.

Must not know: texts, or what is made of a rule that is met.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

_DATA = Path(__file__).with_name("safety.toml")
_END = r"(?=$|\.)"
_EDGES = {"^": r"(?:(?<=^ )|(?<=\. ))", "$": _END}
_GAPS = {"~": r"(?:[\w#]+ ){0,%d}", "=": r"(?:(?!(?:because|but|i|my|me|we|us|myself) )[\w#]+ ){0,%d}"}
_Element: TypeAlias = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and the words of which one must be there for it to be worth trying."""

    needs: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class Cue:
    weight: str
    joke: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    cues: tuple[Cue, ...]
    harmless: tuple[Rule, ...]
    career: tuple[Rule, ...]
    joking: frozenset[str]
    trivial: frozenset[str]
    same: Mapping[str, str]
    phrases: tuple[tuple[str, str, str], ...]
    fillers: frozenset[str]
    known: frozenset[str]
    stems: Mapping[str, tuple[str, ...]]
    alarms: frozenset[str]


@cache
def load_rules() -> Rules:
    data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    classes = {name: tuple(words.split()) for name, words in data["words"].items()}
    same = {variant: word for word, variants in data["same"].items() for variant in variants.split()}
    parsed = [[_elements(line, classes) for line in cue["says"]] for cue in data["cue"]]
    harmless = [_elements(line, classes) for line in data["harmless"]["says"]]
    career = [_elements(line, classes) for line in data["career"]["says"]]
    counts = Counter(word for group in parsed for rule in group for _, keys in rule for word in keys)
    weighed = tuple(
        Cue(cue["weight"], cue.get("joke", ""), tuple(_rule(rule, counts) for rule in rules))
        for cue, rules in zip(data["cue"], parsed, strict=True)
    )
    alarms = frozenset(word for cue in weighed for rule in cue.rules for word in rule.needs)
    keep = frozenset(data["spelling"]["real"].split())
    spelt = sorted(set(data["spelling"]["stems"].split()))
    return Rules(
        cues=weighed,
        harmless=tuple(_rule(rule, counts) for rule in harmless),
        career=tuple(_rule(rule, counts) for rule in career),
        joking=frozenset(data["hyperbole"]["joking"].split()),
        trivial=frozenset(data["hyperbole"]["trivial"].split()),
        same=same,
        phrases=tuple(_phrase(said, meant) for meant, variants in data["phrases"].items() for said in variants),
        fillers=frozenset(data["fillers"]["words"].split()),
        known=frozenset(counts) | keep | frozenset(spelt),
        stems={first: tuple(word for word in spelt if word[0] == first) for first in {word[0] for word in spelt}},
        alarms=alarms,
    )


def _phrase(said: str, meant: str) -> tuple[str, str, str]:
    return max(said.split(), key=len), f" {said} ", f" {meant} "


def _elements(line: str, classes: Mapping[str, Sequence[str]]) -> list[_Element]:
    """A rule's line as regular expressions, each with the words of which it needs one (none where it may be left out)."""
    found: list[_Element] = []
    for part in line.split():
        if part[0] in _GAPS:
            found.append((_GAPS[part[0]] % int(part[1:]), frozenset()))
        elif part in _EDGES:
            found.append((_EDGES[part], frozenset()))
        elif part.startswith("!"):
            found.append((rf"(?!(?:{_either(_spread(part[1:], classes))}) )", frozenset()))
        else:
            found.append(_words(_spread(part.rstrip("?"), classes), optional=part.endswith("?")))
    return found


def _words(words: Sequence[str], *, optional: bool) -> _Element:
    source = rf"(?:{_either(word for word in words if word != '$')}) "
    if "$" in words:
        source += rf"|{_END}"
    if optional or not {"$", "9"}.isdisjoint(words):
        return f"(?:{source})" + ("?" if optional else ""), frozenset()
    return f"(?:{source})", frozenset(max(word.split("_"), key=len) for word in words)


def _spread(part: str, classes: Mapping[str, Sequence[str]]) -> list[str]:
    return [word for name in part.split("|") for word in (classes[name[1:-1]] if name.startswith("<") else (name,))]


def _either(words: Iterable[str]) -> str:
    return "|".join(r"\d+" if word == "9" else word for word in words).replace("_", " ")


def _rule(elements: Sequence[_Element], counts: Counter[str]) -> Rule:
    """The rarest element decides whether the rule is tried."""
    needs = min((keys for _, keys in elements if keys), key=lambda keys: (sum(counts[word] for word in keys), len(keys)))
    return Rule(needs, "(?<= )" + "".join(source for source, _ in elements))
