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
FAST_GROWTH, FASTEST_GROWTH, NO_LOSS = 4.5, 12.0, 0.0
_HERE = Path(__file__).parent

_AMOUNT = re.compile(
    r"(?P<dollar>\$\s?)?(?<![\w.])(?P<number>\d{1,3}(?:,\d{3}){1,3}(?!\d)|\d{1,9}(?!\d)(?:\.\d+)?)\s?(?P<scale>k\b|grand\b|thousand\b|mil\b|million\b)?"
    r"(?P<plus>\s?\+)?(?:\s?(?:\$|dollars|bucks))?\s?"
    r"(?P<unit>(?:/|per|an?|each|every|al|por|la)?\s?(?:hour|hr|hora|year|yr|month|mes|week)\b|"
    r"hourly|/h|monthly)?"
)
_SPANISH = 5
_FIGURES = re.compile(r"\b(?:six|6)[ -]?(?:figures?|figs?)\b|\b(?:(?:a )?hundred (?:k|grand|thousand)|100 ?k)\b(?: ?(?:plus|or more|\+))?")
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SPELLED = re.compile(rf"\b({'|'.join(_TENS)})(?:[ -](five))?\b(?! (?:percent|people|years|jobs))")
_RANGE = re.compile(
    r"(?:between |from )?\$?\s?(\d{2,3})(?:,?000|\s?k)?\s?(?:and|to|-)\s?\$?(\d{2,3})\s?(?:k|,?000|grand|thousand)\b(?: (?:a|per) year)?"
)
_UNDER = re.compile(r"\b(?:under|below|less than|at most|no more than|max|up to|menos de)\s*$")
_OVER = re.compile(
    r"\b(?:over|above|more than|better than|clear(?:s|ing)?|pull(?:s|ing)? in|bring(?:s|ing)? (?:home|in)|at least|"
    r"min|minimum|starting at|greater than|mas de|"
    r"make|makes|making|pay|pays|paying|earn|earns|earning|paid|gets?|for|around|about|like|least|of)\s*$"
)
_NOT_MONEY = re.compile(
    r"^\s?(?:%|percent|years?\b(?! salary)|yrs?\b|yo\b|jobs?\b|careers?\b|months?\b|weeks?\b|days?\b|classes|clusters|"
    r"people|kids|-?year)"
)
_MONEY_WORDS = re.compile(r"\b(?:pays?|paid|paying|makes?|making|earns?|earning|salary|salaries|wage|income|money)\b|\$")

_OR_BETTER = re.compile(r"\b\d{2,3} (?:or (?:better|more|above|higher)|minimum|at least|and up)$")


def money(text: str) -> tuple[int | None, int | None, str]:
    """Lowest and highest pay a year asked for, and the text without them."""
    said = _SPELLED.sub(lambda match: str(_TENS[match[1]] + (5 if match[2] else 0)), plain(text))
    low = high = None
    if match := _RANGE.search(said):
        return int(match[1]) * 1000, int(match[2]) * 1000, f"{said[: match.start()]} {said[match.end() :]}"
    if match := _FIGURES.search(said):
        low, said = 100_000, said[: match.start()] + " " + said[match.end() :]
    speaks_of_money = bool(_MONEY_WORDS.search(said) or _OR_BETTER.search(said))
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
            before = _OVER.sub(" ", re.sub(r"\b(?:over|above|more than|better than|at least|least|minimum|starting at)\s*$", " ", before))
        said = before + " " + re.sub(r"^\s*(?:or more|or higher|or above|or better|and up|plus|or over|a year|per year|\+)", " ", after)
    return low, high, said


def _yearly(match: re.Match[str], speaks_of_money: bool) -> int | None:
    value = float(match["number"].replace(",", ""))
    scale, unit = match["scale"], match["unit"] or ""
    if scale:
        # "50 mil" is Spanish for thousands, "1 mil" short for a million
        value *= 1_000_000 if scale.startswith("mil") and (scale == "million" or value < _SPANISH) else 1000
    if re.search(r"hour|hora|hr|/\s?h$", unit):
        return int(value * HOURS_A_YEAR) if value < 1000 else int(value)
    if "month" in unit or "mes" in unit:
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
    (r"masters?(?: degrees?)?|grad(?:uate)? (?:school|study|studies)|(?:post ?)?graduate degrees?|grad degree", Education.MASTER),
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
    r"getting|a|an|any|the|much|necessary|take|do|finish(?:ed|ing)?|graduat(?:e|ed|ing)|from|complet(?:e|ed|ing)|even|"
    r"even need|all that|that|spend|for|4|four|have to|more|lots|of))*"
)
_YEARS_OF = r"(?:of )?(?:more )?(?:school(?:ing)?|college|uni(?:versity)?|training|classes|class|education|study(?:ing)?|trade school)"
_FEW_YEARS = re.compile(
    r"\b(?:(?P<less>under|less than|fewer than|below|shorter than)|only|just|max|at most|no more than|up to|within|"
    r"nothing (?:longer|over|more) than|no longer than|not more than)(?: (?:like|about|with|need|needs|requires?|for))* "
    r"(?P<number>an?|one|two|three|four|couple|few|[1-4]) "
    rf"(?P<unit>years?|months?|weeks?|semesters?) (?:or (?:less|fewer) )?{_YEARS_OF}\b"
    r"(?: (?:max|tops|at most|only))?"
)
_COUNTED = {"a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "four": 4}
_LITTLE = re.compile(
    r"\b(?:low|little|short|quick|cheap|minimal|barely any|hardly any|not much|not a lot of|less|limited|fast|brief)"
    r" (?:of )?(?:school(?:ing)?|training|education|studying|college)\b|\b(?:quick|fast|easy) to (?:train|study|learn) for\b"
    r"|\b(?:a )?few (?:months|weeks) (?:of )?(?:school|training|classes)?\b"
)
_UNTRAINED = re.compile(r"\b(?:zero|no|without(?: any)?) training(?: (?:needed|required|at all|today))?\b")
_OUT = (
    r"(?:is |are |was )?(?:just )?(?:not (?:happening|for me|an option|in the cards|my thing|going to happen)|"
    r"isnt (?:for me|happening|an option)|aint happening|"
    r"off the table|out of the question|impossible|too (?:expensive|much money|long)|a waste(?: of (?:time|money))?)"
)
_ONLY = (
    r"(?:just|only|with just|with only|nothing but|no more than|at most|max|up to|or less|not more than|"
    r"all (?:i|u|you|we|they|ive|youve|theyll)(?: (?:have|has|got|get|need|needed|want|finished|did))+|all it takes|all thats needed)"
    r"(?: (?:an?|my|is|to|u|you|i|it|finish|finished|graduate|graduated|need|needs|needing|"
    r"have|with|the|require|requires|requiring|got|n))*"
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
    if match := _FEW_YEARS.search(text):
        return _within_years(match, filters), _cut(text, match)
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
    if match := _UNTRAINED.search(text):
        return replace(filters, education_max=int(Education.HIGH_SCHOOL)), _cut(text, match)
    if match := _LITTLE.search(text):
        return replace(filters, education_max=int(Education.CERTIFICATE)), _cut(text, match)
    return filters, text


_LEVEL_ALONE = re.compile(
    r"\b(?:(?P<associate>(?:2|two) years? degrees?|associates?(?: degrees?)?)|"
    r"(?P<bachelor>(?:4|four) years? degrees?|bachelors?(?: degrees?)?))\b"
)


def level_alone(text: str, filters: Filters) -> tuple[Filters, str]:
    """A degree named with no word that says how it is meant: beside another limit it is the one to have."""
    match = _LEVEL_ALONE.search(text) if filters.education_max is None and filters.education_min is None else None
    if match is None:
        return filters, text
    level = int(Education.ASSOCIATE if match["associate"] else Education.BACHELOR)
    return replace(filters, education_min=level, education_max=level), _cut(text, match)


def _within_years(match: re.Match[str], filters: Filters) -> Filters:
    """Years of school as the highest level they are enough for."""
    number = match["number"]
    count = float(number) if number.isdigit() else _COUNTED[number]
    years = count if match["unit"].startswith("year") else count / 2 if match["unit"].startswith("sem") else 0
    years -= 0.5 if match["less"] else 0
    level = Education.BACHELOR if years >= 4 else Education.ASSOCIATE if years >= 2 else Education.CERTIFICATE
    return replace(filters, education_max=int(level))


def _without(level: Education, filters: Filters) -> Filters:
    if level is _ANY_COLLEGE:
        return replace(filters, education_max=int(Education.CERTIFICATE), some_college=False)
    if level is _ANY_DEGREE:
        return replace(filters, education_max=int(Education.CERTIFICATE))
    below = {Education.HIGH_SCHOOL: Education.NONE, Education.BACHELOR: Education.ASSOCIATE}
    return replace(filters, education_max=int(below.get(level, Education(level - 1))))


def _cut(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}".strip()


_FASTEST = re.compile(
    r"\b(?:fastest|quickest|most)[ -](?:growing|growth|in demand|expanding)\b"
    r"|\b(?:grow(?:ing|s)?|blow(?:ing|s)? up|tak(?:ing|es) off|expand(?:ing|s)?|ris(?:ing|es)|hiring|boom(?:ing|s)?)"
    r" (?:the )?(?:fastest|quickest|most)\b"
)
_GROWING = re.compile(
    r"\b(?:fast[ -]growing|growing(?: really| super| so)? (?:fast|quick|quickly|rapidly)|growing|rapid growth|"
    r"high growth|high demand|in demand|bright outlook|bright future|good outlook"
    r"|good job outlook|great outlook|(?<!how )many openings|up and coming|in high demand|"
    r"(?:jobs|careers|fields|trades) (?:that )?(?:are |is )?(?:always |still |actually )?hiring|"
    r"grow(?:s|ing)? (?:fast|quick|quickly|a lot)|(?:good|strong|great|high|with|has|real) growth|job growth|future ?proof|"
    r"(?:taking off|(?:blowing|going) up)(?=$| (?:the|right|rn|now|lately|in|over|and|these|this|so|like)\b)|booming|exploding|"
    r"skyrocketing|on the rise|rising|expanding|trending|hiring(?: (?:now|like crazy|rn))?|"
    r"(?:tons?|plenty|lots?|loads) of (?:openings|jobs open|open jobs|demand))\b"
)
_STILL_THERE = re.compile(
    r"\b(?:(?:not|isnt|arent|wont|aint|never)(?: (?:be|going to|gonna|gon))* "
    r"(?:dying|die|dead|shrink(?:ing)?|declin(?:e|ing)|disappear(?:ing)?|going away|go away|goin away|"
    r"vanish(?:ing)?|fading|losing jobs|replaced|obsolete|end(?:ing)?)(?: (?:out|off|soon|by (?:ai|robots)))*"
    r"|(?:will |thatll |ll )?still (?:be )?(?:around|exist|here|there|needed|a thing)(?: in (?:the future|\w+ years))?"
    r"|(?:safe|protected) from (?:layoffs|ai|robots|automation)|(?:ai|robots?|robot)[ -]?proof|"
    r"(?:ai|robots?|machines?|computers) (?:wont|cant|cannot|will not|can not|dont|doesnt) (?:take|replace|do|steal|touch)"
    r"(?: (?:over|it|them))?|job security|recession proof|"
    r"(?:something|anything|but|and|is|be|are|more) (?:stable|steady|secure)|"
    r"(?:stable|steady|secure) (?:jobs?|careers?|work|income|fields?|future|employment))\b"
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
    if match := _STILL_THERE.search(text):
        return replace(filters, growth_min=NO_LOSS), _cut(text, match)
    return filters, text


_GOOD_PAY = re.compile(
    r"\b(?:good|well|decent|high|great|nice|solid|better|big|ok|okay|fair|livable|living|serious|real)[ -]"
    r"(?:paying|paid|pay|money|salary|salaries|wages?|income|cash|bread|dough|bank)\b"
    r"|\b(?:above|over|more than|better than|higher than) (?:the )?(?:us |national )?(?:median|average|middle|avg)"
    r"(?: (?:pay|salary|wages?|income))?\b"
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
