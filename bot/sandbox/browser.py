"""The page in the browser of whoever started the bot, where there is a desktop to show it on.

Owns when a browser is opened. Must not know what is on the page.
"""

import os
import sys
import threading
import webbrowser
from collections.abc import Mapping


def has_desktop(environment: Mapping[str, str], platform: str) -> bool:
    """Not through SSH: the browser would open on the far machine, or not at all."""
    if "SSH_CONNECTION" in environment:
        return False
    return platform in ("darwin", "win32") or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def show(url: str) -> bool:
    """Opens the address unless nobody is there to see it: output goes to a file, or there is no desktop."""
    if not sys.stdout.isatty() or not has_desktop(os.environ, sys.platform):
        return False
    # some browsers return only when they are closed, and a thread of this kind holds up nothing
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
    return True
