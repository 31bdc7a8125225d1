"""Talk to the advisor in a terminal, or let it read lines.

python -m conversations                    talk; numbers pick buttons, --record FILE writes a transcript
python -m conversations ask --json         one utterance a line in, one JSON object a line out
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from conversations.engine import Engine, reply_text
from conversations.messages import Chose, Command, Message, Reply, Said
from conversations.session import Session
from conversations.transcript import Player, label, reply_lines
from conversations.wording import wording


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m conversations", description="Talk to Signpost in a terminal.")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write the conversation as a transcript test")
    commands = parser.add_subparsers(dest="command")
    ask = commands.add_parser("ask", help="answer each line of standard input on its own")
    ask.add_argument("--json", action="store_true", help="one JSON object a line: text, intent, clusters, occupations, reply")
    arguments = parser.parse_args()
    engine = Engine.load()
    if arguments.command == "ask":
        return ask_lines(engine, arguments.json)
    return talk(engine, arguments.record)


def now() -> datetime:
    return datetime.now(UTC)


def ask_lines(engine: Engine, as_json: bool) -> int:
    for line in sys.stdin:
        text = line.rstrip("\n")
        turn = engine.advance(Session(), Said(text), now())
        reply = "\n\n".join(reply_text(item) for item in turn.replies)
        if not as_json:
            print(reply, end="\n\n")
            continue
        reading = turn.reading
        answer = {
            "text": text,
            "intent": reading.intent if reading else "help",
            "clusters": list(reading.clusters) if reading else [],
            "occupations": list(reading.occupations) if reading else [],
            "reply": reply,
        }
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return 0


class Terminal:
    """A person at a keyboard: numbers stand for the choices of the last replies."""

    def __init__(self, engine: Engine, record: Path | None) -> None:
        self.player = Player(engine, now())
        self.record = record
        self.lines = ["# recorded in a terminal"]

    def line(self, typed: str) -> None:
        text = typed.strip()
        offered = self.player.offered
        if text.isdigit() and 1 <= int(text) <= len(offered):
            self.turn(Chose(offered[int(text) - 1].id), f"[{label(offered[int(text) - 1])}]")
        else:
            self.turn(self.player.read(text, offered), text)

    def turn(self, message: Message, said: str) -> None:
        self.player.now = now()
        turn = self.player.play(message)
        self.lines += [f"user: {said}", *(line for reply in turn.replies for line in reply_lines(reply))]
        number = 0
        for reply in turn.replies:
            number = self.show(reply, number)

    def show(self, reply: Reply, number: int) -> int:
        print(reply_text(reply))
        if reply.picture:
            print(f"(picture: {wording().plain(reply.picture.alt)})")
        if reply.document:
            print(f"(file: {reply.document.filename})")
        for row in reply.choices:
            print("  " + "   ".join(f"{number + place}) {label(item)}" for place, item in enumerate(row, 1)))
            number += len(row)
        print()
        return number

    def save(self) -> None:
        if self.record:
            self.record.write_text("\n".join(self.lines) + "\n", encoding="utf-8")
            print(f"Written to {self.record}")


def talk(engine: Engine, record: Path | None) -> int:
    terminal = Terminal(engine, record)
    terminal.turn(Command("start"), "/start")
    print("(Type a number to tap a button. Ctrl-D ends.)\n")
    try:
        while line := input("> "):
            terminal.line(line)
    except (EOFError, KeyboardInterrupt):
        print()
    terminal.save()
    return 0


if __name__ == "__main__":
    sys.exit(main())
