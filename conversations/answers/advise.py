"""Free text to an answer: read it, check that the reading holds what its answer needs, answer."""

from __future__ import annotations

from dataclasses import replace

from conversations import shortlist, views
from conversations.answers import compare, concepts, deciding, facts, jobs, study, talk
from conversations.answers.answer import Answer, Answerer
from conversations.messages import Phrase, Reply, choice
from conversations.requests import Intent, Request
from conversations.steps import Context
from conversations.understanding import understand
from conversations.understanding.shorthand import written_out


def answer_list(context: Context, request: Request) -> Answer:
    """The shortlist; "save this" and "take this off" mean what was talked of last."""
    if request.action == "view":
        return Answer((shortlist.show(context),), context.session.shortlist)
    topic = context.session.topic
    codes = request.occupations or (topic.occupations if topic else ())
    if not codes:
        row = (choice("x", "common.button.explore"), choice("l", "shortlist.button.view"))
        return Answer((Reply(Phrase("shortlist.which"), (row,)),))
    session, reply = (shortlist.save if request.action == "save" else shortlist.remove)(context, codes[0])
    return Answer((reply,), codes[:1], session=session)


def start_quiz(context: Context, request: Request) -> Answer:
    return Answer((), flow="quiz")


ANSWERS: dict[Intent, Answerer] = {
    Intent.JOBS_USING: jobs.answer_using,
    Intent.PAY: facts.answer_fact,
    Intent.EDUCATION_NEEDED: facts.answer_fact,
    Intent.OUTLOOK: facts.answer_fact,
    Intent.HOW_TO_BECOME: facts.answer_become,
    Intent.DESCRIBE_OCCUPATION: facts.answer_card,
    Intent.DESCRIBE_CLUSTER: jobs.answer_cluster,
    Intent.JOBS_IN_CLUSTER_OR_PATHWAY: jobs.answer_in_cluster,
    Intent.WHICH_CLUSTER: facts.answer_cluster_of,
    Intent.COMPARE: compare.answer_compare,
    Intent.FILTER: jobs.answer_filter,
    Intent.SIMILAR_JOBS: jobs.answer_similar,
    Intent.HIGHEST_PAID_IN: jobs.answer_highest,
    Intent.LICENCE_OR_CERTIFICATION: facts.answer_licence,
    Intent.CONCEPT: concepts.answer_concept,
    Intent.START_QUIZ: start_quiz,
    Intent.PLAN_OF_STUDY: study.answer_study,
    Intent.MY_LIST: answer_list,
    Intent.HELP: talk.answer_help,
    Intent.GREETING: talk.answer_greeting,
    Intent.THANKS: talk.answer_thanks,
    Intent.INTEREST: jobs.answer_interest,
    Intent.TITLE: facts.answer_card,
    Intent.MAJOR: jobs.answer_major,
    Intent.CLARIFY: talk.answer_clarify,
    Intent.FALLBACK: concepts.answer_fallback,
    Intent.SUPPORT: talk.answer_support,
}

_NEEDS_OCCUPATION = {
    Intent.PAY,
    Intent.EDUCATION_NEEDED,
    Intent.OUTLOOK,
    Intent.HOW_TO_BECOME,
    Intent.DESCRIBE_OCCUPATION,
    Intent.WHICH_CLUSTER,
    Intent.SIMILAR_JOBS,
    Intent.LICENCE_OR_CERTIFICATION,
    Intent.TITLE,
}
_NEEDS_CLUSTER = {Intent.DESCRIBE_CLUSTER, Intent.JOBS_IN_CLUSTER_OR_PATHWAY, Intent.INTEREST}


def answer(context: Context, text: str) -> tuple[Intent, Answer]:
    """The intent as read, and its answer. Always with a reply or a flow to start."""
    written = written_out(text)
    if decided := deciding.before(context, written):
        return decided
    request = understand(text, context.session.topic, context.catalog, context.matcher)
    if request.follow_up and request.page and (more := next_page(context, request)):
        return request.intent, more
    served = servable(request)
    if decided := deciding.instead(context, written, served):
        return decided
    return request.asked or request.intent, ANSWERS[served.intent](context, served)


def servable(request: Request) -> Request:
    """The nearest request that has what its answer needs, so that a half-read question is no dead end."""
    intent = request.intent
    if intent is Intent.LICENCE_OR_CERTIFICATION and (request.clusters or not (request.said or request.follow_up)):
        return request
    if intent in _NEEDS_OCCUPATION and not request.occupations:
        if request.clusters:
            return replace(request, intent=Intent.JOBS_IN_CLUSTER_OR_PATHWAY)
        return replace(request, intent=Intent.FALLBACK, near_miss=bool(request.said))
    if intent in _NEEDS_CLUSTER and not request.clusters and not request.pathway:
        if request.occupations:
            return replace(request, intent=Intent.TITLE)
        return replace(request, intent=Intent.FALLBACK, near_miss=bool(request.said))
    if intent is Intent.COMPARE and not request.places and 1 in (len(request.occupations), request.compared):
        return servable(replace(request, intent=Intent.TITLE))
    if intent is Intent.JOBS_USING and not request.using:
        return servable(replace(request, intent=Intent.INTEREST))
    if intent is Intent.MAJOR and not request.major:
        return servable(replace(request, intent=Intent.INTEREST))
    if intent is Intent.CLARIFY and not request.senses:
        return servable(replace(request, intent=Intent.INTEREST))
    if intent is Intent.FILTER and request.filters.empty and not request.using:
        return servable(replace(request, intent=Intent.JOBS_IN_CLUSTER_OR_PATHWAY))
    return request


def next_page(context: Context, request: Request) -> Answer | None:
    """ "more": the page after the one shown, where the last answer had pages."""
    topic = context.session.topic
    if topic is None or topic.query is None:
        return Answer((talk.menu(context, "talk.nothing_more"),))
    reply = views.show(context, f"{topic.query}:{request.page}")
    if reply is None:
        return None
    codes = tuple(row_choice.id[2:] for row in reply.choices for row_choice in row if row_choice.id.startswith("o:"))
    moved = topic.model_copy(update={"page": request.page, "occupations": codes})
    return Answer((replace(reply, replaces=False),), codes, topic.clusters, topic=moved)
