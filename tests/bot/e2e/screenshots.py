"""README's pictures, as the page looks today: python -m tests.bot.e2e.screenshots

The same clock each time, so that a picture changes where the page or the bot did.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox import Sandbox, start
from bot.settings import read_settings
from bot.start import made
from conversations.engine import Engine
from tests.bot.e2e.browsing import PATIENCE, PHONE, answer_quiz, begin, button, chromium, messages, say

FOLDER = Path(__file__).parents[3] / "docs" / "screenshots"
MOMENT = datetime(2026, 9, 1, 16, 20, tzinfo=UTC)
LARGEST = 150_000
COLOURS = 128
TO_THE_TOP = """(message) => {
  const scroll = message.closest(".scroll");
  scroll.scrollTop += message.getBoundingClientRect().top - scroll.getBoundingClientRect().top - 5;
}"""
ANSWERS = (5, 4, 2, 1, 4, 3, 5, 2)


@asynccontextmanager
async def bot(engine: Engine, folder: str) -> AsyncIterator[Sandbox]:
    async def ready() -> Any:
        return engine

    async with await start(name="Signpost") as telegram:
        telegram.forward(MOMENT.timestamp() - time.time())
        own = {"telegram_bot_token": telegram.token, "telegram_api_url": telegram.url, "database_url": f"sqlite:///{folder}/own.db"}
        service = made(read_settings(**own, _env_file=None), ready, clock=_later(telegram.world.now, count()))
        await service.start()
        yield telegram
        await service.stop()


def _later(now: Callable[[], float], seconds: Iterator[int]) -> Callable[[], float]:
    """A second more at each look, since the quiz distrusts who answers faster than one can read."""
    return lambda: now() + next(seconds)


async def card(page: Page) -> Locator:
    await begin(page)
    return await say(page, "electrician")


async def quiz(page: Page) -> Locator:
    await begin(page)
    await button(page, "q").click()
    await button(page, "s:quiz:menu::adaptive").click()
    await expect(button(page, "s:quiz:menu::adaptive")).to_have_count(0)
    await answer_quiz(page, *ANSWERS)
    await page.get_by_role("button", name="Four-year degree").click()
    await page.wait_for_function("() => document.querySelector('.picture img')?.naturalWidth > 600")
    await expect(messages(page).last).to_contain_text("Fields that fit")
    return messages(page).filter(has=page.locator(".picture")).last


async def shoot(browser: Browser, url: str, theme: Any, show: Callable[[Page], Any]) -> bytes:
    context = await browser.new_context(
        viewport=PHONE, device_scale_factor=2, color_scheme=theme, reduced_motion="reduce", locale="en-US", timezone_id="UTC"
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    await page.goto(url)
    shown = await show(page)
    await shown.evaluate(TO_THE_TOP)
    await page.evaluate("document.activeElement.blur()")
    picture = await page.screenshot(animations="disabled", caret="hide")
    await context.close()
    return picture


def small(picture: bytes) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


async def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    engine = Engine.load()
    too_large = 0
    async with chromium() as browser:
        for name, show in (("card", card), ("quiz", quiz)):
            for theme in ("light", "dark"):
                with tempfile.TemporaryDirectory() as folder:
                    async with bot(engine, folder) as telegram:
                        picture = small(await shoot(browser, telegram.url, theme, show))
                path = FOLDER / f"{name}-{theme}.png"
                path.write_bytes(picture)
                too_large += len(picture) > LARGEST
                print(f"{path.relative_to(FOLDER.parents[1])}  {len(picture):,} bytes")
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
