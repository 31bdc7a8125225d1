"""Six scores as words and as a picture, and what changed since the quiz before."""

from __future__ import annotations

from conversations.flows import quiz_record
from conversations.flows.quiz_record import outcome_of
from conversations.messages import Phrase, Picture, Reply, choice, say
from conversations.steps import Context
from knowledge.interests.order import TOP
from knowledge.interests.quiz import Outcome
from knowledge.models import LETTERS, Letter

_CLOSE = 0.25
_SURE, _FAIRLY = 0.2, 0.4
_MOVED = 0.5
RETAKE = choice("q:adaptive", "quiz.button.retake")


def none_yet() -> Reply:
    return say("quiz.none", (choice("q:adaptive", "quiz.button.adaptive"),), (choice("m", "common.button.menu"),))


# Scores


def score_lines(outcome: Outcome) -> list[Phrase]:
    """All six, highest first."""
    return [_score(letter, outcome.scores[letter], outcome.spread[letter]) for letter in outcome.order]


def _score(letter: Letter, score: float, spread: float) -> Phrase:
    level = "high" if score >= 3.5 else "middle" if score >= 2.5 else "low"
    sure = "sure" if spread < _SURE else "fairly" if spread < _FAIRLY else "rough"
    parts = {"level": Phrase(f"quiz.{level}"), "sure": Phrase(f"quiz.{sure}")}
    return Phrase("quiz.score", {"letter": letter_name(letter), "score": f"{score:.1f}", **parts})


def letter_name(letter: Letter) -> Phrase:
    return Phrase(f"level.letter.{letter}")


def picture(outcome: Outcome) -> Picture:
    words = [Phrase("quiz.picture_score", {"letter": letter_name(x), "score": f"{outcome.scores[x]:.1f}"}) for x in LETTERS]
    values = [{"letter": letter_name(x), "score": round(outcome.scores[x], 2), "spread": round(outcome.spread[x], 2)} for x in LETTERS]
    return Picture("interests", {"scores": values, "least": 1, "most": 5}, Phrase("quiz.picture", {"scores": words}))


def profile(context: Context, outcome: Outcome) -> Reply:
    scores, order = outcome.scores, outcome.order
    close = None
    if scores[order[0]] - scores[order[1]] < _CLOSE:
        close = Phrase("quiz.close", {"first": letter_name(order[0]), "second": letter_name(order[1])})
    values = {"code": [letter_name(letter) for letter in order[:3]], "scores": score_lines(outcome), "close": close}
    about = choice("qr:about", "quiz.button.about")
    return Reply(Phrase("quiz.profile", values), ((about,),), picture=picture(outcome))


def flat(outcome: Outcome) -> Reply:
    rows = ((choice("q:sort", "quiz.button.sort"), choice("q:more", "quiz.button.more_questions")), (choice("m", "common.button.menu"),))
    return Reply(Phrase("quiz.flat", {"scores": score_lines(outcome)}), rows, picture=picture(outcome))


# Then and now


def comparison(context: Context, *, replaces: bool = False) -> Reply:
    now, then = outcome_of(context), outcome_of(context, before=True)
    if now is None:
        return none_yet()
    if then is None:
        return say("quiz.no_before", (choice("qr:top", "quiz.button.results"), RETAKE), replaces=replaces)
    changes = [_change(letter, then.scores[letter], now.scores[letter]) for letter in now.order]
    record = quiz_record.finished(context.session) or {}
    dates = {"then": record["before"]["date"], "now": record["date"]}
    values = {**dates, "changes": changes, "fields": _new_fields(context, then, now)}
    rows = ((choice("qr:top", "quiz.button.results"), choice("qr:about", "quiz.button.about")),)
    return Reply(Phrase("quiz.compare", values), rows, replaces=replaces)


def _change(letter: Letter, before: float, after: float) -> Phrase:
    way = "same" if abs(after - before) < _MOVED else "up" if after > before else "down"
    values = {"before": f"{before:.1f}", "after": f"{after:.1f}", "way": Phrase(f"quiz.{way}")}
    return Phrase("quiz.change", {"letter": letter_name(letter), **values})


def _new_fields(context: Context, then: Outcome, now: Outcome) -> Phrase | None:
    if then.flat or now.flat:
        return None
    was = [match.id for match in then.clusters[:TOP]]
    new = [context.catalog.clusters[match.id].title for match in now.clusters[:TOP] if match.id not in was]
    return Phrase("quiz.fields_new", {"names": new}) if new else Phrase("quiz.fields_same")
