"""Does a text speak of self-harm, abuse or danger? Rules are data (safety.toml, read by safety_rules.py); this module applies them.

Owns: undoing disguise and misspelling, and weighing what the rules find.
Must not know: what is answered, sessions, careers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from conversations.understanding.safety_rules import Rule, Rules, load_rules

# Letters of other scripts that look like ours: "d\u0456e" is written to get past a filter.
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u0432\u043a\u043c\u043d\u0442\u0433\u051b\u051d"
    "\u03b1\u03b5\u03bf\u03c1\u03c5\u03c7\u03b9\u03ba\u03bd\u03c4\u03c9\u03b7\u03b3\u03b2\u03bc\u0131",
    "aeopcyxijsdhbkmhtrqwaeopuxikvtwnybui",
)
_LEET = str.maketrans("013457@$!|+", "oieastasilt")
_QUOTES = re.compile(r"(?<=\w)['\u2019\u2018`\u00b4](?=\w)")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]")
_TOKEN = re.compile(r"[a-z0-9](?:[a-z0-9@$!*|+]*[a-z0-9])?|[.!?;\n\U0001f480\U0001f602\U0001f923]")
_HIDDEN = re.compile(r"(?<=[a-z0-9])[*@$!|](?=[a-z0-9])|[0-9]")
_SPELT_OUT = re.compile(r"\b[a-z](?:[ .\-_]+[a-z]\b){2,}")
_REPEATED = re.compile(r"(.)\1{2,}")
_STOPS = frozenset(".!?;\n")
_FRAMED, _HINT = "framed", "hint"


def in_distress(text: str) -> bool:
    """True where the crisis contacts must come first."""
    rules = load_rules()
    read = _read(text, rules)
    joking = not rules.joking.isdisjoint(read)
    words = f" {' '.join(word for word in read if word not in rules.fillers and word not in rules.joking)} "
    tokens = frozenset(words.split())
    if tokens.isdisjoint(rules.alarms):
        return False
    for rule in rules.harmless:
        if _found(rule, words, tokens):
            words = _pattern(rule.source).sub("# ", words)
            tokens = frozenset(words.split())
    jokes = {"any", "trivial"} if joking and not rules.trivial.isdisjoint(read) else {"any"} if joking else set()
    career = any(_found(rule, words, tokens) for rule in rules.career)
    hints = 0
    for cue in rules.cues:
        if cue.joke in jokes or (career and cue.weight == _FRAMED):
            continue
        if any(_found(rule, words, tokens) for rule in cue.rules):
            if cue.weight != _HINT:
                return True
            hints += 1
    return hints > 1


def _found(rule: Rule, words: str, tokens: frozenset[str]) -> bool:
    return not rule.needs.isdisjoint(tokens) and _pattern(rule.source).search(words) is not None


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """Compiled when first needed: most are never, and all at once would hold up the start."""
    return re.compile(source)


def _read(text: str, rules: Rules) -> list[str]:
    """The text's words as the rules expect them."""
    folded = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)).lower()
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter)).translate(_ALIKE)
    folded = _QUOTES.sub("", folded)
    folded = _SPELT_OUT.sub(lambda run: _join(run[0], rules), folded)
    found = [_word(token) for token in _TOKEN.findall(folded)]
    if found.count(".") * 3 > len(found):  # "i. want. to. die." stops nothing
        found = [word for word in found if word != "."]
    line = f" {' '.join(found)} "
    present = frozenset(line.split())
    for needed, phrase, meant in rules.phrases:
        if needed in present and phrase in line:
            line = line.replace(phrase, meant)
            present = frozenset(line.split())
    return line.split()


def _join(run: str, rules: Rules) -> str:
    """'k m s' is a word when the rules know it; 'a b c' stays letters."""
    joined = re.sub(r"[^a-z]", "", run)
    for start in range(min(3, len(joined) - 2)):
        if joined[start:] in rules.alarms:
            return " ".join((*joined[:start], joined[start:]))
    return run


@lru_cache(maxsize=8192)
def _word(token: str) -> str:
    """One token, spelt as the rules spell it."""
    rules = load_rules()
    if token in _STOPS:
        return "."
    if token in rules.same:
        return rules.same[token]
    if token in rules.known:
        return token
    if len(token) < 25 and _HIDDEN.search(token) and not token.isdigit():
        token = _unmask(token, rules)
    if _REPEATED.search(token):
        token = _shorten(token, rules)
    token = rules.same.get(token, token)
    if token in rules.known:
        return token
    if token.endswith("in") and token + "g" in rules.known:  # thinkin, jumpin
        return token + "g"
    return _nearest(token, rules)


def _unmask(token: str, rules: Rules) -> str:
    """'su1c1de' and 'k*ll', when what is hidden is a word the rules know."""
    if "*" in token:
        hidden = re.compile(re.sub(r"\*+", "[a-z]{1,3}", re.sub(r"[^a-z*]", "", token.translate(_LEET))))
        return next((word for word in sorted(rules.alarms) if hidden.fullmatch(word)), token.replace("*", ""))
    for table in (_LEET, str.maketrans("1!|", "lll")):
        plain = token.translate(table).translate(_LEET)
        plain = rules.same.get(plain, plain)
        if plain in rules.alarms or _nearest(plain, rules) != plain:
            return plain
    return token


def _shorten(token: str, rules: Rules) -> str:
    once, twice = _REPEATED.sub(r"\1", token), _REPEATED.sub(r"\1\1", token)
    return next((word for word in (twice, once) if word in rules.known or word in rules.same), once)


def _nearest(token: str, rules: Rules) -> str:
    """The alarming word this one misspells; short words are too near to others to guess."""
    if len(token) < 5:
        return token
    allowed = 1 if len(token) < 8 else 2
    near = ((OSA.distance(token, stem, score_cutoff=allowed), stem) for stem in rules.stems.get(token[0], ()))
    distance, stem = min(near, default=(allowed + 1, token))
    return stem if distance <= allowed else token
