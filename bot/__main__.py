"""The command line: python -m bot [run], python -m bot move --from URL --to URL.

Owns arguments, exit codes and the one line for whoever started it wrongly.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from bot.settings import Settings, SettingsError, read_settings
from bot.store.contract import StoreError


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Signpost on Telegram.")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="serve students (the default); settings are in .env.example")
    move = commands.add_parser("move", help="copy everything from one store to an empty one: a move, a backup or a restore")
    move.add_argument("--from", dest="source", required=True, metavar="URL")
    move.add_argument("--to", dest="target", required=True, metavar="URL")
    given = parser.parse_args(arguments)
    try:
        if given.command == "move":
            from bot.store.move import copy

            for table, count in asyncio.run(copy(given.source, given.target)).items():
                print(f"{table:<12} {count:>9,}")
            return 0
        settings = read_settings()
        if settings.telegram_bot_token is None:
            run_local(settings)
        else:
            run(settings)
    except (SettingsError, StoreError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def run(settings: Settings) -> None:
    """On Telegram, or on whatever TELEGRAM_API_URL names, until told to stop."""
    from bot.start import serve

    asyncio.run(serve(settings))


def run_local(settings: Settings) -> None:
    """Without a token: Telegram's stand-in on this machine, and the bot on it."""
    from bot.start import serve_local

    asyncio.run(serve_local(settings))


if __name__ == "__main__":
    sys.exit(main())
