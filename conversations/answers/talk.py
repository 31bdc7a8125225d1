"""Answers that are talk: greeting, help, concepts, a question back, what is not ours, and distress."""

from __future__ import annotations

from conversations import cards
from conversations.answers.answer import Answer
from conversations.messages import Choice, Phrase, Reply, choice
from conversations.requests import Intent, Request, Sense
from conversations.session import Topic
from conversations.steps import Context
from knowledge.models import Occupation
from knowledge.selection import by_openings

_EXAMPLES = 2
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


def about(context: Context, *, replaces: bool = False) -> Reply:
    lines = [
        Phrase("about.source", {"title": source.title, "vintage": source.vintage, "attribution": source.attribution})
        for source in context.catalog.sources.values()
    ]
    return Reply(Phrase("about.about", {"lines": lines}), ((choice("m", "common.button.menu"),),), replaces=replaces)


def answer_clarify(context: Context, request: Request) -> Answer:
    """Two to four readings, each with why it might be meant and a few of its occupations."""
    senses = request.senses[:4]
    shown = [examples(context, request, sense) for sense in senses]
    items = [
        Phrase("talk.sense", {"label": label(context, sense), "reason": reason(context, sense), "items": sense_facts(context, sense, few)})
        for sense, few in zip(senses, shown, strict=True)
    ]
    named = [context.catalog.occupations[sense.id] for sense in senses if sense.kind == "occupation"]
    everyone = [*named, *(occupation for few in shown for occupation in few)]
    rows = tuple((Choice(sense_choice(sense), label(context, sense)),) for sense in senses)
    values = {
        "said": request.said,
        "items": items,
        "wider": cards.wider_note(everyone),
        "sources": cards.sources(context.catalog, "oews", "ep") if everyone else None,
    }
    codes = tuple(dict.fromkeys((*(o.code for o in everyone), *request.occupations)))
    topic = Topic(
        intent=request.intent,
        occupations=codes[:8],
        clusters=request.clusters[:4],
        readings=tuple(sense_choice(sense) for sense in senses),
    )
    return Answer((Reply(Phrase("talk.clarify", values), rows),), codes, request.clusters, topic=topic)


def examples(context: Context, request: Request, sense: Sense) -> list[Occupation]:
    """Up to two occupations of a field: those the text matched, those its reason describes, then where most are hired."""
    if sense.kind not in ("cluster", "pathway"):
        return []
    members = {o.code: o for o in context.catalog.members(sense.id)}
    described = [candidate.id for candidate in context.matcher.rank(sense.reason).occupations]
    found = dict.fromkeys(code for code in (*request.occupations, *described) if code in members)
    found.update(dict.fromkeys(o.code for o in by_openings(members.values())))
    return [members[code] for code in found][:_EXAMPLES]


def reason(context: Context, sense: Sense) -> Phrase | None:
    """Why it might be meant, unless that only repeats its name."""
    if sense.kind == "occupation" and sense.reason == context.catalog.occupations[sense.id].name:
        return None
    return Phrase("talk.sense_reason", {"reason": sense.reason})


def sense_facts(context: Context, sense: Sense, few: list[Occupation]) -> list[Phrase]:
    """What stands under a reading: its examples, or the occupation's own pay and schooling."""
    if sense.kind == "occupation":
        return [Phrase("talk.sense_facts", {"facts": cards.item_facts(context.catalog.occupations[sense.id])})]
    return [cards.item_line(o) for o in few]


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
    """What is not ours; after a job was talked of, with the way back to it."""
    ways_on = ((choice("x", "common.button.explore"), choice("q", "common.button.quiz")), (choice("h", "common.button.help"),))
    if request.follow_up:
        return Answer((Reply(Phrase("talk.nothing_before"), ways_on),))
    if request.near_miss and request.said:
        return Answer((Reply(Phrase("talk.fallback_near", {"said": request.said}), ways_on),))
    code = talked_of(context.session.topic)
    if code and request.small_talk in (None, "remark"):
        key = "talk.small.remark_topic" if request.small_talk else "talk.fallback_topic"
        facts = tuple(cards.section_choice(code, section) for section in ("pay", "school", "outlook"))
        rows = (facts, (choice(f"o:{code}", "occupation.button.card"), choice("x", "common.button.explore")))
        return Answer((Reply(Phrase(key, {"name": context.catalog.occupations[code].name}), rows),))
    return Answer((Reply(Phrase(f"talk.small.{request.small_talk}" if request.small_talk else "talk.fallback"), ways_on),))


_OF_ONE = frozenset((
    Intent.TITLE, Intent.DESCRIBE_OCCUPATION, Intent.PAY, Intent.OUTLOOK, Intent.EDUCATION_NEEDED, Intent.HOW_TO_BECOME,
    Intent.LICENCE_OR_CERTIFICATION, Intent.WHICH_CLUSTER,
))  # fmt: skip


def talked_of(topic: Topic | None) -> str | None:
    """The one occupation that the last answer was about."""
    return topic.occupations[0] if topic and topic.occupations and topic.intent in _OF_ONE else None


def support(context: Context) -> Reply:
    contacts = [Phrase(f"support.contact.{name}") for name in ("call", "text", "emergency", "abuse")]
    return Reply(Phrase("support.answer", {"contacts": contacts}))


def answer_support(context: Context, request: Request) -> Answer:
    return Answer((support(context),))
