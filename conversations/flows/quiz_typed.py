"""Typed answers to an item: "like", "3", "meh", "love that". Knows no quiz."""

from __future__ import annotations

import re

from knowledge.interests.items import NEUTRAL
from knowledge.text import normalise

_WORDS: dict[int, str] = {
    1: """1 | one | hate | hate it | hated | never | no way | hell no | heck no | ew | eww | yuck | gross | not ever | worst |
        absolutely not | nope nope | kill me | strongly dislike""",
    2: """2 | two | dislike | dislike it | no | n | nah | nope | no thanks | not really | not for me | boring | bad | not much |
        dont like | do not like | not like | pass | rather not | nay""",
    3: """3 | three | ok | okay | its ok | its okay | so so | soso | meh | eh | idk | dunno | i dont know | dont know | not sure
        | maybe | neutral | whatever | dont care | i dont care | fine | alright | either | kinda | kind of | sort of | depends
        | neither | hmm | idc | mid""",
    4: """4 | four | like | like it | yes | y | yeah | yea | yep | yup | ya | sure | good | nice | cool | fun | sounds good |
        sounds fun | pretty good | i would | why not | yes please""",
    5: """5 | five | love | love it | love that | loved | amazing | awesome | great | best | definitely | hell yes | hell yeah |
        heck yes | yesss | absolutely | so much | of course | totally | really like | favorite | dream | strongly like""",
}
_ANSWERS = {word.strip(): answer for answer, words in _WORDS.items() for word in words.split("|")}
_AROUND = {"i", "id", "would", "it", "that", "this", "to", "do", "doing", "be", "so", "very", "just", "really", "the", "one"} | {
    *("its", "a", "lot", "much", "think", "guess", "well", "like"),
}
_FACES = {"👎": 2, "👍": 4, "❤": 5, "😍": 5, "🔥": 5, "😐": 3, "🤷": 3, "🤮": 1, "😡": 1, "💯": 5}
STOP = frozenset({"stop", "stop here", "done", "enough", "finish", "results", "result", "end", "show me", "im done", "quit", "exit"})
BACK = frozenset({"back", "go back", "undo", "previous", "last one", "oops", "change", "change that"})

SKIP = frozenset({"skip", "skip it", "skip this", "skip this one", "next", "next one", "next question", "pass on this"})
HOW_LONG = re.compile(
    r"^(?:wait |ok |so |and )*(?:how (?:many|much) (?:more|longer|left|questions|are left|are there)|how long"
    r"|are we (?:almost )?done|almost done)\b"
)
WHY = re.compile(
    r"\b(?:whats|what is) the point\b|\bwhy (?:are|do|r) (?:u|you) ask|\bwhat(?: is|s) this (?:for|about)$|^why$|^what does this have to do"
)


def typed_answer(text: str) -> int | None:
    """1 to 5, or None where the text is no answer."""
    for face, answer in _FACES.items():
        if text.strip().startswith(face):
            return answer
    said = normalise(text)
    if said in _ANSWERS:
        return _ANSWERS[said]
    words = said.split()
    if len(words) > 5:
        return None
    negative = bool({"dont", "not", "wouldnt", "never"} & set(words))
    kernel = " ".join(word for word in words if word not in _AROUND and word not in ("dont", "not", "wouldnt"))
    if not kernel:
        return (2 if negative else 4) if "like" in words else None
    if kernel in ("never",):
        return 1
    found = _ANSWERS.get(kernel)
    return 6 - found if found and negative and found != NEUTRAL else found
