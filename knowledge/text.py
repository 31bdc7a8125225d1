"""Normalises and tokenises text: the only place that does.

Knows letters and words. Knows no occupation and no language but its inflections.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LIMIT = 600
"""Characters read of one utterance; what a student means stands at the start."""


def wordset(text: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(text.split())


_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-"})
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u00ad\ufeff]")
_TAG = re.compile(r"</?[a-z][^<>]{0,40}>")
_KEPT = re.compile(
    r"\bc\s?\+\+|\bc\s?#|\bf#|(?<![a-z0-9])\.net\b|\bobjective[ -]c\b|\bnode\.?\s?js\b|\bo\*net\b|\bat&t\b|\br&b\b|"
    r"\bq&a\b|\ba&p\b|\br&d\b|\bm&a\b|\bh&r\b|\bs&p\b"
)
_KEPT_AS = {
    ".net": "dotnet",
    "nodejs": "nodejs",
    "node.js": "nodejs",
    "node js": "nodejs",
    "o*net": "onet",
    "at&t": "att",
    "r&b": "rnb",
    "q&a": "qna",
    "a&p": "anp",
    "r&d": "rnd",
    "m&a": "mna",
    "h&r": "hnr",
    "s&p": "snp",
}
_LONG = re.compile(r"([a-z])\1{2,}")
_WITH = re.compile(r"(?<![a-z0-9])w\s?/(?!\s?o\b)\s?|(?<=[a-z] )w(?= [a-z0-9])")
_WITHOUT = re.compile(r"(?<![a-z0-9])(?:w/\s?o(?:ut)?|w ?out)(?![a-z])")
_AND = re.compile(r"(?<=[a-z] )n(?= [a-z])|&|(?<=[a-z]) ?\+ ?(?=[a-z])")
_TO = re.compile(
    r"(?<=[a-z] )2(?= (?!(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|jobs?|of|or|more|and|kids|people|things|classes|semesters?|"
    r"brothers|sisters|siblings|dogs|cats|different|other|wheeled|story)\b)[a-z])"
)
_FOR = re.compile(r"(?<=[a-z] )4(?= (?:a|an|the|my|me|u|you|fun|work|school|kids|ppl|people|free|real|money|life|them)\b)")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?(?![a-z])")
_TOKEN = re.compile(r"[^\W_]+(?:\+\+|#)?")
_ACRONYM = re.compile(r"\(([^)]*)\)")


def plain(text: str) -> str:
    """Lower case, straight quotes, no accents, tags or hidden characters; punctuation stays."""
    text = unicodedata.normalize("NFKC", text[:LIMIT]).translate(_QUOTES).lower()
    text = _TAG.sub(" ", _HIDDEN.sub("", text))
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.split())


# Text that is words already, as in the tables: no shorthand (a letter alone), nothing stretched.
_WORDS_ONLY = re.compile(r"(?!.*(?:\b[nw]\b|(.)\1\1))[a-z]+(?: [a-z]+)*")


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Words apart by single spaces; shorthand written out; no punctuation."""
    if _WORDS_ONLY.fullmatch(text, 0, LIMIT) and len(text) <= LIMIT and "node js" not in text:
        return text
    text = plain(text)
    text = " ".join(_KEPT.sub(lambda m: f" {_KEPT_AS.get(m[0], m[0].replace(' ', ''))} ", text).split())
    text = _DOTTED.sub(lambda m: m[0].replace(".", ""), text)
    text = _WITHOUT.sub(" without ", text)
    text = _WITH.sub(" with ", text)
    text = _AND.sub(" and ", " ".join(text.split()))
    text = _FOR.sub("for", _TO.sub("to", text))
    text = text.replace("'", "")
    text = _LONG.sub(r"\1\1", text)
    return " ".join(_TOKEN.findall(text))


def tokens(text: str) -> list[str]:
    return normalise(text).split()


_VOWEL = re.compile(r"[aeiou]|(?<=[^aeiou])y")
_MEASURE = re.compile(r"[aeiouy]+[^aeiouy]+")
_CVC = re.compile(r"[^aeiou][aeiouy][^aeiouwxy]$")
_WHOLE = wordset(
    """
    business news always this his was is has does physics bus gas plus us yes less class glass dress boss lens means thing nothing
    something anything everything king ring sing wing string spring sting bring during morning evening ceiling sterling wedding
    pudding red bed need feed speed seed breed weed shed sled hundred wed led fed embed indeed series species chess mess guess
    congress process access success express fitness wellness analysis paris texas kansas arkansas massachusetts illinois dallas vegas dying
    mining specimen regimen abdomen esports asl aws ios gis hrs sales arts ed ted med kids clothes glasses games communications operations
    """
) - {"kids", "games"}


def _restored(base: str) -> str:
    """The word an -ing or -ed was put on: run(ning), bak(e), fix, creat(e)."""
    if len(base) > 2 and base[-1] == base[-2] and base[-1] not in "lsz":
        return base[:-1]
    if len(_MEASURE.findall(base)) == 1 and _CVC.search(base):
        return base + "e"
    return base


def _inflected(word: str) -> str:
    if word in _WHOLE or len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        word = word[:-1]
    for ending in ("ing", "ed", "in"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) >= 2 and _VOWEL.search(base):
            if ending == "ed" and base.endswith("e"):
                return word
            if ending == "in" and word not in _CLIPPED:
                continue
            return _restored(base)
    return word


# "-in'" is an -ing only for verbs people clip; "cabin" and "captain" are not.
_CLIPPED = wordset(
    """
    fixin makin doin bein buildin workin drawin cookin singin dancin playin runnin drivin ridin huntin fishin helpin workin talkin
    writin readin codin gamin bakin cuttin paintin cleanin diggin tryin weldin farmin sewin editin fightin savin sellin buyin teachin
    learnin designin travelin flyin lookin takin gettin bossin thinkin liftin
    """
)


_IRREGULAR = {
    "teeth": "tooth",
    "feet": "foot",
    "children": "child",
    "women": "woman",
    "wives": "wife",
    "knives": "knife",
    "taught": "teach",
}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word without its inflection: plurals, -ing, -ed and a final e."""
    if word in _WHOLE or len(word) < 4:
        # Plurals of letters: "rns", "pts".
        return word[:2] if len(word) == 3 and word[2] == "s" and word[1] in "bcdfghjklmnpqrtvwxz" else word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 5 and word not in _WHOLE:
        return word[:-2] + "an"
    base = _inflected(word)
    if base.endswith("ie"):
        return base[:-2] + "y"
    if base.endswith("e") and not base.endswith("ee"):
        rest = base[:-1]
        syllables = len(_MEASURE.findall(rest))
        if syllables > 1 or (syllables == 1 and not _CVC.search(rest)):
            return rest
    return base


def stems(text: str) -> list[str]:
    return [stem(word) for word in normalise(text).split()]


def readings(title: str) -> tuple[str, ...]:
    """A publisher's title as people would type it: "Registered Nurse (RN)" is two names."""
    inside = [part for part in _ACRONYM.findall(title) if part.strip()]
    outside = _ACRONYM.sub(" ", title)
    return tuple(dict.fromkeys(name for name in (normalise(part) for part in (outside, *inside)) if name))


# Words that carry no topic. Where a phrase holds others, these are skipped in it.
FILLER = wordset(
    """
    a an the of in on at to for with and or by from as is are be am been being was were it its this that these those i im ive id ill
    me my mine we our us you u ur your they them their he she his her who whom which what whats when where how why do does did done
    doing can could would should will wanna gonna gotta want wants wanted like likes liked love loves loved enjoy enjoying really very
    so just kinda kind sorta sort lot lots some any all more most much many stuff things thing something anything everything also too
    maybe guess think idk lol haha tbh fr lowkey highkey ngl omg bro bruh pls plz please get gets getting got go goes going work works
    working worked job jobs career careers into about around up out have has had having if but than then there here cuz bc because
    since not no yes yeah yea ya ok okay well hey hi hello good great best cool fun nice dope awesome favorite fav class classes
    obsessed interested interest interests passion passionate hobby hobbies everyday every day days always pretty super seems lil
    little big bit one dont doesnt didnt cant wont isnt aint never r n w b c d ppl people person guy guys lady someone anyone everyone
    somebody make makes making made being become becoming basically literally actually definitely probably honestly sure only ever
    even still way kinds types type field area industry myself yourself himself herself themselves today tomorrow now later again
    other another
    """
)
