"""The chat page in real Chromium with the real bot behind it: what whoever types `make run` sees."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.app import Service
from bot.sandbox import Sandbox
from tests.bot.e2e.browsing import PATIENCE, PHONE, answer_quiz, begin, button, chromium, messages, say, sticks_out

NURSE = "29-1141.00"


@pytest.fixture
def mode() -> str:
    return "polling"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as launched:
        yield launched


@pytest.fixture
async def page(browser: Browser, telegram: Sandbox, service: Service) -> AsyncIterator[Page]:
    """A phone's page that asks nothing of other machines, makes no error and never scrolls sideways."""
    context = await browser.new_context(viewport=PHONE, color_scheme="light", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    opened = await context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda request: None if request.url.startswith(telegram.url) else problems.append(request.url))
    await opened.goto(telegram.url)
    yield opened
    assert problems == []
    assert await sticks_out(opened) == []
    await context.close()


async def test_a_student_asks_and_explores_to_a_card(page: Page) -> None:
    await expect(page.locator(".about")).to_contain_text("jobs")  # the bot's description, before the first word
    await begin(page)
    await expect(messages(page).last).to_contain_text("Signpost")
    answer = await say(page, "how much do nurses make")
    await expect(answer).to_contain_text("Registered nurse")
    await expect(answer).to_contain_text("Source: BLS pay")
    await page.get_by_role("button", name="Menu", exact=True).last.click()
    await page.get_by_role("menuitem", name="/explore").click()
    await button(page, "c:health-science").click()
    await button(page, "cp:health-science").click()
    await page.locator('.keyboard button[data-data^="p:"]').first.click()
    for _ in range(3):  # a pathway lists its jobs or leads to them
        found = messages(page).last.locator('.keyboard button[data-data^="o:"]').first
        await expect(found.or_(messages(page).last.locator('.keyboard button[data-data^="j"]').first)).to_be_visible()
        if await found.count():
            break
        await messages(page).last.locator('.keyboard button[data-data^="j"]').first.click()
    occupation = str(await found.get_attribute("data-data"))
    await found.click()
    card = messages(page).filter(has=page.locator(f'[data-data="{occupation}:pay"]'))
    await expect(card).to_contain_text("Outlook:")
    count = await messages(page).count()
    await card.locator(f'[data-data="{occupation}:pay"]').click()
    await expect(messages(page).last).to_contain_text("half make more")
    await expect(messages(page).last.locator(".meta")).to_contain_text("edited")
    await expect(messages(page)).to_have_count(count)


async def test_a_student_takes_the_quiz_to_its_picture(page: Page) -> None:
    await begin(page)
    await button(page, "q").click()
    await button(page, "s:quiz:menu::adaptive").click()
    await expect(button(page, "s:quiz:menu::adaptive")).to_have_count(0)
    await answer_quiz(page, 5, 1, 3, 4, 2, 5, 3)
    await page.get_by_role("button", name="Not sure yet").click()
    picture = page.get_by_role("img", name=re.compile("Your interests"))
    await expect(picture).to_be_visible()
    await page.wait_for_function("() => document.querySelector('.picture img').naturalWidth > 600")
    await expect(messages(page).last).to_contain_text("Fields that fit")
    await button(page, "qr:jobs").click()
    await expect(messages(page).last).to_contain_text("Source: O*NET")


async def test_a_student_saves_and_takes_their_data_away(page: Page, tmp_path: Path) -> None:
    await begin(page)
    await expect(await say(page, "registered nurse")).to_contain_text("Outlook:")
    await button(page, f"+:{NURSE}").click()
    await expect(messages(page).last).to_contain_text("Saved Registered nurse")
    await page.get_by_role("button", name="View list").click()
    await expect(messages(page).last).to_contain_text("Your list")
    await say(page, "/export")
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name=re.compile(r"Download .*\.json")).click()
    await (await downloading.value).save_as(tmp_path / "mine.json")
    assert NURSE in json.dumps(json.loads((tmp_path / "mine.json").read_bytes()))


async def test_a_button_of_an_earlier_step_is_answered_kindly(page: Page) -> None:
    await begin(page)
    await say(page, "/quiz")
    await button(page, "s:quiz:menu::short").click()
    first = page.locator('.keyboard button[data-data^="s:quiz:item:"]')
    await expect(first.first).to_be_visible()
    await say(page, "/cancel")
    await first.first.click()
    await expect(page.get_by_text("That button is from an earlier step, so nothing changed.")).to_be_visible()
    await expect(page.locator("[aria-busy]")).to_have_count(0)


async def test_by_keyboard_alone(page: Page) -> None:
    start = page.get_by_role("button", name="Start", exact=True)
    await expect(start).to_be_visible()
    await _tab_to(page, "Tab", "document.activeElement.classList.contains('start')")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Message as Ana")).to_be_focused()
    await page.keyboard.type("registered nurse")
    await page.keyboard.press("Enter")
    await expect(messages(page).last).to_contain_text("Outlook:")
    await _tab_to(page, "Shift+Tab", f"document.activeElement.dataset.data === 'o:{NURSE}:pay'")
    await page.keyboard.press("Enter")
    await expect(messages(page).last).to_contain_text("half make more")
    # the message was replaced under the finger, and one goes on from there
    await expect(messages(page).last.locator("button:focus")).to_have_count(1)
    await _tab_to(page, "Tab", f"document.activeElement.dataset.data === '+:{NURSE}'")
    await page.keyboard.press("Enter")
    await expect(messages(page).last).to_contain_text("Saved")


async def _tab_to(page: Page, key: str, reached: str) -> None:
    for _ in range(40):
        if await page.evaluate(reached):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to where {reached}")


async def test_two_students_side_by_side_each_have_their_own_list(page: Page) -> None:
    await begin(page)
    await say(page, "registered nurse")
    await button(page, f"+:{NURSE}").click()
    await expect(messages(page).last).to_contain_text("Saved")
    await page.get_by_role("button", name="Add student").click()
    ben = page.get_by_role("region", name="Ben's chat")
    await ben.get_by_role("button", name="Start", exact=True).click()
    await ben.get_by_label("Message as Ben").fill("/list")
    await ben.get_by_role("button", name="Send", exact=True).click()
    await expect(ben.get_by_text("Your list is empty")).to_be_visible()
