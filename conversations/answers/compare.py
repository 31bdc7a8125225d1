"""Two to four occupations, clusters or pathways side by side, in lines that a screen reader reads well, and as a chart."""

from __future__ import annotations

from collections.abc import Sequence

from conversations import cards
from conversations.answers.answer import Answer, clusters_of
from conversations.cards.lines import interests_line
from conversations.flows import quiz_record
from conversations.messages import Choice, Phrase, Picture, Reply, choice
from conversations.requests import Request
from conversations.session import Topic
from conversations.steps import Context
from conversations.things import Thing, name_of, ref
from knowledge.comparison import FEW, Members, bright, contrast, difference, letters, spread, without_degree
from knowledge.interests.matching import fit_of
from knowledge.models import Occupation, Pay

LIMIT = 4
_MOST_NAMES = 3


def answer_compare(context: Context, request: Request) -> Answer:
    places = things_of_places(context, request)
    if places:
        topic = Topic(intent=request.intent, clusters=request.clusters)
        return Answer((side_by_side(context, places),), request.occupations, request.clusters, topic=topic)
    if not request.occupations:
        return Answer((), flow="compare")
    codes = request.occupations[: min(LIMIT, request.compared or LIMIT)]
    topic = Topic(intent=request.intent, occupations=codes)
    return Answer((comparison(context, codes, asks_pay=request.more_pay),), request.occupations, clusters_of(context, codes), topic=topic)


def things_of_places(context: Context, request: Request) -> tuple[Thing, ...]:
    """Clusters and pathways that a text puts side by side."""
    catalog = context.catalog
    return tuple(Thing("cluster" if id in catalog.clusters else "pathway", id) for id in request.places)[:LIMIT]


def comparison(context: Context, codes: Sequence[str], *, replaces: bool = False, asks_pay: bool = False) -> Reply:
    return side_by_side(context, tuple(Thing("occupation", code) for code in codes), replaces=replaces, asks_pay=asks_pay)


def members_of(context: Context, thing: Thing) -> Members:
    catalog = context.catalog
    return (catalog.occupations[thing.id],) if thing.kind == "occupation" else catalog.members(thing.id)


def side_by_side(context: Context, things: Sequence[Thing], *, replaces: bool = False, asks_pay: bool = False) -> Reply:
    catalog = context.catalog
    groups = [members_of(context, thing) for thing in things]
    skills = contrast(catalog, groups)
    make = occupation_block if things[0].kind == "occupation" else group_block
    fits = _fits(context, groups)
    values = {
        "names": [name_of(catalog, thing) for thing in things],
        "pay": pays_more(groups) if asks_pay else None,
        "blocks": [make(context, thing, own, fit) for thing, own, fit in zip(things, skills.own, fits, strict=True)],
        "shared": Phrase("compare.shared", {"skills": skills.shared}) if skills.shared else None,
        "unrated": _unrated(context, things, skills.unrated),
        "difference": differs(context, things, groups),
        "quiz": None if any(fits) else Phrase("compare.no_quiz"),
        "sources": cards.sources(catalog, "oews", "ep", "onet", *(() if things[0].kind == "occupation" else ("clusters16",))),
    }
    return Reply(Phrase("compare.table", values), _choices(context, things), picture=chart(context, things, groups), replaces=replaces)


def _choices(context: Context, things: Sequence[Thing]) -> tuple[cards.Row, ...]:
    catalog = context.catalog
    refs = [ref(catalog, thing) for thing in things]
    prefix = {"occupation": "o", "cluster": "c", "pathway": "p"}
    openers = [choice(f"{prefix[thing.kind]}:{thing.id}", "common.button.open", name=name_of(catalog, thing)) for thing in things]
    last: list[Choice] = []
    if len(things) < LIMIT:
        last.append(choice("cw:" + ",".join(refs), "compare.button.add"))
    if len(things) > 2:
        last.append(choice("cw:" + refs[0], "compare.button.other"))
    if not quiz_record.finished(context.session):
        last.append(choice("q", "common.button.quiz"))
    return (*cards.pairs(openers), tuple(last)) if last else tuple(cards.pairs(openers))


def _unrated(context: Context, things: Sequence[Thing], places: Sequence[int]) -> Phrase | None:
    names = [name_of(context.catalog, things[place]) for place in places]
    return Phrase("compare.unrated", {"names": names}) if names else None


# What each is


def occupation_block(context: Context, thing: Thing, own: Sequence[str], fit: Phrase | None) -> Phrase:
    occupation = context.catalog.occupations[thing.id]
    values = {
        "name": occupation.name,
        "sentence": occupation.sentence,
        "pay": cards.pay_line(occupation),
        "school": cards.school_line(occupation),
        "outlook": cards.outlook_line(occupation.outlook),
        "interests": interests_line(occupation),
        "fit": fit,
        "own": list(own),
        "note": cards.broader_note(occupation),
    }
    return Phrase("compare.block", values)


def group_block(context: Context, thing: Thing, own: Sequence[str], fit: Phrase | None) -> Phrase:
    catalog, group = context.catalog, members_of(context, thing)
    held = catalog.clusters[thing.id] if thing.kind == "cluster" else catalog.pathways[thing.id]
    middle, few = spread(group), 0 < len(group) < FEW
    one = group[0] if len(group) == 1 else None
    values = {
        "name": held.title,
        "sentence": catalog.clusters[thing.id].what if thing.kind == "cluster" else catalog.pathways[thing.id].sentence,
        "count": None if few else len(group) or None,
        "jobs": [o.name for o in group] if few else None,
        "pay": cards.pay_line(one) if one else _spread(middle) if middle else None,
        "school": cards.school_line(one) if one else None if few else _part("compare.no_degree", without_degree(group), group),
        "outlook": cards.outlook_line(one.outlook) if one else None if few else _part("compare.bright", bright(group), group),
        "interests": [Phrase(f"level.letter.{letter}") for letter in letters(group)],
        "fit": fit,
        "own": list(own),
        "none": None if group else Phrase("compare.no_jobs"),
    }
    return Phrase("compare.group", values)


def _spread(middle: tuple[Occupation, Occupation, Occupation]) -> Phrase:
    low, half, high = ((o.name, o.pay.yearly if o.pay else None) for o in middle)
    values = {"low": low[1], "low_name": low[0], "median": half[1], "median_name": half[0], "high": high[1], "high_name": high[0]}
    return Phrase("compare.spread", values)


def _part(key: str, some: Sequence[Occupation], group: Members) -> Phrase | None:
    return Phrase(key, {"some": len(some), "all": len(group)}) if group else None


def _fits(context: Context, groups: Sequence[Members]) -> list[Phrase | None]:
    """How each fits the student's quiz: an occupation's match, or the best one of a group."""
    outcome = quiz_record.outcome_of(context)
    if outcome is None or outcome.flat:
        return [None] * len(groups)
    matches = {match.id: match.match for match in quiz_record.quiz_of(context.catalog).occupations(outcome)}
    found: list[Phrase | None] = []
    for group in groups:
        best = max((o for o in group if o.code in matches), key=lambda o: (matches[o.code], o.code), default=None)
        if best is None:
            found.append(None)
            continue
        fit = Phrase(f"quiz.fit_{fit_of(matches[best.code]) or 'none'}")
        found.append(fit if len(group) == 1 else Phrase("compare.best_fit", {"fit": fit, "name": best.name}))
    return found


# Where they differ


def pays_more(groups: Sequence[Members]) -> Phrase | None:
    """Which of the occupations pays most in the middle, for who asked just that."""
    yearly = [(group[0].pay.yearly, group[0].name) for group in groups if group[0].pay and group[0].pay.yearly]
    if len(yearly) < len(groups):
        return None
    (most, more), (least, less) = max(yearly), min(yearly)
    values = {"more": more, "less": less, "high": most, "low": least}
    return Phrase("compare.pays_more" if most > least else "compare.pays_alike", values)


def differs(context: Context, things: Sequence[Thing], groups: Sequence[Members]) -> Phrase:
    found = difference(groups)
    if found is None:
        return Phrase("compare.alike")
    more, less = things[found.more], things[found.less]
    values = {"more": name_of(context.catalog, more), "less": name_of(context.catalog, less)}
    high, low = groups[found.more], groups[found.less]
    return Phrase(f"compare.differs_{found.respect}", {**values, **_figures(found.respect, high, low)})


def _figures(respect: str, high: Members, low: Members) -> dict[str, object]:
    if respect == "school":
        return {"high": _education(high[0]), "low": _education(low[0])}
    if respect == "growth":
        return {"high": _growth(high[0]), "low": _growth(low[0])}
    if respect == "interests":
        return {key: [Phrase(f"level.letter.{letter}") for letter in letters(group)] for key, group in (("high", high), ("low", low))}
    if respect == "degrees":
        high, low = low, high
        return {"some": len(without_degree(high)), "all": len(high), "few": len(without_degree(low)), "of": len(low)}
    if respect == "bright":
        return {"some": len(bright(high)), "all": len(high), "few": len(bright(low)), "of": len(low)}
    return {"high": _typical(high), "low": _typical(low)}


def _typical(group: Members) -> int | None:
    pay = _median(group)
    return pay.yearly if pay else None


def _median(group: Members) -> Pay | None:
    if len(group) == 1:
        return group[0].pay
    middle = spread(group)
    return middle[1].pay if middle else None


def _education(occupation: Occupation) -> Phrase | None:
    return cards.education(occupation.preparation.education) if occupation.preparation else None


def _growth(occupation: Occupation) -> Phrase | None:
    if occupation.outlook is None:
        return None
    growth = occupation.outlook.growth
    return Phrase(f"compare.{'grows' if growth > 0 else 'shrinks' if growth < 0 else 'stays'}", {"growth": growth})


# As a picture


def chart(context: Context, things: Sequence[Thing], groups: Sequence[Members]) -> Picture | None:
    rows = [row for thing, group in zip(things, groups, strict=True) if (row := _row(name_of(context.catalog, thing), group))]
    if len(rows) < 2:
        return None
    one = things[0].kind == "occupation"
    lines = [Phrase("compare.picture_row", row) for row in rows]
    return Picture("pay", {"occupations": rows}, Phrase("compare.picture" if one else "compare.picture_group", {"rows": lines}))


def _row(name: str, group: Members) -> dict[str, object] | None:
    if len(group) == 1:
        pay = group[0].pay
        if pay is None or not (pay.annual_p25 and pay.annual_median and pay.annual_p75):
            return None
        middle = {"low": pay.annual_p25, "median": pay.annual_median, "high": pay.annual_p75}
        return {"name": name, "p10": pay.annual_p10, **middle, "p90": pay.annual_p90}
    found = spread(group)
    if found is None:
        return None
    low, half, high = (o.pay.yearly if o.pay else None for o in found)
    return {"name": name, "p10": None, "low": low, "median": half, "high": high, "p90": None}
