"""Every setting of the process, read once from the environment, and why a wrong one was refused.

Owns the names, the defaults and the one-line complaints. Must not know how anything is done with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"

_TOKEN = re.compile(r"\d+:[\w-]{30,}", re.ASCII)
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class SettingsError(Exception):
    """One line for the operator: the setting, its value unless it is a secret, and the mend."""


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("give an address such as https://example.org")
    return value.rstrip("/")


def _database(value: str) -> str:
    scheme, separator, rest = value.partition("://")
    if scheme == "postgres":  # what Heroku and others still hand out
        scheme = "postgresql"
    if not separator or scheme not in ("sqlite", "postgresql") or not rest.strip("/"):
        raise ValueError("give sqlite:///signpost.db or postgresql://user:password@host/database")
    return f"{scheme}://{rest}"


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("give the token as BotFather wrote it: digits, a colon and 35 letters, digits, - or _")
    return value


def _secret(value: SecretStr) -> SecretStr:
    if not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
        raise ValueError("use 1 to 256 letters, digits, - and _")
    return value


class Settings(BaseSettings):
    """Field names are the environment's, in lower case."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, frozen=True)

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_url: Annotated[str, AfterValidator(_web_address)] = TELEGRAM
    webhook_url: Annotated[str, AfterValidator(_web_address)] | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] | None = None
    port: int = Field(default=8080, ge=0, le=65535)
    database_url: Annotated[str, AfterValidator(_database)] = "sqlite:///signpost.db"
    sqlite_synchronous: Literal["FULL", "NORMAL"] = "FULL"
    session_idle_days: int = Field(default=400, ge=1, le=3650)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "console"
    metrics_port: int | None = Field(default=None, ge=0, le=65535)
    sentry_dsn: SecretStr | None = None

    @model_validator(mode="after")
    def _webhook_needs_a_secret(self) -> Settings:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("WEBHOOK_SECRET is not set: WEBHOOK_URL needs one, or anyone could post updates to it")
        return self

    @property
    def token(self) -> str:
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else ""

    @property
    def secret(self) -> str:
        return self.webhook_secret.get_secret_value() if self.webhook_secret else ""


_SECRETS = {"telegram_bot_token", "webhook_secret", "sentry_dsn"}
_MENDS = {
    "less_than_equal": "it is too large",
    "greater_than_equal": "it is too small",
    "int_parsing": "give a whole number",
}


def read_settings(**given: Any) -> Settings:
    """From the environment and `.env`; what is given here goes before both."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError("; ".join(_complaint(problem) for problem in error.errors())) from None


def _complaint(problem: Mapping[str, Any]) -> str:
    reason: str = problem["msg"].removeprefix("Value error, ")
    if not problem["loc"]:
        return reason
    name = str(problem["loc"][0])
    reason = _MENDS.get(problem["type"], reason[:1].lower() + reason[1:])
    limits = problem.get("ctx", {})
    if problem["type"].endswith("_equal"):
        reason += f", the limit is {limits.get('le', limits.get('ge'))}"
    return f"{name.upper()} {_shown(name, problem['input'])} is wrong: {reason}"


def _shown(name: str, value: Any) -> str:
    if name in _SECRETS:
        return "(not shown)"
    # A database address may hold a password.
    return repr(re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", str(value)))
