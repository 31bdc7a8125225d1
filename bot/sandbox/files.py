"""Files by id: what was uploaded, kept in memory up to a bound, oldest dropped first.

Owns file ids, paths and what makes a picture a picture. Must not know messages. Fetches nothing from anywhere.
"""

import secrets
import struct
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from bot.sandbox import limits
from bot.sandbox.arguments import Arguments, Upload
from bot.sandbox.errors import bad_request


@dataclass(frozen=True, slots=True)
class StoredFile:
    file_id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime_type: str
    content: bytes
    width: int = 0
    height: int = 0

    def summary(self) -> dict[str, Any]:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}

    def photo_sizes(self) -> list[dict[str, Any]]:
        """A small and a full size, as Telegram lists them; both lead to the same bytes."""
        scale = min(1.0, 90 / max(self.width, self.height))
        small = {**self.summary(), "width": max(1, int(self.width * scale)), "height": max(1, int(self.height * scale))}
        return [{**small, "file_unique_id": f"{self.unique_id}s"}, {**self.summary(), "width": self.width, "height": self.height}]

    def document(self) -> dict[str, Any]:
        return {**self.summary(), "file_name": self.name, "mime_type": self.mime_type}


class FileStore:
    def __init__(self, bound: int = limits.FILE_BYTES_KEPT) -> None:
        self._by_id: OrderedDict[str, StoredFile] = OrderedDict()
        self._bound = bound
        self._size = 0
        self._number = 0

    def clear(self) -> None:
        self._by_id.clear()
        self._size = 0

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        return next((stored for stored in self._by_id.values() if stored.path == path), None)

    def keep(self, upload: Upload, kind: str) -> StoredFile:
        if not upload.content:
            raise bad_request("file must be non-empty")
        width, height = _check_photo(upload.content) if kind == "photo" else (0, 0)
        self._number += 1
        name = upload.name.replace("\\", "/").rsplit("/", 1)[-1] or "file"
        extension = name.rsplit(".", 1)[-1] if "." in name else "jpg" if kind == "photo" else "bin"
        prefix = "AgACAgIAAxkBAAI" if kind == "photo" else "BQACAgIAAxkBAAI"
        stored = StoredFile(
            file_id=prefix + secrets.token_urlsafe(36),
            unique_id="AQAD" + secrets.token_urlsafe(9),
            kind=kind,
            path=f"{kind}s/file_{self._number}.{extension}",
            name=name,
            mime_type=upload.mime_type,
            content=upload.content,
            width=width,
            height=height,
        )
        self._by_id[stored.file_id] = stored
        self._size += len(stored.content)
        while self._size > self._bound and len(self._by_id) > 1:
            self._size -= len(self._by_id.popitem(last=False)[1].content)
        return stored

    def take(self, arguments: Arguments, reference: str, kind: str) -> StoredFile:
        """A file named in a request: an upload under this name, attach://…, or a file_id seen before."""
        given = arguments.text(reference)
        upload = arguments.uploads.get(given.removeprefix("attach://") if given.startswith("attach://") else reference)
        return self.resolve(given, upload, kind)

    def resolve(self, given: str, upload: Upload | None, kind: str) -> StoredFile:
        if upload is not None:
            return self.keep(upload, kind)
        if not given:
            raise bad_request(f"there is no {kind} in the request")
        if given.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        stored = self._by_id.get(given)
        if stored is None:
            raise bad_request("wrong remote file identifier specified: Wrong string length")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored


def _check_photo(content: bytes) -> tuple[int, int]:
    if len(content) > limits.PHOTO_BYTES:
        raise bad_request(f"file of size {len(content)} bytes is too big for a photo; the maximum size is {limits.PHOTO_BYTES} bytes")
    size = picture_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > limits.PHOTO_SIDES or max(width, height) > limits.PHOTO_RATIO * max(1, min(width, height)):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height from the header of a PNG, GIF, WebP or JPEG."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8X" and len(content) >= 30:
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        # start-of-frame markers carry the size; C4, C8 and CC are tables
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
