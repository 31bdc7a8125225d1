"""The stand-in on its own: `python -m bot.sandbox --port 8081`, for a bot that runs elsewhere on this machine."""

import argparse
import asyncio
import contextlib

from bot.sandbox.server import start


async def run(port: int) -> None:
    async with await start(port) as sandbox:
        print(f"chat page           {sandbox.url}/")
        print(f"TELEGRAM_API_URL    {sandbox.url}")
        print(f"TELEGRAM_BOT_TOKEN  {sandbox.token}")
        print("Nothing leaves this machine. Ctrl-C stops it.", flush=True)
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="where to listen on 127.0.0.1 (8081)")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(parser.parse_args().port))


if __name__ == "__main__":
    main()
