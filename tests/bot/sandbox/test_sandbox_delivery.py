"""Updates reach a bot by polling and by webhook, in order, again when they must, and wrongly when asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.sandbox import Sandbox, Student

Answer = Callable[[web.Request], web.Response | None]
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])
SECRET = "a-secret_1"


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text("welcome", reply_markup=BUTTON)


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(f"echo {update.message.text}")


async def more(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("there you are")
    await update.callback_query.edit_message_text("more")


def echo_bot(sandbox: Sandbox, *, polling: bool) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = Application.builder().token(sandbox.token).base_url(sandbox.base_url).base_file_url(sandbox.base_file_url)
    app = builder.build() if polling else builder.updater(None).build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(more))
    return app


@asynccontextmanager
async def polling_bot(sandbox: Sandbox) -> AsyncIterator[None]:
    app = echo_bot(sandbox, polling=True)
    assert app.updater is not None
    async with app:
        await app.start()
        await app.updater.start_polling(timeout=20, poll_interval=0)
        yield
        await app.updater.stop()
        await app.stop()


class Receiver:
    """A webhook's other end: notes what came and answers as told."""

    def __init__(self) -> None:
        self.url = ""
        self.came: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answer: Callable[[int], web.Response] = lambda number: web.Response()
        self.at_once = 0
        self.most_at_once = 0
        self.gate: asyncio.Event | None = None
        self._changed = asyncio.Condition()

    async def handle(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.came.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        answer = self.answer(len(self.came))
        async with self._changed:
            self._changed.notify_all()
        if self.gate is not None:
            await self.gate.wait()
        self.at_once -= 1
        return answer

    async def wait(self, count: int) -> list[int]:
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.came) >= count)
        return [update["update_id"] for update in self.came]

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.came]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    other = Receiver()
    app = web.Application()
    app.router.add_post("/hook", other.handle)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    other.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield other
    if other.gate is not None:
        other.gate.set()
    await runner.cleanup()


async def chats_with_the_echo_bot(sandbox: Sandbox) -> None:
    student = sandbox.student("Ana")
    await student.send("/start")
    (welcome,) = await student.wait(1)
    query_id = await student.tap(welcome["message_id"], "More")
    assert (await student.wait_answer(query_id))["text"] == "there you are"
    await student.wait(lambda messages: messages[0]["text"] == "more")
    await student.send("hello")
    assert (await student.wait(2))[-1]["text"] == "echo hello"


async def test_polling_through_an_application(sandbox: Sandbox) -> None:
    async with polling_bot(sandbox):
        await chats_with_the_echo_bot(sandbox)


async def test_webhook_through_an_application(sandbox: Sandbox, receiver: Receiver) -> None:
    app = echo_bot(sandbox, polling=False)

    def into_the_queue(number: int) -> web.Response:
        app.update_queue.put_nowait(Update.de_json(receiver.came[number - 1], app.bot))
        return web.Response()

    receiver.answer = into_the_queue
    async with app:
        await app.bot.set_webhook(receiver.url, secret_token=SECRET)
        await app.start()
        await chats_with_the_echo_bot(sandbox)
        await app.stop()
    assert set(receiver.secrets) == {SECRET}


async def test_an_unconfirmed_update_comes_again(bot: Bot, ana: Student) -> None:
    (first,) = await bot.get_updates()
    assert (await bot.get_updates())[0].update_id == first.update_id
    assert await bot.get_updates(offset=first.update_id + 1) == ()
    assert await bot.get_updates() == ()


async def test_a_negative_offset_keeps_the_last(bot: Bot, ana: Student) -> None:
    await ana.send("two")
    await ana.send("three")
    (last,) = await bot.get_updates(offset=-1)
    assert last.message is not None
    assert last.message.text == "three"
    assert len(await bot.get_updates()) == 1


async def test_updates_come_in_batches(bot: Bot, ana: Student) -> None:
    await ana.send("two")
    assert len(await bot.get_updates(limit=1)) == 1
    assert len(await bot.get_updates()) == 2


async def test_a_poll_waits_for_the_next_update(sandbox: Sandbox, bot: Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await until(lambda: sandbox.world.updates.polled)
    await sandbox.student("Ben").send("hi")
    (update,) = await asyncio.wait_for(waiting, 10)
    assert update.message is not None
    assert update.message.text == "hi"


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.005)


async def test_only_the_kinds_asked_for_come(bot: Bot, ana: Student) -> None:
    await bot.get_updates(offset=-1, allowed_updates=["message"])
    ana.block()
    ana.unblock()
    await ana.send("still here")
    assert [update.message.text for update in await bot.get_updates() if update.message] == ["/start", "still here"]
    # not given, it stays; empty, it is the default again
    await bot.get_updates(allowed_updates=[])
    ana.block()
    assert (await bot.get_updates())[-1].my_chat_member is not None


async def test_two_polls_conflict(sandbox: Sandbox, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await until(lambda: sandbox.world.updates.polled)
    async with Bot(sandbox.token, base_url=sandbox.base_url) as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot instance is running"):
            await asyncio.wait_for(first, 10)
        await sandbox.student().send("hi")
        assert len(await asyncio.wait_for(second, 10)) == 1


async def test_polling_and_a_webhook_conflict(sandbox: Sandbox, bot: Bot, receiver: Receiver) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await until(lambda: sandbox.world.updates.polled)
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active; use deleteWebhook"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_webhook_info(sandbox: Sandbox, bot: Bot, receiver: Receiver) -> None:
    assert (await bot.get_webhook_info()).url == ""
    receiver.gate = asyncio.Event()
    await bot.set_webhook(receiver.url, max_connections=7, allowed_updates=["message"])
    await sandbox.student().send("hi")
    await receiver.wait(1)
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.pending_update_count, info.allowed_updates) == (receiver.url, 7, 1, ("message",))


@pytest.mark.parametrize(
    ("url", "secret", "words"),
    [
        ("ftp://127.0.0.1/", None, "Invalid webhook url specified"),
        ("https://example.org/hook", None, "Bad webhook: this stand-in calls nobody but this machine"),
        ("http://127.0.0.1/", "no spaces", "Secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_that_is_refused(bot: Bot, url: str, secret: str | None, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        await bot.set_webhook(url, secret_token=secret)


async def test_a_webhook_hears_one_chat_in_order(bot: Bot, sandbox: Sandbox, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url)
    student = sandbox.student()
    for number in range(20):
        await student.send(str(number))
    ids = await receiver.wait(20)
    assert ids == sorted(ids)
    assert receiver.texts() == [str(number) for number in range(20)]


async def test_a_webhook_hears_chats_at_once_up_to_its_connections(bot: Bot, sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.gate = asyncio.Event()
    await bot.set_webhook(receiver.url, max_connections=3)
    for _ in range(6):
        student = sandbox.student()
        await student.send("one")
        await student.send("two")
    await receiver.wait(3)
    assert set(receiver.texts()) == {"one"}
    receiver.gate.set()
    await receiver.wait(12)
    assert receiver.most_at_once == 3


async def test_a_webhook_is_called_until_it_says_yes(bot: Bot, sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.answer = lambda number: web.Response(status=500 if number <= 3 else 200)
    await bot.set_webhook(receiver.url)
    student = sandbox.student()
    await student.send("one")
    await student.send("two")
    await receiver.wait(5)
    # what came later waited for what failed
    assert receiver.texts() == ["one", "one", "one", "one", "two"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    await until(lambda: sandbox.world.updates.count() == 0)


async def test_an_update_in_the_air_is_not_sent_again_nor_overtaken(bot: Bot, sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.gate = asyncio.Event()
    await bot.set_webhook(receiver.url)
    ana, ben = sandbox.student("Ana"), sandbox.student("Ben")
    await ana.send("one")
    await receiver.wait(1)
    await ana.send("two")
    await ben.send("other")
    await receiver.wait(2)
    assert receiver.texts() == ["one", "other"]
    receiver.gate.set()
    await receiver.wait(3)
    assert receiver.texts() == ["one", "other", "two"]


async def test_a_webhook_that_keeps_failing_is_left_alone_for_a_while(bot: Bot, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.delivery.first_wait = 1000
    healed = False
    receiver.answer = lambda _: web.Response(status=500 if receiver.texts()[-1] == "one" and not healed else 200)
    await bot.set_webhook(receiver.url)
    await sandbox.student("Ana").send("one")
    # once, and once more at once
    await receiver.wait(2)
    ben = sandbox.student("Ben")
    for number in range(5):
        await ben.send(str(number))
        await receiver.wait(3 + number)
    assert receiver.texts() == ["one", "one", "0", "1", "2", "3", "4"]
    healed = True
    sandbox.forward(61)
    await ben.send("5")
    await receiver.wait(9)
    assert sorted(receiver.texts()[-2:]) == ["5", "one"]


async def test_a_webhook_nobody_answers(bot: Bot, sandbox: Sandbox, receiver: Receiver, unused_tcp_port: int) -> None:
    await bot.set_webhook(f"http://127.0.0.1:{unused_tcp_port}/")
    await sandbox.student().send("hi")
    await until(lambda: sandbox.delivery.webhook.last_error_message != "")
    assert (await bot.get_webhook_info()).last_error_message == "Connection refused"
    await bot.set_webhook(receiver.url)
    await receiver.wait(1)


async def test_a_webhook_may_answer_with_a_method(bot: Bot, sandbox: Sandbox, receiver: Receiver) -> None:
    student = sandbox.student()
    receiver.answer = lambda _: web.json_response({"method": "sendMessage", "chat_id": student.chat_id, "text": "at once"})
    await bot.set_webhook(receiver.url)
    await student.send("hi")
    assert (await student.wait(1))[0]["text"] == "at once"


async def test_pending_updates_can_be_dropped(bot: Bot, ana: Student) -> None:
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_an_update_twice_by_polling(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.deliver_twice()
    await sandbox.student().send("hi")
    (first,) = await bot.get_updates()
    (second,) = await bot.get_updates(offset=first.update_id + 1)
    assert second.update_id == first.update_id
    assert await bot.get_updates(offset=first.update_id + 1) == ()


async def test_an_update_twice_by_webhook(sandbox: Sandbox, bot: Bot, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url)
    sandbox.deliver_twice()
    student = sandbox.student()
    await student.send("hi")
    ids = await receiver.wait(2)
    assert ids[0] == ids[1]


async def test_updates_out_of_order(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.out_of_order()
    student = sandbox.student()
    await student.send("one")
    await student.send("two")
    updates = await bot.get_updates()
    assert [update.message.text for update in updates if update.message] == ["two", "one"]
    assert updates[0].update_id > updates[1].update_id


async def test_confirmed_updates_again_after_a_restart(sandbox: Sandbox, ana: Student, bot: Bot) -> None:
    (first,) = await bot.get_updates()
    await bot.get_updates(offset=first.update_id + 1)
    assert sandbox.redeliver() == 1
    async with Bot(sandbox.token, base_url=sandbox.base_url) as restarted:
        assert (await restarted.get_updates())[0].update_id == first.update_id


async def test_old_updates_expire(sandbox: Sandbox, ana: Student, bot: Bot) -> None:
    sandbox.forward(24 * 3600 + 1)
    assert await bot.get_updates() == ()


async def test_stopping_ends_a_waiting_poll(sandbox: Sandbox, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await until(lambda: sandbox.world.updates.polled)
    await sandbox.stop()
    assert await asyncio.wait_for(poll, 10) == ()
