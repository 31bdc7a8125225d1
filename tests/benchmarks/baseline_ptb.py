"""The bot as python-telegram-bot's documentation has it: handlers, user_data, PicklePersistence, webhook.

Run by delivery.py: baseline_ptb.py API_URL PORT FOLDER CONCURRENT
"""

from __future__ import annotations

import sys
from pathlib import Path

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


def main() -> None:
    api, port, folder, concurrent = sys.argv[1:]
    application = (
        Application.builder()
        .token(TOKEN)
        .base_url(f"{api}/bot")
        .persistence(PicklePersistence(Path(folder) / "ptb.pickle"))
        .concurrent_updates(concurrent == "yes")
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, said))
    application.add_handler(CallbackQueryHandler(chose))
    address = f"http://127.0.0.1:{port}/hook"
    application.run_webhook(port=int(port), url_path="hook", webhook_url=address, secret_token=SECRET)


if __name__ == "__main__":
    main()
