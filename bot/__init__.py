"""Telegram, storage and the process around the conversation.

Knows no cluster and no flow: what is said next is the business of `conversations`.
"""
