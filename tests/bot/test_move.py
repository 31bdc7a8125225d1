"""Everything from one store to another: also the backup and the restore of the README."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import SettingsError
from bot.store import open_store
from bot.store.contract import Accept, Call, Finish, Received, Sent, SetAside, Store, StoreError
from bot.store.move import copy
from tests.bot.support import new_database

NOW = 1_800_000_000
FILE = Call("sendDocument", "{}", b"\x00\xff", "yours.json")


async def fill(store: Store) -> None:
    for start in range(0, 2_500, 500):
        await store.write([Accept(Received(number, number, '["said", "é"]', None, NOW)) for number in range(start, start + 500)])
    await store.write([Finish(number, number, f'{{"n": {number}}}', (FILE,), NOW) for number in range(2_400)])
    await store.write([Sent(1, 1, 0, "sendDocument", "403", NOW), SetAside(9_000, "TypeError in message", NOW)])


async def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    store = open_store(url, alone=False)
    await store.open()
    found: dict[str, list[tuple[object, ...]]] = {}
    async for table, rows in store.dump():
        found.setdefault(table, []).extend(rows)
    await store.close()
    return {table: sorted(rows, key=repr) for table, rows in found.items()}


async def test_a_move_carries_every_row(database: str, postgres: str, tmp_path: Path) -> None:
    source = open_store(database)
    await source.open()
    await fill(source)
    before = await everything(database)  # while the bot runs
    for target in (f"sqlite:///{tmp_path}/moved.db", await new_database(postgres)):
        counts = await copy(database, target)
        assert counts == {"sessions": 2_400, "updates": 2_501, "inbox": 100, "outbox": 2_399, "set_aside": 1, "given_up": 1}
        assert await everything(target) == before
    await source.close()


async def test_a_backup_is_restored(tmp_path: Path) -> None:
    live, backup = f"sqlite:///{tmp_path}/signpost.db", f"sqlite:///{tmp_path}/backup.db"
    store = open_store(live)
    await store.open()
    await fill(store)
    await copy(live, backup)
    await store.write([Accept(Received(9_999, 1, "later", None, NOW))])
    await store.close()
    before = await everything(backup)
    (tmp_path / "signpost.db").unlink()
    await copy(backup, live)
    assert await everything(live) == before


async def test_a_target_with_rows_is_refused(tmp_path: Path) -> None:
    one, two = f"sqlite:///{tmp_path}/one.db", f"sqlite:///{tmp_path}/two.db"
    for url in (one, two):
        store = open_store(url)
        await store.open()
        await store.write([SetAside(1, "x", NOW)])
        await store.close()
    with pytest.raises(StoreError, match="--to is not empty"):
        await copy(one, two)


async def test_a_move_onto_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="the same store"):
        await copy(f"sqlite:///{tmp_path}/one.db", f"sqlite:///{tmp_path}/one.db")


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make: Callable[[str], str] = lambda name: f"sqlite:///{tmp_path}/{name}.db"  # noqa: E731
    assert main(["move", "--from", make("one"), "--to", make("two")]) == 0
    assert "sessions" in capsys.readouterr().out
    assert main(["move", "--from", "mysql://x", "--to", make("two")]) == 1
    assert "DATABASE_URL 'mysql://x' is wrong" in capsys.readouterr().err
