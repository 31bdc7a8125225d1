"""The door Telegram knocks at, and the questions a host asks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.app import Service
from bot.sandbox.driver import Student
from bot.sandbox.server import Sandbox
from bot.store.contract import StoreError
from bot.webhook import SECRET_HEADER, path_of
from tests.bot.support import Serve, until


@pytest.fixture
async def service(serve: Serve) -> Service:
    return await serve("webhook", metrics_port=0)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def acquainted(telegram: Sandbox) -> Student:
    """A student who wrote before: a bot cannot write first."""
    ana = telegram.student("Ana")
    await ana.send("hello")
    await ana.wait(1)
    return ana


def update(update_id: int, chat: int, text: str = "hi") -> dict[str, Any]:
    message = {
        "message_id": 1,
        "date": 1_900_000_000,
        "chat": {"id": chat, "type": "private"},
        "from": {"id": chat, "is_bot": False},
        "text": text,
    }
    return {"update_id": update_id, "message": message}


async def post(http: aiohttp.ClientSession, service: Service, body: Any, secret: str | None = "s3cret") -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with http.post(f"http://127.0.0.1:{service.port}/hook", headers=headers, data=content) as response:
        return response.status


async def get(http: aiohttp.ClientSession, port: int | None, path: str) -> tuple[int, str]:
    async with http.get(f"http://127.0.0.1:{port}/{path}") as response:
        return response.status, await response.text()


@pytest.mark.parametrize("secret", [None, "", "S3cret", "s3cret2", "é"])
async def test_without_the_secret_nothing_comes_in(
    service: Service, http: aiohttp.ClientSession, telegram: Sandbox, secret: str | None
) -> None:
    assert await post(http, service, update(1, telegram.student().chat_id), secret) == 403
    assert (await service.store.backlog()).waiting == 0


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"null", b'"x"', b'{"message": {}}', b'{"update_id": "1"}'])
async def test_what_is_no_update_is_refused(service: Service, http: aiohttp.ClientSession, body: bytes) -> None:
    assert await post(http, service, body) == 400


async def test_an_update_that_cannot_be_read_is_set_aside_and_holds_up_nothing(
    service: Service, http: aiohttp.ClientSession, telegram: Sandbox
) -> None:
    ana = await acquainted(telegram)
    assert await post(http, service, {"update_id": 1, "message": {"chat": "secret"}}) == 200
    assert await post(http, service, update(2, ana.chat_id)) == 200
    await ana.wait(2)
    aside = [row async for table, rows in service.store.dump() if table == "set_aside" for row in rows]
    assert [row[:2] for row in aside] == [(1, "TypeError in message")]


async def test_yes_is_said_only_when_it_is_stored(
    service: Service, http: aiohttp.ClientSession, telegram: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await acquainted(telegram)

    async def full(entries: Any) -> list[bool]:
        raise StoreError("database or disk is full", "free some disk space")

    with monkeypatch.context() as broken:
        broken.setattr(service._ledger, "_perform", full)
        assert await post(http, service, update(1, ana.chat_id)) == 500
        await ana.wait(2)  # an honest word meanwhile, once
        assert await post(http, service, update(1, ana.chat_id)) == 500
    assert await post(http, service, update(1, ana.chat_id)) == 200
    await ana.wait(3)
    assert [message["text"] for message in ana.messages] == ["1: hello", "I can't keep anything right now.", "2: hi"]


async def test_alive_and_ready(service: Service, http: aiohttp.ClientSession) -> None:
    assert await get(http, service.port, "healthz") == (200, '{"ok": true}')
    assert await get(http, service.port, "readyz") == (200, '{"ok": true, "problems": []}')


async def test_not_ready_when_the_store_or_telegram_fails(
    service: Service, http: aiohttp.ClientSession, telegram: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full() -> None:
        raise StoreError("database or disk is full")

    monkeypatch.setattr(service.store, "check", full)
    telegram.faults.add("bad_gateway", "getMe", times=100)
    status, said = await get(http, service.port, "readyz")
    assert status == 503
    assert "disk is full" in said
    assert "Telegram does not answer" in said
    assert (await get(http, service.port, "healthz"))[0] == 200


async def test_metrics_count_without_saying_who(service: Service, http: aiohttp.ClientSession, telegram: Sandbox) -> None:
    ana = await acquainted(telegram)
    await post(http, service, update(1, ana.chat_id, "private words"))
    await post(http, service, update(1, ana.chat_id, "private words"))
    await ana.wait(2)
    await until(lambda: service.inbox.empty())
    _, said = await get(http, service.metrics_port, "metrics")
    assert 'signpost_updates_total{kind="message",repeat="no"} 2.0' in said
    assert 'signpost_updates_total{kind="message",repeat="yes"} 1.0' in said
    assert 'signpost_turns_total{flow="none",intent="fake"} 2.0' in said
    assert 'signpost_replies_total{method="sendMessage"} 2.0' in said
    assert "private" not in said
    assert str(ana.chat_id) not in said


def test_labels_are_bounded() -> None:
    from prometheus_client import CollectorRegistry, generate_latest

    from bot.metrics import MOST_VALUES, Prometheus

    registry = CollectorRegistry()
    metrics = Prometheus(registry)
    for number in range(500):
        metrics.turn(f"flow{number}", f"intent{number}", 0.001, 0.1)
    said = generate_latest(registry).decode()
    assert len([line for line in said.splitlines() if line.startswith("signpost_turns_total")]) == MOST_VALUES + 1
    assert 'signpost_turns_total{flow="other",intent="other"}' in said


async def test_nothing_listens_for_metrics_unless_asked(serve: Serve) -> None:
    service = await serve("polling")
    assert service.metrics_port is None
    assert service._runners == []


@pytest.mark.parametrize(("url", "path"), [("https://x.org", "/"), ("https://x.org/hook", "/hook"), ("https://x.org/a/b", "/a/b")])
def test_the_path_is_that_of_the_address(url: str, path: str) -> None:
    assert path_of(url) == path
