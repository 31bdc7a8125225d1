"""Settings: every one documented, a wrong one named with its value and the mend, no secret ever shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import Settings, SettingsError, read_settings

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:" + "a" * 35


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable and no .env of whoever runs the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_env_example_lists_every_setting_with_its_default() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))
    defaults = {name.upper(): "" if field.default is None else str(field.default) for name, field in Settings.model_fields.items()}
    assert listed == defaults
    for name in listed:
        assert re.search(rf"^#.*\n{name}=", text, re.MULTILINE), f"{name} has no comment above it"


def test_env_example_is_a_file_the_bot_starts_with(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text(encoding="utf-8"), encoding="utf-8")
    assert read_settings() == Settings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "http", "PORT 'http' is wrong: give a whole number"),
        ("PORT", "70000", "PORT '70000' is wrong: it is too large, the limit is 65535"),
        ("SESSION_IDLE_DAYS", "0", "SESSION_IDLE_DAYS '0' is wrong: it is too small, the limit is 1"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL 'LOUD' is wrong: input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("WEBHOOK_URL", "example.org", "WEBHOOK_URL 'example.org' is wrong: give an address such as https://example.org"),
        ("TELEGRAM_API_URL", "ftp://x", "TELEGRAM_API_URL 'ftp://x' is wrong: give an address such as https://example.org"),
        (
            "DATABASE_URL",
            "mysql://x",
            "DATABASE_URL 'mysql://x' is wrong: give sqlite:///signpost.db or postgresql://user:password@host/database",
        ),
        ("SQLITE_SYNCHRONOUS", "OFF", "SQLITE_SYNCHRONOUS 'OFF' is wrong: input should be 'FULL' or 'NORMAL'"),
    ],
)
def test_a_wrong_setting_is_named_with_its_value_and_the_mend(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert str(raised.value) == said


@pytest.mark.parametrize(("name", "value"), [("TELEGRAM_BOT_TOKEN", "12:tooshortbutsecret"), ("WEBHOOK_SECRET", "not allowed!")])
def test_a_wrong_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert str(raised.value).startswith(f"{name} (not shown) is wrong: ")
    assert value not in str(raised.value)


def test_a_password_in_an_address_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://ana:hunter2@host/db")
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert "mysql://ana:***@host/db" in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_a_webhook_needs_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "https://example.org/hook")
    with pytest.raises(SettingsError, match="WEBHOOK_SECRET is not set"):
        read_settings()


def test_a_token_shows_nowhere() -> None:
    settings = read_settings(telegram_bot_token=TOKEN)
    assert settings.token == TOKEN
    assert TOKEN not in repr(settings) + str(settings) + settings.model_dump_json()


def test_herokus_address_is_taken() -> None:
    assert read_settings(database_url="postgres://u:p@h/d").database_url == "postgresql://u:p@h/d"


def test_the_command_line_says_it_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PORT", "x")
    assert main(["run"]) == 1
    assert capsys.readouterr().err == "PORT 'x' is wrong: give a whole number\n"
