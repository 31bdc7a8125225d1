"""What a word means, and what to tap next."""

from __future__ import annotations

from conversations import cards
from conversations.answers import talk
from conversations.answers.answer import Answer
from conversations.messages import Choice, Phrase, Reply, choice
from conversations.requests import Request
from conversations.steps import Context
from conversations.wording import wording

# After each idea the ones that lie near it, or where it is put to use.
NEXT: dict[str, tuple[str, ...]] = {
    "cluster": ("x", "k:pathway", "k:career-clusters-why"),
    "career-clusters-list": ("k:cluster", "k:career-clusters-why"),
    "career-clusters-why": ("x", "q", "k:counselor"),
    "pathway": ("x", "k:cluster", "k:plan-of-study"),
    "pathway-vs-cluster": ("x", "k:career-clusters-why"),
    "sub-cluster": ("x", "k:editions"),
    "editions": ("x", "k:sub-cluster"),
    "industry-vs-cluster": ("x", "k:cluster"),
    "occupation": ("x", "q"),
    "program-of-study": ("my", "k:plan-of-study", "k:cte"),
    "plan-of-study": ("my", "k:program-of-study"),
    "plan-vs-program": ("my", "k:cte"),
    "job-zone": ("n", "k:degrees", "k:apprenticeship"),
    "riasec": ("q", "k:holland-code"),
    "holland-code": ("q", "k:riasec"),
    "certification-vs-certificate-vs-licence": ("k:degrees", "k:apprenticeship", "x"),
    "associate-vs-bachelor": ("n", "k:community-college", "k:financial-aid"),
    "degrees": ("n", "k:associate-vs-bachelor", "k:financial-aid"),
    "community-college": ("n", "k:apprenticeship", "k:financial-aid"),
    "apprenticeship": ("c:architecture-construction", "k:trades", "k:internship"),
    "internship": ("my", "k:apprenticeship", "k:counselor"),
    "bright-outlook": ("f:b", "k:outlook"),
    "outlook": ("f:b", "k:bright-outlook"),
    "median": ("x", "k:bls"),
    "cte": ("my", "k:program-of-study", "k:counselor"),
    "dual-enrollment": ("my", "k:cte", "k:counselor"),
    "too-late": ("n", "k:apprenticeship", "k:community-college"),
    "open-to-all": ("x", "k:apprenticeship", "k:counselor"),
    "grades": ("n", "k:community-college", "k:counselor"),
    "gpa": ("k:counselor", "k:dual-enrollment"),
    "college-choice": ("k:financial-aid", "k:community-college", "k:counselor"),
    "financial-aid": ("k:community-college", "k:apprenticeship", "k:counselor"),
    "counselor": ("my", "k:financial-aid"),
    "sources": ("a", "k:onet", "k:bls"),
    "onet": ("a", "k:bls", "k:job-zone"),
    "bls": ("a", "k:onet", "k:median"),
    "privacy": ("m", "k:about-bot"),
    "about-bot": ("h", "k:sources", "k:privacy"),
    "work-styles": ("x", "q"),
    "trades": ("c:architecture-construction", "k:apprenticeship", "k:community-college"),
    "stem-meaning": ("c:stem", "c:information-technology"),
    "resume": ("k:internship", "k:counselor"),
}
_LABELS = {
    "x": "common.button.explore",
    "q": "common.button.quiz",
    "a": "common.button.about",
    "h": "common.button.help",
    "m": "common.button.menu",
    "my": "concept.button.my_plan",
    "n": "concept.button.narrow",
    "f:b": "concept.button.bright_jobs",
}


def key_of(id: str) -> str:
    return id.replace("-", "_")


def answer_concept(context: Context, request: Request) -> Answer:
    return Answer((concept(context, request.concept or ""),))


def answer_fallback(context: Context, request: Request) -> Answer:
    """Small talk about the bot itself is not ours, but has an answer."""
    return answer_concept(context, request) if request.concept in NEXT else talk.answer_fallback(context, request)


def concept(context: Context, id: str, *, replaces: bool = False) -> Reply:
    key = f"concept.{key_of(id)}"
    if id not in NEXT or key not in wording():
        return Reply(Phrase("menu.help"), talk.menu(context).choices, replaces=replaces)
    if id == "sources":
        return talk.about(context, replaces=replaces)
    rows = cards.pairs(tappable(context, after) for after in NEXT[id])
    fields = cards.explore(context).choices[:-1] if id == "career-clusters-list" else ()
    return Reply(Phrase(key), (*fields, *rows), replaces=replaces)


def tappable(context: Context, id: str) -> Choice:
    kind, _, rest = id.partition(":")
    if kind == "c":
        return choice(id, "common.button.open", name=context.catalog.clusters[rest].short)
    return choice(id, _LABELS.get(id) or f"concept.button.{key_of(rest)}")
