"""Distress is answered with the crisis contacts; career talk with alarming words is not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.understanding import safety
from conversations.understanding.safety import in_distress
from conversations.understanding.safety_rules import load_rules

HERE = Path(__file__).parent


def _lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("text", _lines("distress.txt"), ids=str)
def test_distress_is_heard(text: str) -> None:
    assert in_distress(text)


@pytest.mark.parametrize("text", _lines("distress_lookalikes.txt"), ids=str)
def test_lookalike_is_left_alone(text: str) -> None:
    assert not in_distress(text)


@pytest.mark.parametrize(
    "text",
    [
        "I WANT TO DIE",
        "i want to die!!!!",
        "ï wánt tö dïé",
        "i\u200b want to d\u200bie",
        "i w a n t to k i l l myself",
        "\U0001f614 i wanna die \U0001f614",
        "I don\u2019t want to be alive",
        "hi i was looking at nursing jobs but honestly. i want to kill myself. sorry",
    ],
    ids=ascii,
)
def test_disguise_does_not_hide_it(text: str) -> None:
    assert in_distress(text)


@pytest.mark.parametrize("text", ["", " ", "?", "💀", "a", "988", "***", "' ' '", "\n\n", "<b>die</b> cutter"], ids=ascii)
def test_little_or_nothing_is_not_distress(text: str) -> None:
    assert not in_distress(text)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert in_distress(text) in (True, False)


@pytest.mark.parametrize("word", ["i ", "me my ", "kill ", "my dad ", "a", "i want to be ", "* ", "k.", "no point "], ids=ascii)
def test_the_longest_text_is_read(word: str) -> None:
    assert in_distress((word * 4096)[:4096]) in (True, False)


def test_rules_are_written_as_texts_are_read() -> None:
    """A rule word that reading turns into another could never be met."""
    data = tomllib.loads(Path(safety.__file__).with_name("safety.toml").read_text(encoding="utf-8"))
    rules = load_rules()
    unread = rules.fillers | rules.joking
    lines = [line for table in (*data["cue"], data["harmless"], data["career"]) for line in table["says"]]
    parts = {word for line in lines for part in line.split() if part[0] not in "~=^$" for word in part.strip("!?").split("|")}
    words = {word for word in parts if word[0] not in "<$"} | {word for list_ in data["words"].values() for word in list_.split()}
    assert [
        word for word in sorted(words) if word.split("_") != [w for w in safety._read(word.replace("_", " "), rules) if w not in unread]
    ] == []
