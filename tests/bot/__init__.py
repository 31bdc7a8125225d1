"""The bot: Telegram, storage and the process."""
