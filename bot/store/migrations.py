"""The tables, as named steps from nothing to now. Each runs once, in one transaction with the record that it ran.

Owns the schema of both databases. A step that was released is never edited: add one.
"""

from __future__ import annotations

from collections.abc import Mapping

MIGRATIONS: Mapping[str, tuple[str, ...]] = {
    "0001_sessions": (
        # A day, not a time: enough to know what is idle, and the index rarely changes.
        "CREATE TABLE sessions (chat {id} PRIMARY KEY, data TEXT NOT NULL, active_on INTEGER NOT NULL)",
    ),
    "0002_delivery": (
        # Ids of updates, long after their content is gone, so that each counts once.
        "CREATE TABLE updates (update_id {id} PRIMARY KEY, received_on INTEGER NOT NULL)",
        """CREATE TABLE inbox (
            chat {big} NOT NULL, update_id {big} NOT NULL, message TEXT NOT NULL, tapped {big}, at {big} NOT NULL,
            PRIMARY KEY (chat, update_id)){rowless}""",
        """CREATE TABLE outbox (
            chat {big} NOT NULL, update_id {big} NOT NULL, position INTEGER NOT NULL, at {big} NOT NULL,
            method TEXT NOT NULL, parameters TEXT NOT NULL, file {blob}, filename TEXT NOT NULL,
            PRIMARY KEY (chat, update_id, position)){rowless}""",
        "CREATE TABLE set_aside (update_id {id} PRIMARY KEY, reason TEXT NOT NULL, at {big} NOT NULL)",
        """CREATE TABLE given_up (
            chat {big} NOT NULL, update_id {big} NOT NULL, position INTEGER NOT NULL, method TEXT NOT NULL,
            reason TEXT NOT NULL, at {big} NOT NULL, PRIMARY KEY (chat, update_id, position)){rowless}""",
        "CREATE TABLE heartbeat (one {id} PRIMARY KEY, beats {big} NOT NULL)",
        "INSERT INTO heartbeat VALUES (1, 0)",
    ),
    "0003_ages": (
        "CREATE INDEX sessions_by_day ON sessions (active_on)",
        "CREATE INDEX updates_by_day ON updates (received_on)",
    ),
}

SQLITE = {"id": "INTEGER", "big": "INTEGER", "blob": "BLOB", "rowless": " WITHOUT ROWID"}
POSTGRES = {"id": "BIGINT", "big": "BIGINT", "blob": "BYTEA", "rowless": ""}

RECORD = "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, at {big} NOT NULL)"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sessions": ("chat", "data", "active_on"),
    "updates": ("update_id", "received_on"),
    "inbox": ("chat", "update_id", "message", "tapped", "at"),
    "outbox": ("chat", "update_id", "position", "at", "method", "parameters", "file", "filename"),
    "set_aside": ("update_id", "reason", "at"),
    "given_up": ("chat", "update_id", "position", "method", "reason", "at"),
}
"""What `move` carries: everything but the record of migrations."""

OF_A_CHAT = ("sessions", "outbox", "given_up")
"""Tables with rows of a student; the inbox's are handled apart, since what came after "delete me" stays."""

KNOWN_DAYS = 90
"""How long an update's id stays known. Telegram itself keeps undelivered updates for one day."""
RECORD_DAYS = 30
"""How long the records of what was set aside or given up stay."""
