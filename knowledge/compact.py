"""Tables of texts and numbers as blocks of bytes: a dict of the same texts takes six times the memory.

Owns how such a block is written and looked up. Knows no meaning.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def packed(lines: Iterable[str]) -> NDArray[np.uint8]:
    """Texts as lines; a line break inside one becomes a space."""
    return np.frombuffer("".join(line.replace("\n", " ") + "\n" for line in lines).encode(), np.uint8)


def numbers(values: Iterable[int]) -> Array:
    """Whole numbers in the smallest type that holds them."""
    found = list(values)
    return np.array(found, np.min_scalar_type(max(found, default=0)))


def starts(lengths: Iterable[int]) -> Array:
    """Where each run begins, and where the last one ends."""
    return numbers(accumulate(lengths, initial=0))


class Texts:
    """Texts by number."""

    def __init__(self, block: Array) -> None:
        self.block = block.tobytes()
        if self.block and not self.block.endswith(b"\n"):
            self.block += b"\n"
        ends = np.flatnonzero(np.frombuffer(self.block, np.uint8) == ord("\n"))
        self.starts = np.concatenate(([0], ends + 1)).astype(np.uint32).data

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self.block[self.starts[number] : self.starts[number + 1] - 1].decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self.block.decode().split("\n")[:-1])


class Rows(Texts):
    """Texts by number and numbers by text, found by checksum and then compared."""

    def __init__(self, block: Array) -> None:
        super().__init__(block)
        sums = np.fromiter(map(crc32, self.block.split(b"\n")[:-1]), np.uint32, len(self))
        order = np.argsort(sums, kind="stable")
        self._sums = sums[order].data
        self._order = order.astype(np.uint32).data
        # One text asks for its words several times over.
        self.get = lru_cache(maxsize=256)(self._get)

    def _get(self, text: str) -> int | None:
        wanted = text.encode(errors="surrogatepass")
        checksum = crc32(wanted)
        place = bisect_left(self._sums, checksum)
        while place < len(self._sums) and self._sums[place] == checksum:
            number = self._order[place]
            if self.block[self.starts[number] : self.starts[number + 1] - 1] == wanted:
                return number
            place += 1
        return None

    def __contains__(self, text: str) -> bool:
        return self.get(text) is not None


class Runs:
    """Lists of numbers by number."""

    def __init__(self, values: Array, begins: Array) -> None:
        self._values = values.data
        self._starts = begins.data

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> list[int]:
        return self._values[self._starts[number] : self._starts[number + 1]].tolist()
