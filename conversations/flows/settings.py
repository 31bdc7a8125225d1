"""Settings: the student's state. The language has its slot; English is the only one so far."""

from __future__ import annotations

from conversations.messages import Choice, Chose, Phrase, Reply, Said, choice, say
from conversations.steps import Again, Aside, Context, Done, Flow, Outcome, Step, step_choice
from knowledge.places import find_state, near_states

NAME = "settings"
_STATE_WORDS = 3  # no state has more; a longer text is a question


def show(context: Context) -> Reply:
    state = context.session.state
    rows: list[Choice] = [choice("set:state", "settings.button.state")]
    if state:
        rows.append(choice("set:clear", "settings.button.clear"))
    values = {"state": state or Phrase("settings.no_state")}
    return Reply(Phrase("settings.show", values), (tuple(rows), (choice("m", "common.button.menu"),)))


def ask_state(context: Context) -> Reply:
    return say("settings.ask_state", (choice(step_choice(NAME, "state", "", "keep"), "settings.button.keep"),))


def answer_state(context: Context, answer: Said | Chose) -> Outcome:
    session = context.session
    if isinstance(answer, Chose):
        if answer.id == "keep":
            return Done(session.at(None), (say("settings.kept", (choice("m", "common.button.menu"),)),))
        state = find_state(answer.id)
    else:
        state = find_state(answer.text)
    if state:
        return Done(session.at(None).but(state=state), (done(context, state),))
    said = answer.text if isinstance(answer, Said) else answer.id
    if len(said.split()) > _STATE_WORDS and not near_states(said):
        return Aside()
    return Again(not_found(said))


def done(context: Context, state: str) -> Reply:
    """Back to what was asked about: setting a state is mostly a detour on the way to a pay figure."""
    topic = context.session.topic
    rows = [(choice("m", "common.button.menu"),)]
    if topic and topic.occupations:
        code = topic.occupations[0]
        name = context.catalog.occupations[code].name
        rows.insert(0, (choice(f"o:{code}:pay", "settings.button.pay", name=name),))
    return say("settings.set", *rows, state=state)


def not_found(said: str) -> Reply:
    near = near_states(said)
    rows = tuple((choice(step_choice(NAME, "state", "", state), "settings.button.choose", name=state),) for state in near)
    keep = (choice(step_choice(NAME, "state", "", "keep"), "settings.button.keep"),)
    which = Phrase("settings.which_state") if near else None
    return say("settings.not_a_state", *rows, keep, said=said[:40], which=which)


def clear(context: Context) -> Done:
    return Done(context.session.but(state=None), (say("settings.cleared", (choice("m", "common.button.menu"),)),))


FLOW = Flow(NAME, "state", {"state": Step(ask_state, answer_state)})
