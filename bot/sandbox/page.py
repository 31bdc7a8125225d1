"""The chat page: its files, the stream it lives on, the pictures and documents in it.

Owns what a browser gets. Must not know the Bot API's methods. Nothing on the page comes from another machine.
"""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.chats import Chat, message_view
from bot.sandbox.events import Event
from bot.sandbox.profile import Profile
from bot.sandbox.world import World

STATIC = Path(__file__).parent / "static"
FILES = {
    "index.html": "text/html",
    "style.css": "text/css",
    "chat.js": "text/javascript",
    "bubbles.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
# what a browser may show in place; anything else is only ever saved
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}
HEARTBEAT = 15.0


class Page:
    def __init__(self, world: World, profile: Profile) -> None:
        self._world = world
        self._profile = profile

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.file),
            web.get("/static/{name}", self.file),
            web.get("/page/events", self.stream),
            web.get("/page/files/{file_id}", self.stored),
        ]

    async def file(self, request: web.Request) -> web.Response:
        name = request.match_info.get("name", "index.html")
        if name not in FILES:
            raise web.HTTPNotFound
        body = (STATIC / name).read_bytes()
        return web.Response(body=body, content_type=FILES[name], charset="utf-8", headers=HEADERS)

    async def stored(self, request: web.Request) -> web.Response:
        stored = self._world.files.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        picture = next((kind for magic, kind in PICTURES.items() if stored.content.startswith(magic)), None)
        headers = dict(HEADERS)
        if picture is None or stored.kind == "document":
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
        return web.Response(body=stored.content, content_type=picture or "application/octet-stream", headers=headers)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        with self._world.events.watch() as happened:
            await response.prepare(request)
            try:
                await _say(response, self._snapshot())
                while (event := await _next(happened)) is not None:
                    await _say(response, self._complete(event))
            except ConnectionError:
                pass
        return response

    def _complete(self, event: Event) -> Event:
        if event["event"] == "commands":
            return {"event": "menus", "menus": {chat.chat_id: self._menu(chat) for chat in self._world.chats.values()}}
        if event["event"] == "student" and (chat := self._world.chats.get(event["student"]["chat_id"])):
            return {"event": "student", "student": self._student(chat)}
        return event

    def _snapshot(self) -> Event:
        students = [self._student(chat) for chat in self._world.chats.values()]
        return {"event": "snapshot", "bot": self._world.bot.json(), "students": students}

    def _student(self, chat: Chat) -> dict[str, Any]:
        return {
            "chat_id": chat.chat_id,
            "first_name": chat.first_name,
            "blocked": chat.blocked,
            "messages": [message_view(message) for message in chat.messages.values()],
            "reply_keyboard": chat.reply_keyboard,
            **self._menu(chat),
        }

    def _menu(self, chat: Chat) -> dict[str, Any]:
        return {"commands": self._profile.commands_for(chat), "description": self._profile.text_for(chat, "description")}


async def _next(happened: "asyncio.Queue[Event | None]") -> Event | None:
    try:
        return await asyncio.wait_for(happened.get(), HEARTBEAT)
    except TimeoutError:
        return {"event": "alive"}


async def _say(response: web.StreamResponse, event: Event) -> None:
    await response.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
