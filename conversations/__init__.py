"""What is said next: pure functions of session, message, catalog and the time passed in.

Knows no Telegram, no SQL, no async, no clock and no randomness.
"""
