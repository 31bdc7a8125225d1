"""The bot as python-telegram-bot's documentation has it: handlers, user_data, PicklePersistence, httpx.

Its webhook is that of PTB's example customwebhookbot.py, on the server this project has anyway.
Run by delivery.py: python -m tests.benchmarks.baseline_ptb API_URL PORT FOLDER CONCURRENT
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, PicklePersistence, filters

from tests.benchmarks.baseline_telegram import SECRET, TOKEN

Context = ContextTypes.DEFAULT_TYPE


def keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"a:{label}") for label in ("Yes", "Maybe", "No")]])


def answered(context: Context) -> str:
    data = context.user_data
    assert data is not None
    data["count"] = data.get("count", 0) + 1
    return f"Question {data['count']}: would you like to repair machines?"


async def said(update: Update, context: Context) -> None:
    assert update.message
    await update.message.reply_text(answered(context), reply_markup=keyboard())


async def chose(update: Update, context: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(answered(context), reply_markup=keyboard())


async def main() -> None:
    api, port, folder, concurrent = sys.argv[1:]
    application = (
        Application.builder()
        .token(TOKEN)
        .base_url(f"{api}/bot")
        .updater(None)
        .persistence(PicklePersistence(Path(folder) / "ptb.pickle"))
        .concurrent_updates(concurrent == "yes")
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, said))
    application.add_handler(CallbackQueryHandler(chose))

    async def post(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != SECRET:
            return web.Response(status=403)
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return web.Response()

    server = web.Application()
    server.router.add_post("/hook", post)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    async with application:
        await application.start()
        await web.TCPSite(runner, "127.0.0.1", int(port)).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
