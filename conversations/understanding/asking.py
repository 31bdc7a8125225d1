"""A question whose kind is known: what it asks about is looked for anywhere in the text, or in the turn before.

Owns finding the subject where no pattern says where it stands. Must not know how the kind was told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from conversations.requests import Intent, Request
from conversations.session import Topic
from conversations.understanding import listings, questions
from conversations.understanding.bare import bare
from conversations.understanding.cues import concept_within, cues
from conversations.understanding.followups import less_school, more_pay
from conversations.understanding.naming import Named, Naming
from conversations.understanding.utterance import Utterance, about, bare_words
from knowledge.text import FILLER

_CUE = {
    Intent.PAY: "pay",
    Intent.EDUCATION_NEEDED: "education",
    Intent.OUTLOOK: "outlook",
    Intent.HOW_TO_BECOME: "become",
    Intent.LICENCE_OR_CERTIFICATION: "licence",
    Intent.DESCRIBE_OCCUPATION: "describe",
    Intent.WHICH_CLUSTER: "which_cluster",
    Intent.SIMILAR_JOBS: "similar",
}
"""Questions about one occupation, and the cue whose words are taken off."""
_OF_A_FIELD = (Intent.PAY, Intent.EDUCATION_NEEDED, Intent.OUTLOOK, Intent.HOW_TO_BECOME, Intent.LICENCE_OR_CERTIFICATION)
_SAVE = re.compile(r"\b(?:save|add|keep|bookmark|remember|put|pin|favou?rite|guarda|agrega)\b")
_REMOVE = re.compile(r"\b(?:remove|delete|drop|take (?:it |that |this |\w+ )?off|get rid|unsave|erase|quita|borra)\b")
_LISTED = re.compile(
    r"\b(?:it|this|that|these|those|them|all|ones?|list|saved|favou?rites?|number|first|second|third|last|job|career|mine|dat|dis|\d+|esto|lista)\b"
)
"""What is kept or taken off where no job is named: "save lives" keeps nothing."""
POINTED = re.compile(
    r"\b(?:add|save|put|pin|keep|bookmark|remove|delete|take|drop) (?:it|this|that|these|dat|number|the (?:first|second|third|last)|\d)\b"
)
"""What was shown is to be kept or taken off: "add it to my list"."""
_APART = re.compile(r"\b(?:vs|versus|v|or|and|than|against|with|between|o|y)\b")


def ask(naming: Naming, utterance: Utterance, intent: Intent, topic: Topic | None, clause: Utterance | None = None) -> Request | None:
    """The request of this kind that the text makes; None where it lacks what that kind needs.

    ``clause`` is where a long text asks: what it names goes before what the story around it names.
    """
    if intent in _CUE:
        return _in_story(naming, utterance, clause, intent) if clause else _of_one(naming, utterance, intent, topic)
    if clause and intent in IN_STORY:
        return IN_STORY[intent](naming, utterance, clause)
    make = _MAKE.get(intent)
    return make(naming, utterance) if make else Request(intent)


def _of_one(naming: Naming, utterance: Utterance, intent: Intent, topic: Topic | None) -> Request | None:
    less, more = less_school(utterance.text), more_pay(utterance.text)
    rest = bare_words(cues().cue[_CUE[intent]].rest(utterance.bare))
    place = naming.place(rest) if rest and intent in _OF_A_FIELD else (None, None)
    found = naming.subject(utterance.text, rest)
    if place[0] and not (found and found.sure and found.said != rest):
        return Request(intent, clusters=(place[0],), pathway=place[1], said=rest)
    if found:
        return about(intent, found, less_school=less, more_pay=more)
    cluster, pathway = _named_place(naming, utterance.text) if intent in _OF_A_FIELD else (None, None)
    if cluster:
        return Request(intent, clusters=(cluster,), pathway=pathway)
    if rest and not FILLER.issuperset(rest.split()):
        return None
    if topic and topic.occupations:
        return Request(
            intent,
            occupations=topic.occupations,
            clusters=topic.clusters,
            state=topic.state,
            follow_up=True,
            less_school=less,
            more_pay=more,
        )
    return Request(intent, follow_up=True)


def _in_story(naming: Naming, story: Utterance, clause: Utterance, intent: Intent) -> Request | None:
    """What the clause that asks names, else what the story named before, else what the clause may mean, else the story."""
    less, more = less_school(clause.text), more_pay(clause.text)
    rest = bare_words(cues().cue[_CUE[intent]].rest(clause.bare))
    found = naming.told_of(clause.text) or naming.told_of(story.text) or _meant(naming, rest)
    if found:
        return about(intent, found, less_school=less, more_pay=more)
    cluster, pathway = _named_place(naming, story.text) if intent in _OF_A_FIELD else (None, None)
    if cluster:
        return Request(intent, clusters=(cluster,), pathway=pathway)
    around = _meant(naming, bare_words(cues().cue[_CUE[intent]].rest(story.bare)))
    return about(intent, around, less_school=less, more_pay=more) if around else None


def _meant(naming: Naming, words: str) -> Named | None:
    """What some words may mean; None where they are only such as any question holds."""
    found = None if FILLER.issuperset(words.split()) else naming.occupation(words)
    return found if found and found.likely else None


def _named_place(naming: Naming, text: str) -> tuple[str | None, str | None]:
    """The cluster or pathway among a text's words; a word inside a job's name ("vet tech") is none."""
    for name in naming.names_within(text):
        if " " in name and not naming.place(name)[0]:
            text = text.replace(name, " ")
    within = naming.topics.place_within(text)
    pathway = naming.catalog.pathways.get(within or "")
    return (pathway.cluster, within) if pathway else (within, None)


def _place_told(naming: Naming, story: Utterance, clause: Utterance) -> tuple[str | None, str | None]:
    """The cluster or pathway named in the clause that asks, else anywhere in the story."""
    place = _named_place(naming, clause.text)
    return place if place[0] else _named_place(naming, story.text)


def _jobs_in_told(naming: Naming, story: Utterance, clause: Utterance) -> Request | None:
    cluster, pathway = _place_told(naming, story, clause)
    return Request(Intent.JOBS_IN_CLUSTER_OR_PATHWAY, clusters=(cluster,), pathway=pathway) if cluster else _jobs_in(naming, story)


def _using_told(naming: Naming, story: Utterance, clause: Utterance) -> Request | None:
    """Jobs that use what the clause names: a tool, skill or subject, else one of the story's, else what the clause speaks of."""
    told = naming.told_topics(clause.text) or naming.told_topics(story.text)[:1]
    if not told:
        return _using(naming, clause)
    found = naming.occupation(told[0].said)
    clusters = tuple(candidate.id for candidate in found.ranking.clusters) if found else ()
    return Request(Intent.JOBS_USING, using=told, occupations=found.occupations if found else (), clusters=clusters, said=told[0].said)


def _limited_told(naming: Naming, story: Utterance, clause: Utterance) -> Request | None:
    """The limits of the whole story; of its fields and tools those that it names as such."""
    if story.filters.empty:
        return None
    cluster, pathway = _place_told(naming, story, clause)
    if cluster:
        return Request(Intent.FILTER, clusters=(cluster,), pathway=pathway, filters=replace(story.filters, clusters=(cluster,)))
    using = naming.told_topics(clause.bare)
    return Request(Intent.FILTER, using=using, filters=replace(story.filters, using=using))


def _highest_told(naming: Naming, story: Utterance, clause: Utterance) -> Request:
    cluster, pathway = _place_told(naming, story, clause)
    filters = replace(story.filters, pay_min=None)
    return Request(Intent.HIGHEST_PAID_IN, clusters=(cluster,) if cluster else (), pathway=pathway, filters=filters)


def _plan_told(naming: Naming, story: Utterance, clause: Utterance) -> Request:
    cluster, pathway = _place_told(naming, story, clause)
    if cluster:
        return Request(Intent.PLAN_OF_STUDY, clusters=(cluster,), pathway=pathway)
    found = naming.told_of(clause.text) or naming.told_of(story.text)
    return (
        Request(Intent.PLAN_OF_STUDY, occupations=found.occupations, clusters=found.clusters)
        if found
        else questions.planned(naming, clause)
    )


def _cluster_of(naming: Naming, text: str) -> tuple[str | None, str | None]:
    """The cluster or pathway that a text names or, failing that, speaks of."""
    cluster, pathway = _named_place(naming, text)
    if cluster:
        return cluster, pathway
    ranking = naming.matcher.rank(text)
    return (ranking.clusters[0].id if ranking.clusters and ranking.covered > 0.4 else None), None


def _describe_cluster(naming: Naming, utterance: Utterance) -> Request | None:
    cluster, pathway = _cluster_of(naming, utterance.text)
    return Request(Intent.DESCRIBE_CLUSTER, clusters=(cluster,), pathway=pathway, said=utterance.text) if cluster else None


def _jobs_in(naming: Naming, utterance: Utterance) -> Request | None:
    rest = bare_words(cues().cue["listing"].rest(utterance.bare))
    cluster, pathway = _cluster_of(naming, rest or utterance.text)
    return Request(Intent.JOBS_IN_CLUSTER_OR_PATHWAY, clusters=(cluster,), pathway=pathway, said=rest) if cluster else None


def _using(naming: Naming, utterance: Utterance) -> Request | None:
    if listings.of_one(utterance.text):
        return None
    found = listings.jobs_using(naming, bare_words(cues().cue["using"].rest(utterance.text)), True, utterance)
    return replace(found, intent=Intent.JOBS_USING) if found and found.using else found


def _compare(naming: Naming, utterance: Utterance) -> Request | None:
    text = cues().cue["compare"].rest(utterance.text.replace(",", " or "))
    parts = [bare_words(part) for part in _APART.split(text)]
    if beside := questions.side_by_side(naming, [part for part in parts if part]):
        return beside
    within = [found for run in naming.names_within(utterance.text)[:4] if (found := naming.occupation(run)) and found.sure]
    apart = {found.occupations[0]: found for found in reversed(within)}
    return questions.compared(list(apart.values())) if len(apart) > 1 else None


def _concept(naming: Naming, utterance: Utterance) -> Request | None:
    id = concept_within(utterance.text)
    return Request(Intent.CONCEPT, concept=id) if id else None


def _list(naming: Naming, utterance: Utterance) -> Request | None:
    action: Literal["view", "save", "remove"] = (
        "remove" if _REMOVE.search(utterance.text) else "save" if _SAVE.search(utterance.text) else "view"
    )
    found = naming.told_of(utterance.text) if action != "view" else None
    if action != "view" and found is None and not _LISTED.search(utterance.text):
        return None
    return Request(Intent.MY_LIST, action=action, occupations=found.occupations if found else ())


def _bare(naming: Naming, utterance: Utterance) -> Request | None:
    ranking = naming.matcher.rank(utterance.text)
    found = ranking.covered or ranking.nearness or ranking.lexical
    nothing = FILLER.issuperset(utterance.text.split()) and not ranking.covered
    return bare(naming, utterance, refuses=False) if found and not nothing else None


IN_STORY: dict[Intent, Callable[[Naming, Utterance, Utterance], Request | None]] = {
    Intent.JOBS_IN_CLUSTER_OR_PATHWAY: _jobs_in_told,
    Intent.JOBS_USING: _using_told,
    Intent.FILTER: _limited_told,
    Intent.HIGHEST_PAID_IN: _highest_told,
    Intent.PLAN_OF_STUDY: _plan_told,
}
_MAKE: dict[Intent, Callable[[Naming, Utterance], Request | None]] = {
    Intent.DESCRIBE_CLUSTER: _describe_cluster,
    Intent.JOBS_IN_CLUSTER_OR_PATHWAY: _jobs_in,
    Intent.JOBS_USING: _using,
    Intent.FILTER: listings.limited,
    Intent.HIGHEST_PAID_IN: listings.highest_of,
    Intent.COMPARE: _compare,
    Intent.CONCEPT: _concept,
    Intent.PLAN_OF_STUDY: questions.planned,
    Intent.MY_LIST: _list,
    Intent.INTEREST: _bare,
    Intent.TITLE: _bare,
}
