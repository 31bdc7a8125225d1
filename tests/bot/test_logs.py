"""Nothing a student wrote and no secret in a log, in Sentry, in an error."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot.logging import Redact, configure
from bot.sandbox.server import Sandbox
from bot.watch import scrub
from tests.bot.support import Serve

TOKEN = "123456789:" + "a" * 35


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What an operator would see at the most talkative level."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure("DEBUG", "json", [TOKEN, "s3cret"])
    yield stream
    root.handlers[:], level = before[0], before[1]
    root.setLevel(level)
    logging.getLogger("telegram").setLevel(logging.NOTSET)
    structlog.reset_defaults()


def test_secrets_are_taken_out_wherever_they_stand(lines: io.StringIO) -> None:
    structlog.get_logger("bot.x").warning("calling", url=f"https://api.telegram.org/bot{TOKEN}/getMe", given="s3cret")
    logging.getLogger("httpx").error("POST https://api.telegram.org/bot%s/sendMessage", TOKEN)
    logging.getLogger("other").error("another bot's: 987654321:%s", "B" * 35)
    said = lines.getvalue()
    assert TOKEN not in said
    assert "s3cret" not in said
    assert "987654321:B" not in said
    assert said.count("(token)") == 4


def test_an_error_is_its_type_and_place_not_its_words(lines: io.StringIO) -> None:
    try:
        raise ValueError("a student wrote this") from KeyError("and this")
    except ValueError as error:
        structlog.get_logger("bot.x").error("turn failed", exc_info=error)
        logging.getLogger("telegram.ext").exception("handling failed")
    said = lines.getvalue()
    assert "wrote this" not in said
    assert "and this" not in said
    first = json.loads(said.splitlines()[0])
    assert first["error"] == "builtins.ValueError from builtins.KeyError"
    assert "test_logs.py" in first["at"][0]


def test_libraries_do_not_tell_what_they_send(lines: io.StringIO) -> None:
    for name in ("telegram", "telegram.ext.Application", "aiosqlite", "httpx", "asyncio"):
        logging.getLogger(name).debug("private words")
        logging.getLogger(name).info("private words")
    assert lines.getvalue() == ""


async def test_no_word_of_a_conversation_is_logged(lines: io.StringIO, telegram: Sandbox, serve: Serve) -> None:
    service = await serve()
    ana = telegram.student("Anastasia")
    telegram.faults.add("bad_gateway", "sendMessage")
    for text in ("private words", "boom", "/twice private words"):
        await ana.send(text)
    (first, *_) = await ana.wait(4)
    await ana.tap(first["message_id"], "Again")
    ana.block()
    await ana.send("private words")
    await service.stop()
    said = lines.getvalue()
    assert "turn failed" in said
    for word in ("private", "Anastasia", telegram.token, str(ana.chat_id)):
        assert word not in said


def test_sentry_gets_types_and_places_only() -> None:
    event = {
        "message": "private",
        "logentry": {"message": "private"},
        "user": {"id": 7},
        "extra": {"text": "private"},
        "breadcrumbs": {"values": ["private"]},
        "exception": {
            "values": [
                {
                    "type": "ValueError",
                    "value": "private",
                    "stacktrace": {"frames": [{"function": "advance", "vars": {"text": "private"}, "context_line": "x"}]},
                }
            ]
        },
        "server_name": f"bot{TOKEN}",
    }
    left = scrub(event, Redact([TOKEN]))
    assert "private" not in json.dumps(left)
    assert TOKEN not in json.dumps(left)
    assert left["exception"]["values"][0]["type"] == "ValueError"
    assert left["exception"]["values"][0]["stacktrace"]["frames"] == [{"function": "advance"}]
