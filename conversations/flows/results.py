"""What a finished quiz is shown as: scores, fields, jobs, reasons, and what changed. Everything from the stored answers.

Choices are ``qr:...`` and open for ever: they show what the student's last quiz says today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conversations import cards
from conversations.flows import quiz_record
from conversations.flows.quiz_record import outcome_of, quiz_of
from conversations.flows.quiz_scores import RETAKE, comparison, flat, none_yet, profile
from conversations.messages import Choice, Phrase, Reply, choice, say
from conversations.steps import Context
from knowledge.interests.matching import Fit, Match, fit_of
from knowledge.interests.order import TOP
from knowledge.interests.quality import ENOUGH
from knowledge.interests.quiz import Outcome
from knowledge.interests.reasons import Reason, Turning, reasons, turning
from knowledge.models import Occupation

_JOBS = 3
_MOST_JOBS = 60
PER_PAGE = 6


def show_all(context: Context) -> tuple[Reply, ...]:
    """What a quiz ends with: the profile, then the fields; a comparison where there was one before."""
    outcome = outcome_of(context)
    if outcome is None:
        return (none_yet(),)
    if outcome.flat:
        return (flat(outcome),)
    changed = (comparison(context),) if outcome_of(context, before=True) else ()
    return (profile(context, outcome), fields(context), *changed)


# Fields


def fit_name(fit: Fit | None) -> Phrase:
    return Phrase(f"quiz.fit_{fit or 'none'}")


def zone_of(context: Context) -> int:
    record = quiz_record.finished(context.session)
    return int(record["zone"]) if record else 5


def zone_line(context: Context) -> Phrase | None:
    zone = zone_of(context)
    return Phrase("quiz.school_kept", {"zone": Phrase(f"quiz.zone.z{zone}")}) if zone < 5 else None


def jobs_of(context: Context, outcome: Outcome, cluster: str | None = None) -> list[Match]:
    """Best first, negative matches and those that take more school hidden."""
    occupations = context.catalog.occupations
    zone = zone_of(context)

    def allowed(occupation: Occupation) -> bool:
        enough = occupation.job_zone is None or occupation.job_zone <= zone
        return enough and (cluster is None or cluster in occupation.clusters)

    return [match for match in quiz_of(context.catalog).occupations(outcome) if match.fit and allowed(occupations[match.id])]


def _field(context: Context, outcome: Outcome, match: Match, place: int) -> Phrase:
    jobs = [context.catalog.occupations[job.id].name for job in jobs_of(context, outcome, match.id)[:_JOBS]]
    values = {"place": place, "title": context.catalog.clusters[match.id].title, "fit": fit_name(match.fit), "jobs": jobs}
    return Phrase("quiz.field" if jobs else "quiz.field_no_jobs", values)


def fields(context: Context, *, replaces: bool = False) -> Reply:
    outcome = outcome_of(context)
    if outcome is None:
        return none_yet()
    if outcome.flat:
        return flat(outcome)
    top = [match for match in outcome.clusters[:TOP] if match.fit]
    count = len(outcome.answers)
    early = Phrase("quiz.early", {"count": count}) if count < ENOUGH else None
    items = [_field(context, outcome, match, place) for place, match in enumerate(top, 1)]
    phrase = Phrase("quiz.fields" if top else "quiz.no_fields", {"items": items, "early": early, "school": zone_line(context)})
    why = [(why_choice(context, match.id),) for match in top]
    return Reply(phrase, (*why, *_onward(context)), replaces=replaces)


def why_choice(context: Context, cluster: str) -> Choice:
    return choice(f"qr:why:{cluster}", "quiz.button.why", name=context.catalog.clusters[cluster].short)


def _onward(context: Context) -> tuple[tuple[Choice, ...], ...]:
    more = [choice("q:school", "quiz.button.school"), RETAKE]
    record = quiz_record.finished(context.session)
    if record and quiz_of(context.catalog).next_item(dict(record["answers"])):
        more.insert(1, choice("q:more", "quiz.button.more_questions"))
    ways = (choice("qr:jobs", "quiz.button.all_jobs"), choice("qr:diff", "quiz.button.different"))
    return (ways, tuple(more), (choice("m", "common.button.menu"),))


def different(context: Context, *, replaces: bool = False) -> Reply:
    """The three fields after the top three."""
    outcome = outcome_of(context)
    if outcome is None or outcome.flat:
        return fields(context)
    next_in_line = [match for match in outcome.clusters[TOP : 2 * TOP] if match.fit]
    if not next_in_line:
        return say("quiz.no_fields", (choice("qr:top", "quiz.button.results"),), replaces=replaces)
    items = [_field(context, outcome, match, place) for place, match in enumerate(next_in_line, TOP + 1)]
    rows = [(why_choice(context, match.id),) for match in next_in_line]
    back = (choice("qr:top", "quiz.button.results"), choice("q:sort", "quiz.button.sort"))
    return say("quiz.different", *rows, back, items=items, replaces=replaces)


# Reasons


def why(context: Context, cluster: str, *, replaces: bool = False) -> Reply:
    outcome = outcome_of(context)
    if outcome is None or outcome.flat:
        return fields(context)
    quiz = quiz_of(context.catalog)
    raised, lowered = reasons(quiz, outcome, cluster)
    match = next(match for match in outcome.clusters if match.id == cluster)
    values = {
        "title": context.catalog.clusters[cluster].title,
        "fit": fit_name(match.fit),
        "raised_head": Phrase("quiz.raised_head") if raised else None,
        "raised": _reasons(context, raised),
        "lowered_head": Phrase("quiz.lowered_head") if lowered else None,
        "lowered": _reasons(context, lowered),
        "turning": _turning(context, turning(quiz, outcome, cluster), cluster),
    }
    rows = (
        (choice(f"qr:jobs:{cluster}", "quiz.button.jobs"), choice(f"q:fit:{cluster}", "quiz.button.fit_me")),
        (choice(f"c:{cluster}", "quiz.button.field", name=context.catalog.clusters[cluster].short),),
        (choice("qr:top", "quiz.button.results"),),
    )
    return Reply(Phrase("quiz.why", values), rows, replaces=replaces)


def _reasons(context: Context, found: Iterable[Reason]) -> list[Phrase]:
    items = quiz_of(context.catalog).bank.items
    return [Phrase("quiz.reason", {"answer": answer_name(reason.answer), "item": items[reason.item].text}) for reason in found]


def answer_name(answer: int) -> Phrase:
    return Phrase(f"quiz.answer.a{answer}")


def _turning(context: Context, turn: Turning | None, cluster: str) -> Phrase:
    if turn is None:
        return Phrase("quiz.turn_none")
    inside = turn.instead_of == cluster
    other = context.catalog.clusters[turn.cluster if inside else turn.instead_of].title
    values = {"answer": answer_name(turn.answer), "item": quiz_of(context.catalog).bank.items[turn.item].text, "other": other}
    return Phrase("quiz.turn_out" if inside else "quiz.turn_in", values)


# Jobs


def jobs(context: Context, cluster: str | None = None, page: int = 0, *, replaces: bool = False) -> Reply:
    outcome = outcome_of(context)
    if outcome is None or outcome.flat:
        return fields(context)
    found = jobs_of(context, outcome, cluster)[:_MOST_JOBS]
    head = Phrase("quiz.jobs_in", {"title": context.catalog.clusters[cluster].title}) if cluster else Phrase("quiz.jobs_all")
    back = (choice("q:school", "quiz.button.school"), choice("qr:top", "quiz.button.results"))
    if not found:
        return say("quiz.no_jobs", back, replaces=replaces)
    pages = -(-len(found) // PER_PAGE)
    page = min(page, pages - 1)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    names = [context.catalog.occupations[match.id].name for match in shown]
    rows = cards.pairs(choice(f"o:{match.id}", "common.button.open", name=name) for match, name in zip(shown, names, strict=True))
    query = f"qr:jobs:{cluster or ''}"
    turn = [choice(f"{query}:{page - 1}", "common.button.previous")] if page else []
    turn += [choice(f"{query}:{page + 1}", "common.button.more")] if page + 1 < pages else []
    values = {
        "head": head,
        "school": zone_line(context),
        "items": [Phrase("quiz.job", {"name": name, "fit": fit_name(match.fit)}) for match, name in zip(shown, names, strict=True)],
        "page": Phrase("cluster.page", {"page": page + 1, "pages": pages}) if pages > 1 else None,
        "sources": cards.sources(context.catalog, "onet"),
    }
    return Reply(Phrase("quiz.jobs", values), (*rows, tuple(turn), back) if turn else (*rows, back), replaces=replaces)


def about(context: Context, *, replaces: bool = False) -> Reply:
    figures = quiz_of(context.catalog).measured
    measured = {"people": figures["n"], "first": round(100 * figures["first_letter"]), "items": round(figures["items_mean"])}
    values = {"sources": cards.sources(context.catalog, "onet", "signpost"), **measured}
    return say("quiz.about", (choice("qr:top", "quiz.button.results"), choice("m", "common.button.menu")), replaces=replaces, **values)


def fit_for(context: Context, cluster: str) -> Phrase | None:
    """The match of a field by the last quiz, in words; None without one."""
    outcome = outcome_of(context)
    if outcome is None or outcome.flat:
        return None
    return fit_name(next(fit_of(match.match) for match in outcome.clusters if match.id == cluster))


# The content view


def show(context: Context, parts: Sequence[str], replaces: bool) -> Reply | None:
    """``qr:top``, ``qr:why:CLUSTER``, ``qr:jobs[:CLUSTER][:page]``, ``qr:diff``, ``qr:cmp``, ``qr:about``."""
    first, cluster, page = ([*parts, "", ""])[:3]
    known = cluster in context.catalog.clusters
    match first:
        case "top":
            return fields(context, replaces=replaces)
        case "why" if known:
            return why(context, cluster, replaces=replaces)
        case "jobs" if known or not cluster:
            return jobs(context, cluster or None, int(page) if page.isdigit() else 0, replaces=replaces)
        case "diff":
            return different(context, replaces=replaces)
        case "cmp":
            return comparison(context, replaces=replaces)
        case "about":
            return about(context, replaces=replaces)
    return None
