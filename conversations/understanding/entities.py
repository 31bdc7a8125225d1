"""Money, schooling, growth and places in a student's words.

Owns numbers and constraints. Knows no occupation.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from conversations.requests import Filters
from knowledge.models import Education
from knowledge.selection import MIDDLE_PAY
from knowledge.text import normalise, plain, wordset

HOURS_A_YEAR = 2080
GOOD_PAY = MIDDLE_PAY
"""What "good paying" is measured against."""
FAST_GROWTH, FASTEST_GROWTH = 4.5, 12.0
_HERE = Path(__file__).parent

_AMOUNT = re.compile(
    r"(?P<dollar>\$\s?)?(?<![\w.])(?P<number>\d{1,3}(?:,\d{3}){1,3}(?!\d)|\d{1,9}(?!\d)(?:\.\d+)?)\s?(?P<scale>k\b|grand\b|thousand\b|mil\b|million\b)?"
    r"(?P<plus>\s?\+)?(?:\s?(?:\$|dollars|bucks))?\s?(?P<unit>(?:/|per|an?|each|every)\s?(?:hour|hr|h\b|year|yr|month|week)|hourly|/h)?"
)
_SPANISH = 5
_FIGURES = re.compile(r"\b(?:six|6)[ -]?(?:figures?|figs?)\b|\b(?:a )?hundred (?:k|grand|thousand)\b|\b100 ?k\b")
_UNDER = re.compile(r"\b(?:under|below|less than|at most|no more than|max|up to|menos de)\s*$")
_OVER = re.compile(
    r"\b(?:over|above|more than|at least|min|minimum|starting at|greater than|mas de|make|makes|making|pay|pays|"
    r"paying|earn|earns|earning|paid|gets?|for|around|about|like|least|of)\s*$"
)
_NOT_MONEY = re.compile(
    r"^\s?(?:%|percent|years?\b(?! salary)|yrs?\b|yo\b|jobs?\b|careers?\b|months?\b|weeks?\b|days?\b|classes|clusters|"
    r"people|kids|-?year)"
)
_MONEY_WORDS = re.compile(r"\b(?:pays?|paid|paying|makes?|making|earns?|earning|salary|salaries|wage|income|money)\b|\$")


def money(text: str) -> tuple[int | None, int | None, str]:
    """Lowest and highest pay a year asked for, and the text without them."""
    said = plain(text)
    low = high = None
    if match := _FIGURES.search(said):
        low, said = 100_000, said[: match.start()] + " " + said[match.end() :]
    speaks_of_money = bool(_MONEY_WORDS.search(said))
    for match in list(_AMOUNT.finditer(said))[::-1]:
        before, after = said[: match.start()], said[match.end() :]
        yearly = _yearly(match, speaks_of_money)
        plainly = match["dollar"] or match["scale"] or match["unit"]
        if yearly is None or (not plainly and _NOT_MONEY.match(after)):
            continue
        if _UNDER.search(before):
            high = yearly
            before = _UNDER.sub(" ", before)
        else:
            low = yearly
            before = _OVER.sub(" ", re.sub(r"\b(?:over|above|more than|at least|least|minimum|starting at)\s*$", " ", before))
        said = before + " " + re.sub(r"^\s*(?:or more|or higher|or above|and up|plus|or over|a year|per year|\+)", " ", after)
    return low, high, said


def _yearly(match: re.Match[str], speaks_of_money: bool) -> int | None:
    value = float(match["number"].replace(",", ""))
    scale, unit = match["scale"], match["unit"] or ""
    if scale:
        # "50 mil" is Spanish for thousands, "1 mil" short for a million
        value *= 1_000_000 if scale.startswith("mil") and (scale == "million" or value < _SPANISH) else 1000
    if re.search(r"hour|hr|h$", unit):
        return int(value * HOURS_A_YEAR) if value < 1000 else int(value)
    if "month" in unit:
        return int(value * 12)
    if "week" in unit:
        return int(value * 52)
    if scale or match["dollar"]:
        if value < 200 and not scale:
            return int(value * HOURS_A_YEAR)
        return int(value)
    if value >= 10_000 or (speaks_of_money and value >= 1000):
        return int(value)
    # "over 60" beside "pays" is thousands; under 40 it is dollars an hour.
    if speaks_of_money and (match["plus"] or 12 <= value <= 300):
        return int(value * 1000) if value >= 40 else int(value * HOURS_A_YEAR) if value >= 12 else None
    return None


_LEVELS: tuple[tuple[str, Education], ...] = (
    (r"ph ?ds?|doctorates?|doctoral(?: degrees?)?|doctors degree|med(?:ical)? school|law school", Education.DOCTORAL),
    (r"masters?(?: degrees?)?|grad(?:uate)? school|graduate degrees?|grad degree", Education.MASTER),
    (
        r"bachelors?(?: degrees?)?|(?:4|four) years? (?:degrees?|college|of college|school|university)|"
        r"university degrees?|undergrad(?: degree)?|ba or bs|4 years? of school",
        Education.BACHELOR,
    ),
    (r"associates?(?: degrees?)?|(?:2|two) years? (?:degrees?|college|of college|school)|community college", Education.ASSOCIATE),
    (
        r"certificates?|certifications?|certs?|trade school|voc(?:ational)? (?:school|training)|tech(?:nical)? school|"
        r"nondegree award",
        Education.CERTIFICATE,
    ),
    (r"high school(?: diplomas?| degree| education)?|hs(?: diploma| degree)?|diplomas?|ged", Education.HIGH_SCHOOL),
    (r"(?:college |any )?degrees?|titulo", Education.SOME_COLLEGE),
    (
        r"going to college|going to uni|college|university|uni|universidad|going to school|school(?:ing)?|education|"
        r"formal education|estudios",
        Education.NONE,
    ),
)
_ANY_DEGREE, _ANY_COLLEGE = Education.SOME_COLLEGE, Education.NONE
_NO = (
    r"(?:without|w o|no|non|dont|doesnt|do not|does not|not|never|isnt|arent|wont|aint|zero|skip(?:ping)?|avoid|sin|"
    r"instead of|cant afford|hate|didnt|havent|minus|lacking|nobody|no one|less than an?|below an?)"
    r"(?: (?:ask(?:s|ing)?|cares?|about|need(?:ing|ed|s)?|require[sd]?|requiring|want(?:ing)?|have(?:ing)?|having|wanna|to|go|going|get|"
    r"getting|a|an|any|the|much|necessary|take|do|finish(?:ing)?|even|even need|all that|that|spend|for|4|four|have to|more|"
    r"lots|of))*"
)
_OUT = (
    r"(?:is |are |was )?(?:just )?(?:not (?:happening|for me|an option|in the cards|my thing|going to happen)|"
    r"isnt (?:for me|happening|an option)|aint happening|"
    r"off the table|out of the question|impossible|too (?:expensive|much money|long)|a waste(?: of (?:time|money))?)"
)
_ONLY = (
    r"(?:just|only|with just|with only|nothing but|no more than|at most|max|up to|or less|not more than)(?: (?:an?|my|"
    r"need|needs|needing|have|with|the|require|requires|requiring|got|n))*"
)
_WITH = (
    r"(?:with|need(?:s|ing)?|require(?:s|d)?|for|have|has|having|got|get|after|that take|want|off|on|"
    r"(?:(?:right|straight|fresh) )?out of|(?:straight|fresh|right) from|(?:right|straight) after)(?: (?:an?|my|"
    r"only|just|the|at least|your|ur))*"
)


@cache
def _schooling() -> tuple[tuple[Education, re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            level,
            re.compile(
                rf"\b{_NO} (?:{words})\b|\b(?:{words}) (?:not |isnt |is not |un)(?:needed|required|necessary)\b|\b(?:{words}) {_OUT}\b"
            ),
            re.compile(
                rf"\b{_ONLY} (?:{words})\b|\b(?:{words})(?: degree| diploma)? (?:only|or less|max|and below|at most|tops|"
                rf"or lower)\b"
            ),
            re.compile(
                rf"\b(?:(?:only|just) )?{_WITH} (?:{words})\b|\b(?:{words})(?: level)? (?:jobs?|careers?|required|needed|or higher|"
                rf"or more)\b"
            ),
            re.compile(rf"\b(?:{words})\b"),
        )
        for words, level in _LEVELS
    )


def schooling(text: str, filters: Filters) -> tuple[Filters, str]:
    """Education limits in normalised text, and the text without them."""
    for level, no, only, need, _ in _schooling():
        if match := no.search(text):
            return _without(level, filters), _cut(text, match)
        if level in (_ANY_DEGREE, _ANY_COLLEGE):
            if (match := need.search(text)) and level is _ANY_DEGREE:
                return replace(filters, education_min=int(Education.ASSOCIATE)), _cut(text, match)
            continue
        if match := only.search(text):
            low = int(level) if level >= Education.BACHELOR or re.search(r"need|require", match[0]) else None
            return replace(filters, education_max=int(level), education_min=low), _cut(text, match)
        if match := need.search(text):
            more = re.search(r"or (?:higher|more)|at least", match[0])
            return replace(filters, education_min=int(level), education_max=None if more else int(level)), _cut(text, match)
    return filters, text


def _without(level: Education, filters: Filters) -> Filters:
    if level is _ANY_COLLEGE:
        return replace(filters, education_max=int(Education.CERTIFICATE), some_college=False)
    if level is _ANY_DEGREE:
        return replace(filters, education_max=int(Education.CERTIFICATE))
    below = {Education.HIGH_SCHOOL: Education.NONE, Education.BACHELOR: Education.ASSOCIATE}
    return replace(filters, education_max=int(below.get(level, Education(level - 1))))


def _cut(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}".strip()


_FASTEST = re.compile(r"\b(?:fastest|quickest|most)[ -](?:growing|growth|in demand)\b|\bgrow(?:ing|s)? (?:the )?(?:fastest|most)\b")
_GROWING = re.compile(
    r"\b(?:fast[ -]growing|growing(?: really| super| so)? (?:fast|quick|quickly|rapidly)|growing|rapid growth|"
    r"high growth|high demand|in demand|bright outlook|bright future|good outlook"
    r"|good job outlook|great outlook|lots? of openings|(?<!how )many openings|up and coming|booming|in high demand|"
    r"(?:jobs|careers|fields|trades) (?:that )?(?:are |is )?(?:always |still |actually )?hiring|"
    r"grow(?:s)? fast|good growth|job growth|strong growth|future proof|great growth)\b"
)
_PERCENT = re.compile(r"\b(\d{1,2}(?:\.\d)?) ?(?:percent|pct|%)")


def growth(text: str, raw: str, filters: Filters) -> tuple[Filters, str]:
    if (match := _PERCENT.search(plain(raw))) and re.search(r"\bgr[oe]w", text):
        cut = re.sub(rf"\b{re.escape(match[1].split('.')[0])}\b.*?(?:percent|pct)?\b", " ", text, count=1)
        return replace(filters, growth_min=float(match[1])), _GROWING.sub(" ", re.sub(r"\b(?:over|at least|more than|above)\b", " ", cut))
    if match := _FASTEST.search(text):
        return replace(filters, growth_min=FASTEST_GROWTH), _cut(text, match)
    if match := _GROWING.search(text):
        return replace(filters, growth_min=FAST_GROWTH), _cut(text, match)
    return filters, text


_GOOD_PAY = re.compile(
    r"\b(?:good|well|decent|high|great|nice|solid|better|big)[ -](?:paying|paid|pay|money|salary|salaries|wages?|income)\b"
    r"|\b(?:pays?|paying|paid|makes?|making|earns?) (?:(?:really|very|pretty|so|super|u|you) )*(?:good|well|decent|"
    r"decently|a lot|alot|bank|great)(?: money| pay| cash)?\b|\bbuen(?:a|os)? (?:pagados?|paga|sueldo)\b|"
    r"\bbien pagados?\b"
)


def good_pay(text: str, filters: Filters) -> tuple[Filters, str]:
    match = _GOOD_PAY.search(text) if filters.pay_min is None else None
    return (replace(filters, pay_min=GOOD_PAY), _cut(text, match)) if match else (filters, text)


@cache
def _states() -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    data = tomllib.loads((_HERE / "states.toml").read_text(encoding="utf-8"))
    names = {normalise(name): name for name in data["short"].values()} | data["said"]
    longest = sorted(names, key=lambda name: (-len(name), name))
    return (
        data["short"],
        names,
        re.compile(rf"\b(?:(?:in|for|at|around|over in|out in|from) (?:the state of )?)?({'|'.join(longest)})\b(?: state)?"),
    )


# Two letters that are words as well count only where they are written as a state: "in TX", "Portland, OR".
_LETTERS = re.compile(r"\b(?:[Ii][Nn]|[Ff]or|,)\s*([A-Za-z]{2})\s*[?.!]*\s*$|\b(?:[Ii]n)\s+([A-Za-z]{2})\b|\b([A-Z]{2})\s*[?.!]*$")
_WORDS = wordset("in or me hi ok oh it us my la pa ma de ai cs pt ot va co id al")


def state(text: str, normalised: str) -> tuple[str | None, str]:
    short, names, pattern = _states()
    if match := pattern.search(normalised):
        return names[match[1]], _cut(normalised, match)
    for match in _LETTERS.finditer(text.strip()):
        letters = match[1] or match[2] or match[3]
        written = letters.upper() if letters.isupper() or letters.lower() not in _WORDS else None
        # A bare pair at the end in capitals may be a title (PA, OT): only after "in".
        if written in short and (match[3] is None or (letters.lower() not in _WORDS and not text.isupper())):
            return short[written], re.sub(rf"\b(?:(?:in|for) )?{letters.lower()}$|\bin {letters.lower()}\b", " ", normalised).strip()
    return None, normalised
