"""Where sessions, waiting updates and unsent replies are kept."""

from __future__ import annotations

from pathlib import Path

from bot.store.contract import Store


def open_store(url: str, synchronous: str = "FULL", *, alone: bool = True) -> Store:
    """The store an address names, not yet open. ``alone``: an SQLite file is for this process only."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        from bot.store.sqlite import SQLiteStore

        return SQLiteStore(Path(rest.removeprefix("/")), synchronous, alone=alone)
    from bot.store.postgres import PostgresStore

    return PostgresStore(url)
