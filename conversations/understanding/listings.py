"""Questions that are answered by a list: jobs that use, pay or need something, jobs of a cluster, of a major.

Owns these readings; each returns None where the text is not its question. Knows no table.
"""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.requests import Filters, Intent, Request, Using
from conversations.understanding import entities, senses
from conversations.understanding.cues import cues
from conversations.understanding.naming import Naming
from conversations.understanding.refusals import disliked, refusals
from conversations.understanding.utterance import Utterance, about, bare_words, clusters_of, place_of
from knowledge.text import FILLER
from knowledge.work_settings import Settings

_JOBS = re.compile(
    r"\b(?:jobs|careers|occupations|professions|trabajos|roles|positions|trades?|gigs|what (?:pays?|makes?|job|"
    r"career)|(?:a|any|some|which|no|the|good|paying|college|degree|diploma) (?:job|career|work|trade)|job (?:that|"
    r"where|with|without|for|over|under|making|paying)|career (?:that|where|with|without|for)|anything|something|"
    r"fields|what (?:can|could|would) (?:i|u|you) (?:do|be|become|get))\b"
)
CLEAR, _FEW_WORDS = 0.7, 3
"""Share of what is disliked that must be known, and how many words it may have: "mondays" is no wish."""
_LIST = re.compile(
    r"\b(?:jobs?|careers?|occupations?|work|professions?|trabajos|roles|positions|trades?|what (?:pays?|makes?)|"
    r"anything|something|fields?)\b"
)
_ASKED_ONE = re.compile(
    r"\b(?:can|could|do|does|should|would|will) (?:i|u|you|a|an|they|most)?\b|\b(?:to be|to become|become|becoming|"
    r"be a|be an)\b"
)
_WITH = re.compile(r"\bwhat (?:can|could|do) (?:i|u|you|people) (?:do|be|become) (?:with|using)\b|\bwho\b")
# What one occupation uses, needs or is: no list.
_OF_ONE = re.compile(
    r"\b(?:what|which) (?:tools?|skills?|software|equipment|technology|programs?|gear|materials?|things?) (?:do|does|would|should) .+"
    r"\b(?:use|need|have|know|work with)\b|\bthe (?:job|work|role|duties) of (?:an?|the)\b"
)
_MAJOR = re.compile(
    r"\b(?:jobs|careers|job|career|do|work|go|become|be|options|get)\b.*\b(?:with|for|from|having) (?:an? |"
    r"my )?(?!bachelors|masters|associates|college|high school|no |the )(.+?) (?:degrees?|majors?)\b"
    r"|\b(?:majoring|major|degree) in (.+?)(?: (?:jobs|careers|what|get|lead|do|can)\b.*)?$|\b(?:jobs|"
    r"careers) for (.+?) (?:majors?|grads|graduates)\b|^(?!what|which|bachelors?\b|masters?\b|associates?\b|college|high school|no |any )"
    r"(.+?) (?:major|degree) (?:jobs|careers)$"
)
# What the law asks for, no level of school: "only need a certification" is one.
_CERTIFIED = re.compile(r"^(?:which|what|do) (?!.*\b(?:only|just)\b).*\b(?:need|needs|require|requires) (?:an? |any )?certifications?$")
_AVOID = re.compile(
    r"\b(?:without|no|dont|doesnt|not|avoid|hate|arent|isnt|never)\b(?: (?:need|needs|require|requires|use|uses|using|"
    r"involve|involves|involving|have|doing|do|any|much|a lot of|lots of|with|about|good at|to|is|are|"
    r"in))* (.+?)(?: (?:at all|in it|involved|skills))?$"
)


def of_one(text: str) -> bool:
    """Whether it is asked what one occupation uses: "what tools do welders use"."""
    return bool(_OF_ONE.search(text))


def certified(text: str) -> bool:
    """Whether jobs are asked for that need a certification, as by law."""
    return bool(_CERTIFIED.search(text))


def highest(naming: Naming, utterance: Utterance) -> Request | None:
    cue = cues().cue["highest"]
    listed = _LIST.search(utterance.text) or naming.topics.place_within(utterance.text) or utterance.filters.education_max is not None
    if not cue.match.search(utterance.text) or not listed:
        return None
    if re.search(r"\b(?:good|better)[ -](?:pay|paid|paying|money)", utterance.text) and not re.search(
        r"\b(?:highest|most|best|top)\b", utterance.text
    ):
        return None
    return highest_of(naming, utterance)


def highest_of(naming: Naming, utterance: Utterance) -> Request:
    cue = cues().cue["highest"]
    rest = bare_words(cue.rest(utterance.bare))
    cluster, pathway = place_of(naming, rest) if rest else (None, None)
    filters = replace(utterance.filters, pay_min=None if utterance.filters.pay_min == entities.GOOD_PAY else utterance.filters.pay_min)
    if not rest or cluster:
        return Request(Intent.HIGHEST_PAID_IN, clusters=(cluster,) if cluster else (), pathway=pathway, filters=filters, said=rest or None)
    if using := naming.using(rest, utterance.text):
        return Request(Intent.HIGHEST_PAID_IN, using=using, filters=replace(filters, using=using), said=rest)
    found = naming.occupation(rest)
    if found and found.sure and utterance.filters.empty:
        return Request(
            Intent.HIGHEST_PAID_IN,
            occupations=found.occupations,
            clusters=tuple(c.id for c in found.ranking.clusters[:1]),
            filters=filters,
            said=rest,
        )
    clusters = tuple(c.id for c in found.ranking.clusters[:1]) if found and found.ranking.covered > 0.5 else ()
    return Request(Intent.HIGHEST_PAID_IN, clusters=clusters, filters=filters, said=rest)


def constrained(naming: Naming, utterance: Utterance) -> Request | None:
    filters = utterance.filters
    both = filters.education_max is not None and filters.pay_min is not None
    if not (_JOBS.search(utterance.text) or both) or certified(utterance.text):
        return None
    return limited(naming, utterance)


def limited(naming: Naming, utterance: Utterance) -> Request | None:
    """Jobs within limits; None where no limit is named."""
    filters = utterance.filters
    if filters.empty:
        return None
    filters, text = entities.level_alone(utterance.bare, filters)
    against = refusals(naming, text)
    filters = replace(filters, not_clusters=against.clusters, avoid=against.avoided)
    rest = _limited_to(against.rest, filters)
    cluster, pathway = place_of(naming, rest) if rest else (None, None)
    if not cluster:
        # Where and how one works is a wish of its own, which narrowing down reads from the text: no activity.
        against = refusals(naming, Settings.load(naming.catalog.folder).without(text))
        filters = replace(filters, not_clusters=against.clusters, avoid=against.avoided)
        rest = _limited_to(against.rest, filters)
        cluster, pathway = place_of(naming, rest) if rest else (None, None)
    if cluster:
        return Request(Intent.FILTER, clusters=(cluster,), pathway=pathway, filters=replace(filters, clusters=(cluster,)), said=rest)
    using = naming.using(rest, utterance.text) if rest else ()
    found = naming.occupation(rest) if rest else None
    if found and found.sure and not using and _ASKED_ONE.search(utterance.text):
        return None
    if using:
        return Request(Intent.FILTER, using=using, filters=replace(filters, using=using), said=rest)
    if found and found.likely:
        about_it = " ".join(word for word in rest.split() if word not in FILLER) or rest
        activity = (Using("activity", about_it, about_it),)
        return Request(Intent.FILTER, occupations=found.occupations, using=activity, filters=replace(filters, using=activity), said=rest)
    return Request(Intent.FILTER, filters=filters, said=rest or None)


def _limited_to(text: str, filters: Filters) -> str:
    """What the jobs within limits are to be about."""
    rest = bare_words(cues().cue["listing"].rest(cues().cue["using"].rest(text)))
    rest = bare_words(cues().cue["pay"].rest(rest)) if filters.pay_min or filters.pay_max else rest
    return "" if FILLER.issuperset(rest.split()) else rest


def major(naming: Naming, utterance: Utterance) -> Request | None:
    """What a college major leads to."""
    match = _MAJOR.search(utterance.text)
    if not match:
        return None
    rest = bare_words(next(group for group in match.groups() if group))
    found = naming.occupation(rest)
    if found is None:
        return None
    cip = naming.topics.major(rest)
    intent = Intent.MAJOR if cip else Intent.JOBS_USING
    using = () if cip else naming.using(rest, utterance.text) or (Using("activity", rest, rest),)
    return Request(intent, occupations=found.occupations, clusters=clusters_of(found), major=cip, using=using, said=rest)


def avoid(naming: Naming, utterance: Utterance) -> Request | None:
    """Jobs without something: "that dont require math", "anything but construction"."""
    against = refusals(naming, utterance.text)
    if against.clusters and FILLER.issuperset(_limited_to(against.rest, utterance.filters).split()):
        return Request(Intent.FILTER, filters=replace(utterance.filters, not_clusters=against.clusters, avoid=against.avoided))
    match = _AVOID.search(utterance.text) if _JOBS.search(utterance.text) else None
    topic = naming.topics.topic(bare_words(match[1]), utterance.text) if match else None
    if topic is None:
        return None
    avoided = (Using(topic.kind, topic.names[0], topic.said),)
    return Request(Intent.FILTER, filters=replace(utterance.filters, avoid=avoided), said=topic.said)


def dislikes(naming: Naming, utterance: Utterance) -> Request | None:
    """What is only disliked: "i hate math" asks for jobs without it, never for jobs in it."""
    what = disliked(utterance.text)
    if what is None or len(what.split()) > _FEW_WORDS:
        return None
    if not utterance.filters.empty:
        return Request(Intent.FILTER, filters=utterance.filters)
    cluster, pathway = naming.place(what)
    if cluster and not pathway:
        return Request(Intent.FILTER, filters=Filters(not_clusters=(cluster,)), said=what)
    topic = naming.topics.topic(what, what)
    known = pathway or topic or naming.matcher.rank(what).covered >= CLEAR
    thing = Using(topic.kind, topic.names[0], topic.said) if topic else Using("activity", what, what)
    return Request(Intent.FILTER, filters=Filters(avoid=(thing,)), said=what) if known else None


def listing(naming: Naming, utterance: Utterance) -> Request | None:
    """Jobs in a cluster or pathway, or jobs that use something."""
    text = utterance.text
    asks_list, asks_using = cues().cue["listing"], cues().cue["using"]
    if _OF_ONE.search(text) or not (asks_list.match.search(text) or asks_using.match.search(text)):
        return None
    rest = bare_words(asks_list.rest(text))
    explicit = bool(
        re.search(
            r"\bjobs? (?:do|can|could|where|that) (?:you|u|i)\b|\b(?:use|uses|using|used|usan|utilizan|need|know|involv\w+|"
            r"requir\w+|who hires?|hires?|work(?:ing|s)? with)\b",
            text,
        )
    )
    cluster, pathway = place_of(naming, rest, "pathway" in text) if rest else (None, None)
    if cluster and not explicit:
        return Request(Intent.JOBS_IN_CLUSTER_OR_PATHWAY, clusters=(cluster,), pathway=pathway, said=rest)
    if not asks_using.match.search(text):
        return None
    return jobs_using(naming, bare_words(asks_using.rest(text)), explicit, utterance)


def _without_some(naming: Naming, rest: str) -> Request | None:
    """Jobs about one thing that are not another: "uniform jobs that arent police"."""
    against = refusals(naming, rest)
    wish = bare_words(against.rest)
    found = naming.occupation(wish) if against.occupations or against.clusters else None
    if found is None or not found.likely:
        return None
    activity = (Using("activity", wish, wish),)
    filters = Filters(using=activity, not_clusters=against.clusters, avoid=against.avoided)
    return Request(Intent.FILTER, occupations=found.occupations, using=activity, filters=filters, said=wish)


def jobs_using(naming: Naming, rest: str, explicit: bool, utterance: Utterance) -> Request | None:
    if not rest:
        return None
    if refusing := _without_some(naming, rest):
        return refusing
    topic = naming.topics.topic(rest, utterance.text)
    choice = senses.of(rest, naming) if topic is None else None
    if choice and choice.intent is Intent.CLARIFY and any(sense.kind != "cluster" for sense in choice.senses):
        return replace(choice, asked=Intent.JOBS_USING)
    using = naming.using(rest, utterance.text)
    found = naming.occupation(rest)
    if found and found.sure and not explicit and not topic:
        return about(Intent.TITLE, found)
    listed = {word for use in using for word in use.said.split()} | {"and", "or"}
    if using and (topic or explicit or listed.issuperset(rest.split()) or not (found and found.likely)):
        return Request(
            Intent.JOBS_USING, using=using, occupations=found.occupations if found else (), clusters=clusters_of(found), said=rest
        )
    if found and (found.likely or found.ranking.lexical > 2) and (explicit or _LIST.search(utterance.text) or _WITH.search(utterance.text)):
        return Request(
            Intent.JOBS_USING,
            using=(Using("activity", rest, rest),),
            occupations=found.occupations,
            clusters=clusters_of(found),
            said=rest,
            because=found.because,
            near_miss=not found.likely,
        )
    return None
