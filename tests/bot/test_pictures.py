"""Charts: PNG, phone width, the same bytes each time, whatever stands in them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from bot.pictures import WIDTH, draw
from conversations.messages import Phrase, Picture
from knowledge.models import LETTERS

ALT = Phrase("common.button.menu")


def interests(*scores: float) -> Picture:
    rows = [{"letter": Phrase(f"level.letter.{letter}"), "score": score} for letter, score in zip(LETTERS, scores, strict=True)]
    return Picture("interests", {"scores": rows, "least": 1, "most": 5}, ALT)


def pay(*rows: dict[str, Any]) -> Picture:
    return Picture("pay", {"occupations": list(rows)}, ALT)


NURSE = {"name": "Registered nurse", "p10": 66_030, "low": 78_610, "median": 93_600, "high": 107_960, "p90": 135_320}
AIDE = {"name": "An aide whose name is far too long to stand in one line of a chart", "low": 30_000, "median": 35_000, "high": 39_000}


def opened(picture: Picture) -> Image.Image:
    content = draw(picture)
    assert content.startswith(b"\x89PNG")
    return Image.open(io.BytesIO(content)).convert("RGB")


@pytest.mark.parametrize(
    "picture",
    [
        interests(3.5, 3.6, 2.3, 2.8, 3.1, 4.6),
        interests(1, 1, 1, 1, 1, 1),
        interests(5, 5, 5, 5, 5, 5),
        pay(NURSE),
        pay(NURSE, AIDE, NURSE, AIDE),
    ],
    ids=["mixed", "lowest", "highest", "one job", "four jobs"],
)
def test_drawn_at_phone_width_and_alike_each_time(picture: Picture) -> None:
    image = opened(picture)
    assert image.width == WIDTH
    assert image.width / 4 <= image.height <= image.width
    assert draw(picture) == draw(picture)


def test_brings_its_own_ground_so_that_dark_and_light_chats_show_the_same() -> None:
    image = opened(interests(3.5, 3.6, 2.3, 2.8, 3.1, 4.6))
    corners = {image.getpixel((x, y)) for x in (0, image.width - 1) for y in (0, image.height - 1)}
    assert corners == {(245, 246, 248)}


def test_a_higher_score_draws_a_longer_bar() -> None:
    strong = (31, 111, 178)

    def length(score: float) -> int:
        colours = opened(interests(score, 1, 1, 1, 1, 1)).getcolors(1 << 20) or []
        return next(count for count, colour in colours if colour == strong)

    assert length(2) < length(3) < length(5)
