"""O*NET's titles, technologies, tasks and activities -> knowledge/data/index.npz, which matching reads.

Tasks are kept as weights of single words, never as sentences. The same input gives the same bytes.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.build.tables import SourceError, read_workbook
from knowledge.lexicon import fingerprint
from knowledge.spelling import sound
from knowledge.text import FILLER, readings, stem, tokens, wordset

CODE = "O*NET-SOC Code"
TITLE, SHOWN, REPORTED, ALTERNATE = 4, 3, 2, 1
K1, B = 1.2, 0.6
SURFACE_SEEN = 2
DESCRIPTION_WEIGHT, ACTIVITY_WEIGHT, TITLE_COUNT = 3, 2, 6

Bags = list[Counter[str]]


class Release:
    """What of one O*NET release is indexed, by position of the occupation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        occupations = list(self.rows("Occupation Data", "Title", "Description"))
        self.codes = sorted(row[CODE] for row in occupations)
        self.place = {code: place for place, code in enumerate(self.codes)}
        self.titles: list[dict[str, int]] = [{} for _ in self.codes]
        self.work: Bags = [Counter() for _ in self.codes]
        self.surfaces: Counter[str] = Counter()
        for row in occupations:
            self.title(row[CODE], row["Title"], TITLE)
            self.count(row[CODE], row["Description"], DESCRIPTION_WEIGHT)
        self.read_titles()
        self.read_work()

    def rows(self, table: str, *needs: str) -> Iterator[dict[str, Any]]:
        return read_workbook(self.folder / f"{table}.xlsx", needs=(CODE, *needs))

    def title(self, code: str, title: str | None, kind: int) -> None:
        for name in readings(title or ""):
            words = name.split()
            self.surfaces.update(words)
            key = " ".join(map(stem, words))
            known = self.titles[self.place[code]]
            known[key] = max(kind, known.get(key, 0))

    def count(self, code: str, text: str, weight: int) -> None:
        words = tokens(text)
        self.surfaces.update(words)
        bag = self.work[self.place[code]]
        for word in words:
            if word not in FILLER and len(word) > 1:
                bag[stem(word)] += weight

    def read_titles(self) -> None:
        for row in self.rows("Sample of Reported Titles", "Reported Job Title", "Shown in My Next Move"):
            self.title(row[CODE], row["Reported Job Title"], SHOWN if row["Shown in My Next Move"] == "Y" else REPORTED)
        for row in self.rows("Alternate Titles", "Alternate Title", "Short Title"):
            self.title(row[CODE], row["Alternate Title"], ALTERNATE)
            self.title(row[CODE], row["Short Title"], ALTERNATE)

    def read_work(self) -> None:
        for row in self.rows("Task Statements", "Task", "Task Type"):
            self.count(row[CODE], row["Task"], 2 if row["Task Type"] == "Core" else 1)
        for row in self.rows("Tasks to DWAs", "DWA Title"):
            self.count(row[CODE], row["DWA Title"], ACTIVITY_WEIGHT)

    def names(self) -> Bags:
        bags: Bags = []
        for titles in self.titles:
            bag: Counter[str] = Counter()
            for key, kind in titles.items():
                for word in set(key.split()):
                    bag[word] += TITLE_COUNT if kind == TITLE else 1
            bags.append(bag)
        return bags


def bm25(bags: Sequence[Mapping[str, int]]) -> dict[str, list[tuple[int, float]]]:
    """Word -> occupations with the word's weight in them, idf included."""
    lengths = [sum(bag.values()) for bag in bags]
    mean = sum(lengths) / len(lengths)
    holders: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, bag in enumerate(bags):
        for word, count in bag.items():
            holders[word].append((place, count))
    out = {}
    for word in sorted(holders):
        idf = math.log(1 + (len(bags) - len(holders[word]) + 0.5) / (len(holders[word]) + 0.5))
        out[word] = [(p, idf * c * (K1 + 1) / (c + K1 * (1 - B + B * lengths[p] / mean))) for p, c in holders[word]]
    return out


def packed(lines: Sequence[str]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def postings(name: str, weights: Mapping[str, list[tuple[int, float]]]) -> dict[str, Any]:
    words = sorted(weights)
    flat = [pair for word in words for pair in weights[word]]
    values = np.array([weight for _, weight in flat], np.float32)
    scale = float(values.max()) / 255
    return {
        f"{name}_words": packed(words),
        f"{name}_starts": np.cumsum([0, *(len(weights[word]) for word in words)]).astype(np.uint32),
        f"{name}_places": np.array([place for place, _ in flat], np.uint16),
        f"{name}_weights": np.maximum(1, np.rint(values / scale)).astype(np.uint8),
        f"{name}_scale": np.array([scale], np.float32),
    }


def title_table(titles: Sequence[Mapping[str, int]]) -> dict[str, Any]:
    """Every title as one line of stems -> the occupations it is a title of, with its kind."""
    table: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, known in enumerate(titles):
        for key, kind in known.items():
            table[key].append((place, kind))
    prints = {fingerprint(key): key for key in table}
    if len(prints) < len(table):
        raise SourceError("two titles share a fingerprint; give knowledge.lexicon.fingerprint more bits")
    keys = [prints[number] for number in sorted(prints)]
    flat = [pair for key in keys for pair in sorted(table[key], key=lambda pair: (-pair[1], pair[0]))]
    return {
        "title_prints": np.array(sorted(prints), np.uint64),
        "title_starts": np.cumsum([0, *(len(table[key]) for key in keys)]).astype(np.uint32),
        "title_places": np.array([place for place, _ in flat], np.uint16),
        "title_kinds": np.array([kind for _, kind in flat], np.uint8),
    }


def surfaces(counts: Mapping[str, int]) -> dict[str, Any]:
    """Words as written, for spelling; those of digits or seen once are no spelling to follow."""
    words = sorted(word for word, seen in counts.items() if word.isalpha() and len(word) > 2 and seen >= SURFACE_SEEN)
    return {
        "surface_words": packed(words),
        "surface_sounds": packed([sound(word) for word in words]),
        "surface_counts": np.array([min(255, round(16 * math.log2(counts[word]))) for word in words], np.uint8),
    }


# Makers whose name people leave out: "photoshop", "excel".
MAKERS = wordset(
    """
    adobe microsoft google apple autodesk ibm oracle sap intuit dassault systemes esri bentley siemens cisco amazon vmware the apache
    avid corel facebook meta trimble mathworks national instruments epic blackboard sage symantec mcafee atlassian salesforce yahoo
    hewlett packard hp rockwell automation cadence synopsys ptc bloomberg wolfram research
    """
)
NOISE = wordset(
    """
    software system systems program tools application applications platform programming language suite
    """
)
TECHNOLOGIES_FOR_ONE_KEY = 4


def technology_keys(name: str) -> set[str]:
    """What people type for a technology: the name, without its maker, without "software", or its letters alone."""
    words = tokens(name)
    keys = {" ".join(words)}
    short = [word for word in words if word not in NOISE]
    if short:
        keys.add(" ".join(short))
    while short and short[0] in MAKERS and len(short) > 1:
        short = short[1:]
        keys.add(" ".join(short))
    letters = [
        word.strip("()") for word in name.split() if len(word.strip("()")) > 1 and word.strip("()").isupper() and word.strip("()").isalpha()
    ]
    if len(letters) == 1 and len(words) > 2:
        keys.add(letters[0].lower())
        keys.add(" ".join(word for word in short if word != letters[0].lower()))
    return {key for key in keys if len(key) > 1 and key not in FILLER}


def technology_table(release: Release) -> dict[str, Any]:
    """Technologies by what people type, those of most occupations first."""
    users: Counter[str] = Counter()
    hot: set[str] = set()
    for row in release.rows("Technology Skills", "Example", "Hot Technology", "In Demand"):
        users[row["Example"]] += 1
        if "Y" in (row["Hot Technology"], row["In Demand"]):
            hot.add(row["Example"])
    names = sorted(users)
    table: dict[str, list[int]] = defaultdict(list)
    for row_number, name in enumerate(names):
        for key in technology_keys(name):
            table[key].append(row_number)
    keys = sorted(table)

    def weight(row_number: int) -> tuple[int, int]:
        return (-users[names[row_number]] - (1000 if names[row_number] in hot else 0), row_number)

    ranked = [sorted(table[key], key=weight)[:TECHNOLOGIES_FOR_ONE_KEY] for key in keys]
    return {
        "technology_names": packed(names),
        "technology_users": np.array([users[name] for name in names], np.uint16),
        "technology_keys": packed(keys),
        "technology_starts": np.cumsum([0, *map(len, ranked)]).astype(np.uint32),
        "technology_rows": np.array([row for rows in ranked for row in rows], np.uint16),
    }


def build(sources: Path, out: Path) -> None:
    """Write index.npz. ``sources`` holds the folder onet-29.3."""
    release = Release(sources / "onet-29.3")
    arrays = {"codes": packed(release.codes)}
    arrays |= postings("name", bm25(release.names()))
    arrays |= postings("work", bm25(release.work))
    arrays |= title_table(release.titles)
    arrays |= surfaces(release.surfaces)
    arrays |= technology_table(release)
    np.savez_compressed(out / "index.npz", allow_pickle=False, **arrays)
