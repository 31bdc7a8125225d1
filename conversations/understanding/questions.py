"""Questions about one occupation or cluster, or about two: pay, schooling, licence, outlook, what it is, how they compare.

Owns these readings; each returns None where the text is not its question. Knows no wording.
"""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.requests import Intent, Request
from conversations.understanding import entities, senses
from conversations.understanding.cues import cues
from conversations.understanding.naming import Named, Naming
from conversations.understanding.utterance import Utterance, about, asked, bare_words, place_of
from knowledge.phrases import key_of
from knowledge.text import normalise, stems

_DOES = re.compile(r"\b(?:do|does|day|person|guy|lady|being|work)\b")
# A statement ("getting paid to see the world") asks nothing, whatever words it holds.
_ASKS = re.compile(
    r"^(?:what|whats|wat|wats|how|hows|is|are|do|does|can|could|will|would|should|which|wich|when|where|why|tell|show|give|explain|que|cuanto|como|"
    r"pay|salary|income|outlook|education|training|degree|license|school|schooling|college|phd|masters|bachelors|associates|certs?|growth|"
    r"demand|future|projection|steps|path)\b"
    r"|\b(?:pay|salary|salaries|wages?|income|outlook|license|licensing|cert|certification|degree|schooling|requirements|growth|demand|"
    r"future|info|information|how much)$"
    r"|\b(?:do|does|can|should|will|would) (?:i|u|you|they|it|we) (?:need|have|get|go|make|earn|take|be|still|really)\b"
)
_FIELD_WORDS = re.compile(r"\b(?:the|a|career|clusters?|fields?|pathways?|industry|compare|difference|between)\b")
_MEMBER = re.compile(
    r"^(?:is|are|does|do|would|will) (?:an? |the |being an? )?(.+?) (?:be )?"
    r"(?:in|under|part of|go in|go under|fall under|belong (?:to|in)|count as) (.+)$"
)
_DUTIES = re.compile(r"^que hacen?\b|\bdo (?:all day|for a living|at work)$|\b(?:job|duties|role) of\b")
_EXPLICIT = re.compile(r"\b(?:compare|difference|diff|between|stuck|torn)\b")
_JOBS = re.compile(r"\b(?:(?:all|any|some|the|which|what|list|show me|give me) )?(?:jobs|careers|occupations|professions|trades)\b")
_SAVE = re.compile(r"^(?:(?P<un>unsave|remove|delete)|save|bookmark|pin|fav(?:ou?rite)?) (?:the |an? )?(?P<what>.+?)(?: (?:job|career))?$")
_ARTICLES = frozenset(("a", "an", "the"))


def title(naming: Naming, utterance: Utterance) -> Request | None:
    """The whole text is one occupation's name: its words are no question, whatever they hold."""
    text = utterance.text
    words = set(stems(text)) - _ARTICLES
    named = any(
        entry.kind in ("name", "said", "title") and words <= set(stems(entry.said))
        for entry in naming.matcher.phrases.exact.get(key_of(text), ())
    )
    if not named or len(words) < 2 or senses.of(text, naming):
        return None
    found = naming.occupation(text)
    return about(Intent.TITLE, found) if found else None


def saved(naming: Naming, utterance: Utterance) -> Request | None:
    """ "save truck driver": the rest must be an occupation's name, as lives and money are saved too."""
    match = _SAVE.match(utterance.text)
    if match is None or key_of(utterance.text) in naming.matcher.phrases.exact or not naming.is_name(match["what"]):
        return None
    found = naming.occupation(match["what"])
    if found is None or not found.sure:
        return None
    return Request(Intent.MY_LIST, action="remove" if match["un"] else "save", occupations=found.occupations)


def compare(naming: Naming, utterance: Utterance) -> Request | None:
    cue = cues().cue["compare"]
    if not cue.match.search(utterance.text):
        return None
    listed = "," in utterance.raw and _EXPLICIT.search(utterance.text)
    text = cue.rest(normalise(utterance.raw.replace(",", " vs ")) if listed else utterance.text)
    for split in ("split_and",) if listed else ("split", "split_and"):
        parts = [part.strip() for part in cue.extra[split].split(text) if part.strip()]
        if beside := side_by_side(naming, parts):
            return replace(beside, more_pay=bool(cues().cue["similar"].extra["more_pay"].search(utterance.text)))
        if not _EXPLICIT.search(utterance.text):
            break
    return None


def side_by_side(naming: Naming, parts: list[str]) -> Request | None:
    """Two to four things of one sort, each surely named."""
    if not 2 <= len(parts) <= 4:
        return None
    if places := compared_places(naming, parts):
        return places
    named = [found for part in parts if (found := naming.occupation(part)) and found.sure]
    return compared(named) if len(named) == len(parts) else None


def compared_places(naming: Naming, parts: list[str]) -> Request | None:
    """Fields with fields, pathways with pathways."""
    found = [naming.place(" ".join(_FIELD_WORDS.sub(" ", part).split())) for part in parts]
    fields = [cluster for cluster, pathway in found if cluster and not pathway]
    paths = [pathway for _, pathway in found if pathway]
    places = fields if len(fields) == len(parts) else paths if len(paths) == len(parts) else []
    if len(dict.fromkeys(places)) < 2:
        return None
    clusters = tuple(dict.fromkeys(cluster for cluster, _ in found if cluster))
    return Request(Intent.COMPARE, clusters=clusters, places=tuple(dict.fromkeys(places)), compared=len(places), said=" / ".join(parts))


def compared(named: list[Named]) -> Request:
    firsts = tuple(dict.fromkeys(one.occupations[0] for one in named))
    nexts = tuple(code for one in named for code in one.occupations[1:3])
    clusters = tuple(dict.fromkeys(cluster for one in named for cluster in one.clusters[:1]))
    return Request(
        Intent.COMPARE,
        occupations=tuple(dict.fromkeys((*firsts, *nexts))),
        clusters=clusters,
        compared=len(firsts),
        said=" / ".join(o.said for o in named),
    )


def similar(naming: Naming, utterance: Utterance) -> Request | None:
    cue = cues().cue["similar"]
    if not cue.match.search(utterance.text):
        return None
    found = asked(naming, cue, utterance.text)
    if found is None or not found.likely:
        return None
    less = bool(cue.extra["less_school"].search(utterance.text))
    more = bool(cue.extra["more_pay"].search(utterance.text))
    return about(Intent.SIMILAR_JOBS, found, less_school=less, more_pay=more)


def plan(naming: Naming, utterance: Utterance) -> Request | None:
    cue = cues().cue["plan"]
    return planned(naming, utterance) if cue.match.search(utterance.text) else None


def planned(naming: Naming, utterance: Utterance) -> Request:
    rest = cues().cue["plan"].rest(utterance.text)
    cluster, pathway = place_of(naming, rest)
    if cluster:
        return Request(Intent.PLAN_OF_STUDY, clusters=(cluster,), pathway=pathway, said=rest)
    found = naming.occupation(rest) if rest else None
    if found is None:
        return Request(Intent.PLAN_OF_STUDY)
    clusters = found.clusters if found.sure else tuple(c.id for c in found.ranking.clusters)
    return Request(Intent.PLAN_OF_STUDY, occupations=found.occupations if found.likely else (), clusters=clusters, said=rest)


def describe_place(naming: Naming, utterance: Utterance) -> Request | None:
    """A cluster or pathway named as such: "explain the finance cluster"."""
    cue = cues().cue["describe"]
    if not re.search(r"\b(?:clusters?|pathways?|career field|field|industry)\b", utterance.text) or not cue.match.search(utterance.text):
        return None
    if named := re.search(r"\bthe ((?:\w+ ){1,7}?)(?:career )?(?:cluster|pathway|field|industry)\b", utterance.text):
        cluster, pathway = place_of(naming, named[1].strip(), "pathway" in utterance.text)
        if cluster:
            return Request(Intent.DESCRIBE_CLUSTER, clusters=(cluster,), pathway=pathway, said=named[1].strip())
    rest = re.sub(r"\b(?:learn|study|do|clusters?|pathways?|career|field|industry|in|under|about)\b", " ", cue.rest(utterance.text))
    cluster, pathway = place_of(naming, bare_words(" ".join(rest.split())), "pathway" in utterance.text)
    return Request(Intent.DESCRIBE_CLUSTER, clusters=(cluster,), pathway=pathway, said=rest) if cluster else None


def which_cluster(naming: Naming, utterance: Utterance) -> Request | None:
    if (member := _MEMBER.match(utterance.text)) and all(naming.place(part)[0] for part in re.split(r" or (?:in |under )?", member[2])):
        found = naming.occupation(member[1])
        return about(Intent.WHICH_CLUSTER, found) if found and found.likely else None
    cue = cues().cue["which_cluster"]
    if not cue.match.search(utterance.text):
        return None
    found = asked(naming, cue, utterance.text)
    return about(Intent.WHICH_CLUSTER, found) if found and found.likely else None


def licence(naming: Naming, utterance: Utterance) -> Request | None:
    return licensed(naming, utterance) or question(naming, Intent.LICENCE_OR_CERTIFICATION, "licence", utterance)


def licensed(naming: Naming, utterance: Utterance) -> Request | None:
    """Which jobs of a field need a license, or which at all: about no single one, however near some are."""
    cue = cues().cue["licence"]
    _, text = entities.state(utterance.raw, utterance.text)
    if not cue.match.search(text) or not _JOBS.search(text):
        return None
    rest = bare_words(_JOBS.sub(" ", cue.rest(text)))
    if not rest:
        return Request(Intent.LICENCE_OR_CERTIFICATION)
    cluster, pathway = naming.place(rest)
    return Request(Intent.LICENCE_OR_CERTIFICATION, clusters=(cluster,), pathway=pathway, said=rest) if cluster else None


def pay(naming: Naming, utterance: Utterance) -> Request | None:
    return question(naming, Intent.PAY, "pay", utterance)


def outlook(naming: Naming, utterance: Utterance) -> Request | None:
    return question(naming, Intent.OUTLOOK, "outlook", utterance)


def education(naming: Naming, utterance: Utterance) -> Request | None:
    return question(naming, Intent.EDUCATION_NEEDED, "education", utterance)


def become(naming: Naming, utterance: Utterance) -> Request | None:
    return question(naming, Intent.HOW_TO_BECOME, "become", utterance)


def question(naming: Naming, intent: Intent, name: str, utterance: Utterance) -> Request | None:
    cue = cues().cue[name]
    _, text = entities.state(utterance.raw, utterance.text)
    mask = cue.extra.get("mask")
    if not cue.match.search(mask.sub(" ", text) if mask else text):
        return None
    rest = bare_words(cue.rest(text))
    if not rest:
        return None
    cluster, pathway = naming.place(rest)
    found = naming.wider(text, rest) or naming.subject("", rest)
    if not (found and found.sure):
        # "law school" names lawyers, though "school" asks.
        found = naming.told_of(text) or naming.occupation(rest)
    if cluster and not (found and (found.ranking.title >= 1.5 or (found.sure and found.said != rest))):
        return Request(
            intent, clusters=(cluster,), pathway=pathway, occupations=found.occupations if found and found.likely else (), said=rest
        )
    if found is None or not found.likely or not (found.sure or _ASKS.search(text) or utterance.raw.rstrip().endswith("?")):
        return None
    return about(intent, found)


def describe(naming: Naming, utterance: Utterance) -> Request | None:
    cue = cues().cue["describe"]
    if not cue.match.search(utterance.text):
        return None
    rest = bare_words(cue.rest(utterance.text))
    if not rest:
        return None
    named = "cluster" in utterance.text or "pathway" in utterance.text
    cluster, pathway = place_of(naming, rest, "pathway" in utterance.text)
    found = naming.occupation(rest)
    title = found is not None and (found.ranking.title >= 1.5 or (found.sure and bool(_DOES.search(utterance.text))))
    if cluster and (named or not title):
        return Request(Intent.DESCRIBE_CLUSTER, clusters=(cluster,), pathway=pathway, said=rest)
    if found and (found.sure or (found.likely and _DUTIES.search(utterance.text))):
        return about(Intent.DESCRIBE_OCCUPATION, found)
    return None
