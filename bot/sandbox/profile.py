"""What the bot says of itself: getMe, its commands by scope and language, its descriptions.

Owns which command list a student is shown. Must not know chats beyond their language.
"""

import re
from typing import Any

from bot.sandbox import limits
from bot.sandbox.arguments import Arguments
from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad_request
from bot.sandbox.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SCOPES = {
    "default": (), "all_private_chats": (), "all_group_chats": (), "all_chat_administrators": (),
    "chat": ("chat_id",), "chat_administrators": ("chat_id",), "chat_member": ("chat_id", "user_id"),
}  # fmt: skip
Key = tuple[str, str, str, str]


class Profile:
    def __init__(self, world: World) -> None:
        self._world = world
        self._commands: dict[Key, list[dict[str, str]]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    async def get_me(self, _: Arguments) -> Any:
        return {
            **self._world.bot.json(),
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    async def set_my_commands(self, arguments: Arguments) -> Any:
        key = self._key(arguments)
        commands = arguments.decoded("commands", "commands") if arguments.has("commands") else []
        if not isinstance(commands, list):
            raise bad_request("Expected an Array of BotCommand")
        if len(commands) > limits.COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self._commands[key] = [_command(command) for command in commands]
        self._world.events.tell("commands")
        return True

    async def get_my_commands(self, arguments: Arguments) -> Any:
        return self._commands.get(self._key(arguments), [])

    async def delete_my_commands(self, arguments: Arguments) -> Any:
        self._commands.pop(self._key(arguments), None)
        self._world.events.tell("commands")
        return True

    async def set_my_description(self, arguments: Arguments) -> Any:
        return self._set(arguments, "description", limits.DESCRIPTION)

    async def get_my_description(self, arguments: Arguments) -> Any:
        return {"description": self._texts.get(("description", _language(arguments)), "")}

    async def set_my_short_description(self, arguments: Arguments) -> Any:
        return self._set(arguments, "short_description", limits.SHORT_DESCRIPTION)

    async def get_my_short_description(self, arguments: Arguments) -> Any:
        return {"short_description": self._texts.get(("short_description", _language(arguments)), "")}

    def _set(self, arguments: Arguments, name: str, longest: int) -> bool:
        text = arguments.text(name)
        if len(text) > longest:
            raise bad_request("BOT_DESCRIPTION_TOO_LONG")
        self._texts[name, _language(arguments)] = text
        self._world.events.tell("commands")
        return True

    def _key(self, arguments: Arguments) -> Key:
        scope = arguments.decoded("scope", "BotCommandScope") if arguments.has("scope") else {"type": "default"}
        if not isinstance(scope, dict):
            raise bad_request("Can't parse BotCommandScope: BotCommandScope must be an Object")
        kind = str(scope.get("type", ""))
        if kind not in SCOPES:
            raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
        given = {name: str(scope.get(name, "")) for name in SCOPES[kind]}
        if "chat_id" in given:
            self._world.open_chat(given["chat_id"])
        return kind, given.get("chat_id", ""), given.get("user_id", ""), _language(arguments)

    def commands_for(self, chat: Chat) -> list[dict[str, str]]:
        """The list a student sees: their chat before all private chats before the default, their language before none."""
        for kind, chat_id in (("chat", str(chat.chat_id)), ("all_private_chats", ""), ("default", "")):
            for language in (chat.language_code[:2], ""):
                if commands := self._commands.get((kind, chat_id, "", language)):
                    return commands
        return []

    def text_for(self, chat: Chat, name: str) -> str:
        return self._texts.get((name, chat.language_code[:2])) or self._texts.get((name, ""), "")


def _language(arguments: Arguments) -> str:
    language = arguments.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def _command(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise bad_request("Can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(given.get(name), str):
            raise bad_request(f"Can't parse BotCommand: Can't find field \"{name}\"")
    command, description = given["command"].strip().removeprefix("/"), given["description"].strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > 32:
        raise bad_request("command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > limits.COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {limits.COMMAND_DESCRIPTION}")
    if not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}
