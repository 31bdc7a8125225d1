"""Static word vectors: what a word never listed is near.

Owns the vectors made by knowledge.build.meaning and the sum that turns words into one
vector. Must not know how text is split into words, nor what a match is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from struct import unpack
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile
from zlib import crc32

import numpy as np

from knowledge.compact import Rows, Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

ARTIFACT = Path(__file__).parent / "data" / "meaning.npz"
TRIGRAM_ROWS = 4096


def trigrams(word: str) -> list[int]:
    padded = f"<{word}>"
    # crc32, because Python's own hash differs from run to run.
    return [crc32(padded[i : i + 3].encode()) % TRIGRAM_ROWS for i in range(len(padded) - 2)]


def weighted_rows(tokens: Sequence[str], terms: Mapping[str, int] | Rows, hidden: Collection[int] = ()) -> tuple[list[int], list[float]]:
    """Rows to add up and their weights; training hides some words to teach the trigrams."""
    rows: list[int] = []
    weights: list[float] = []
    previous = ""
    for position, token in enumerate(tokens):
        row = None if position in hidden else terms.get(token)
        if row is None:
            parts = trigrams(token)
            rows += [len(terms) + part for part in parts]
            # The mean, so that a long unknown word does not drown its neighbours.
            weights += [1 / len(parts) for _ in parts]
            previous = ""
            continue
        rows.append(row)
        weights.append(1.0)
        pair = terms.get(f"{previous} {token}") if previous else None
        if pair is not None:
            rows.append(pair)
            weights.append(1.0)
        previous = token
    return rows, weights


def mapped(path: Path, name: str) -> NDArray[np.int8]:
    """One array of an uncompressed archive, left on disk: a process touches a few hundred of its 45,000 rows."""
    with ZipFile(path) as archive, archive.open(f"{name}.npy") as file:
        version = np.lib.format.read_magic(file)
        shape, _, dtype = np.lib.format.read_array_header_1_0(file) if version == (1, 0) else np.lib.format.read_array_header_2_0(file)
        header = file.tell()
        info = archive.getinfo(f"{name}.npy")
    if info.compress_type != ZIP_STORED:
        raise ValueError(f"{path}: {name} is compressed; knowledge.build.meaning writes it plain")
    with path.open("rb") as raw:
        raw.seek(info.header_offset + 26)
        name_length, extra_length = unpack("<HH", raw.read(4))
    offset = info.header_offset + 30 + name_length + extra_length + header
    return np.memmap(path, dtype, "r", offset, shape)


class Meaning:
    def __init__(
        self,
        terms: Mapping[str, int] | Rows,
        matrix: NDArray[np.int8],
        scales: NDArray[np.float32],
        codes: tuple[str, ...],
        occupations: NDArray[np.float32],
    ) -> None:
        if len(matrix) != len(scales) or len(matrix) != len(terms) + TRIGRAM_ROWS:
            raise ValueError(f"{len(matrix)} rows, {len(scales)} scales, {len(terms)} terms + {TRIGRAM_ROWS}")
        if occupations.shape != (len(codes), matrix.shape[1]):
            raise ValueError(f"occupations {occupations.shape}, {len(codes)} codes")
        self.codes = codes
        self._terms = terms
        self._matrix = matrix
        self._scales = scales
        self._occupations = occupations

    @classmethod
    def load(cls, path: Path | None = None) -> Meaning:
        with np.load(path or ARTIFACT, allow_pickle=False) as arrays:
            return cls(
                Rows(arrays["terms"]),
                mapped(path or ARTIFACT, "matrix"),
                arrays["scales"],
                tuple(Texts(arrays["codes"])),
                arrays["occupations"].astype(np.float32),
            )

    @property
    def dimensions(self) -> int:
        return int(self._matrix.shape[1])

    def known(self, word: str) -> bool:
        return word in self._terms

    def embed(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """The unit vector of lower-case words; zero when there is nothing to add up."""
        rows, weights = weighted_rows(tokens, self._terms)
        if not rows:
            return np.zeros(self.dimensions, np.float32)
        # Only the rows of the query become floats; the matrix stays int8 in memory.
        total = (self._scales[rows] * np.array(weights, np.float32)) @ self._matrix[rows].astype(np.float32)
        length = float(np.sqrt(total @ total))
        return total / np.float32(length) if length else total

    def occupations(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosine of a unit vector to each occupation, in the order of codes."""
        return self._occupations @ vector

    def similarity(self, a_tokens: Sequence[str], b_tokens: Sequence[str]) -> float:
        return float(self.embed(a_tokens) @ self.embed(b_tokens))
