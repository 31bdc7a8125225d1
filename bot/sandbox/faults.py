"""What goes wrong on demand between a request and its answer.

Owns the list of armed faults and which request each takes. Must not know what the methods do.
"""

import itertools
from asyncio import sleep
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from bot.sandbox.arguments import Arguments
from bot.sandbox.errors import ApiError, too_many_requests

Kind = Literal["drop_before", "drop_after", "bad_gateway", "flood", "delay", "error"]


class DroppedError(Exception):
    """The connection dies here instead of an answer."""


@dataclass(slots=True)
class Fault:
    kind: Kind
    # "*" is every method but getUpdates, so that a fault hits what the bot says, not how it listens
    method: str = "*"
    chat_id: int | None = None
    times: int = 1
    skip: int = 0
    seconds: float = 0.0
    retry_after: int = 1
    code: int = 500
    description: str = "Internal Server Error"
    number: int = field(default=0)

    def takes(self, method: str, arguments: Arguments) -> bool:
        named = self.method.lower() == method or (self.method == "*" and method != "getupdates")
        return named and (self.chat_id is None or arguments.text("chat_id") == str(self.chat_id))


class Faults:
    def __init__(self) -> None:
        self._armed: list[Fault] = []
        self._numbers = itertools.count(1)
        self.happened: list[Fault] = []

    def add(self, kind: Kind, method: str = "*", **settings: Any) -> Fault:
        if kind not in get_args(Kind):
            raise ValueError(f"no such fault: {kind}; there are {', '.join(get_args(Kind))}")
        fault = Fault(kind, method, number=next(self._numbers), **settings)
        self._armed.append(fault)
        return fault

    def clear(self) -> None:
        self._armed.clear()
        self.happened.clear()

    def armed(self) -> list[Fault]:
        return list(self._armed)

    def _next(self, method: str, arguments: Arguments) -> Fault | None:
        for fault in self._armed:
            if not fault.takes(method, arguments):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                return None
            fault.times -= 1
            if fault.times <= 0:
                self._armed.remove(fault)
            self.happened = [*self.happened[-999:], fault]
            return fault
        return None

    async def around(self, method: str, arguments: Arguments, call: Callable[[], Awaitable[Any]]) -> Any:
        """The call, with whatever fault is due before, after or instead of it."""
        fault = self._next(method, arguments)
        if fault is None:
            return await call()
        match fault.kind:
            case "delay":
                await sleep(fault.seconds)
            case "drop_before":
                raise DroppedError
            case "drop_after":
                await call()
                raise DroppedError
            case "bad_gateway":
                raise ApiError(502, "Bad Gateway")
            case "flood":
                raise too_many_requests(fault.retry_after)
            case "error":
                raise ApiError(fault.code, fault.description)
        return await call()
