"""The interest quiz: what is asked next and what an answer leads to. What the answers mean is in knowledge.interests."""

from __future__ import annotations

from dataclasses import replace

from conversations.flows import elimination, quiz_record, results
from conversations.flows.quiz_record import open_answers, open_entries, quiz_of
from conversations.flows.quiz_typed import BACK, HOW_LONG, SKIP, STOP, WHY, typed_answer
from conversations.messages import Choice, Chose, Phrase, Reply, Said, choice, say
from conversations.session import Session
from conversations.steps import Again, Aside, Context, Done, Flow, Go, Outcome, Step, step_choice
from knowledge.interests.items import LEAST, MOST, NEUTRAL
from knowledge.interests.quality import ENOUGH
from knowledge.interests.quiz import Mode
from knowledge.text import normalise

NAME = "quiz"
_TOO_FEW = 4
ZONES = {"z2": 2, "z3": 3, "z4": 4, "z5": 5, "zany": 5}
_TYPED_ZONES = {
    "z2": "little|none|no college|no degree|high school|a year|up to a year|not much|1|1 year",
    "z3": "two years|2 years|2|associate|associates|trade school|community college|up to two years",
    "z4": "four years|4 years|4|college|bachelor|bachelors|degree|four year degree|4 year degree|university",
    "z5": "more|more is fine|any|any amount|masters|phd|doctor|grad school|med school|as much as it takes|a lot",
    "zany": "not sure|not sure yet|idk|dont know|i dont know|no idea|maybe|dunno",
}


def button(step: str, question: str, answer: str, key: str = "") -> Choice:
    return choice(step_choice(NAME, step, question, answer), f"quiz.button.{key or answer}")


# The way in


def begin(context: Context, argument: str = "") -> Outcome:
    """Where /quiz or a ``q:...`` choice leads: the menu, a kind of quiz, more of the last one, the school question.

    A quiz under way is never thrown away by a button of an old message: the menu then offers to go on.
    """
    session = context.session.at(NAME)
    if argument in set(Mode) and not open_entries(session):
        return _started(context, session, Mode(argument))
    if argument == "more":
        return _go_on(context, session)
    if argument == "school" and quiz_record.finished(session):
        return Go(session, "school")
    if argument == "sort":
        return Go(context.session.at(elimination.NAME), "field")
    if argument == "narrow":
        return Go(elimination.narrowed(context), "field")
    if argument.startswith("fit"):
        cluster = argument.partition(":")[2]
        known = cluster in context.catalog.clusters
        return Go(context.session.at("fit", None, **({"cluster": cluster} if known else {})), "say" if known else "pick")
    return Go(session, "menu")


def ask_menu(context: Context) -> Reply:
    session = context.session
    under_way, last = len(open_entries(session)), quiz_record.finished(session)
    rows: list[tuple[Choice, ...]] = []
    if under_way:
        rows.append((button("menu", "", "go_on"),))
    if last:
        rows.append((choice("qr:top", "quiz.button.see"),))
    rows.append((button("menu", "", "adaptive", "retake" if last and not under_way else ""),))
    rows.append((button("menu", "", "short"), button("menu", "", "full")))
    rows.append((button("menu", "", "sort"), button("menu", "", "fit")))
    open_line = Phrase("quiz.menu_open", {"count": under_way}) if under_way else None
    done_line = Phrase("quiz.menu_done", {"date": last["date"]}) if last else None
    return say("quiz.menu", *rows, open=open_line, done=done_line)


def answer_menu(context: Context, answer: Said | Chose) -> Outcome:
    if isinstance(answer, Chose):
        if answer.id in set(Mode):
            return _started(context, context.session, Mode(answer.id))
        return _go_on(context, context.session) if answer.id == "go_on" else begin(context, answer.id)
    said = normalise(answer.text)
    if WHY.search(said):
        return Again(above(Phrase("quiz.why_asked"), ask_menu(context)))
    words = {
        "go_on": {"go on", "continue", "resume"},
        "adaptive": {"start", "yes", "ok", "okay", "go", "sure", "lets go", "begin", "again", "take it again", "retake"},
        "short": {"short", "12", "the short one"},
        "full": {"long", "full", "48", "all"},
        "sort": {"go through the fields", "fields", "sort"},
        "fit": {"is a field for me"},
    }
    chosen = next((kind for kind, ways in words.items() if said in ways), None)
    return answer_menu(context, Chose(chosen)) if chosen else Aside()


def _started(context: Context, session: Session, mode: Mode) -> Outcome:
    return Go(quiz_record.begin_answers(session, mode, context.now), "item")


def _go_on(context: Context, session: Session) -> Outcome:
    """With the quiz under way, or with more questions after the last one."""
    if open_entries(session):
        return _onward(context.but(session))
    last = quiz_record.finished(session)
    if last is None:
        return _started(context, session, Mode.ADAPTIVE)
    # a short quiz is continued as one that stops when settled
    mode = Mode.FULL if last["mode"] == Mode.FULL else Mode.ADAPTIVE
    # they were taken as careful once; their pace is no longer known
    spaced = [[item, answer, 5 * place] for place, (item, answer) in enumerate(last["answers"], 1)]
    return _onward(context.but(quiz_record.begin_answers(session, mode, context.now, spaced)))


# Items


def next_item(context: Context) -> str | None:
    return quiz_of(context.catalog).next_item(open_answers(context), quiz_record.open_mode(context.session))


def ask_item(context: Context) -> Reply:
    quiz, answers = quiz_of(context.catalog), open_answers(context)
    item = next_item(context)
    if item is None:
        # the bank or its order changed since the last answer, and nothing is left to ask
        return say("quiz.last_done", (button("item", "", "stop"),), replaces=True)
    left = quiz.left(answers, quiz_record.open_mode(context.session))
    progress = Phrase("quiz.to_go" if left > 1 else "quiz.last", {"done": len(answers), "left": left})
    scale = [choice(step_choice(NAME, "item", item, str(answer)), f"quiz.button.a{answer}") for answer in range(LEAST, MOST + 1)]
    stop = "stop" if len(answers) >= _TOO_FEW else "stop_early"
    return say(
        "quiz.item",
        tuple(scale[:2]),
        (scale[2],),
        tuple(scale[3:]),
        (button("item", item, "back"), button("item", item, "stop", stop)),
        first=None if answers else Phrase("quiz.first"),
        text=quiz.bank.items[item].text,
        progress=progress if answers else None,
        replaces=True,
    )


def answer_item(context: Context, answer: Said | Chose) -> Outcome:
    if isinstance(answer, Chose):
        said = answer.id
    else:
        text = normalise(answer.text)
        if HOW_LONG.search(text) or WHY.search(text):
            return Again(told(context, "quiz.how_long" if HOW_LONG.search(text) else "quiz.why_asked"))
        given = NEUTRAL if text in SKIP else typed_answer(answer.text)
        said = "stop" if text in STOP else "back" if text in BACK else str(given) if given else ""
    if said == "stop":
        return _stopped(context)
    if said == "back":
        session = back_from_item(context)
        return Go(session, session.step or "menu")
    if said not in {str(value) for value in range(LEAST, MOST + 1)}:
        return Aside() if isinstance(answer, Said) else Again(say("quiz.answer_or_stop", *ask_item(context).choices))
    item = next_item(context)
    session = context.session if item is None else quiz_record.answered(context, item, int(said))
    return _onward(context.but(session))


def told(context: Context, key: str) -> Reply:
    """An answer to a question about the quiz itself, above the item that waits."""
    left = quiz_of(context.catalog).left(open_answers(context), quiz_record.open_mode(context.session))
    return above(Phrase(key, {"left": left}), ask_item(context))


def above(said: Phrase, asked: Reply) -> Reply:
    """What is said before what was asked stands there again."""
    return replace(asked, phrase=Phrase("quiz.aside", {"said": said, "item": asked.phrase}), replaces=False)


def back_from_item(context: Context) -> Session:
    """One answer back; before the first, the menu. The same answer then leads to the same place."""
    session = context.session
    if not open_entries(session):
        return quiz_record.with_record(session, quiz_record.OPEN, None).but(step="menu")
    return quiz_record.unanswered(session).but(step="item")


def _onward(context: Context) -> Outcome:
    """After an answer: the next item, or the end. Careless answers are named before cluster items are spent on them."""
    item = next_item(context)
    answers = open_answers(context)
    markers_done = item is None or len(answers) > quiz_record.markers_in(answers) or quiz_of(context.catalog).bank.items[item].cluster
    if markers_done and quiz_record.carelessness(context.session):
        return Go(context.session, "careless")
    return Go(context.session, "school" if item is None else "item")


def _stopped(context: Context) -> Outcome:
    count = len(open_answers(context))
    if not count:
        session = quiz_record.with_record(context.session, quiz_record.OPEN, None)
        return Done(session.at(None), (say("menu.cancelled", (choice("m", "common.button.menu"),)),))
    if count < _TOO_FEW:
        rows = ((choice("q:more", "quiz.button.go_on"), choice("m", "common.button.menu")),)
        return Done(context.session.at(None), (Reply(Phrase("quiz.too_few", {"count": count, "need": _TOO_FEW}), rows),))
    return Go(context.session, "careless" if count >= ENOUGH and quiz_record.carelessness(context.session) else "school")


# Careless answers


def ask_careless(context: Context) -> Reply:
    kind = quiz_record.carelessness(context.session)
    row = (button("careless", "", "again"), button("careless", "", "change"))
    return say(f"quiz.careless_{kind or 'same'}", row, (button("careless", "", "stop", "stop_early"),), replaces=True)


def answer_careless(context: Context, answer: Said | Chose) -> Outcome:
    said = answer.id if isinstance(answer, Chose) else normalise(answer.text)
    if said in ("again", "yes", "try again", "ok", "okay", "sure", "yeah"):
        return _started(context, context.session, quiz_record.open_mode(context.session))
    if said in ("change", "change my answers", "back"):
        return Go(quiz_record.unanswered(context.session), "item")
    if said in ("stop", "no", "nah", "nope"):
        session = quiz_record.with_record(context.session, quiz_record.OPEN, None)
        return Done(session.at(None), (say("menu.cancelled", (choice("m", "common.button.menu"),)),))
    return Aside()


# School, then the results


def ask_school(context: Context) -> Reply:
    rows = (
        (button("school", "", "z2"), button("school", "", "z3")),
        (button("school", "", "z4"), button("school", "", "z5")),
        (button("school", "", "zany"),),
    )
    return say("quiz.school", *rows, replaces=True)


def answer_school(context: Context, answer: Said | Chose) -> Outcome:
    if isinstance(answer, Chose):
        zone = ZONES.get(answer.id)
    else:
        said = normalise(answer.text)
        zone = next((ZONES[kind] for kind, ways in _TYPED_ZONES.items() if said in ways.split("|")), None)
    if zone is None:
        return Aside() if isinstance(answer, Said) else Again(say("quiz.school_again", *ask_school(context).choices))
    if open_entries(context.session):
        session = quiz_record.finish(context, zone).at(None)
        return Done(session, results.show_all(context.but(session)))
    session = quiz_record.with_zone(context.session, zone).at(None)
    return Done(session, (results.fields(context.but(session)),))


def back_from_school(context: Context) -> Session:
    session = context.session
    return quiz_record.unanswered(session).but(step="item") if open_entries(session) else session.but(step="menu")


FLOW = Flow(
    NAME,
    "menu",
    {
        "menu": Step(ask_menu, answer_menu),
        "item": Step(ask_item, answer_item, lambda context: next_item(context) or "", back_from_item),
        "careless": Step(ask_careless, answer_careless, back=lambda context: quiz_record.unanswered(context.session).but(step="item")),
        "school": Step(ask_school, answer_school, back=back_from_school),
    },
)
