"""What every test may use: the real catalog and the real engine, loaded once."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from hypothesis import settings

from conversations.engine import Engine
from knowledge.catalog import Catalog

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the transcripts as the bot answers today")


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine.load()


@pytest.fixture(scope="session")
def catalog(engine: Engine) -> Catalog:
    return engine.catalog


@pytest.fixture(scope="session")
def sources() -> Path | None:
    """The publishers' releases, where a contributor has them beside the repository (they are not in it)."""
    folder = Path(__file__).parents[2] / "shared" / "sources"
    return folder if folder.is_dir() else None


def left_out(what: str) -> None:
    """Say in pytest's summary that a check had nothing to run on: the publishers' files may not be in the repository."""
    warnings.warn(f"left out: {what}, as no ../shared/sources is beside this checkout", stacklevel=2)
