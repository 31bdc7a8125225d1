"""Time of one turn in process, by kind: session read, engine, session written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from conversations.engine import Engine
from conversations.messages import Chose, Command, Message, Said
from conversations.session import Session, restore, store

NOW = datetime(2026, 9, 1, tzinfo=UTC)
ROUNDS = 5
TEXTS = (
    "how much do nurses make",
    "what jobs use python",
    "i like drawing",
    "electrition",
    "vet",
    "no college over 50k",
    "like a nurse but less school",
    "highest paying jobs in manufacturing",
    "is welding growing",
    "how do i become a pilot in texas",
    "swe or data scientist",
    "asdfgh",
    "i want to help people who are sick but i hate blood and i dont want to go to school for ten years",
    "jobs in health science",
    "wat is a job zone",
    "what should i take for construction",
    "being outside with animals",
    "minecraft",
    "fixin cars with my dad",
    "doordash",
    "what cluster is a chef",
)


def taps(engine: Engine) -> Iterator[Message]:
    for code in list(engine.catalog.occupations)[::20]:
        for section in ("", ":pay", ":school", ":skills", ":similar"):
            yield Chose(f"o:{code}{section}")
    for id in engine.catalog.clusters:
        yield from (Chose(f"c:{id}"), Chose(f"j:{id}:1"), Command("explore"))


def measure(engine: Engine, messages: list[Message]) -> list[float]:
    """Milliseconds of each turn."""
    session = store(Session(shortlist=tuple(list(engine.catalog.occupations)[:5]), state="Texas"))
    times = []
    for _ in range(ROUNDS):
        for message in messages:
            began = time.perf_counter()
            store(engine.advance(restore(session), message, NOW).session)
            times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


def line(name: str, times: list[float], goal: str) -> str:
    half, most = times[len(times) // 2], times[int(0.99 * len(times))]
    return f"{name:<10} p50 {half:6.2f} ms   p99 {most:6.2f} ms   max {times[-1]:6.2f} ms   ({len(times)} turns; goal {goal})"


async def report() -> None:
    began = time.perf_counter()
    engine = Engine.load()
    print(f"engine loaded in {time.perf_counter() - began:.2f} s")
    began = time.perf_counter()
    engine.warm()
    print(f"warmed in {time.perf_counter() - began:.2f} s (beside the first messages)")
    print(line("taps", measure(engine, list(taps(engine))), "0.5 ms, 99th 25 ms"))
    print(line("free text", measure(engine, [Said(text) for text in TEXTS]), "5 ms, 99th 25 ms"))
