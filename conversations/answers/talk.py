"""Answers that are talk: greeting, help, concepts, a question back, what is not ours, and distress."""

from __future__ import annotations

from conversations import cards
from conversations.answers.answer import Answer
from conversations.messages import Choice, Phrase, Reply, choice
from conversations.requests import Request, Sense
from conversations.session import Topic
from conversations.steps import Context
from conversations.wording import wording

EXAMPLES = ("networking", "nurses", "no_college")


def menu(context: Context, key: str = "menu.menu", *, replaces: bool = False) -> Reply:
    rows = (
        (choice("x", "common.button.explore"), choice("q", "common.button.quiz")),
        (choice("l", "common.button.list"), choice("h", "common.button.help")),
    )
    return Reply(Phrase(key), rows, replaces=replaces)


def welcome(context: Context) -> Reply:
    examples = tuple((choice(f"e:{name}", f"menu.example.{name}"),) for name in EXAMPLES)
    rest = (
        (choice("x", "common.button.explore"), choice("q", "common.button.quiz")),
        (choice("h", "common.button.help"),),
    )
    return Reply(Phrase("menu.welcome"), (*examples, *rest))


def answer_greeting(context: Context, request: Request) -> Answer:
    if not context.session.welcomed:
        return Answer((welcome(context),), session=context.session.but(welcomed=True))
    return Answer((menu(context, "menu.hello"),))


def help_reply(context: Context) -> Reply:
    examples = tuple((choice(f"e:{name}", f"menu.example.{name}"),) for name in EXAMPLES)
    return Reply(Phrase("menu.help"), (*examples, (choice("x", "common.button.explore"), choice("m", "common.button.menu"))))


def answer_help(context: Context, request: Request) -> Answer:
    return Answer((help_reply(context),))


def answer_thanks(context: Context, request: Request) -> Answer:
    return Answer((menu(context, "menu.thanks"),))


def answer_concept(context: Context, request: Request) -> Answer:
    return Answer((concept(context, request.concept or ""),))


def concept(context: Context, id: str, *, replaces: bool = False) -> Reply:
    key = f"concept.{id.replace('-', '_')}"
    if key not in wording():
        return Reply(Phrase("menu.help"), menu(context).choices, replaces=replaces)
    if id == "sources":
        return about(context, replaces=replaces)
    return Reply(Phrase(key), ((choice("x", "common.button.explore"), choice("q", "common.button.quiz")),), replaces=replaces)


def about(context: Context, *, replaces: bool = False) -> Reply:
    lines = [
        Phrase("about.source", {"title": source.title, "vintage": source.vintage, "attribution": source.attribution})
        for source in context.catalog.sources.values()
    ]
    return Reply(Phrase("about.about", {"lines": lines}), ((choice("m", "common.button.menu"),),), replaces=replaces)


def answer_clarify(context: Context, request: Request) -> Answer:
    """Two to four readings, each with why it might be meant."""
    senses = request.senses[:4]
    items = [Phrase("talk.sense", {"label": label(context, sense), "reason": sense.reason}) for sense in senses]
    rows = tuple((Choice(sense_choice(sense), label(context, sense)),) for sense in senses)
    values = {"said": request.said, "items": items}
    topic = Topic(
        intent=request.intent,
        occupations=request.occupations[:8],
        clusters=request.clusters[:4],
        readings=tuple(sense_choice(sense) for sense in senses),
    )
    return Answer((Reply(Phrase("talk.clarify", values), rows),), request.occupations, request.clusters, topic=topic)


def sense_choice(sense: Sense) -> str:
    prefix = {"occupation": "o:", "cluster": "c:", "pathway": "p:", "using": "", "intent": ""}[sense.kind]
    return prefix + sense.id


def label(context: Context, sense: Sense) -> Phrase:
    catalog = context.catalog
    if sense.kind == "occupation":
        return Phrase("common.name", {"name": catalog.occupations[sense.id].name})
    if sense.kind == "cluster":
        return Phrase("common.name", {"name": catalog.clusters[sense.id].title})
    if sense.kind == "pathway":
        return Phrase("common.name", {"name": catalog.pathways[sense.id].title})
    return Phrase("talk.sense_label", {"reason": sense.reason})


def answer_fallback(context: Context, request: Request) -> Answer:
    key = "talk.fallback_near" if request.near_miss and request.said else "talk.fallback"
    rows = ((choice("x", "common.button.explore"), choice("q", "common.button.quiz")), (choice("h", "common.button.help"),))
    return Answer((Reply(Phrase(key, {"said": request.said}), rows),))


def support(context: Context) -> Reply:
    contacts = [Phrase(f"support.contact.{name}") for name in ("call", "text", "emergency", "abuse")]
    return Reply(Phrase("support.answer", {"contacts": contacts}))


def answer_support(context: Context, request: Request) -> Answer:
    return Answer((support(context),))


def finder() -> str:
    return cards.LICENSE_FINDER
