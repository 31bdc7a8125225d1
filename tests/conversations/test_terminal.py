"""The terminal: talking, recording, and reading lines as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "conversations", *arguments]
    return subprocess.run(command, input=said, capture_output=True, text=True, cwd=ROOT, check=False, timeout=120)


def test_with_nothing_to_read_it_welcomes_and_ends_well() -> None:
    done = run()
    assert done.returncode == 0, done.stderr
    assert "Hi, I'm Signpost" in done.stdout


def test_numbers_tap_choices_and_the_talk_is_recorded(tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    done = run("--record", str(file), said="how much do nurses make\n/explore\n1\n")
    assert done.returncode == 0, done.stderr
    written = file.read_text(encoding="utf-8")
    assert "user: how much do nurses make\nbot:  Pay: Registered nurse" in written
    assert "user: [Farm, Food & Nature]\nbot:  Agriculture" in written


QUESTIONS = ["what jobs use networking", "how much do nurses make", "information technology", "electrition"]


def test_lines_are_answered_one_json_object_each() -> None:
    done = run("ask", "--json", said="\n".join(QUESTIONS) + "\n")
    assert done.returncode == 0, done.stderr
    networking, nurses, computing, electrician = map(json.loads, done.stdout.splitlines())
    assert [answer["text"] for answer in (networking, nurses, computing, electrician)] == QUESTIONS
    assert "information-technology" in networking["clusters"][:2]
    assert nurses["intent"] == "pay"
    assert nurses["occupations"][0] == "29-1141.00"
    assert "$97,550" in nurses["reply"]
    assert "May 2025" in nurses["reply"]
    assert computing["clusters"][0] == "information-technology"
    assert electrician["occupations"][0] == "47-2111.00"
    for answer in (nurses, computing, electrician):
        assert "Source:" in answer["reply"]


def test_each_line_is_a_fresh_session() -> None:
    done = run("ask", "--json", said="nurse\nwhat about pay?\n")
    _, second = map(json.loads, done.stdout.splitlines())
    assert "97,550" not in second["reply"]
