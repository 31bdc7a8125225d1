"""How a bot hears of updates: getUpdates or a webhook, never both.

Owns that choice and its conflicts. Must not know what the updates are.
"""

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.arguments import Arguments
from bot.sandbox.delivery import Delivery, Webhook
from bot.sandbox.errors import ENDED_BY_SET_WEBHOOK, WEBHOOK_IS_ACTIVE, bad_request, conflict
from bot.sandbox.updates import BY_DEFAULT, Updates

LONGEST_POLL = 50


class Listening:
    def __init__(self, updates: Updates, delivery: Delivery) -> None:
        self._updates = updates
        self._delivery = delivery
        self.closing = False

    async def get_updates(self, arguments: Arguments) -> Any:
        if self._delivery.webhook.url:
            raise conflict(WEBHOOK_IS_ACTIVE)
        self._allow(arguments)
        timeout = 0 if self.closing else arguments.number("timeout", 0, 0, LONGEST_POLL)
        return await self._updates.poll(arguments.number("offset"), arguments.number("limit", 100, 1, 100), timeout)

    async def set_webhook(self, arguments: Arguments) -> Any:
        url = arguments.text("url")
        if not url:
            return await self.delete_webhook(arguments)
        secret = arguments.text("secret_token")
        _check_secret(secret)
        _check_url(url)
        self._allow(arguments)
        if arguments.flag("drop_pending_updates"):
            self._updates.clear()
        self._updates.end_poll(conflict(ENDED_BY_SET_WEBHOOK))
        connections = arguments.number("max_connections", 40, 1, 100)
        await self._delivery.set(Webhook(url, secret, connections, certificate="certificate" in arguments.uploads))
        return True

    async def delete_webhook(self, arguments: Arguments) -> Any:
        await self._delivery.set(Webhook())
        if arguments.flag("drop_pending_updates"):
            self._updates.clear()
        return True

    async def get_webhook_info(self, _: Arguments) -> Any:
        webhook = self._delivery.webhook
        info: dict[str, Any] = {
            "url": webhook.url,
            "has_custom_certificate": webhook.certificate,
            "pending_update_count": self._updates.count(),
        }
        if webhook.url:
            info["max_connections"] = webhook.max_connections
        if webhook.last_error_date:
            info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error_message}
        if self._updates.allowed != BY_DEFAULT:
            info["allowed_updates"] = sorted(self._updates.allowed)
        return info

    def _allow(self, arguments: Arguments) -> None:
        if arguments.has("allowed_updates"):
            self._updates.allow(arguments.decoded("allowed_updates", "allowed_updates"))


def _check_secret(secret: str) -> None:
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")


def _check_url(url: str) -> None:
    """Any port and plain HTTP, as Telegram's own server allows with --local; but this machine only."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if not is_loopback(parts.hostname):
        raise bad_request("bad webhook: this stand-in calls nobody but this machine")


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
