"""U.S. states, the District of Columbia and the territories that BLS publishes figures for, however they are typed."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

STATES: dict[str, str] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado", "CT": "Connecticut",
    "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia", "GU": "Guam", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine",
    "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri",
    "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
    "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VI": "Virgin Islands", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip

# What people say besides the name and the two letters.
_ALSO = {
    "cali": "California", "cal": "California", "calif": "California", "socal": "California", "norcal": "California",
    "los angeles": "California", "nyc": "New York", "new york city": "New York", "philly": "Pennsylvania", "penn": "Pennsylvania",
    "washington dc": "District of Columbia", "dc": "District of Columbia", "d c": "District of Columbia", "tex": "Texas",
    "mass": "Massachusetts", "jersey": "New Jersey", "n carolina": "North Carolina", "s carolina": "South Carolina",
    "washington state": "Washington", "us virgin islands": "Virgin Islands", "usvi": "Virgin Islands", "conn": "Connecticut",
    "mich": "Michigan", "minn": "Minnesota", "wisco": "Wisconsin", "fla": "Florida", "colo": "Colorado", "illinoise": "Illinois",
    "vegas": "Nevada", "chicago": "Illinois", "houston": "Texas", "dallas": "Texas", "atlanta": "Georgia", "miami": "Florida",
    "boston": "Massachusetts", "detroit": "Michigan", "seattle": "Washington", "denver": "Colorado", "phoenix": "Arizona",
}  # fmt: skip

_BY_NAME = {name.lower(): name for name in STATES.values()} | {letters.lower(): name for letters, name in STATES.items()} | _ALSO
_FUZZY = [name.lower() for name in STATES.values()]


def _clean(text: str) -> str:
    words = re.sub(r"[^a-z ]+", " ", text.lower())
    words = re.sub(r"\b(i am|im|i live|i m|in|the state of|state of|from|its|it s)\b", " ", words)
    return " ".join(words.split())


def find_state(text: str) -> str | None:
    """The state a short text names, allowing a slip of the fingers; None where there is none or more than one."""
    said = _clean(text)
    raw = " ".join(re.sub(r"[^a-z ]+", " ", text.lower()).split())
    for words in (raw, said):
        if words in _BY_NAME:
            return _BY_NAME[words]
    found = process.extractOne(said, _FUZZY, scorer=fuzz.ratio, score_cutoff=86) if len(said) > 4 else None
    return _BY_NAME[found[0]] if found else None


def near_states(text: str) -> list[str]:
    """Up to three states that a text might mean."""
    said = _clean(text)
    if len(said) < 3:
        return []
    return [_BY_NAME[name] for name, _, _ in process.extract(said, _FUZZY, scorer=fuzz.WRatio, score_cutoff=70, limit=3)]
