"""A fresh stand-in a test, and bots of two libraries that talk to it."""

import struct
import zlib
from collections.abc import AsyncIterator, Callable

import pytest
from telegram import Bot

from bot.sandbox import Sandbox, Student, start


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with await start() as running:
        running.delivery.first_wait = 0.01
        yield running


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with Bot(sandbox.token, base_url=sandbox.base_url, base_file_url=sandbox.base_file_url) as running:
        yield running


@pytest.fixture
async def ana(sandbox: Sandbox) -> Student:
    """A student who has written once, so that the bot may answer."""
    student = sandbox.student("Ana")
    await student.send("/start")
    return student


@pytest.fixture
def png() -> Callable[..., bytes]:
    """A real picture of one colour."""

    def make(width: int = 320, height: int = 200, colour: tuple[int, int, int] = (15, 118, 110)) -> bytes:
        def chunk(kind: bytes, body: bytes) -> bytes:
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

        rows = b"".join(b"\0" + bytes(colour) * width for _ in range(height))
        header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")

    return make
