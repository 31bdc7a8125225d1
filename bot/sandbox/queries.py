"""Answers to taps and inline queries, and files by id.

Owns when a query is too old and what an answer may hold. Must not know the messages the taps were on.
"""

from typing import Any

from bot.sandbox import limits
from bot.sandbox.arguments import Arguments
from bot.sandbox.errors import QUERY_TOO_OLD, bad_request
from bot.sandbox.world import World

INLINE_RESULTS = 50


class Queries:
    def __init__(self, world: World) -> None:
        self._world = world

    async def answer_callback_query(self, arguments: Arguments) -> Any:
        text = arguments.text("text")
        if len(text) > limits.CALLBACK_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        tap = self._world.answer_tap(arguments.text("callback_query_id"))
        if tap is None:
            raise bad_request(QUERY_TOO_OLD)
        notice = {"query_id": tap.query_id, "text": text, "alert": arguments.flag("show_alert"), "url": arguments.text("url")}
        if chat := self._world.chats.get(tap.chat_id):
            chat.notices.append(notice)
        self._world.events.tell("answer", chat_id=tap.chat_id, **notice)
        return True

    async def answer_inline_query(self, arguments: Arguments) -> Any:
        results = arguments.decoded("results", "inline query results") if arguments.has("results") else []
        if not isinstance(results, list):
            raise bad_request("Expected an Array of inline query results")
        if len(results) > INLINE_RESULTS:
            raise bad_request("RESULTS_TOO_MUCH")
        for result in results:
            _check_result(result)
        tap = self._world.answer_tap(arguments.text("inline_query_id"))
        if tap is None:
            raise bad_request(QUERY_TOO_OLD)
        self._world.inline_answers[tap.query_id] = results
        while len(self._world.inline_answers) > limits.CONFIRMED_KEPT:
            self._world.inline_answers.popitem(last=False)
        self._world.events.tell("inline", chat_id=tap.chat_id, query_id=tap.query_id, results=results)
        return True

    async def get_file(self, arguments: Arguments) -> Any:
        stored = self._world.files.get(arguments.text("file_id"))
        if stored is None:
            raise bad_request("invalid file_id")
        if len(stored.content) > limits.DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return {**stored.summary(), "file_path": stored.path}


def _check_result(result: Any) -> None:
    if not isinstance(result, dict):
        raise bad_request("Can't parse inline query result: expected an Object")
    for field in ("type", "id"):
        if not isinstance(result.get(field), str):
            raise bad_request(f"Can't parse inline query result: Can't find field \"{field}\"")
    if not result["id"] or len(result["id"].encode()) > 64:
        raise bad_request("RESULT_ID_INVALID")
