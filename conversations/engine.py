"""The engine: one message in, one turn out.

Owns the order in which a message is read (distress, commands, the open step, the advisor), /start /help /back /cancel,
and the promise that any text at any step is answered. Knows no Telegram, no clock and no storage.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from conversations import cards, shortlist, views
from conversations.answers import advise, talk
from conversations.flows import FLOWS, compare, constraints, plan, privacy, quiz, settings
from conversations.inline import SUPPORT, InlineAnswer, inline_answer
from conversations.messages import Chose, Command, Expired, Message, Phrase, Reply, Said, choice, say
from conversations.session import Session
from conversations.steps import STEP_PREFIX, Again, Aside, Context, Done, Go, Outcome, Reading, Step, Turn
from conversations.understanding import alarming
from conversations.wording import wording
from knowledge.catalog import Catalog
from knowledge.matching import Matcher

_EACH_KIND = (
    "nurse",
    "what jobs use python and over 50k",
    "i like drawing",
    "compare vet or vet tech",
    "what can i do with a psychology degree",
)
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)

COMMANDS = (
    "explore",
    "ask",
    "quiz",
    "filter",
    "compare",
    "plan",
    "list",
    "settings",
    "about",
    "privacy",
    "export",
    "delete",
    "help",
    "cancel",
    "back",
)


def commands() -> tuple[tuple[str, str], ...]:
    """Name and description of each command, for a menu."""
    words = wording()
    return tuple((name, words.plain(Phrase(f"bot.command.{name}"))) for name in COMMANDS)


class Engine:
    def __init__(self, catalog: Catalog, matcher: Matcher) -> None:
        self.catalog = catalog
        self.matcher = matcher

    @classmethod
    def load(cls) -> Engine:
        catalog = Catalog.load()
        return cls(catalog, Matcher.load(catalog))

    def warm(self) -> None:
        """Answer one text of each kind, so that no student waits for what is built at first use; a process does it when ready."""
        self.catalog.warm()
        self.inline("nurse")
        for text in _EACH_KIND:
            self.advance(Session(), Said(text), _ANY_TIME)

    def inline(self, query: str) -> InlineAnswer:
        """What to offer for words typed after the bot's name in any chat: content only, from nobody's session."""
        return inline_answer(Context(Session(), self.catalog, self.matcher, _ANY_TIME), query)

    def advance(self, session: Session, message: Message, now: datetime) -> Turn:
        context = Context(self.lapsed(session, message), self.catalog, self.matcher, now)
        match message:
            case Said(text):
                return self.said(context, text)
            case Chose(id):
                return self.chose(context, id)
            case Command(name, argument):
                return self.command(context, name, argument)
            case Expired():
                return Turn(session, (talk.menu(context, "talk.expired"),))

    def lapsed(self, session: Session, message: Message) -> Session:
        step = self.open_step(session)
        match message:
            case Command(name):
                elsewhere = name not in ("back", "cancel")
            case Chose(id):
                elsewhere = id != "go" and not id.startswith(STEP_PREFIX)
            case _:
                elsewhere = False
        return session.at(None) if step and step.lapses and elsewhere else session

    # Free text

    def said(self, context: Context, text: str) -> Turn:
        session = context.session
        if alarming(text, self.matcher):
            # nothing of it is kept, not even that it was said
            return Turn(session, (talk.support(context),), Reading("support"))
        if not text.strip():
            return Turn(session, (talk.menu(context, "talk.media"),))
        if text.lstrip().startswith("/"):
            name, _, argument = text.strip()[1:].partition(" ")
            return self.command(context, name.lower(), argument.strip())
        step = self.open_step(session)
        if step is None:
            return self.advise(context, text)
        outcome = step.answer(context, Said(text))
        if not isinstance(outcome, Aside):
            return self.conclude(context, outcome)
        aside = self.advise(context.but(session.at(None)) if step.lapses else context, text)
        if aside.session.flow != session.flow or aside.session.records != session.records or not outcome.again:
            return aside
        # the step waits behind a button: asked again in full after every question, it would drown the answer
        key = f"talk.go_on.{session.flow}"
        back = (choice("go", key if key in wording() else "talk.go_on.other"),)
        last = replace(aside.replies[-1], choices=(*aside.replies[-1].choices, back))
        return replace(aside, replies=(*aside.replies[:-1], last))

    def advise(self, context: Context, text: str) -> Turn:
        intent, answer = advise.answer(context, text)
        session = (answer.session or context.session).but(welcomed=True)
        if answer.topic is not None:
            session = session.but(topic=answer.topic)
        reading = Reading(intent, answer.clusters, answer.occupations)
        if answer.flow in FLOWS:
            started = self.start(context.but(session), answer.flow)
            return Turn(started.session, (*answer.replies, *started.replies), reading)
        return Turn(session, answer.replies, reading)

    # Choices

    def chose(self, context: Context, id: str) -> Turn:
        if id.startswith(STEP_PREFIX):
            return self.chose_step(context, id)
        kind, _, rest = id.partition(":")
        if kind in ("+", "-") and rest in self.catalog.occupations:
            session, reply = (shortlist.save if kind == "+" else shortlist.remove)(context, rest)
            return Turn(session, (reply,))
        if kind == "e" and f"menu.example.{rest}" in wording():
            return self.advise(context, wording().plain(Phrase(f"menu.example.{rest}")))
        if kind == "q":
            return self.start_quiz(context, rest)
        if kind == "n":
            session, reply = constraints.show(context, rest)
            return Turn(session, (reply,))
        if kind in ("cw", "my"):
            return self.conclude(context, (compare if kind == "cw" else plan).tap(context, rest))
        if id == "go":
            step = self.open_step(context.session)
            return Turn(context.session, (step.ask(context) if step else talk.menu(context),))
        actions = {"set:state": "settings", "pd": "privacy"}
        if id in actions:
            return self.start(context, actions[id])
        replies = {"lr": shortlist.show_removals, "set": settings.show, "pe": privacy.export}
        if id in replies:
            return Turn(context.session, (replies[id](context),))
        if id == "set:clear":
            return self.conclude(context, settings.clear(context))
        shown = views.show(context, id)
        if shown is None:
            return Turn(context.session, (talk.menu(context, "talk.unknown_button"),))
        topic = views.topic_of(context, id)
        return Turn(context.session.but(topic=topic) if topic else context.session, (shown,))

    def chose_step(self, context: Context, id: str) -> Turn:
        """A button bound to a step; tapped late or twice it changes nothing and shows where the student is."""
        flow, name, question, answer = [*id.removeprefix(STEP_PREFIX).split(":", 3), "", "", ""][:4]
        session = context.session
        step = self.open_step(session)
        if step is None or (session.flow, session.step) != (flow, name) or step.question(context) != question:
            here = replace(step.ask(context), replaces=False) if step else talk.menu(context)
            return Turn(session, (say("talk.old_button"), here))
        return self.conclude(context, step.answer(context, Chose(answer)))

    # Commands

    def command(self, context: Context, name: str, argument: str) -> Turn:
        session = context.session
        match name:
            case "start":
                return self.command_start(context, argument)
            case "ask" if argument:
                return self.said(context, argument)
            case "back":
                return self.back(context)
            case "cancel":
                return Turn(session.at(None), (talk.menu(context, "menu.cancelled" if session.flow else "menu.menu"),))
            case "filter" if argument:
                return self.said(context.but(session.at(constraints.NAME, constraints.STEP)), argument)
            case "filter":
                return self.start(context, constraints.NAME)
            case "compare" | "plan":
                return self.conclude(context, (compare if name == "compare" else plan).begin(context, argument))
            case "settings":
                return Turn(session, (settings.show(context),))
            case "delete":
                return self.start(context, "privacy")
            case "quiz":
                return self.start_quiz(context, argument)
        simple: dict[str, Callable[[Context], Reply]] = {
            "help": talk.help_reply,
            "menu": talk.menu,
            "explore": cards.explore,
            "list": shortlist.show,
            "about": talk.about,
            "export": privacy.export,
            "privacy": lambda _: privacy.about(),
            "ask": lambda _: say("menu.ask", (choice("x", "common.button.explore"), choice("h", "common.button.help"))),
        }
        if name in simple:
            return Turn(session, (simple[name](context),))
        reply = talk.help_reply(context)
        return Turn(session, (say("talk.unknown_command"), reply))

    def command_start(self, context: Context, argument: str) -> Turn:
        """/start, and deep links: c_finance, o_15-1252-00, p_accounting, q, support."""
        if argument == SUPPORT:
            return Turn(context.session, (talk.support(context),), Reading("support"))
        session = context.session.but(welcomed=True)
        kind, _, rest = argument.partition("_")
        if kind == "o" and len(rest) == 10:
            rest = f"{rest[:7]}.{rest[8:]}"
        if kind in ("c", "o", "p") and rest:
            reply = views.show(context, f"{kind}:{rest}")
            if reply is not None:
                topic = views.topic_of(context, f"{kind}:{rest}")
                return Turn(session.but(topic=topic), (reply,))
        if argument == "q":
            return self.start_quiz(context.but(session), "")
        return Turn(session.at(None), (talk.welcome(context),))

    def back(self, context: Context) -> Turn:
        session = context.session
        step = self.open_step(session)
        if step is None:
            return Turn(session.at(None), (talk.menu(context),))
        if step.back is None:
            return Turn(session.at(None), (talk.menu(context, "menu.cancelled"),))
        earlier = step.back(context)
        reached = self.open_step(earlier)
        return Turn(earlier, ((reached.ask if reached else talk.menu)(context.but(earlier)),))

    # Flows

    def open_step(self, session: Session) -> Step | None:
        flow = FLOWS.get(session.flow or "")
        return flow.steps.get(session.step or "") if flow else None

    def start_flow(self, session: Session, name: str, now: datetime) -> Turn:
        """Open a flow from outside, as a command would."""
        return self.start(Context(session, self.catalog, self.matcher, now), name)

    def start(self, context: Context, name: str) -> Turn:
        flow = FLOWS[name]
        session = context.session.at(name, flow.first)
        return Turn(session, (flow.steps[flow.first].ask(context.but(session)),))

    def start_quiz(self, context: Context, argument: str) -> Turn:
        return self.conclude(context, quiz.begin(context, argument))

    def conclude(self, context: Context, outcome: Outcome) -> Turn:
        session = context.session
        match outcome:
            case Again(reply):
                return Turn(session, (reply,))
            case Go(changed, name, replies):
                moved = changed.but(step=name)
                step = FLOWS[moved.flow or ""].steps[name]
                return Turn(moved, (*replies, step.ask(context.but(moved))))
            case Done(changed, replies, forget):
                return Turn(changed, replies, forget=forget)
        raise AssertionError(f"no such outcome: {outcome}")


def reply_text(reply: Reply) -> str:
    """A reply as plain text, without its choices."""
    return wording().plain(reply.phrase)
