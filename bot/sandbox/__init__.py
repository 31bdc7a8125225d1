"""Telegram on this machine: a strict Bot API server and a chat page, for trying the bot and for testing it.

Must not know careers, nor the conversations of this project: any bot may talk to it.
"""

from bot.sandbox.driver import NoSuchButtonError, Student
from bot.sandbox.faults import Fault
from bot.sandbox.server import Sandbox, start

__all__ = ["Fault", "NoSuchButtonError", "Sandbox", "Student", "start"]
