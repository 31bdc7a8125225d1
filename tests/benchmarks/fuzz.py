"""Whatever is typed is read: random and adversarial texts, and the longest that one took.

    python -m tests.benchmarks.fuzz [--texts 100000] [--seed 5]

A text that raises, that is read as something the catalog does not hold, or that is given back with its markup is printed and
ends the run with status 1. Times are of the processor, as other work on the machine is not the reading's.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import random
import sys
import time
from collections.abc import Callable, Iterator

from conversations.engine import Engine
from conversations.messages import Said
from conversations.requests import Request
from conversations.session import Session, Topic
from conversations.understanding import understand
from conversations.wording import wording

LONGEST = 4096
WANTED = 0.05
EVERY, WARM = 50, 100
TOPIC = Topic(intent="pay", occupations=("29-1141.00",), clusters=("health-science",))
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
PIECES = (
    "jobs that pay", "no degree", "$", "50k", "in TX", "vs", "or", "like a", "nurse", "networking", "<b>", "</script>", "' OR 1=1 --",
    "{x}", "{0.__class__}", "o:15-1252.00", "s:quiz:1:2:3", "\u202e", "\u200b", "🙂", "مرحبا", "你好", "¿", "%s", "\\", "(((", "[a-z]*",
    "\x00", "more", "the second one", "1" * 40, "a" * 400, "é" * 30, "w/", "&", "n", "c++", "the", "how much", "what", "!!!", "r",
    "why do people", "c", "-", "9.99", "six figures", "per hour", "0", "if i like", "rn", "make up", "without", "compared to", "where",
    "do i start", "<a href='x'>y</a>", "&lt;i&gt;", "*", "_", "`", "kill", "my", "dad", "i", "want to", "k i l l", "t.o.", "'", "\n",
)  # fmt: skip
MARKUP = ("<b>", "<a href", "</script>", "<i>")


def texts(count: int, seed: int) -> Iterator[str]:
    """Mixes of what means something, letters of any script, one piece over and over, and typos in plain questions."""
    rng = random.Random(seed)
    plain = ("how much do nurses make in texas", "jobs that use python and pay 50k without college", "i like drawing and cars", "vet tech")
    kinds: tuple[Callable[[], str], ...] = (
        lambda: " ".join(rng.choice(PIECES) for _ in range(rng.randint(1, 40))),
        lambda: "".join(chr(rng.randint(32, 0x2FFF)) for _ in range(rng.randint(1, 60))),
        lambda: "".join(
            chr(rng.choice((rng.randint(32, 126), rng.randint(0x600, 0x6FF), rng.randint(0x1F300, 0x1F6FF)))) for _ in range(20)
        ),
        lambda: rng.choice(PIECES) * rng.randint(1, 300),
        lambda: chr(rng.randint(1, 0x3000)),
        lambda: slipped(rng, rng.choice(plain)),
    )
    for number in range(count):
        if number % 500 == 0:
            yield "".join(chr(rng.randint(32, 0x2FFF)) for _ in range(LONGEST))
        else:
            yield kinds[number % len(kinds)]()[:LONGEST]


def slipped(rng: random.Random, text: str) -> str:
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(text))
        text = rng.choice((text[:place] + text[place + 1 :], text[:place] + rng.choice("abcxyz <>&") + text[place:], text[::-1])) or "a"
    return text


def wrong(engine: Engine, request: Request) -> str | None:
    """What is wrong with a reading, where something is."""
    catalog = engine.catalog
    if not all(code in catalog.occupations for code in request.occupations):
        return "an occupation that is not"
    if not all(cluster in catalog.clusters for cluster in request.clusters):
        return "a cluster that is not"
    return None


def echoed(engine: Engine, text: str) -> str | None:
    """Markup that a reply gives back."""
    turn = engine.advance(Session(), Said(text), NOW)
    said = " ".join(wording().plain(reply.phrase) for reply in turn.replies)
    return next((f"markup given back: {mark}" for mark in MARKUP if mark in said), None)


def fault_of(engine: Engine, number: int, text: str) -> tuple[float, str | None]:
    """Seconds of one reading, and what is wrong with it; every fiftieth text is answered as well."""
    start = time.process_time()
    try:
        request = understand(text, TOPIC if number % 2 else None, engine.catalog, engine.matcher)
    except Exception as error:  # whatever it is, the run is there to find it
        return 0.0, f"raises {error!r}"
    taken = time.process_time() - start
    return taken, wrong(engine, request) or (echoed(engine, text) if number % EVERY == 0 else None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    engine = Engine.load()
    engine.warm()  # as the bot does before it serves
    for text in texts(WARM, options.seed + 1):
        understand(text, None, engine.catalog, engine.matcher)  # patterns are compiled at first use
    gc.freeze()  # a collection of the whole catalog is not the reading's doing
    times: list[tuple[float, str]] = []
    faults = 0
    for number, text in enumerate(texts(options.texts, options.seed)):
        taken, fault = fault_of(engine, number, text)
        times.append((taken, text[:80]))
        if fault:
            faults += 1
            print(f"{fault}: {text[:120]!r}")
    times.sort()
    middle, most, (worst, slowest) = times[len(times) // 2][0], times[int(len(times) * 0.999)][0], times[-1]
    print(f"{len(times)} texts, {faults} faults; median {middle * 1000:.2f} ms, 99.9th {most * 1000:.1f} ms, worst {worst * 1000:.1f} ms")
    print(f"the worst: {slowest!r}")
    return int(faults > 0 or worst > WANTED)


if __name__ == "__main__":
    sys.exit(main())
