"""Answers to what a student's text asks for: one module a family of intents."""
