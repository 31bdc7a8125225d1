"""Transcripts: a conversation as text that a person reads and a test replays.

    # comment
    user: science                 what a student types; [Label] taps a choice on offer; /command
    bot:  Which is closer?
          [Health Science] [STEM]
    late: [Label]                 taps a choice of an earlier turn
    wait: 21 days                 time passes

Every turn stores the session and reads it back, so persistence is tested for free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from conversations.engine import Engine
from conversations.messages import Choice, Chose, Command, Message, Reply, Said
from conversations.session import Session, restore, store
from conversations.steps import Turn
from conversations.wording import wording

PREFIX = "      "


class TranscriptError(AssertionError):
    """A line that cannot be played: a tap on what is not on offer, an unknown directive."""


def label(choice: Choice) -> str:
    return wording().plain(choice.label)


def reply_lines(reply: Reply) -> list[str]:
    """A reply as transcript lines: text, then one line a row of choices."""
    text = wording().plain(reply.phrase).split("\n")
    lines = [f"bot:  {text[0]}", *(f"{PREFIX}{line}" if line else "" for line in text[1:])]
    if reply.picture:
        lines.append(f"{PREFIX}(picture: {wording().plain(reply.picture.alt)})")
    if reply.document:
        lines.append(f"{PREFIX}(file: {reply.document.filename})")
    lines += [PREFIX + " ".join(f"[{label(item)}]" for item in row) for row in reply.choices]
    return lines


@dataclass
class Player:
    """One student talking to the engine, with a clock of its own."""

    engine: Engine
    now: datetime
    session: Session = field(default_factory=Session)
    offered: list[Choice] = field(default_factory=list)
    earlier: list[Choice] = field(default_factory=list)

    def play(self, message: Message) -> Turn:
        turn = self.engine.advance(restore(store(self.session)), message, self.now)
        self.session = Session() if turn.forget else turn.session
        self.earlier += self.offered
        self.offered = [item for reply in turn.replies for row in reply.choices for item in row]
        return turn

    def line(self, line: str) -> list[str]:
        """Play one line of a transcript; return what the bot says, as transcript lines."""
        kind, _, rest = line.partition(":")
        rest = rest.strip()
        if kind == "wait":
            amount, unit = rest.split()
            self.now += timedelta(**{unit if unit.endswith("s") else unit + "s": int(amount)})
            return []
        if kind == "user":
            self.now += timedelta(seconds=5)
            turn = self.play(self.read(rest, self.offered))
        elif kind == "late":
            turn = self.play(self.read(rest, [*self.earlier, *self.offered]))
        else:
            raise TranscriptError(f"no such line: {line!r}")
        return [text for reply in turn.replies for text in reply_lines(reply)]

    def read(self, said: str, offered: Iterable[Choice]) -> Message:
        if said.startswith("[") and said.endswith("]"):
            wanted = said[1:-1]
            for item in reversed(list(offered)):
                if label(item) == wanted:
                    return Chose(item.id)
            raise TranscriptError(f"{said} is not on offer; on offer: {' '.join(f'[{label(item)}]' for item in offered)}")
        if said.startswith("/"):
            name, _, argument = said[1:].partition(" ")
            return Command(name.lower(), argument.strip())
        return Said(said)


def replay(engine: Engine, text: str, now: datetime) -> str:
    """The transcript as it would read today: comments and the student's lines kept, the bot's lines made anew."""
    player = Player(engine, now)
    return "\n".join(_replayed(player, text)) + "\n"


def _replayed(player: Player, text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if line.startswith("#"):
            yield line
        elif line.startswith(("user:", "late:", "wait:")):
            yield line
            yield from player.line(line)
