"""What a student does not want, told from what they do: "animals but not vet", "growing, just not tech", "neither sales nor office".

Owns finding the refused names in a text. Must not know what is done about them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.requests import Using
from conversations.understanding.naming import Naming
from knowledge.text import FILLER

_LONGEST = 4
_CUE = re.compile(
    r"\b(?:(?:but|and|just|thats?|that (?:is|are)|which (?:is|are)|where (?:its|it is)|as long as its|its|it is|is|are|definitely)\b )*"
    r"(?:not|isnt|arent|aint|except|minus|other than|besides|apart from|outside of|anything but|nothing|neither|excluding|exclude|"
    r"skip(?:ping)?|avoid|leave out|no|without|menos|que no (?:sea|sean)|"
    r"(?:dont|doesnt|do not|does not)(?= (?:need|require|involve|use|have|include|want|do|deal)))\b"
    r"(?: (?:in|with|for|about|like|as|an?|any|the|being|be|to|doing|do|want|wanna|need|require|involve|use|have|include|deal|"
    r"necessarily|really|another|more|too much|much|un|una|el|la|de)\b)*"
)
_MORE = frozenset(("or", "and", "nor", "o", "y", "ni"))
_ARTICLES = frozenset(("a", "an", "any", "the", "being", "un", "una"))


_DISLIKES = re.compile(
    r"^(?:but |and |well |ok |so )*(?:i |im |i am )?(?:just |really |kinda |lowkey |honestly |also )*"
    r"(?:hate|cant stand|cant do|dont (?:really |even )?like|do not like|despise|not a fan of|never liked|not into|dont want|"
    # No more than these: fear of a person or a place may be a call for help.
    r"(?:scared of|afraid of|cant handle)(?= (?:the sight of )?(?:blood|needles?|gore|guts|heights|bugs|spiders|snakes|dogs|animals|"
    r"flying|water|public|talking|crowds|math|chemicals|fire|germs)\b)|"
    r"(?:suck|bad|terrible|trash|awful|horrible|not (?:very |that |really )?good|no good) (?:at|with))"
    r"(?: (?:doing|to do|to work with|working with|being around|dealing with|the|any))* (?P<what>.+?)"
    r"(?: (?:at all|lol|fr|tho|so much|(?:like (?:i|im|when)|because|since|when|cuz|bc|ever since)\b.*))*$"
)


_MORE_THAN_A_NAME = re.compile(
    r"\b(?:but|so|and i|what|which|how|can|jobs?|careers?|it|this|that|them|my|your|ur|you|her|him|everything|anything|"
    # What may be a call for help is never taken for a wish about work.
    r"home|house|living|live|life|alive|exist\w*|eating|food|body|here|there|alone|touch\w*|waking|sleep\w*|tomorrow|world|family|"
    r"parents?|dad|mom|stepdad|stepmom|uncle|men|man|being)\b"
)


def disliked(text: str) -> str | None:
    """What a text says nothing of but that it is disliked: "i hate math", "im bad at drawing"."""
    match = _DISLIKES.match(text)
    return match["what"] if match and not _MORE_THAN_A_NAME.search(match["what"]) else None


@dataclass(frozen=True)
class Refusals:
    """Clusters, skills and knowledge, and names of occupations that are refused."""

    rest: str
    """The text without them."""
    clusters: tuple[str, ...] = ()
    things: tuple[Using, ...] = ()
    occupations: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clusters or self.things or self.occupations)

    @property
    def avoided(self) -> tuple[Using, ...]:
        """All but the clusters as what jobs must not have to do with."""
        return (*self.things, *(Using("activity", name, name) for name in self.occupations))


def refusals(naming: Naming, text: str) -> Refusals:
    """Of normalised text; a refusal that names nothing known stays in the rest."""
    clusters, things, occupations, kept = list[str](), list[Using](), list[str](), list[str]()
    at = 0
    while match := _CUE.search(text, at):
        kept.append(text[at : match.start()])
        words = text[match.end() :].split()
        used = 0
        while named := _named(naming, words[used:]):
            size, cluster, thing = named
            name = " ".join(words[used : used + size])
            if cluster:
                clusters.append(cluster)
            elif thing:
                things.append(thing)
            else:
                occupations.append(name)
            used += size
            more = used
            while more < len(words) and words[more] in (_MORE if more == used else _ARTICLES):
                more += 1
            if more == used or not _named(naming, words[more:]):
                break
            used = more
        if not used:
            kept.append(match[0])
        at = len(text) - len(" ".join(words[used:]))
    kept.append(text[at:])
    rest = " ".join(" ".join(kept).split())
    return Refusals(rest, tuple(dict.fromkeys(clusters)), tuple(things), tuple(dict.fromkeys(occupations)))


def _named(naming: Naming, words: list[str]) -> tuple[int, str | None, Using | None] | None:
    """How many of the first words name something, and the cluster or thing if it is one; else occupations."""
    for size in range(min(_LONGEST, len(words)), 0, -1):
        part = words[:size]
        if part[0] in FILLER or part[-1] in FILLER:
            continue
        said = " ".join(part)
        cluster, pathway = naming.place(said)
        if cluster and not pathway:
            return size, cluster, None
        # A pathway is refused as what is done in it: its cluster holds much else.
        if pathway or ((found := naming.occupation(said)) and found.sure and naming.is_name(said)):
            return size, None, None
        if (topic := naming.topics.topic(said, said)) and topic.kind != "technology":
            return size, None, Using(topic.kind, topic.names[0], topic.said)
    return None
