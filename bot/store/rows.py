"""Rows as both databases keep them, and the records made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.store.contract import Call, Finish, Lane, Received, Row, Unsent


def parameters_of(entry: Finish) -> list[Row]:
    """Rows of the outbox."""
    return [
        (entry.chat, entry.update_id, position, entry.at, call.method, call.parameters, call.file, call.filename)
        for position, call in enumerate(entry.calls)
    ]


def lanes(chats: Sequence[int], sessions: Iterable[Row], inbox: Iterable[Row], outbox: Iterable[Row]) -> list[Lane]:
    """One lane a chat, from rows in the order of the tables' columns."""
    found = {chat: Lane(chat, None) for chat in chats}
    for chat, data, _ in sessions:
        found[chat].session = data
    for chat, update_id, message, tapped, at in inbox:
        found[chat].waiting.append(Received(update_id, chat, message, tapped, at))
    for chat, update_id, position, at, method, parameters, file, filename in outbox:
        found[chat].unsent.append(Unsent(chat, update_id, position, at, Call(method, parameters, file, filename)))
    return list(found.values())
