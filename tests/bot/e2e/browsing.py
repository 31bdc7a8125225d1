"""The chat page in real Chromium, at a phone's width.

Owns the browser and what a student does on the page. Must not know what is talked of.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE: ViewportSize = {"width": 360, "height": 740}
PATIENCE = 15_000

WIDER_THAN_ITS_ROOM = """() => [
  document.documentElement, ...document.querySelectorAll(".phone.current .scroll, .phone.current .bubble, .keyboard button"),
].filter((e) => e.scrollWidth > e.clientWidth).map((e) => `${e.className}: ${e.textContent.slice(0, 60)}`)"""

expect.set_options(timeout=PATIENCE)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise AssertionError("no Chromium here: `make browser` installs it")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()


def messages(page: Page) -> Locator:
    """What the bot said, oldest first."""
    return page.locator(".message:not(.own)")


def button(page: Page, data: str) -> Locator:
    """The newest button that does this."""
    return page.locator(f'.keyboard button[data-data="{data}"]').last


async def begin(page: Page) -> None:
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(messages(page)).to_have_count(1)


async def say(page: Page, text: str) -> Locator:
    """Sends it; the bot's next message."""
    count = await messages(page).count()
    await page.locator(".phone.current textarea").fill(text)
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(messages(page)).not_to_have_count(count)
    return messages(page).last


async def answer_quiz(page: Page, *points: int) -> None:
    """From a question on the page to the one about school."""
    asked = page.locator('.keyboard button[data-data^="s:quiz:item:"]')
    for number in range(60):
        await expect(page.locator('.keyboard button[data-data^="s:quiz:"]').first).to_be_visible()
        if not await asked.count():
            return
        question = str(await asked.first.get_attribute("data-data")).rpartition(":")[0]
        await button(page, f"{question}:{points[number % len(points)]}").click()
        await expect(page.locator(f'.keyboard button[data-data^="{question}:"]')).to_have_count(0)
    raise AssertionError("the quiz does not end")


async def sticks_out(page: Page) -> list[str]:
    """What would make the page scroll sideways."""
    found: list[str] = await page.evaluate(WIDER_THAN_ITS_ROOM)
    return found
