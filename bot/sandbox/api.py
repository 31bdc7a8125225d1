"""The HTTP Bot API: token, method name, parameters in; ok and result, or Telegram's error, out.

Owns the method table and the envelope. Must not know what the methods do.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.arguments import Arguments, from_json, read_arguments
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.faults import DroppedError, Faults
from bot.sandbox.listening import Listening
from bot.sandbox.messages import Messages
from bot.sandbox.profile import Profile
from bot.sandbox.queries import Queries
from bot.sandbox.world import World

Method = Callable[[Arguments], Awaitable[Any]]
TOKEN = re.compile(r"[1-9]\d{0,15}:[A-Za-z0-9_-]{24,}")
# how the names of Telegram's other methods begin, so that a typing error reads differently from a gap of ours
TELEGRAMS = re.compile(
    r"(add|answer|approve|ban|close|convert|copy|create|decline|delete|edit|export|forward|get|gift|hide|leave|log|pin|post|promote"
    r"|read|refund|remove|reopen|replace|restrict|revoke|save|send|set|stop|transfer|unban|unhide|unpin|upgrade|upload|verify)[A-Z]\w*"
)
DESCRIPTIONS = {"setwebhook": "Webhook was set", "deletewebhook": "Webhook was deleted"}


class Api:
    def __init__(self, world: World, faults: Faults, profile: Profile, listening: Listening) -> None:
        self._world = world
        self._faults = faults
        messages, queries = Messages(world), Queries(world)
        self.methods: dict[str, Method] = {
            "getMe": profile.get_me,
            "getUpdates": listening.get_updates,
            "setWebhook": listening.set_webhook,
            "deleteWebhook": listening.delete_webhook,
            "getWebhookInfo": listening.get_webhook_info,
            "sendMessage": messages.send_message,
            "sendPhoto": messages.send_photo,
            "sendDocument": messages.send_document,
            "sendChatAction": messages.send_chat_action,
            "editMessageText": messages.edit_message_text,
            "editMessageCaption": messages.edit_message_caption,
            "editMessageMedia": messages.edit_message_media,
            "editMessageReplyMarkup": messages.edit_message_reply_markup,
            "deleteMessage": messages.delete_message,
            "answerCallbackQuery": queries.answer_callback_query,
            "answerInlineQuery": queries.answer_inline_query,
            "getFile": queries.get_file,
            "setMyCommands": profile.set_my_commands,
            "getMyCommands": profile.get_my_commands,
            "deleteMyCommands": profile.delete_my_commands,
            "setMyDescription": profile.set_my_description,
            "getMyDescription": profile.get_my_description,
            "setMyShortDescription": profile.set_my_short_description,
            "getMyShortDescription": profile.get_my_short_description,
        }
        self._by_lower = {name.lower(): method for name, method in self.methods.items()}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token:[^/]+}/{method:[^/]*}", self.handle),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self.download),
        ]

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            self._check_token(request.match_info["token"])
            arguments = await read_arguments(request)
            result = await self.call(method, arguments)
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        except DroppedError:
            return _drop(request)
        body: dict[str, Any] = {"ok": True, "result": result}
        if method.lower() in DESCRIPTIONS:
            body["description"] = DESCRIPTIONS[method.lower()]
        return web.json_response(body)

    async def call(self, method: str, arguments: Arguments) -> Any:
        handler = self._by_lower.get(method.lower())
        if handler is None:
            if TELEGRAMS.fullmatch(method):
                raise bad_request(f"method {method} is not supported by this stand-in")
            raise ApiError(404, "Not Found: method not found")
        if method.lower() != "getupdates":
            self._world.calls.append((method, dict(arguments.values)))
        return await self._faults.around(method.lower(), arguments, lambda: handler(arguments))

    async def answer_webhook(self, body: dict[str, Any]) -> None:
        """A method named in a webhook's answer; those that read or rewire are ignored, as by Telegram."""
        method = str(body.pop("method"))
        if method.lower().startswith("get") or method.lower() in ("setwebhook", "deletewebhook"):
            return
        try:
            await self.call(method, from_json(body))
        except (ApiError, DroppedError):
            return

    async def download(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request.match_info["token"])
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        stored = self._world.files.at(request.match_info["path"])
        if stored is None:
            return web.json_response(ApiError(404, "Not Found").body(), status=404)
        return web.Response(body=stored.content, content_type="application/octet-stream")

    def _check_token(self, token: str) -> None:
        if not TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self._world.token:
            raise ApiError(401, "Unauthorized")


def _drop(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
