"""Questions of a student who is deciding, in the order they are looked for: saved jobs, majors, school level, place, constraints.

Owns which of these answers a text. What none of them takes goes the usual way.
"""

from __future__ import annotations

from conversations.answers import facts, ladder, majors, options, place, talk
from conversations.answers.answer import Answer
from conversations.flows import constraints, plan
from conversations.requests import Intent, Request
from conversations.steps import Context
from conversations.understanding import deciding, entities, listings, naming_of
from conversations.understanding.deciding import Ask
from knowledge.places import STATES
from knowledge.text import normalise, stem

Decided = tuple[Intent, Answer]
_IN_A_STATE = {Intent.JOBS_IN_CLUSTER_OR_PATHWAY, Intent.DESCRIBE_CLUSTER, Intent.INTEREST}


def before(context: Context, text: str) -> Decided | None:
    """Texts that say plainly which of these they ask."""
    state, rest = entities.state(text, normalise(text))
    ask = deciding.read(rest, bool(state))
    if ask and (decided := _answer(context, ask, state)):
        return decided
    if not listings.certified(rest) and (begun := constraints.begin(context, text)):
        return Intent.FILTER, begun
    return None


def instead(context: Context, text: str, request: Request) -> Decided | None:
    """A richer answer to a question that was read the usual way."""
    if request.intent is Intent.FILTER and not request.follow_up:
        return Intent.FILTER, constraints.answer_filter(context, request, text)
    state = request.state
    if state not in STATES.values() or state is None:
        return None
    if request.intent in _IN_A_STATE and request.clusters and not request.pathway:
        return request.intent, place.answer_field(context, request.clusters[0], state)
    plain = not request.using and not request.pathway and request.filters.pay_min is None and request.filters.education_max is None
    if request.intent is Intent.HIGHEST_PAID_IN and plain:
        cluster = request.clusters[0] if request.clusters else None
        return request.intent, place.answer_highest(context, cluster, state)
    return None


def _answer(context: Context, ask: Ask, state: str | None) -> Decided | None:
    match ask.kind:
        case "share":
            return Intent.MY_LIST, options.answer_share(context)
        case "grade" if (grade := plan.read_grade(ask.about)) is not None:
            return Intent.PLAN_OF_STUDY, plan.told_grade(context, grade)
        case "questions":
            return _questions(context)
        case "between":
            return Intent.INTEREST, options.answer_between(context, ask.about, ask.other)
        case "major_for":
            codes = _named(context, ask.about)
            return (Intent.EDUCATION_NEEDED, majors.answer_for(context, codes)) if codes else None
        case "major_jobs":
            return _major(context, ask)
        case "level":
            return _level(context, ask)
        case "way_up":
            return _way_up(context, ask)
        case "job_place":
            return _job_place(context, ask, state)
        case "state" | "state_best" | "state_field" if state:
            return _in_state(context, ask, state)
        case "needs":
            return _needs(context, ask)
    return None


def _job_place(context: Context, ask: Ask, state: str | None) -> Decided | None:
    codes = _named(context, ask.about) if ask.about else _talked_of(context)
    return (Intent.PAY if state else Intent.OUTLOOK, place.answer_job(context, codes, state)) if codes else None


def _in_state(context: Context, ask: Ask, state: str) -> Decided | None:
    if ask.kind == "state":
        return Intent.JOBS_IN_CLUSTER_OR_PATHWAY, place.answer_state(context, state)
    where = naming_of(context.matcher).place(ask.about)[0] if ask.about else None
    if ask.about and where is None:
        return None
    if ask.kind == "state_best":
        return Intent.HIGHEST_PAID_IN, place.answer_highest(context, where, state)
    return (Intent.JOBS_IN_CLUSTER_OR_PATHWAY, place.answer_field(context, where, state)) if where else None


def _named(context: Context, words: str) -> tuple[str, ...]:
    """Codes where the words surely name an occupation."""
    found = naming_of(context.matcher).occupation(words) if words else None
    return found.occupations if found and found.sure else ()


def _talked_of(context: Context) -> tuple[str, ...]:
    code = talk.talked_of(context.session.topic)
    return (code,) if code else ()


def _needs(context: Context, ask: Ask) -> Decided | None:
    """How much of a subject or skill the job takes that is named or was talked of."""
    topic = naming_of(context.matcher).topics.topic(ask.about)
    codes = _named(context, ask.other) if ask.other else _talked_of(context)
    reply = facts.needs(context, codes[0], topic.names) if topic and codes else None
    if reply is None:
        return None
    request = Request(Intent.DESCRIBE_OCCUPATION, occupations=codes)
    return request.intent, facts.about(context, request, lambda _: reply)


def _place(context: Context, words: str) -> str | None:
    cluster, pathway = naming_of(context.matcher).place(words)
    return pathway or cluster


def _major(context: Context, ask: Ask) -> Decided | None:
    answer = majors.answer_major(context, ask.about)
    if answer:
        return Intent.MAJOR, answer
    query = context.matcher.read(ask.about)
    return (Intent.FALLBACK, majors.not_found(ask.about)) if set(query.content) <= set(map(stem, query.unknown)) else None


def _level(context: Context, ask: Ask) -> Decided | None:
    """A field after the level narrows it; a subject ("a degree in nursing") is a major."""
    if not ask.about:
        return Intent.FILTER, ladder.answer_level(context, ask.level, "")
    if where := _place(context, ask.about):
        return Intent.FILTER, ladder.answer_level(context, ask.level, where)
    return _major(context, ask) if ask.level != ladder.EXPERIENCE else None


def _way_up(context: Context, ask: Ask) -> Decided | None:
    topic = context.session.topic
    if where := _place(context, ask.about):
        return Intent.JOBS_IN_CLUSTER_OR_PATHWAY, ladder.answer_levels(context, where)
    codes = _named(context, ask.about) if ask.about else topic.occupations if topic else ()
    if codes:
        return Intent.SIMILAR_JOBS, ladder.answer_way(context, codes)
    return None if ask.about else (Intent.SIMILAR_JOBS, ladder.ask_which(context))


def _questions(context: Context) -> Decided:
    topic = context.session.topic
    codes = topic.occupations if topic and topic.intent in (Intent.TITLE, Intent.DESCRIBE_OCCUPATION, Intent.PAY, Intent.OUTLOOK) else ()
    return Intent.MY_LIST, options.answer_questions(context, codes)
