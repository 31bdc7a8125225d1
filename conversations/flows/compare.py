"""Compare: which two to four, typed or tapped. Ends as soon as there are two; "Add another" goes on from there.

Slots: ``picked``, the short ids of what is to be compared so far.
"""

from __future__ import annotations

from conversations import cards
from conversations.answers import compare
from conversations.messages import Choice, Chose, Phrase, Reply, Said, choice, say
from conversations.requests import Intent
from conversations.session import Topic
from conversations.steps import Again, Aside, Context, Done, Flow, Go, Outcome, Step, step_choice
from conversations.things import Thing, all_named, name_of, ref, thing_of, things_of
from conversations.understanding import understand
from knowledge.models import Occupation

NAME, STEP = "compare", "pick"
_OFFERED = 6
# What a student asks in between is no answer to "which?".
_NAMES = {
    Intent.TITLE, Intent.INTEREST, Intent.JOBS_IN_CLUSTER_OR_PATHWAY, Intent.DESCRIBE_CLUSTER, Intent.DESCRIBE_OCCUPATION,
    Intent.COMPARE, Intent.CLARIFY, Intent.FALLBACK, Intent.JOBS_USING,
}  # fmt: skip


def picked(context: Context) -> tuple[Thing, ...]:
    refs = context.session.slots.get("picked")
    return things_of(context.catalog, ",".join(map(str, refs))) if isinstance(refs, list) else ()


def begin(context: Context, argument: str = "") -> Outcome:
    """/compare, with what to compare where that is said at once."""
    started = context.but(context.session.at(NAME, STEP, picked=[]))
    if argument:
        outcome = answer(started, Said(argument))
        if not isinstance(outcome, Aside):
            return outcome
    return Go(started.session, STEP)


def tap(context: Context, refs: str) -> Outcome:
    """A "Compare" button: ``cw:REF,REF`` is what stands already."""
    things = things_of(context.catalog, refs)[: compare.LIMIT]
    return _onward(context, tuple(thing for thing in things if thing.kind == things[0].kind)[: compare.LIMIT - 1])


def _onward(context: Context, things: tuple[Thing, ...]) -> Go:
    return Go(context.session.at(NAME, STEP, picked=[ref(context.catalog, thing) for thing in things]), STEP)


def ask(context: Context) -> Reply:
    things = picked(context)
    offered = [_tappable(context, thing) for thing in suggestions(context, things)]
    rows = cards.pairs(offered)
    if not things:
        return say("compare.which", *rows, (choice("x", "common.button.explore"), choice("l", "common.button.list")))
    names = [name_of(context.catalog, thing) for thing in things]
    kind = Phrase(f"compare.kind.{things[0].kind}")
    return say("compare.which_other", *rows, (choice("m", "common.button.menu"),), names=names, kind=kind)


def question(context: Context) -> str:
    return ",".join(ref(context.catalog, thing) for thing in picked(context))


def _tappable(context: Context, thing: Thing) -> Choice:
    name = name_of(context.catalog, thing)
    things = picked(context)
    if things:
        # says all it does, so that it still works when the flow is long over
        whole = ",".join(ref(context.catalog, one) for one in (*things, thing))
        return choice(f"cmp:{whole}", "common.button.open", name=name)
    return choice(step_choice(NAME, STEP, "", ref(context.catalog, thing)), "common.button.open", name=name)


def suggestions(context: Context, things: tuple[Thing, ...]) -> list[Thing]:
    """What was saved and looked at last, then what is akin to the first one."""
    catalog, session = context.catalog, context.session
    if things and things[0].kind == "cluster":
        return [Thing("cluster", id) for id in akin(context, things[0].id) if Thing("cluster", id) not in things][:_OFFERED]
    if things and things[0].kind == "pathway":
        cluster = catalog.clusters[catalog.pathways[things[0].id].cluster]
        return [Thing("pathway", id) for id in cluster.pathways if Thing("pathway", id) not in things][:_OFFERED]
    seen = [*session.shortlist, *(session.topic.occupations[:1] if session.topic else ())]
    if things:
        seen += [other.code for other in catalog.related(things[0].id)]
    found = dict.fromkeys(Thing("occupation", code) for code in seen if code in catalog.occupations)
    return [thing for thing in found if thing not in things][:_OFFERED]


def akin(context: Context, cluster: str) -> list[str]:
    """Clusters whose occupations O*NET relates most to those of this one."""
    catalog = context.catalog
    counts: dict[str, int] = dict.fromkeys(catalog.clusters, 0)
    related: list[Occupation] = [other for o in catalog.members(cluster) for other in catalog.related(o.code)[:10]]
    for other in related:
        for id in other.clusters:
            counts[id] += 1
    return sorted((id for id in counts if id != cluster), key=lambda id: -counts[id])


def answer(context: Context, message: Said | Chose) -> Outcome:
    things = picked(context)
    if isinstance(message, Chose):
        thing = thing_of(context.catalog, message.id)
        return _with(context, things, [thing] if thing else [], [])
    if understand(message.text, None, context.catalog, context.matcher).intent not in _NAMES:
        return Aside()
    known, unknown = all_named(context, message.text)
    if not known and len(message.text.split()) > 4:
        return Aside()
    return _with(context, things, known, unknown)


def _with(context: Context, things: tuple[Thing, ...], more: list[Thing], unknown: list[str]) -> Outcome:
    if not more and not unknown:
        return Again(ask(context))
    if not more:
        return Again(_noted(context, Phrase("compare.unknown", {"said": unknown[0].strip()[:40]})))
    kind = (things or tuple(more))[0].kind
    other = next((thing for thing in more if thing.kind != kind), None)
    if other:
        values = {"name": name_of(context.catalog, other), "kind": Phrase(f"compare.kind.{other.kind}")}
        return Again(_noted(context, Phrase("compare.mixed", values)))
    every = tuple(dict.fromkeys((*things, *more)))
    if len(every) < 2:
        return _onward(context, every)
    shown = every[: compare.LIMIT]
    notes = [say("compare.enough")] if len(every) > compare.LIMIT else []
    notes += [say("compare.unknown", said=part.strip()[:40]) for part in unknown[:1]]
    codes = tuple(thing.id for thing in shown if thing.kind == "occupation")
    clusters = tuple(thing.id for thing in shown if thing.kind == "cluster")
    session = context.session.at(None).but(topic=Topic(intent=Intent.COMPARE, occupations=codes, clusters=clusters))
    return Done(session, (*notes, compare.side_by_side(context.but(session), shown)))


def _noted(context: Context, note: Phrase) -> Reply:
    asked = ask(context)
    return Reply(Phrase("facts.led", {"lead": note, "body": asked.phrase, "instead": None}), asked.choices)


FLOW = Flow(NAME, STEP, {STEP: Step(ask, answer, question)})
