"""make bench: start, memory, turns and delivery, each beside its baseline in the same run; then what pictures cost other turns.

python -m tests.benchmarks.bench [start] [turns] [delivery] [pictures]
"""

from __future__ import annotations

import asyncio
import importlib
import sys

SECTIONS = ("start", "turns", "delivery", "pictures")


def main() -> int:
    wanted = sys.argv[1:] or SECTIONS
    unknown = [name for name in wanted if name not in SECTIONS]
    if unknown:
        print(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}", file=sys.stderr)
        return 2
    for name in SECTIONS:
        if name in wanted:
            print(f"\n== {name}")
            asyncio.run(importlib.import_module(f"tests.benchmarks.{name}").report())
    return 0


if __name__ == "__main__":
    sys.exit(main())
