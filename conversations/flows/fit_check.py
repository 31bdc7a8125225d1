"""Is this field for me? Its five statements, then an answer with reasons and what to keep in mind."""

from __future__ import annotations

from typing import Any

from conversations import cards
from conversations.flows import results
from conversations.messages import Choice, Chose, Phrase, Reply, Said, choice, say
from conversations.session import Session
from conversations.steps import Again, Aside, Context, Done, Flow, Go, Outcome, Step, step_choice
from knowledge.models import Cluster
from knowledge.text import normalise

NAME = "fit"
_WORTH = {"yes": 2, "kind": 1, "no": 0}
_STRONG, _PARTLY = 0.7, 0.45
_TYPED = {
    "yes": {"yes", "y", "yeah", "yep", "yup", "ya", "sure", "true", "totally", "thats me", "yes thats me", "definitely", "5", "4"},
    "kind": {"kind of", "kinda", "sort of", "maybe", "a little", "sometimes", "idk", "so so", "meh", "3"},
    "no": {"no", "n", "nope", "nah", "not really", "not me", "never", "false", "1", "2"},
    "back": {"back", "go back"},
    "stop": {"stop", "quit"},
}


def cluster_of(context: Context) -> Cluster | None:
    return context.catalog.clusters.get(str(context.session.slots.get("cluster")))


def answers_of(session: Session) -> list[str]:
    given: Any = session.slots.get("answers")
    return list(given or [])


def ask_pick(context: Context) -> Reply:
    clusters = context.catalog.clusters
    fields = [choice(step_choice(NAME, "pick", "", id), "common.button.open", name=clusters[id].short) for id in clusters]
    return say("fit.pick", *cards.pairs(fields), replaces=True)


def answer_pick(context: Context, given: Said | Chose) -> Outcome:
    if isinstance(given, Chose):
        id = given.id
    else:
        said = normalise(given.text)
        names = {id: {normalise(cluster.title), normalise(cluster.short)} for id, cluster in context.catalog.clusters.items()}
        id = next((id for id, ways in names.items() if said in ways), "")
    if id not in context.catalog.clusters:
        return Aside() if isinstance(given, Said) else Again(ask_pick(context))
    return Go(context.session.at(NAME, "say", cluster=id), "say")


def question(context: Context) -> str:
    return f"{context.session.slots.get('cluster')}.{len(answers_of(context.session))}"


def button(context: Context, answer: str) -> Choice:
    return choice(step_choice(NAME, "say", question(context), answer), f"fit.button.{answer}")


def ask(context: Context) -> Reply:
    cluster, done = cluster_of(context), len(answers_of(context.session))
    if cluster is None:
        return ask_pick(context)
    return say(
        "fit.statement",
        (button(context, "yes"), button(context, "kind"), button(context, "no")),
        (button(context, "back"), button(context, "stop")),
        title=cluster.title,
        place=done + 1,
        of=len(cluster.fits_you),
        text=cluster.fits_you[done],
        replaces=True,
    )


def answer(context: Context, given: Said | Chose) -> Outcome:
    if isinstance(given, Chose):
        said = given.id
    else:
        typed = normalise(given.text)
        said = next((kind for kind, ways in _TYPED.items() if typed in ways), "")
    session, cluster = context.session, cluster_of(context)
    if cluster is None:
        return Go(session.at(NAME), "pick")
    if said == "back":
        earlier = back(context)
        return Go(earlier, earlier.step or "pick")
    if said == "stop":
        return Done(session.at(None), (say("menu.cancelled", (choice("m", "common.button.menu"),)),))
    if said not in _WORTH:
        return Aside() if isinstance(given, Said) else Again(say("fit.say", *ask(context).choices))
    given_now = [*answers_of(session), said]
    if len(given_now) < len(cluster.fits_you):
        return Go(session.but(slots={**session.slots, "answers": given_now}), "say")
    return Done(session.at(None), (verdict(context, cluster, given_now),))


def back(context: Context) -> Session:
    """One statement back; before the first, the list of fields."""
    session, given = context.session, answers_of(context.session)
    if not given:
        return session.at(NAME, "pick")
    return session.but(slots={**session.slots, "answers": given[:-1]})


def verdict(context: Context, cluster: Cluster, given: list[str]) -> Reply:
    share = sum(_WORTH[answer] for answer in given) / (2 * len(given))
    word = "strong" if share >= _STRONG else "partly" if share >= _PARTLY else "little"
    said = list(zip(cluster.fits_you, given, strict=True))
    speaks_for = [text for text, answer in said if answer == "yes"]
    against = [text for text, answer in said if answer == "no"]
    fit = results.fit_for(context, cluster.id)
    counted = {"yes": len(speaks_for), "of": len(given), "kind": given.count("kind")}
    values = {
        "verdict": Phrase(f"fit.{word}", {"title": cluster.title}),
        "count": Phrase("fit.count", counted),
        "for_head": Phrase("fit.for_head") if speaks_for else None,
        "for": speaks_for,
        "against_head": Phrase("fit.against_head") if against else None,
        "against": against,
        "quiz": Phrase("fit.quiz", {"fit": fit}) if fit else None,
        "mind": list(cluster.keep_in_mind),
    }
    rows = (
        (choice(f"j:{cluster.id}", "cluster.button.jobs"), choice(f"c:{cluster.id}", "quiz.button.field", name=cluster.short)),
        (choice("q:fit", "fit.button.another"), choice("m", "common.button.menu")),
    )
    return Reply(Phrase("fit.result", values), rows)


FLOW = Flow(
    NAME,
    "pick",
    {"pick": Step(ask_pick, answer_pick), "say": Step(ask, answer, question, back)},
)
