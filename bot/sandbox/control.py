"""The stand-in's own HTTP: what students do and what goes wrong, for the page and for tests in another process.

Owns /control. Must not know the Bot API. Answers this machine's own callers only (server.py guards it).
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.driver import NoSuchButtonError, Student, find_button
from bot.sandbox.faults import Faults
from bot.sandbox.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        one = "/control/students/{chat_id:\\d+}"
        return [
            web.get("/control/state", self.state),
            web.get("/control/students", self.students),
            web.post("/control/students", self.add_student),
            web.delete(one, self.remove_student),
            web.get(f"{one}/messages", self.messages),
            web.get(f"{one}/wait", self.wait),
            web.post(f"{one}/send", self.send),
            web.post(f"{one}/tap", self.tap),
            web.post(f"{one}/block", self.block),
            web.get("/control/faults", self.faults),
            web.post("/control/faults", self.add_fault),
            web.delete("/control/faults", self.clear_faults),
            web.post("/control/flood", self.flood),
            web.post("/control/deliver", self.deliver),
            web.post("/control/taps/expire", self.expire),
            web.post("/control/reset", self.reset),
        ]

    async def state(self, _: web.Request) -> web.Response:
        world = self._world
        return web.json_response({"token": world.token, "students": len(world.chats), "pending_updates": world.updates.count()})

    async def students(self, _: web.Request) -> web.Response:
        return web.json_response([_summary(Student(self._world, chat)) for chat in self._world.chats.values()])

    async def add_student(self, request: web.Request) -> web.Response:
        body = await _body(request)
        chat = self._world.add_student(str(body.get("first_name") or "Student"), str(body.get("language_code") or "en"))
        return web.json_response(_summary(Student(self._world, chat)), status=201)

    async def remove_student(self, request: web.Request) -> web.Response:
        self._world.forget(self._world.chats[self._student(request).chat_id])
        return web.json_response({})

    async def messages(self, request: web.Request) -> web.Response:
        return web.json_response(self._student(request).history)

    async def wait(self, request: web.Request) -> web.Response:
        count, seconds = int(request.query.get("count", "1")), float(request.query.get("timeout", "10"))
        try:
            return web.json_response(await self._student(request).wait(count, min(seconds, 60)))
        except TimeoutError as error:
            raise _refusal(web.HTTPRequestTimeout, str(error)) from None

    async def send(self, request: web.Request) -> web.Response:
        student, body = self._student(request), await _body(request)
        try:
            return web.json_response({"message_id": await student.send(str(body.get("text", "")))})
        except ValueError as error:
            raise _refusal(web.HTTPBadRequest, str(error)) from None

    async def tap(self, request: web.Request) -> web.Response:
        chat, body = self._world.chats[self._student(request).chat_id], await _body(request)
        message_id = int(body.get("message_id", 0))
        try:
            data = find_button(chat, message_id, str(body.get("button", "")))
        except NoSuchButtonError as error:
            raise _refusal(web.HTTPNotFound, str(error)) from None
        return web.json_response({"query_id": self._world.tap(chat, message_id, data)})

    async def block(self, request: web.Request) -> web.Response:
        chat, body = self._world.chats[self._student(request).chat_id], await _body(request)
        self._world.block(chat, bool(body.get("blocked", True)))
        return web.json_response({})

    async def faults(self, _: web.Request) -> web.Response:
        return web.json_response([{"kind": fault.kind, "method": fault.method, "times": fault.times} for fault in self._faults.armed()])

    async def add_fault(self, request: web.Request) -> web.Response:
        try:
            fault = self._faults.add(**await _body(request))
        except (TypeError, ValueError) as error:
            raise _refusal(web.HTTPBadRequest, str(error)) from None
        return web.json_response({"number": fault.number}, status=201)

    async def clear_faults(self, _: web.Request) -> web.Response:
        self._faults.clear()
        return web.json_response({})

    async def flood(self, request: web.Request) -> web.Response:
        self._world.flood.on = bool((await _body(request)).get("on", True))
        return web.json_response({"on": self._world.flood.on})

    async def deliver(self, request: web.Request) -> web.Response:
        body = await _body(request)
        ways: dict[str, Callable[[int], Any]] = {
            "twice": self._world.updates.deliver_twice,
            "swapped": self._world.updates.swap_next,
            "again": self._world.updates.redeliver,
        }
        way = ways.get(str(body.get("how")))
        if way is None:
            raise _refusal(web.HTTPBadRequest, f"how is one of {', '.join(ways)}")
        way(int(body.get("times", 1)))
        return web.json_response({})

    async def expire(self, _: web.Request) -> web.Response:
        return web.json_response({"expired": self._world.expire_taps()})

    async def reset(self, _: web.Request) -> web.Response:
        self._world.reset()
        self._faults.clear()
        return web.json_response({})

    def _student(self, request: web.Request) -> Student:
        chat = self._world.chats.get(int(request.match_info["chat_id"]))
        if chat is None:
            raise _refusal(web.HTTPNotFound, "no such student")
        return Student(self._world, chat)


def _summary(student: Student) -> dict[str, Any]:
    return {"chat_id": student.chat_id, "blocked": student.blocked, "messages": len(student.history)}


async def _body(request: web.Request) -> dict[str, Any]:
    # JSON alone: a form posted here by some other site's page is turned away
    if request.content_type != "application/json":
        raise _refusal(web.HTTPUnsupportedMediaType, "send application/json")
    try:
        body = await request.json()
    except ValueError:
        raise _refusal(web.HTTPBadRequest, "the body is not JSON") from None
    if not isinstance(body, dict):
        raise _refusal(web.HTTPBadRequest, "the body is not an object")
    return body


def _refusal(kind: type[web.HTTPException], reason: str) -> web.HTTPException:
    return kind(text=reason)
