"""Handwritten phrases: compiled and as written they answer alike, and a new one works at once."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from conversations.engine import Engine
from knowledge import phrase_files
from knowledge.catalog import Catalog
from knowledge.compact import Rows, Runs, Texts, numbers, packed, starts
from knowledge.phrases import ALSO, FILLER_STEMS, Entry, Found, Key, Phrases, _longest, _quality, compiled, entry, folded, key_of
from knowledge.tables import DATA
from knowledge.text import tokens

MEND = "phrases.npz is not what the vocabulary, the catalog and the code give now: run `python -m knowledge build --phrases`"


class Plain:
    """The same answers from dicts of entries."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.exact: dict[Key, list[Entry]] = defaultdict(list)
        for one in entries:
            self.exact[one.key].append(one)
        seen = Counter(word for key in self.exact for word in set(key))
        self.by_rarest: dict[str, list[Key]] = defaultdict(list)
        for key in self.exact:
            self.by_rarest[min(key, key=lambda word: (seen[word], word))].append(key)

    def find(self, stems: Sequence[str]) -> list[Found]:
        where: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(stems):
            where[word].append(position)
        found = []
        for word in where:
            for key in self.by_rarest.get(word, ()):
                alone = len(key) > 1 or key[0] not in FILLER_STEMS or FILLER_STEMS.issuperset(where)
                if not alone or not all(part in where for part in key):
                    continue
                positions: list[int] = []
                for part in key:
                    last = positions[-1] if positions else where[part][0]
                    positions.append(min(where[part], key=lambda place, last=last: (abs(place - last - 1), place)))  # type: ignore[misc]
                for one in self.exact[key]:
                    if quality := _quality(one, tuple(positions), stems):
                        found.append(Found(one, tuple(positions), quality * ALSO ** len(one.also - where.keys())))
        return _longest(found)


@pytest.fixture(scope="module")
def entries(catalog: Catalog) -> list[Entry]:
    return [*phrase_files.read_vocabulary(), *phrase_files.own_entries(catalog)]


@pytest.fixture(scope="module")
def plain(entries: list[Entry]) -> Plain:
    return Plain(entries)


@pytest.fixture(scope="module")
def phrases(catalog: Catalog) -> Phrases:
    return phrase_files.load(catalog)


def test_the_committed_file_is_what_its_sources_give(catalog: Catalog, entries: list[Entry]) -> None:
    with np.load(DATA / phrase_files.ARTIFACT, allow_pickle=False) as committed:
        wanted = {**compiled(entries), "digest": phrase_files.digest(catalog)}
        assert set(committed.files) == set(wanted), MEND
        assert all(np.array_equal(committed[name], array) and committed[name].dtype == array.dtype for name, array in wanted.items()), MEND


def test_every_key_gives_the_entries_as_written(phrases: Phrases, plain: Plain) -> None:
    assert list(phrases.exact) == list(plain.exact)
    assert {key: list(found) for key, found in phrases.exact.items()} == plain.exact
    assert all(word in phrases.words for key in plain.exact for word in key)
    assert phrases.exact.get(("no", "such", "phrase"), ()) == ()
    assert "nosuchword" not in phrases.words


def test_texts_are_found_as_written(phrases: Phrases, plain: Plain) -> None:
    draw = random.Random(7)
    said = [one.said for of_key in plain.exact.values() for one in of_key]
    words = sorted({word for phrase in said for word in tokens(phrase)})
    texts = ["", "it", "at", "it it", "i like it", "no talking to people", "xkqzv", "running for office", "office for running"]
    texts += draw.sample(said, 200)
    texts += [f"i like {draw.choice(said)} and {draw.choice(said)}" for _ in range(200)]
    texts += [" ".join(draw.choices(words, k=draw.randint(1, 12))) for _ in range(200)]
    for text in texts:
        stems = folded(tokens(text))
        assert phrases.find(stems) == plain.find(stems), text


def test_words_for_spelling_are_in_one_order(phrases: Phrases) -> None:
    written = list(phrases.written)
    assert written == sorted(set(written))
    assert len(written) == len(phrases.written_sounds)


def copied(folder: Path) -> Path:
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("meaning.npz", "index.npz"))
    return folder


def test_a_new_alias_works_at_once(catalog: Catalog, tmp_path: Path) -> None:
    folder = copied(tmp_path / "data")
    phrase_files.write(catalog, folder)
    assert key_of("zorbing snails") not in phrase_files.load(catalog, folder).exact
    (folder / "vocabulary" / "interests-new.csv").write_text(
        "phrases,clusters,occupations,source,means\nzorbing snails,finance,,activity,zorbing\n", encoding="utf-8"
    )
    (found,) = phrase_files.load(catalog, folder).find(folded(["zorbing", "snails"]))
    assert (found.entry.clusters, found.entry.means, found.quality) == (("finance",), "zorbing", 1.0)


@pytest.mark.parametrize("content", [None, b"", b"PK", b"not an archive"])
def test_without_a_whole_file_the_phrases_are_read_as_written(
    catalog: Catalog, phrases: Phrases, tmp_path: Path, content: bytes | None
) -> None:
    folder = copied(tmp_path / "data")
    (folder / phrase_files.ARTIFACT).unlink()
    if content is not None:
        (folder / phrase_files.ARTIFACT).write_bytes(content)
    assert len(phrase_files.load(catalog, folder).exact) == len(phrases.exact)


def test_lines_that_end_the_windows_way_are_the_same(catalog: Catalog, tmp_path: Path) -> None:
    folder = copied(tmp_path / "data")
    for path in phrase_files.vocabulary(folder):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert np.array_equal(phrase_files.digest(catalog, folder), phrase_files.digest(catalog))


def test_every_build_gives_the_same_bytes(catalog: Catalog, tmp_path: Path) -> None:
    built = set()
    for seed in ("1", "2"):
        folder = copied(tmp_path / seed)
        command = [sys.executable, "-m", "knowledge", "build", "--phrases", "--out", str(folder)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=Path(__file__).parents[2])
        built.add((folder / phrase_files.ARTIFACT).read_bytes())
    assert len(built) == 1


def test_no_phrases_are_none_found() -> None:
    none = Phrases.of([])
    assert (list(none.exact), none.find(["a", "b"]), "a" in none.words) == ([], [], False)


def test_phrases_of_a_list() -> None:
    one = entry("said", "fixing cars", occupations=("49-3023.00",))
    assert one is not None
    assert [found.entry for found in Phrases.of([one]).find(folded(["fixing", "old", "cars"]))] == [one]


def test_a_load_makes_no_entry(engine: Engine, catalog: Catalog) -> None:
    fresh = phrase_files.load(catalog)
    assert fresh.exact.entries.cache_info().currsize == 0
    assert fresh.find(["nurs"])
    assert 0 < fresh.exact.entries.cache_info().currsize < 50


def test_texts_and_rows() -> None:
    lines = ["", "é", "a b", "plumless", "buckeroo"]  # the last two share a checksum
    rows = Rows(packed(lines))
    assert list(rows) == [rows[number] for number in range(len(rows))] == lines
    assert [rows.get(line) for line in lines] == [0, 1, 2, 3, 4]
    assert rows.get("b") is None
    assert "\ud800" not in rows
    assert list(Texts(np.frombuffer(b"one\ntwo", np.uint8))) == ["one", "two"]
    assert list(Texts(packed([]))) == []
    assert list(Texts(packed(["two\nlines"]))) == ["two lines"]


def test_runs() -> None:
    runs = Runs(numbers([5, 300, 7]), starts([1, 0, 2]))
    assert [runs[number] for number in range(len(runs))] == [[5], [], [300, 7]]
