"""One request's parameters, however they came: query, form, JSON or multipart.

Owns reading and typing them, and the files uploaded with them. Must not know methods.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, MultipartReader, web

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.limits import UPLOAD_BYTES


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime_type: str
    content: bytes


@dataclass(slots=True)
class Arguments:
    values: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.values

    def number(self, name: str, default: int = 0, low: int | None = None, high: int | None = None) -> int:
        """As Telegram reads one: what is no number is the default, what is out of bounds is moved in."""
        try:
            value = int(self.values[name])
        except (KeyError, ValueError):
            value = default
        value = value if low is None else max(low, value)
        return value if high is None else min(high, value)

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def decoded(self, name: str, called: str) -> Any:
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise bad_request(f"Can't parse {called} JSON object") from None


async def read_arguments(request: web.Request) -> Arguments:
    arguments = Arguments({key: value for key, value in request.query.items() if value != ""})
    if request.method == "GET":
        return arguments
    if request.content_type.startswith("multipart/"):
        await _read_multipart(await request.multipart(), arguments)
    elif request.content_type == "application/json":
        _read_json(await request.text(), arguments)
    else:
        form = await request.post()
        arguments.values.update({key: value for key, value in form.items() if isinstance(value, str)})
    return arguments


def from_json(body: dict[str, Any]) -> Arguments:
    return Arguments({key: _encode(value) for key, value in body.items() if value is not None})


def _read_json(body: str, arguments: Arguments) -> None:
    try:
        decoded = json.loads(body) if body.strip() else {}
    except ValueError:
        raise bad_request("can't parse request body as JSON") from None
    if isinstance(decoded, dict):
        arguments.values.update(from_json(decoded).values)


def _encode(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def _read_multipart(reader: MultipartReader, arguments: Arguments) -> None:
    async for part in reader:
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = await _read_bounded(part)
        if part.filename is None:
            arguments.values[part.name] = content.decode("utf-8", "replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            arguments.uploads[part.name] = Upload(part.filename, mime_type, content)


async def _read_bounded(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(1 << 16):
        content += chunk
        if len(content) > UPLOAD_BYTES:
            raise ApiError(413, "Request Entity Too Large")
    return bytes(part.decode(content))
