"""`make run` as its operator knows it: a process, on Telegram with a token, on this machine without one."""

from __future__ import annotations

import asyncio
import os
import queue
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.browser import has_desktop, show
from bot.sandbox.server import start_near
from tests.bot.e2e.talk import Talk, data

ROOT = Path(__file__).parents[3]
OURS = ("TELEGRAM_", "WEBHOOK_", "DATABASE_", "SQLITE_", "LOG_", "METRICS_", "SENTRY_")
Begin = Callable[..., Awaitable[Process]]


@pytest.fixture
async def begin(tmp_path: Path) -> AsyncIterator[Begin]:
    """`python -m bot` in an empty folder, with the settings given and no others."""
    running: list[Process] = []

    async def started(**settings: str) -> Process:
        inherited = {name: value for name, value in os.environ.items() if name != "PORT" and not name.startswith(OURS)}
        environment = {**inherited, "PYTHONPATH": str(ROOT), **settings}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", cwd=tmp_path, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=PIPE
        )
        running.append(process)
        return process

    yield started
    for process in running:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def end(process: Process, how: signal.Signals) -> str:
    """What it said on the error stream."""
    process.send_signal(how)
    async with asyncio.timeout(30):
        _, errors = await process.communicate()
    return errors.decode()


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_with_a_token_it_serves_telegram_and_a_restart_forgets_nothing(
    telegram: Sandbox, begin: Begin, mode: str, tmp_path: Path, unused_tcp_port: int
) -> None:
    settings = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "DATABASE_URL": f"sqlite:///{tmp_path}/own.db"}
    if mode == "webhook":
        hook = f"http://127.0.0.1:{unused_tcp_port}/hook"
        settings |= {"WEBHOOK_URL": hook, "WEBHOOK_SECRET": "s3cret", "PORT": str(unused_tcp_port)}
    ana = Talk(telegram.student("Ana"))
    process = await begin(**settings)
    await ana.say("/start o_29-1141-00", button="Save")
    await ana.tap("Save", "Saved")
    said = await end(process, signal.SIGTERM)
    assert process.returncode == 0, said
    assert f"mode={mode}" in said
    assert telegram.token not in said
    process = await begin(**settings)
    assert "o:29-1141.00" in data(await ana.say("/list", "Registered nurse"))
    said = await end(process, signal.SIGTERM)
    assert process.returncode == 0, said


async def test_without_a_token_it_chats_on_this_machine_and_keeps_nothing(begin: Begin, tmp_path: Path) -> None:
    process = await begin()
    assert process.stdout is not None
    async with asyncio.timeout(30):
        first = (await process.stdout.readline()).decode()
        second = (await process.stdout.readline()).decode()
    url = first.rpartition(" ")[2].strip()
    assert url.startswith("http://127.0.0.1:")
    assert "forgotten" in second
    async with aiohttp.ClientSession(url) as browser:
        async with browser.get("/") as page:
            assert "forgets it all" in await page.text()
        async with browser.post("/control/students", json={"first_name": "Ana"}) as made:
            ana = f"/control/students/{(await made.json())['chat_id']}"
        await browser.post(f"{ana}/send", json={"text": "how much do nurses make"})
        async with browser.get(f"{ana}/wait", params={"timeout": "30"}) as answer:
            (said,) = [message["text"] for message in await answer.json() if message["from"] == "bot"]
            assert "Registered nurse" in said
        async with browser.get("/page/events"):  # an open page does not hold the end up
            errors = await end(process, signal.SIGINT)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert await asyncio.to_thread(lambda: list(tmp_path.iterdir())) == []


async def test_a_port_that_is_taken_makes_way_to_the_next() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken: int = other.getsockname()[1]
        async with await start_near(taken) as near:
            assert near.port != taken
            async with aiohttp.ClientSession(near.url) as browser, browser.get("/") as page:
                assert page.status == 200


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "a"}, "linux", False),
        ({}, "darwin", True),
        ({"SSH_CONNECTION": "a"}, "darwin", False),
        ({}, "win32", True),
    ],
)
def test_a_browser_opens_where_a_desktop_is(environment: dict[str, str], platform: str, expected: bool) -> None:
    assert has_desktop(environment, platform) is expected


def test_a_browser_opens_only_for_somebody_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr("webbrowser.open", opened.put)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: False)
    assert show("http://127.0.0.1:1") is False
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert show("http://127.0.0.1:2") is True
    assert opened.get(timeout=10) == "http://127.0.0.1:2"
    assert opened.empty()
