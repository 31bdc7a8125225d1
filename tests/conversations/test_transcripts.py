"""Every transcript under tests/transcripts reads today as it is written there. `pytest --update` rewrites them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conversations.engine import Engine
from conversations.transcript import replay

FOLDER = Path(__file__).parents[1] / "transcripts"
TRANSCRIPTS = sorted(FOLDER.rglob("*.txt"))
START = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: str(path.relative_to(FOLDER).with_suffix("")))
def test_reads_as_written(path: Path, engine: Engine, request: pytest.FixtureRequest) -> None:
    written = path.read_text(encoding="utf-8")
    today = replay(engine, written, START)
    if request.config.getoption("--update") and today != written:
        path.write_text(today, encoding="utf-8")
        pytest.fail(f"{path.name} was rewritten; read the difference before you commit it")
    assert today == written


def test_there_are_enough() -> None:
    assert len(TRANSCRIPTS) >= 60


def test_bot_lines_are_checked(engine: Engine) -> None:
    """A transcript with a wrong line differs: the comparison can fail."""
    text = "user: /help\nbot:  Something the bot never says.\n"
    assert replay(engine, text, START) != text
