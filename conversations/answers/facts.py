"""Answers about one occupation: pay, school, outlook, how to get there, which field."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from conversations import cards
from conversations.answers import jobs
from conversations.answers.answer import Answer, clusters_of, echo
from conversations.messages import Choice, Phrase, Reply, choice
from conversations.requests import Intent, Request
from conversations.session import Topic
from conversations.steps import Context
from knowledge.licences import licence_of
from knowledge.models import CredentialKind, CredentialStatus, Education, Occupation, Training
from knowledge.selection import MIDDLE_PAY
from knowledge.text import stem, tokens

_SECTION = {Intent.PAY: "pay", Intent.EDUCATION_NEEDED: "school", Intent.OUTLOOK: "outlook"}
_ALSO = 3
_ABOUT = 0.1
"""Within a tenth of the middle is about the middle."""
_SURE = 0.9
# Words in a credential's name that say nothing of who earns it.
_GENERIC = frozenset(map(stem, tokens("license certified certification certificate registered state professional technician card degree")))
_GENERIC |= {"and", "of", "in", "a", "the"}


def answer_fact(context: Context, request: Request) -> Answer:
    """One section of the first occupation; the other readings as buttons."""
    section = _SECTION[request.intent]
    return about(context, request, lambda code: cards.occupation_section(context, code, section, state=request.state))


def answer_card(context: Context, request: Request) -> Answer:
    return about(context, request, lambda code: cards.occupation_card(context, code))


def answer_become(context: Context, request: Request) -> Answer:
    return about(context, request, lambda code: become(context, context.catalog.occupations[code]))


def answer_licence(context: Context, request: Request) -> Answer:
    """Of an occupation; of a field, or of none, which occupations need one."""
    if not request.occupations:
        return jobs.answer_licensed(context, request)
    return about(context, request, lambda code: licence(context, context.catalog.occupations[code], request.state))


def answer_cluster_of(context: Context, request: Request) -> Answer:
    return about(context, request, lambda code: cluster_of(context, context.catalog.occupations[code]))


def about(context: Context, request: Request, make: Callable[[str], Reply]) -> Answer:
    code = request.occupations[0]
    others = also(context, request)
    reply = with_lead(make(code), lead_of(context, request), others)
    topic = Topic(
        intent=request.intent,
        occupations=request.occupations[:8],
        earlier=earlier(context, code),
        clusters=request.clusters[:4],
        state=request.state,
    )
    clusters = clusters_of(context, (code,))
    return Answer((reply,), request.occupations, (*clusters, *(c for c in request.clusters if c not in clusters)), topic=topic)


def earlier(context: Context, code: str) -> str | None:
    """The occupation talked of before this one, for "compare them"."""
    topic = context.session.topic
    if topic is None:
        return None
    return next((other for other in (*topic.occupations[:1], topic.earlier) if other and other != code), None)


def also(context: Context, request: Request) -> tuple[Choice, ...]:
    """The next readings, where the first one leaves a doubt."""
    if request.confidence >= _SURE and not request.near_miss:
        return ()
    others = [code for code in request.occupations[1:] if code in context.catalog.occupations][:_ALSO]
    suffix = f":{_SECTION[request.intent]}" if request.intent in _SECTION else ""
    return tuple(choice(f"o:{code}{suffix}", "common.button.open", name=context.catalog.occupations[code].name) for code in others)


def with_lead(reply: Reply, lead: Phrase | None, others: tuple[Choice, ...]) -> Reply:
    """The reason of a match before its answer, other readings as the first rows of choices."""
    if not lead and not others:
        return reply
    instead = Phrase("facts.instead") if others else None
    phrase = Phrase("facts.led", {"lead": lead, "body": reply.phrase, "instead": instead})
    return replace(reply, phrase=phrase, choices=(*cards.pairs(others), *reply.choices))


def lead_of(context: Context, request: Request) -> Phrase | None:
    """Why this was matched; nothing where the student named it outright."""
    if request.near_miss and request.said:
        return Phrase("facts.near_miss", {"said": echo(request.said)})
    if request.follow_up and request.intent is Intent.PAY and (against := pay_against_all(context, request)):
        return against
    if not request.because or not request.said:
        return None
    occupation = context.catalog.occupations[request.occupations[0]]
    said = {stem(word) for word in tokens(request.said)}
    named = {stem(word) for word in (*tokens(occupation.name), *tokens(occupation.title))}
    return None if said & named else Phrase("facts.because", {"said": echo(request.said), "reason": request.because})


def pay_against_all(context: Context, request: Request) -> Phrase | None:
    """Whether a job's pay is much, for who asked after it was named; in a state, its pay there."""
    code, state = request.occupations[0], request.state or context.session.state
    pay = context.catalog.occupations[code].pay
    yearly = context.catalog.state_pay(code, state).annual_median if state else pay.yearly if pay else None
    if yearly is None:
        return None
    share = yearly / MIDDLE_PAY
    return Phrase("facts.pay_above" if share > 1 + _ABOUT else "facts.pay_below" if share < 1 - _ABOUT else "facts.pay_about")


def needs(context: Context, code: str, names: Collection[str]) -> Reply | None:
    """How much of a subject or skill, by its names in the catalog, a job takes: O*NET rates it from 1 to 5; None where it does not."""
    catalog, occupation = context.catalog, context.catalog.occupations[code]
    rated = next((item for item in (*catalog.knowledge(code), *catalog.skills(code)) if item.name in names), None)
    if rated is None:
        return None
    words = Phrase(f"facts.needs_{round(rated.importance)}")
    values = {"name": occupation.name, "thing": rated.name, "value": f"{rated.importance:.1f}", "words": words}
    rows = ((cards.section_choice(code, "skills"), cards.section_choice(code, "school")), (choice(f"o:{code}", "occupation.button.card"),))
    return Reply(Phrase("facts.needs", {**values, "sources": cards.sources(catalog, "onet")}), rows)


def become(context: Context, occupation: Occupation) -> Reply:
    """Steps from school to the first day, as far as the data knows them."""
    catalog, preparation = context.catalog, occupation.preparation
    if preparation is None:
        return cards.occupation_section(context, occupation.code, "school")
    steps = [Phrase(f"facts.become.{preparation.education.name.lower()}")]
    majors = [major.title for major in catalog.majors_for(occupation.code)[:3]]
    if majors and preparation.education >= Education.ASSOCIATE:
        steps.append(Phrase("facts.become.major", {"majors": majors}))
    if line := cards.experience_line(preparation.experience):
        steps.append(line)
    if preparation.training is not Training.NONE:
        steps.append(Phrase(f"facts.become.training_{preparation.training}"))
    if names := credentials(context, occupation):
        steps.append(Phrase("facts.become.credentials", {"names": names}))
    steps.append(licence_step(context, occupation))
    used = ("ep", *(("clusters14",) if majors else ()), "signpost")
    values = {
        "name": occupation.name,
        "sentence": occupation.sentence,
        "steps": steps,
        "finder": cards.LICENSE_FINDER,
        "note": cards.broader_note(occupation),
        "sources": cards.sources(catalog, *used),
    }
    return Reply(Phrase("facts.become.steps", values), become_choices(context, occupation))


def licence_step(context: Context, occupation: Occupation) -> Phrase:
    found = licence_of(context.catalog, occupation.code)
    if found is None:
        return Phrase("facts.become.licence_unknown")
    key = "facts.become.licence" if found.usual else "facts.become.licence_depends"
    return Phrase(key, {"name": found.name, "issuer": found.issuer, "note": found.note})


def become_choices(context: Context, occupation: Occupation) -> tuple[cards.Row, ...]:
    code = occupation.code
    rows: list[cards.Row] = [(cards.section_choice(code, "school"), cards.section_choice(code, "pay"))]
    if occupation.pathways:
        rows.append((choice(f"ps:{occupation.pathways[0]}", "study.button.plan"),))
    rows.append((choice(f"o:{code}", "occupation.button.card"), cards.save_choice(context, code)))
    return tuple(rows)


def credentials(context: Context, occupation: Occupation) -> list[str]:
    """Credentials of the occupation's clusters that are named after it: a field's other ones would mislead.

    Its license is none of them where the table of licenses has it.
    """
    known = licence_of(context.catalog, occupation.code) is not None
    own = _stems(f"{occupation.name} {occupation.title}")
    names: dict[str, None] = {}
    for id in occupation.clusters:
        for item in context.catalog.clusters[id].credentials:
            named = _stems(item.name.partition("(")[0]) - _GENERIC
            if known and item.kind is CredentialKind.LICENCE:
                continue
            if item.status is CredentialStatus.ACTIVE and named and len(own & named) / len(named) > 0.5:
                names[item.name] = None
    return list(names)[:3]


def _stems(text: str) -> set[str]:
    return {stem(word) for word in tokens(text)}


def licence(context: Context, occupation: Occupation, state: str | None) -> Reply:
    found = licence_of(context.catalog, occupation.code)
    names = credentials(context, occupation)
    about = {"name": found.name, "issuer": found.issuer, "note": found.note} if found else {}
    lead = "unknown" if found is None else "usual" if found.usual else "depends"
    rules = "rules_unknown" if found is None else "rules_federal" if found.federal else "rules"
    where = {"year": context.catalog.sources["signpost"].year, "state": state or Phrase("facts.licence.any_state")}
    values = {
        "name": occupation.name,
        "lead": Phrase(f"facts.licence.{lead}", about),
        "names": Phrase("facts.licence.typical", {"names": names}) if names else None,
        "rules": Phrase(f"facts.licence.{rules}", where),
        "finder": cards.LICENSE_FINDER,
        "sources": cards.sources(context.catalog, "signpost"),
    }
    return Reply(Phrase("facts.licence.answer", values), become_choices(context, occupation))


def cluster_of(context: Context, occupation: Occupation) -> Reply:
    catalog = context.catalog
    clusters = [catalog.clusters[id] for id in occupation.clusters]
    values = {
        "name": occupation.name,
        "titles": [cluster.title for cluster in clusters],
        "field": cards.field_line(catalog, occupation),
        "sources": cards.sources(catalog, "clusters16"),
    }
    rows = [choice(f"c:{cluster.id}", "common.button.open", name=cluster.short) for cluster in clusters]
    rows.append(choice(f"o:{occupation.code}", "common.button.open", name=occupation.name))
    return Reply(Phrase("facts.cluster_of" if clusters else "facts.cluster_none", values), tuple(cards.pairs(rows)))
