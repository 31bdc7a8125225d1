"""Does a text speak of self-harm, abuse or danger? Rules are data (safety.toml); this module reads and applies them.

Owns: undoing disguise and misspelling, and weighing what the rules find.
Must not know: what is answered, sessions, careers.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from rapidfuzz.distance import OSA

_DATA = Path(__file__).with_name("safety.toml")
_LEET = str.maketrans("013457@$!|+", "oieastasilt")
_QUOTES = re.compile(r"(?<=\w)['\u2019\u2018`\u00b4](?=\w)")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]")
_TOKEN = re.compile(r"[a-z0-9](?:[a-z0-9@$!*|+]*[a-z0-9])?|[.!?;\n\U0001f480\U0001f602\U0001f923]")
_HIDDEN = re.compile(r"(?<=[a-z0-9])[*@$!|](?=[a-z0-9])|[0-9]")
_SPELT_OUT = re.compile(r"\b[a-z](?:[ .\-_]+[a-z]\b){2,}")
_REPEATED = re.compile(r"(.)\1{2,}")
_END = r"(?=$|\.)"
_EDGES = {"^": r"(?:(?<=^ )|(?<=\. ))", "$": _END}
_GAPS = {"~": r"(?:[\w#]+ ){0,%d}", "=": r"(?:(?!(?:because|but|i|my|me|we|us|myself) )[\w#]+ ){0,%d}"}
_STOPS = frozenset(".!?;\n")
_FRAMED, _HINT = "framed", "hint"
_Element: TypeAlias = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and the words of which one must be there for it to be worth trying."""

    needs: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class Cue:
    weight: str
    hyperbole: bool
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Cues:
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


def in_distress(text: str) -> bool:
    """True where the crisis contacts must come first."""
    cues = _cues()
    read = _read(text, cues)
    joking = not cues.joking.isdisjoint(read)
    words = f" {' '.join(word for word in read if word not in cues.fillers and word not in cues.joking)} "
    tokens = frozenset(words.split())
    if tokens.isdisjoint(cues.alarms):
        return False
    for rule in cues.harmless:
        if _found(rule, words, tokens):
            words = _pattern(rule.source).sub("# ", words)
            tokens = frozenset(words.split())
    joking = joking and not cues.trivial.isdisjoint(read)
    career = any(_found(rule, words, tokens) for rule in cues.career)
    hints = 0
    for cue in cues.cues:
        if (joking and cue.hyperbole) or (career and cue.weight == _FRAMED):
            continue
        if any(_found(rule, words, tokens) for rule in cue.rules):
            if cue.weight != _HINT:
                return True
            hints += 1
    return hints > 1


def _found(rule: Rule, words: str, tokens: frozenset[str]) -> bool:
    return not rule.needs.isdisjoint(tokens) and _pattern(rule.source).search(words) is not None


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """Compiled when first needed: most are never, and all at once would hold up the start."""
    return re.compile(source)


def _read(text: str, cues: Cues) -> list[str]:
    """The text's words as the rules expect them."""
    folded = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)).lower()
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    folded = _QUOTES.sub("", folded)
    folded = _SPELT_OUT.sub(lambda run: _join(run[0], cues), folded)
    found = [_word(token) for token in _TOKEN.findall(folded)]
    if found.count(".") * 3 > len(found):  # "i. want. to. die." stops nothing
        found = [word for word in found if word != "."]
    line = f" {' '.join(found)} "
    present = frozenset(line.split())
    for needed, phrase, meant in cues.phrases:
        if needed in present and phrase in line:
            line = line.replace(phrase, meant)
            present = frozenset(line.split())
    return line.split()


def _join(run: str, cues: Cues) -> str:
    """'k m s' is a word when the rules know it; 'a b c' stays letters."""
    joined = re.sub(r"[^a-z]", "", run)
    for start in range(min(3, len(joined) - 2)):
        if joined[start:] in cues.alarms:
            return " ".join((*joined[:start], joined[start:]))
    return run


@lru_cache(maxsize=8192)
def _word(token: str) -> str:
    """One token, spelt as the rules spell it."""
    cues = _cues()
    if token in _STOPS:
        return "."
    if token in cues.same:
        return cues.same[token]
    if token in cues.known:
        return token
    if _HIDDEN.search(token) and not token.isdigit():
        token = _unmask(token, cues)
    if _REPEATED.search(token):
        token = _shorten(token, cues)
    token = cues.same.get(token, token)
    if token in cues.known:
        return token
    return _nearest(token, cues)


def _unmask(token: str, cues: Cues) -> str:
    """'su1c1de' and 'k*ll', when what is hidden is a word the rules know."""
    if "*" in token:
        hidden = re.compile(re.sub(r"\*+", "[a-z]{1,3}", re.sub(r"[^a-z*]", "", token.translate(_LEET))))
        return next((word for word in sorted(cues.alarms) if hidden.fullmatch(word)), token.replace("*", ""))
    for table in (_LEET, str.maketrans("1!|", "lll")):
        plain = token.translate(table).translate(_LEET)
        plain = cues.same.get(plain, plain)
        if plain in cues.alarms or _nearest(plain, cues) != plain:
            return plain
    return token


def _shorten(token: str, cues: Cues) -> str:
    once, twice = _REPEATED.sub(r"\1", token), _REPEATED.sub(r"\1\1", token)
    return next((word for word in (twice, once) if word in cues.known or word in cues.same), once)


def _nearest(token: str, cues: Cues) -> str:
    """The alarming word this one misspells; short words are too near to others to guess."""
    if len(token) < 5:
        return token
    allowed = 1 if len(token) < 8 else 2
    near = ((OSA.distance(token, stem, score_cutoff=allowed), stem) for stem in cues.stems.get(token[0], ()))
    distance, stem = min(near, default=(allowed + 1, token))
    return stem if distance <= allowed else token


@cache
def _cues() -> Cues:
    data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    classes = {name: tuple(words.split()) for name, words in data["words"].items()}
    same = {variant: word for word, variants in data["same"].items() for variant in variants.split()}
    parsed = [[_elements(line, classes) for line in cue["says"]] for cue in data["cue"]]
    harmless = [_elements(line, classes) for line in data["harmless"]["says"]]
    career = [_elements(line, classes) for line in data["career"]["says"]]
    counts = Counter(word for group in parsed for rule in group for _, keys in rule for word in keys)
    cues = tuple(
        Cue(cue["weight"], cue.get("hyperbole", False), tuple(_rule(rule, counts) for rule in rules))
        for cue, rules in zip(data["cue"], parsed, strict=True)
    )
    alarms = frozenset(word for cue in cues for rule in cue.rules for word in rule.needs)
    keep = frozenset(data["spelling"]["real"].split())
    spelt = sorted(set(data["spelling"]["stems"].split()))
    return Cues(
        cues=cues,
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
    return "|".join(r"\d+" if word == "9" else re.escape(word).replace("_", " ") for word in words)


def _rule(elements: Sequence[_Element], counts: Counter[str]) -> Rule:
    """The rarest element decides whether the rule is tried."""
    needs = min((keys for _, keys in elements if keys), key=lambda keys: (sum(counts[word] for word in keys), len(keys)))
    return Rule(needs, "(?<= )" + "".join(source for source, _ in elements))
