"""From the start of the process to its first getUpdates, and peak memory: this bot and a bare python-telegram-bot application."""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from aiohttp import web

ROOT = Path(__file__).parents[2]
RUNS = 7
TOKEN = "123456789:" + "A" * 35
BARE = """
import sys
from telegram.ext import Application, CommandHandler
async def start(update, context):
    await update.message.reply_text("hi")
application = Application.builder().token(sys.argv[1]).base_url(sys.argv[2] + "/bot").build()
application.add_handler(CommandHandler("start", start))
application.run_polling()
"""


class Api:
    """Answers what a start asks; notes when the first getUpdates comes."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        result: object = True
        if method == "getMe":
            result = {"id": 1, "is_bot": True, "first_name": "B", "username": "b_bot"}
        elif method == "getUpdates":
            self.ready.set()
            await asyncio.sleep(0.2)
            result = []
        elif method in ("getMyCommands", "getUserProfilePhotos"):
            result = []
        return web.json_response({"ok": True, "result": result})


def peak_mib(pid: int) -> float:
    """Peak resident memory; Linux tells it, elsewhere 0."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


async def start_once(command: list[str], api: Api, environment: dict[str, str], folder: str) -> tuple[float, float]:
    """Seconds to ready and MiB at ready plus a second."""
    api.ready.clear()
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=folder, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await asyncio.wait_for(api.ready.wait(), 60)
        took = time.perf_counter() - began
        await asyncio.sleep(1.5)
        return took, peak_mib(process.pid)
    finally:
        process.terminate()
        await process.wait()


async def report() -> None:
    api = Api()
    application = web.Application()
    application.router.add_route("*", "/bot{token}/{method}", api.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with tempfile.TemporaryDirectory() as folder:
        own = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url, "PYTHONPATH": str(ROOT)}
        ours = [sys.executable, "-m", "bot"]
        bare = [sys.executable, "-c", BARE, TOKEN, url]
        times: dict[str, list[tuple[float, float]]] = {"bare": [], "signpost": []}
        for _ in range(RUNS):  # in turn, as these machines are noisy
            times["bare"].append(await start_once(bare, api, dict(os.environ), folder))
            times["signpost"].append(await start_once(ours, api, {**os.environ, **own}, folder))
    await runner.cleanup()
    for name, values in times.items():
        seconds, memory = (statistics.median(value) for value in zip(*values, strict=True))
        print(f"{name:<10} start to ready {seconds:5.2f} s   peak memory {memory:5.0f} MiB   (median of {RUNS})")
    ratio = statistics.median(s for s, _ in times["signpost"]) / statistics.median(s for s, _ in times["bare"])
    print(f"ratio      {ratio:.2f} (goal: at most 2)")
