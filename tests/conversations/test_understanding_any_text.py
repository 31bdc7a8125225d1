"""Whatever is typed is read: nothing raises, nothing takes long."""

from __future__ import annotations

import gc
import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.engine import Engine
from conversations.requests import Request
from conversations.session import Topic
from conversations.understanding import understand

TOPIC = Topic(intent="pay", occupations=("29-1141.00",), clusters=("health-science",))
SLOW = 0.05
RANDOM_TEXTS = 3000
PIECES = (
    "jobs that pay", "no degree", "$", "50k", "in TX", "vs", "or", "like a", "nurse", "networking", "<b>", "</script>", "' OR 1=1 --", "{x}", "o:15-1252.00",  # noqa: E501
    "s:quiz:1:2:3", "\u202e", "\u200b", "🙂", "مرحبا", "你好", "¿", "%s", "\\", "(((", "[a-z]*", "\x00", "more", "the second one", "1" * 40, "a" * 400, "é" * 30,  # noqa: E501
    "w/", "&", "n", "c++", "the", "how much", "what", "!!!", "why do people", "c", "-", "9.99", "six figures", "per hour", "0",
)  # fmt: skip


def read(engine: Engine, text: str) -> Request:
    assert isinstance(understand(text, TOPIC, engine.catalog, engine.matcher), Request)
    return understand(text, None, engine.catalog, engine.matcher)


@given(st.text(max_size=4096))
@settings(max_examples=300)
def test_any_text(engine: Engine, text: str) -> None:
    read(engine, text)


@given(st.lists(st.sampled_from(PIECES), max_size=60))
@settings(max_examples=300)
def test_any_mix_of_what_means_something(engine: Engine, pieces: list[str]) -> None:
    request = read(engine, " ".join(pieces)[:4096])
    codes = engine.catalog.occupations
    assert all(code in codes for code in request.occupations)
    assert all(cluster in engine.catalog.clusters for cluster in request.clusters)


def test_no_text_takes_long(engine: Engine) -> None:
    rng = random.Random(5)
    texts = [" ".join(rng.choice(PIECES) for _ in range(rng.randint(1, 40))) for _ in range(RANDOM_TEXTS)]
    texts += ["".join(chr(rng.randint(32, 0x2FFF)) for _ in range(rng.randint(1, 4096))) for _ in range(RANDOM_TEXTS // 10)]
    read(engine, "warm up")
    gc.freeze()  # a collection of the whole catalog is not the reading's doing
    slowest = 0.0
    for text in texts:
        # Processor time, as other work on the machine is not ours.
        start = time.process_time()
        understand(text[:4096], None, engine.catalog, engine.matcher)
        slowest = max(slowest, time.process_time() - start)
    assert slowest < SLOW
