"""The stand-in, put together and listening on this machine alone.

Owns start and stop, the guard at the door, and the handle tests hold. Must not know any method or page.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.api import Api
from bot.sandbox.control import Control
from bot.sandbox.delivery import Delivery, Webhook
from bot.sandbox.driver import Student
from bot.sandbox.faults import Faults
from bot.sandbox.limits import UPLOAD_BYTES
from bot.sandbox.listening import Listening, is_loopback
from bot.sandbox.page import Page
from bot.sandbox.profile import Profile
from bot.sandbox.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

NEAR = 20


class Sandbox:
    """A running stand-in. `url` is what TELEGRAM_API_URL takes, and where the page is."""

    def __init__(self) -> None:
        self.world = World()
        self.faults = Faults()
        self.profile = Profile(self.world)
        self.delivery = Delivery(self.world.updates, self.world.now, self._answer_webhook)
        self.listening = Listening(self.world.updates, self.delivery)
        self._api = Api(self.world, self.faults, self.profile, self.listening)
        self._runner: web.AppRunner | None = None
        self.port = 0

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls base_url."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def calls(self) -> list[tuple[str, dict[str, str]]]:
        """Every call but getUpdates, oldest first: method and parameters."""
        return list(self.world.calls)

    async def listen(self, port: int, host: str) -> None:
        if not is_loopback(host):
            raise ValueError(f"the stand-in listens on this machine alone, not on {host}")
        app = web.Application(client_max_size=UPLOAD_BYTES + 1_000_000, middlewares=[guard])
        app.add_routes(self._api.routes())
        app.add_routes(Control(self.world, self.faults).routes())
        app.add_routes(Page(self.world, self.profile).routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        self.listening.closing = True
        self.world.updates.wake()
        self.world.events.close()
        await self.delivery.set(Webhook())
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> "Sandbox":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _answer_webhook(self, body: dict[str, object]) -> None:
        await self._api.answer_webhook(body)

    # what a test does

    def student(self, first_name: str = "Ana", language_code: str = "en") -> Student:
        return Student(self.world, self.world.add_student(first_name, language_code))

    def flood_control(self, on: bool = True) -> None:
        self.world.flood.on = on

    def deliver_twice(self, times: int = 1) -> None:
        """The next updates come twice, each with one update_id."""
        self.world.updates.deliver_twice(times)

    def out_of_order(self, times: int = 1) -> None:
        """The next two updates change places."""
        self.world.updates.swap_next(times)

    def redeliver(self, last: int = 1) -> int:
        """Updates already confirmed come again, as after a restart."""
        return self.world.updates.redeliver(last)

    def expire_callbacks(self) -> int:
        """Every tap not answered yet is too old from now on."""
        return self.world.expire_taps()

    def forward(self, seconds: float) -> None:
        """Moves the stand-in's clock."""
        self.world.skew += seconds

    def reset(self) -> None:
        self.world.reset()
        self.faults.clear()


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page of another site must not reach this one through the browser, by name or by address."""
    host = urlsplit(f"//{request.host}").hostname or ""
    origin = request.headers.get("Origin")
    if not is_loopback(host) or (origin is not None and origin != f"{request.scheme}://{request.host}"):
        raise web.HTTPForbidden(text="this machine only")
    return await handler(request)


async def start(port: int = 0, host: str = "127.0.0.1", *, name: str = "Sandbox") -> Sandbox:
    """A stand-in on a port of its own choosing unless told one; name is the bot's, as students see it."""
    sandbox = Sandbox()
    sandbox.world.bot.first_name = name
    try:
        await sandbox.listen(port, host)
    except OSError:
        await sandbox.stop()
        raise
    return sandbox


async def start_near(port: int, *, name: str = "Sandbox") -> Sandbox:
    """On that port, else on the next free one of the few after it, else on any."""
    for candidate in (*range(port, min(port + NEAR, 65_536)), 0):
        try:
            return await start(candidate, name=name)
        except OSError as error:
            reason = error
    raise reason
