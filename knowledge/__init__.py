"""What careers exist, how text is matched to them, how interests are measured.

Knows no user, no session, no wording and no Telegram.
"""
