"""The interest quiz: what it asks, what the answers say, which clusters and occupations that fits.

Knows items, answers and profiles. Knows no session, no wording and no clock.
"""
