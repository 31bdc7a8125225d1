"""Reads one utterance: which question it is, and about what.

Owns the order in which readings are tried. Knows no wording.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from conversations.requests import Intent, Request
from conversations.session import Topic
from conversations.understanding import followups, listings, questions, senses
from conversations.understanding.asking import IN_STORY, POINTED, ask
from conversations.understanding.bare import bare
from conversations.understanding.clauses import clauses
from conversations.understanding.cues import concept, cues, trimmed
from conversations.understanding.kinds import Evidence, Kinds, words_of
from conversations.understanding.naming import Naming
from conversations.understanding.safety import in_distress
from conversations.understanding.shorthand import written_out
from conversations.understanding.utterance import Utterance, field_it, utterance_of
from knowledge.catalog import Catalog
from knowledge.matching import Matcher
from knowledge.text import normalise

Reading = Callable[[Naming, Utterance], Request | None]

# Order matters: a reading sees only what those before it left.
READINGS: tuple[Reading, ...] = (
    questions.title,
    questions.saved,
    questions.compare,
    questions.similar,
    questions.plan,
    questions.describe_place,
    questions.which_cluster,
    listings.highest,
    listings.major,
    listings.avoid,
    listings.constrained,
    questions.licence,
    questions.pay,
    questions.education,
    questions.outlook,
    questions.become,
    listings.listing,
    questions.describe,
)


ALARM, ALARM_ALONE = 0.12, 0.35
"""Likelihood from which a text is taken for a call for help, and from which it is where no rule hears one.

Low, as to offer help too often harms less than to miss a call for it.
"""
LIKELY, SLIGHT = 0.15, 0.09
SURE, EVEN, UNLIKELY = 0.6, 0.5, 0.05
"""Likelihoods from which a kind is tried at all, in a text and in a story; from which a refused text is answered as a bare wish, and
any other where what the rules read is less than unlikely."""
NOT_OURS, FAR = 0.45, -0.05
"""Likelihood from which a text is taken for not ours, and how far the next kind must be."""
NEAR = 0.25
"""What the rules read stands where another kind is no more than that much likelier."""
_REFERENCE = 3
"""Words up to which a text that only points back is nothing else: "the second one"."""
_BARE = frozenset((Intent.INTEREST, Intent.TITLE))
_SAME = {
    Intent.CLARIFY: {*_BARE, Intent.JOBS_USING},
    Intent.INTEREST: _BARE,
    Intent.TITLE: _BARE,
    Intent.MAJOR: {Intent.INTEREST, Intent.JOBS_USING, Intent.JOBS_IN_CLUSTER_OR_PATHWAY},
}
"""Kinds that are no reason to leave what the rules read."""
UNASKING = _BARE | {Intent.FALLBACK}
WRAPPED = frozenset(Intent) - UNASKING - {Intent.SUPPORT, Intent.CLARIFY, Intent.MAJOR, Intent.GREETING, Intent.THANKS, Intent.HELP}
"""Kinds of question that may stand in one clause of a story."""
_LOOSE = frozenset((Intent.SIMILAR_JOBS, Intent.CONCEPT, Intent.CLARIFY, *_BARE))
"""What the rules read on such slight signs that it may be a bare wish after all."""


@dataclass(frozen=True)
class Ruled:
    request: Request
    certain: bool = False
    """Whether a rule settles it whatever the wording is like."""


class Reader:
    def __init__(self, catalog: Catalog, matcher: Matcher, kinds: Kinds | None = None) -> None:
        """Without ``kinds`` the rules decide alone."""
        self.naming = Naming(catalog, matcher)
        self.kinds = kinds
        # Whether a text alarms is asked before it is read: one text is kept at hand for that, and no more of what students say.
        self.likely = lru_cache(maxsize=1)(self._likely)
        self._alone = lru_cache(maxsize=1)(lambda raw: self.by_rules(written_out(raw), None))
        self._utterance = lru_cache(maxsize=1)(self._read_utterance)

    def alarming(self, raw: str) -> bool:
        """Whether a text speaks of self-harm, abuse or danger."""
        ruled = in_distress(raw)
        if self.kinds is None:
            return ruled
        if not ruled and self._alone(raw).request.small_talk:
            return False
        return self.likely(raw)[Intent.SUPPORT] > (ALARM if ruled else ALARM_ALONE)

    def read(self, raw: str, topic: Topic | None) -> Request:
        ruled = self.by_rules(written_out(raw), topic) if topic else self._alone(raw)
        followed = ruled.request.follow_up and ruled.request.intent is not Intent.FALLBACK
        if self.kinds is None or ruled.certain or followed:
            return ruled.request
        return self._weighed(ruled.request, raw, topic)

    def evidence(self, raw: str, *, of_clause: bool = False) -> Evidence:
        """``of_clause``: of a part of a text, which is read besides the whole and calls for no help by itself."""
        if of_clause:
            ruled = self.by_rules(written_out(raw), None).request.intent
        else:
            ruled = Intent.SUPPORT if in_distress(raw) else self._alone(raw).request.intent
        utterance = self._read_utterance(raw) if of_clause else self._utterance(raw)
        return Evidence(tuple(words_of(raw)), ruled, self.naming.matcher.rank(utterance.text) if utterance.text else None)

    def _read_utterance(self, raw: str) -> Utterance:
        said = written_out(raw)
        text = field_it(said, normalise(said))
        return utterance_of(self.naming, said, trimmed(text) or text)

    def _likely(self, raw: str) -> dict[Intent, float]:
        assert self.kinds
        return self.kinds.of(self.evidence(raw))

    def _asked(self, raw: str) -> tuple[dict[Intent, float], dict[Intent, str]]:
        """How likely each kind is, by the whole text or by the clause that speaks most for it, and those clauses.

        A story that asks something is no bare wish.
        """
        assert self.kinds
        likely: dict[Intent, float] = {kind: value for kind, value in self.likely(raw).items() if kind is not Intent.SUPPORT}
        of_clause: dict[Intent, tuple[float, str]] = {}
        for clause in clauses(raw):
            for kind, value in self.kinds.of(self.evidence(clause, of_clause=True)).items():
                if kind in WRAPPED:
                    of_clause[kind] = max(of_clause.get(kind, (0.0, "")), (value, clause))
        most = max((value for value, _ in of_clause.values()), default=0.0)
        for kind in likely:
            likely[kind] = likely[kind] * (1 - most) if kind in UNASKING else max(likely[kind], of_clause.get(kind, (0.0,))[0])
        return likely, {kind: clause for kind, (_, clause) in of_clause.items()}

    def _weighed(self, ruled: Request, raw: str, topic: Topic | None) -> Request:
        """What the rules read, unless the wording speaks for another kind that finds what it needs in the text."""
        likely, told = self._asked(raw)
        not_ours = likely.pop(Intent.FALLBACK)
        if not_ours > max(NOT_OURS, max(likely.values()) + FAR):
            return ruled if ruled.intent is Intent.FALLBACK else Request(Intent.FALLBACK)
        own = likely.get(ruled.intent, 0.0)
        # A rule that fits some words of a story says little where the story's wording does not agree.
        enough = SLIGHT if told and own < UNLIKELY else max(LIKELY, own + NEAR)
        for kind in sorted(likely, key=lambda kind: -likely[kind]):
            again = kind is ruled.intent and kind in told and (ruled.near_miss or kind in IN_STORY)
            if not again and (likely[kind] < enough or kind in _SAME.get(ruled.intent, ())):
                break
            if kind in _BARE and not _may_be_bare(ruled.intent, likely.get(ruled.intent, 0.0), likely[kind]):
                continue
            utterance = self._utterance(raw)
            clause = self._read_utterance(told[kind]) if kind in told else None
            if request := ask(self.naming, utterance, kind, topic, clause):
                return replace(request, state=request.state or utterance.state)
        return ruled

    def by_rules(self, raw: str, topic: Topic | None) -> Ruled:
        text = field_it(raw, normalise(raw))
        if not text:
            return Ruled(Request(Intent.FALLBACK), certain=True)
        said = trimmed(text) or text
        if liked := followups.liked(text):
            return Ruled(bare(self.naming, utterance_of(self.naming, liked, liked)), certain=True)
        if alone := standing_alone(text, said):
            if alone.intent is Intent.MY_LIST and (named := ask(self.naming, utterance_of(self.naming, raw, said), alone.intent, topic)):
                alone = named if named.occupations or POINTED.search(text) else alone
            picked = followups.picked_of(text, topic) if topic and alone.action != "view" and not alone.occupations else None
            return Ruled(replace(alone, occupations=(picked,)) if picked else alone, certain=alone.intent is Intent.FALLBACK)
        utterance = utterance_of(self.naming, raw, said)
        if against := listings.dislikes(self.naming, utterance):
            return Ruled(against, certain=True)
        if topic and (follow := followups.read(utterance.text, topic, utterance.state, self.naming, text)):
            return Ruled(follow)
        if followups.orphaned(utterance.text, topic) or followups.orphaned(text, topic):
            return Ruled(Request(Intent.FALLBACK, follow_up=True), certain=len(text.split()) <= _REFERENCE)
        for reading in READINGS:
            if request := reading(self.naming, utterance):
                return Ruled(replace(request, state=request.state or utterance.state))
        if choice := senses.of(utterance.text, self.naming):
            return Ruled(choice, certain=True)
        request = bare(self.naming, utterance)
        return Ruled(request, certain=request.intent is Intent.DESCRIBE_CLUSTER)


def _may_be_bare(ruled: Intent, likely: float, bare: float) -> bool:
    """Whether a wish may stand where the rules read ``ruled``: on slight signs, or where the wording speaks for nothing else."""
    return ruled in _LOOSE or (ruled is Intent.FALLBACK and bare >= SURE) or (likely < UNLIKELY and bare >= EVEN)


def standing_alone(text: str, said: str) -> Request | None:
    """What needs no catalog: greetings, thanks, help, the list, the quiz, ideas."""
    for rule in cues().rules:
        if rule.match.search(text) or rule.match.search(said):
            return Request(rule.intent, action=rule.action, small_talk=rule.small_talk)
    if id := concept(text) or concept(said):
        # Small talk about the bot itself is not ours, but has an answer.
        return Request(Intent.FALLBACK if id == "about-bot" else Intent.CONCEPT, concept=id)
    return None
