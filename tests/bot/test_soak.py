"""A few seconds of what `make soak` does for a minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.soak import soak
from tests.bot.support import new_database

SECONDS = 6.0


async def test_sqlite_under_faults_and_kills(tmp_path: Path) -> None:
    verdict = await soak(f"sqlite:///{tmp_path}/soak.db", seconds=SECONDS)
    assert verdict.problems == []
    assert verdict.kills


@pytest.mark.parametrize("processes", [1, 2])
async def test_postgresql_under_faults_and_kills(postgres: str, processes: int) -> None:
    verdict = await soak(await new_database(postgres), seconds=SECONDS, processes=processes)
    assert verdict.problems == []
    assert verdict.kills
