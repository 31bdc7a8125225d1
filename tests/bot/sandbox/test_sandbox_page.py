"""The chat page in real Chromium, with a tiny bot on the other side."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.sandbox import Sandbox, Student

expect.set_options(timeout=15_000)
CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
RICH = (
    "<b>Registered nurses</b> care for patients.\n<i>Pay</i> $86,070 a year (2023)\n<code>29-1141.00</code> "
    '<a href="https://www.onetonline.org/">O*NET</a>\n<tg-spoiler>a secret</tg-spoiler> or /help\n'
    "<blockquote>A quote</blockquote>&lt;script&gt;alert(1)&lt;/script&gt;"
)
BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Show more", callback_data="more"), InlineKeyboardButton("Save", callback_data="toast")],
        [InlineKeyboardButton("Ask twice", callback_data="alert")],
        [InlineKeyboardButton("Official page", url="https://www.onetonline.org/")],
    ]
)


class TinyBot:
    """Answers words with what the page must be able to show."""

    def __init__(self, png: Callable[..., bytes]) -> None:
        self._png = png

    async def hear(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        assert message is not None
        match message.text:
            case "/start":
                await message.reply_html(RICH, reply_markup=BUTTONS)
            case "photo":
                await message.reply_photo(self._png(640, 360), caption="Your chart")
            case "file":
                await message.reply_document(b'{"saved": true}', filename="my data.json")
            case "keys":
                await message.reply_text("Choose", reply_markup=ReplyKeyboardMarkup([["Left", "Right"]], one_time_keyboard=True))
            case "wait":
                await message.reply_chat_action("typing")
            case "delete":
                sent = await message.reply_text("Gone soon")
                await sent.delete()
                await message.reply_text("Deleted")
            case other:
                await message.reply_text(f"You said {other}")

    async def tapped(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query is not None
        if query.data == "more":
            await query.answer()
            await query.edit_message_text("All of it", reply_markup=BUTTONS)
        elif query.data == "picture":
            await query.answer()
            await query.edit_message_media(InputMediaPhoto(self._png(80, 80)))
        else:
            await query.answer("Saved for you", show_alert=query.data == "alert")


@pytest.fixture
async def running(sandbox: Sandbox, png: Callable[..., bytes]) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    tiny = TinyBot(png)
    app = Application.builder().token(sandbox.token).base_url(sandbox.base_url).build()
    app.add_handler(MessageHandler(filters.ALL, tiny.hear))
    app.add_handler(CallbackQueryHandler(tiny.tapped))
    assert app.updater is not None
    async with app:
        await app.bot.set_my_commands([BotCommand("start", "Begin"), BotCommand("help", "What I can do")])
        await app.bot.set_my_description("I answer.\nPress Start.")
        await app.start()
        await app.updater.start_polling(timeout=20, poll_interval=0)
        yield app
        await app.updater.stop()
        await app.stop()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if not await asyncio.to_thread(Path(CHROMIUM).exists):
        pytest.fail(f"no browser at {CHROMIUM}: `make browser` installs it")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        await launched.close()


@pytest.fixture
async def page(browser: Browser, sandbox: Sandbox, running: object) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="light")
    context.set_default_timeout(15_000)
    opened = await context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    foreign: list[str] = []
    opened.on("request", lambda request: None if request.url.startswith(sandbox.url) else foreign.append(request.url))
    await opened.goto(sandbox.url)
    await expect(opened.get_by_role("region", name="Ana's chat")).to_be_visible()
    yield opened
    assert problems == []
    assert foreign == []
    await context.close()


async def begin(page: Page) -> None:
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(page.get_by_text("Registered nurses")).to_be_visible()


async def say(page: Page, text: str) -> None:
    box = page.get_by_label("Message as Ana")
    await box.fill(text)
    await box.press("Enter")


async def test_it_says_what_it_is(page: Page) -> None:
    await expect(page.get_by_text("Nothing leaves this machine")).to_be_visible()
    await page.get_by_text("Use the real one").click()
    await expect(page.get_by_text("@BotFather")).to_be_visible()
    await expect(page.get_by_text("TELEGRAM_BOT_TOKEN")).to_be_visible()
    await expect(page.get_by_text("I answer.")).to_be_visible()


async def test_text_is_shown_as_telegram_would(page: Page) -> None:
    await begin(page)
    text = page.locator(".message .text").last
    await expect(text.locator("b")).to_have_text("Registered nurses")
    await expect(text.locator("code")).to_have_text("29-1141.00")
    await expect(text.get_by_role("link", name="O*NET")).to_have_attribute("rel", "noopener noreferrer")
    await expect(text.locator("blockquote")).to_have_text("A quote")
    await expect(text).to_contain_text("<script>alert(1)</script>")
    await expect(text.get_by_text("a secret")).to_be_hidden()
    await text.get_by_role("button", name="Hidden text, show").click()
    await expect(text.get_by_text("a secret")).to_be_visible()
    await text.get_by_role("button", name="/help").click()
    await expect(page.get_by_text("You said /help")).to_be_visible()


async def test_a_tap_edits_in_place(page: Page) -> None:
    await begin(page)
    await page.get_by_role("button", name="Show more").click()
    await expect(page.get_by_text("All of it", exact=True)).to_be_visible()
    await expect(page.locator(".message:not(.own)")).to_have_count(1)
    await expect(page.locator(".message:not(.own) .meta")).to_contain_text("edited")


async def test_by_keyboard_alone(page: Page) -> None:
    await page.get_by_role("button", name="Start", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Registered nurses")).to_be_visible()
    await expect(page.get_by_label("Message as Ana")).to_be_focused()
    more = page.get_by_role("button", name="Show more")
    await more.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("All of it", exact=True)).to_be_visible()
    # the button was replaced under the finger; its successor has the focus
    await expect(page.get_by_role("button", name="Show more")).to_be_focused()
    await page.get_by_role("button", name="Menu").press("Enter")
    await expect(page.get_by_role("menuitem", name="/start")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("You said /help")).to_be_visible()
    await expect(page.get_by_role("menu")).to_be_hidden()


async def test_answers_as_toast_and_alert(page: Page) -> None:
    await begin(page)
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".toast")).to_have_text("Saved for you")
    await page.get_by_role("button", name="Ask twice").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Saved for you")
    await page.get_by_role("button", name="OK").click()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.locator("[aria-busy]")).to_have_count(0)


async def test_a_picture(page: Page) -> None:
    await begin(page)
    await say(page, "photo")
    image = page.get_by_role("img", name="Picture: Your chart")
    await expect(image).to_be_visible()
    await page.wait_for_function("() => document.querySelector('.picture img').naturalWidth === 640")


async def test_a_file_downloads(page: Page, tmp_path: Path) -> None:
    await begin(page)
    await say(page, "file")
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name=re.compile("Download my data.json")).click()
    download = await downloading.value
    assert download.suggested_filename == "my data.json"
    await download.save_as(tmp_path / "saved.json")
    assert (tmp_path / "saved.json").read_bytes() == b'{"saved": true}'


async def test_typing_reply_keyboard_and_deletion(page: Page) -> None:
    await begin(page)
    await say(page, "wait")
    await expect(page.locator(".typing")).to_be_visible()
    await expect(page.get_by_text("is typing…")).to_be_visible()
    await say(page, "keys")
    await page.get_by_role("group", name="Suggested replies").get_by_role("button", name="Left").click()
    await expect(page.get_by_text("You said Left")).to_be_visible()
    await expect(page.get_by_role("group", name="Suggested replies")).to_be_hidden()
    await say(page, "delete")
    await expect(page.get_by_text("Deleted")).to_be_visible()
    await expect(page.get_by_text("Gone soon")).to_have_count(0)


async def test_students_side_by_side(page: Page, sandbox: Sandbox) -> None:
    await begin(page)
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.get_by_role("button", name="Add student").click()
    ben = page.get_by_role("region", name="Ben's chat")
    await expect(ben).to_be_visible()
    await ben.get_by_role("button", name="Start", exact=True).click()
    await ben.get_by_label("Message as Ben").fill("only mine")
    await ben.get_by_role("button", name="Send").click()
    await expect(ben.get_by_text("You said only mine")).to_be_visible()
    await expect(page.get_by_role("region", name="Ana's chat").get_by_text("only mine")).to_have_count(0)
    # on a phone one is shown at a time, the others a tab away
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.get_by_role("navigation", name="Students").get_by_role("button", name="Ana").click()
    await expect(page.get_by_role("region", name="Ana's chat")).to_be_visible()
    await expect(ben).to_be_hidden()
    await page.get_by_role("button", name="Remove Ana").click()
    await expect(ben).to_be_visible()
    assert len(sandbox.world.chats) == 1


async def test_reset_starts_over(page: Page, sandbox: Sandbox) -> None:
    await begin(page)
    await page.get_by_role("button", name="Reset").click()
    await expect(page.get_by_text("Registered nurses")).to_have_count(0)
    await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


async def test_a_student_blocks_the_bot(page: Page, sandbox: Sandbox) -> None:
    await begin(page)
    await page.get_by_role("button", name="Ana blocks the bot").click()
    await expect(page.get_by_text("has blocked the bot")).to_be_visible()
    (chat,) = sandbox.world.chats.values()
    assert chat.blocked


async def test_a_reload_keeps_the_chat(page: Page) -> None:
    await begin(page)
    await page.reload()
    await expect(page.get_by_text("Registered nurses")).to_be_visible()
    await expect(page.get_by_role("region")).to_have_count(1)


async def test_both_themes(page: Page, browser: Browser, sandbox: Sandbox) -> None:
    light = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    await page.get_by_role("button", name="Switch to dark theme").click()
    dark = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light != dark
    await page.reload()
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    async with await browser.new_context(color_scheme="dark") as context:
        asked = await context.new_page()
        await asked.goto(sandbox.url)
        assert await asked.evaluate("getComputedStyle(document.body).backgroundColor") == dark


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_words_can_be_read(page: Page, theme: str) -> None:
    """Contrast of 4.5 to 1 or better for every piece of text on the screen (WCAG AA)."""
    await begin(page)
    await say(page, "file")
    await expect(page.get_by_role("link", name=re.compile("Download"))).to_be_visible()
    if theme == "dark":
        await page.get_by_role("button", name="Switch to dark theme").click()
    assert await page.evaluate(CONTRAST) == []


CONTRAST = """() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const over = (top, under) => { const a = top[3] ?? 1; return [0, 1, 2].map((i) => top[i] * a + under[i] * (1 - a)); };
  const backdrop = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const light = (rgb) => rgb.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const unseen = element.closest(".unseen, .spoiler, [hidden]") || !element.getClientRects().length;
    if (!own || unseen) continue;
    const under = backdrop(element);
    const [a, b] = [light(over(parse(getComputedStyle(element).color), under)), light(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${element.textContent.trim().slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("width", [360, 414, 768, 1280])
async def test_nothing_sticks_out(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 740})
    await begin(page)
    await say(page, "W" * 200)
    await expect(page.get_by_text("You said W")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert await page.evaluate("[...document.querySelectorAll('.scroll')].every((s) => s.scrollWidth <= s.clientWidth)")


async def test_what_a_screen_reader_needs(page: Page, sandbox: Sandbox) -> None:
    await begin(page)
    log = page.get_by_role("log")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log.get_by_role("listitem")).to_have_count(2)
    await expect(log.get_by_role("listitem").last).to_contain_text("Sandbox:")
    nameless = await page.evaluate("[...document.querySelectorAll('button')].filter((b) => !b.textContent.trim() && !b.ariaLabel).length")
    assert nameless == 0
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_the_page_is_told_when_the_server_goes(page: Page, sandbox: Sandbox) -> None:
    await begin(page)
    await page.get_by_label("Message as Ana").fill("half a thought")
    sandbox.world.events.close()
    # the stream ends and opens again by itself, from a snapshot, and what was being typed is still there
    await expect(page.locator("#connection")).to_be_visible()
    await expect(page.locator("#connection")).to_be_hidden()
    await expect(page.get_by_text("Registered nurses")).to_be_visible()
    await expect(page.get_by_label("Message as Ana")).to_have_value("half a thought")


async def test_a_student_driven_by_a_test_shows_up(page: Page, sandbox: Sandbox) -> None:
    student: Student = sandbox.student("Zoe")
    await expect(page.get_by_role("region", name="Zoe's chat")).to_be_attached()
    await student.send("from the test")
    await expect(page.get_by_text("You said from the test")).to_be_attached()
