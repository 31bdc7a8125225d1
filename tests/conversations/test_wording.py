"""The wording: formats, absent values, literal values, and every key the code names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import conversations
from conversations.messages import Phrase
from conversations.wording import Fragment, Style, Wording, WordingError, wording

TEMPLATES = Wording(
    {
        "t.plain": "Hello {name}.",
        "t.bold": "**{name}** pays {pay:money}.",
        "t.optional": "First.\n\nPay: {pay:money}\nAlso: {other}\n\nLast.",
        "t.list": "{items:lines}",
        "t.and": "{items:and}",
        "t.plural": "{count:count} {count:plural job|jobs}",
        "t.nested": "It says: {inner}",
    }
)


def plain(key: str, **values: object) -> str:
    return TEMPLATES.plain(Phrase(key, values))


def test_formats() -> None:
    assert plain("t.bold", name="A", pay=97550) == "A pays $97,550."
    assert plain("t.plural", count=1) == "1 job"
    assert plain("t.plural", count=1016) == "1,016 jobs"


def test_a_line_without_its_values_is_left_out_and_gaps_close() -> None:
    assert plain("t.optional", pay=None, other=None) == "First.\n\nLast."
    assert plain("t.optional", pay=1, other=None) == "First.\n\nPay: $1\n\nLast."


def test_lists() -> None:
    assert plain("t.list", items=["a", "b"]) == "• a\n• b"
    assert plain("t.and", items=["a", "b", "c"]) == "a, b and c"
    assert plain("t.and", items=["a"]) == "a"


def test_values_are_literal_even_where_they_look_like_markup() -> None:
    fragments = TEMPLATES.compose(Phrase("t.plain", {"name": "**x** {pay} <b>"}))
    assert fragments == (Fragment("Hello **x** {pay} <b>."),)


def test_styles_nest_into_phrases() -> None:
    inner = Phrase("t.bold", {"name": "A", "pay": 5})
    assert TEMPLATES.compose(Phrase("t.nested", {"inner": inner})) == (
        Fragment("It says: "),
        Fragment("A", Style.BOLD),
        Fragment(" pays $5."),
    )


def test_a_missing_key_or_field_is_a_defect_that_shows() -> None:
    with pytest.raises(WordingError, match="no wording for"):
        plain("t.nothing")
    with pytest.raises(WordingError, match="needs a value"):
        TEMPLATES.plain(Phrase("t.bold", {"name": "A"}))


def test_every_key_that_stands_in_the_code_has_wording() -> None:
    known = wording().templates
    folder = Path(conversations.__file__).parent
    pattern = re.compile(r"""(?:Phrase|say|choice|menu)\((?:[^"()]*, )?"([a-z_]+(?:\.[a-z_0-9-]+)+)\"""")
    named = {(path.name, key) for path in folder.rglob("*.py") for key in pattern.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 60
    assert sorted((name, key) for name, key in named if key not in known) == []


def test_no_sentence_for_a_student_stands_in_python() -> None:
    """A string of four words or more that begins like a sentence, outside docstrings and messages for operators."""
    folder = Path(conversations.__file__).parent
    pattern = re.compile(r'(?<!")"([A-Z][a-z]+(?: [a-z\']+){3,}[^"]*)"')
    allowed = {"__main__.py", "transcript.py"}
    found = []
    for path in folder.rglob("*.py"):
        code = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        lines = [line for line in code.split("\n") if "raise " not in line and "Error(" not in line]
        if path.name not in allowed:
            found += [(path.name, text) for text in pattern.findall("\n".join(lines))]
    assert found == []
