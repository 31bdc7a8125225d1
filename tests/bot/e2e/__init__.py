"""The real bot with the real conversation, on Telegram's stand-in: what a student meets, over HTTP and in a browser."""
