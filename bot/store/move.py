"""Everything from one store into an empty one: a move to another database, a backup, a restore.

Owns the order. Must not know either database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bot.settings import SettingsError, read_settings
from bot.store import open_store
from bot.store.contract import StoreError
from bot.store.migrations import COLUMNS


async def copy(source_url: str, target_url: str) -> Mapping[str, int]:
    """Rows by table. The source may be in use: what is copied is its state of one moment."""
    source_url, target_url = (read_settings(database_url=url).database_url for url in (source_url, target_url))
    if source_url == target_url:
        raise SettingsError("--from and --to name the same store")
    source, target = open_store(source_url, alone=False), open_store(target_url)
    moved = Counter(dict.fromkeys(COLUMNS, 0))
    try:
        await source.open()
        await target.open()
        async for table, _ in target.dump():
            raise StoreError(f"--to is not empty: its table {table} has rows", "name an empty database or a new file")
        async for table, rows in source.dump():
            await target.load(table, rows)
            moved[table] += len(rows)
    finally:
        await source.close()
        await target.close()
    return moved
