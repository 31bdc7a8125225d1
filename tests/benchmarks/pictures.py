"""What charts and PDFs cost everybody else: ordinary turns at a steady pace, without and with them, by turns in one run.

python -m tests.benchmarks.pictures [--rounds 24] [--seconds 2] [--turns 100] [--files 1]

``--files`` is how many charts and PDFs a second; every other one is a PDF. A turn counts from its POST to its reply.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.baseline_telegram import PATIENCE, SECRET, Posts, Telegram
from tests.benchmarks.delivery import TAPS, TEXTS, Contender, ours, ready

CHATS, ASKING = 100, 20
FIRST, FIRST_ASKING = 1_000_001, 2_000_001
PLAN = ["/plan chef", "11"]
"""What a student says once, to have a plan to print."""
CHARTS = ["cmp:29-1141.00,47-2111.00", "cmp:15-1252.00,15-1244.00,15-1212.00", "cmp:35-1011.00,29-1141.00"]
PRINT = "my:pdf"
LONGEST = 1.1
"""How many times as long the median turn may take while files are made (issue 7)."""

Make = Callable[[int], dict[str, Any]]


@dataclass
class Seen:
    """Seconds from POST to reply, and what was not answered or found no free chat."""

    seconds: list[float] = field(default_factory=list)
    lost: int = 0

    def quantile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")

    @property
    def median(self) -> float:
        return statistics.median(self.seconds) if self.seconds else float("nan")

    def add(self, other: Seen) -> None:
        self.seconds += other.seconds
        self.lost += other.lost


class Students:
    """Chats that write at their own pace, however long answers take; each waits for its reply before it goes on."""

    def __init__(self, telegram: Telegram, port: int) -> None:
        self._telegram, self._port = telegram, port
        self._free: list[Posts] = []
        self._head = (
            f"POST /hook HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: %d\r\n\r\n"
        ).encode()

    async def ask(self, chat: int, update: dict[str, Any]) -> float | None:
        """Seconds to the reply; None where there was none."""
        if not self._free:
            self._free.append((await asyncio.get_running_loop().create_connection(Posts, "127.0.0.1", self._port))[1])
        posts, body = self._free.pop(), json.dumps(update).encode()
        answered = self._telegram.waiting[chat] = asyncio.get_running_loop().create_future()
        started = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                await posts.post(self._head, body)
                await answered
        except (TimeoutError, ConnectionError):
            posts.transport.close()
            return None
        self._free.append(posts)
        return time.perf_counter() - started

    async def keep_asking(self, chats: range, rate: float, seconds: float, make: Make) -> Seen:
        """So many a second, one chat after the other."""
        seen, busy = Seen(), set[int]()
        order = itertools.cycle(chats)

        async def one(chat: int) -> None:
            took = await self.ask(chat, make(chat))
            if took is None:
                seen.lost += 1
            else:
                seen.seconds.append(took)
            busy.discard(chat)

        begun = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for number in range(round(rate * seconds)):
                await asyncio.sleep(begun + number / rate - time.perf_counter())
                chat = next(order)
                if chat in busy:
                    seen.lost += 1
                    continue
                busy.add(chat)
                tasks.create_task(one(chat))
        return seen

    def close(self) -> None:
        for posts in self._free:
            posts.transport.close()


@dataclass
class Interval:
    turns: Seen
    files: Seen
    cpu: float
    """Of the bot's main process, as a share of one core."""


def update_maker(telegram: Telegram, kinds: list[str], texts: list[str], taps: list[str]) -> Make:
    """Updates of each kind in turn, and of each kind one text or tap after the other."""
    numbers = itertools.count()

    def make(chat: int) -> dict[str, Any]:
        number, kind = divmod(next(numbers), len(kinds))
        return telegram.update(chat, kinds[kind], number, texts, taps)

    return make


async def interval(
    students: Students, contender: Contender, seconds: float, turns: tuple[float, Make], files: tuple[float, Make]
) -> Interval:
    before, begun = contender.cpu(), time.perf_counter()
    (turn_rate, turn), (file_rate, file) = turns, files
    seen = await asyncio.gather(
        students.keep_asking(range(FIRST, FIRST + CHATS), turn_rate, seconds, turn),
        students.keep_asking(range(FIRST_ASKING, FIRST_ASKING + ASKING), file_rate, seconds, file),
    )
    return Interval(*seen, (contender.cpu() - before) / (time.perf_counter() - begun))


async def make_plans(telegram: Telegram, students: Students) -> None:
    for chat in range(FIRST_ASKING, FIRST_ASKING + ASKING):
        for text in PLAN:
            took = await students.ask(chat, telegram.update(chat, "text", 0, [text], []))
            assert took is not None, f"no answer to {text}"


async def run(rounds: int, seconds: float, turn_rate: float, file_rate: float) -> list[tuple[Interval, Interval]]:
    """A round is an interval without files and one with, in this order whichever came first."""
    telegram = Telegram()
    await telegram.listen()
    with tempfile.TemporaryDirectory() as folder:
        contender = ours(f"http://127.0.0.1:{telegram.port}", "Signpost", f"sqlite:///{Path(folder)}/pictures.db", "real")
        contender.start()
        students = Students(telegram, contender.port)
        turn = update_maker(telegram, ["tap", "text"], TEXTS, TAPS["real"])
        file = update_maker(telegram, ["tap"], [], [tap for chart in CHARTS for tap in (chart, PRINT)])
        try:
            await ready(contender)
            await asyncio.sleep(3)  # the engine warms beside the first messages
            await make_plans(telegram, students)
            await interval(students, contender, 3.0, (turn_rate, turn), (2.0, file))  # warm
            sent = dict(telegram.sent)
            made = []
            for number in range(rounds):
                order = (0.0, file_rate) if number % 2 == 0 else (file_rate, 0.0)  # so that no drift counts for one side
                first, second = [await interval(students, contender, seconds, (turn_rate, turn), (rate, file)) for rate in order]
                made.append((first, second) if number % 2 == 0 else (second, first))
            for method, name in ((b"sendphoto", "charts"), (b"senddocument", "PDFs")):
                print(f"{telegram.sent[method] - sent.get(method, 0)} {name} arrived")
            print(f"peak memory of the bot {contender.peak_mib():.0f} MiB")
        finally:
            students.close()
            contender.stop()
    return made


def show(made: list[tuple[Interval, Interval]]) -> None:
    alone, beside, files = Seen(), Seen(), Seen()
    for without, within in made:
        alone.add(without.turns)
        beside.add(within.turns)
        files.add(within.files)
    shares = [f"{statistics.fmean(pair[place].cpu for pair in made):.0%}" for place in (0, 1)]
    print(f"  {'':<28} {'answered':>8} {'p50 ms':>8} {'p99 ms':>8} {'CPU':>6} {'unanswered':>10}")
    for name, seen, cpu in zip(
        ("turns alone", "turns beside charts and PDFs", "charts and PDFs"), (alone, beside, files), (*shares, ""), strict=True
    ):
        print(f"  {name:<28} {len(seen.seconds):>8,} {_ms(seen.median)} {_ms(seen.quantile(0.99))} {cpu:>6} {seen.lost:>10}")
    low, middle, high = statistics.quantiles([within.turns.median / without.turns.median for without, within in made], n=4)
    print(f"ratio of medians {beside.median / alone.median:.2f}; round by round {middle:.2f}, half of them from {low:.2f} to {high:.2f}")
    print(f"at most {LONGEST} is wanted")


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:>8.2f}"


async def report() -> None:
    show(await run(24, 2.0, 100.0, 1.0))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--turns", type=float, default=100.0)
    parser.add_argument("--files", type=float, default=1.0)
    given = parser.parse_args()
    show(asyncio.run(run(given.rounds, given.seconds, given.turns, given.files)))
