"""README's conversation is what the bot says today, and its counts are the catalog's."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conversations.engine import Engine
from conversations.transcript import replay
from knowledge.catalog import Catalog, counts

README = Path(__file__).parents[1] / "README.md"


def test_its_conversation(engine: Engine, request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    block = next(part for part in re.findall(r"```\n(.*?)```", text, re.DOTALL) if part.startswith("user:"))
    today = replay(engine, block.strip(), datetime(2026, 9, 1, tzinfo=UTC))
    if request.config.getoption("--update") and today != block:
        README.write_text(text.replace(block, today), encoding="utf-8")
        pytest.fail("README.md was rewritten; read the difference before you commit it")
    assert today == block


def test_its_counts(catalog: Catalog) -> None:
    text = README.read_text(encoding="utf-8")
    for name, count in counts(catalog):
        assert f"{count:>7,}  {name}\n" in text
