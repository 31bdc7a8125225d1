"""Reads one utterance: which question it is, and about what.

Owns the order in which readings are tried. Knows no wording.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from conversations.requests import Filters, Intent, Request, Sense, Using
from conversations.session import Topic
from conversations.understanding import entities, followups, outside, senses
from conversations.understanding.cues import Cue, concept, cues, trimmed
from conversations.understanding.naming import TOP, Named, Naming
from knowledge.catalog import Catalog
from knowledge.matching import Matcher
from knowledge.phrases import key_of
from knowledge.text import normalise, stems

_JOBS = re.compile(r"\b(?:jobs|careers|occupations|professions|trabajos|roles|positions|trades?|gigs|what (?:pays?|makes?|job|career)|(?:a|any|some|which|no|the|good|paying|college|degree|diploma) (?:job|career|work|trade)|job (?:that|where|with|without|for|over|under|making|paying)|career (?:that|where|with|without|for)|anything|something|fields)\b")
_LIST = re.compile(r"\b(?:jobs?|careers?|occupations?|work|professions?|trabajos|roles|positions|trades?|what (?:pays?|makes?)|anything|something|fields?)\b")
_ASKED_ONE = re.compile(r"\b(?:can|could|do|does|should|would|will) (?:i|u|you|a|an|they|most)?\b|\b(?:to be|to become|become|becoming|be a|be an)\b")
_DOES = re.compile(r"\b(?:do|does|day|person|guy|lady|being|work)\b")
_MAJOR = re.compile(
    r"\b(?:jobs|careers|job|career|do|work|go|become|be|options|get)\b.*\b(?:with|for|from|having) (?:an? |my )?(?!bachelors|masters|associates|college|high school|no |the )(.+?) (?:degrees?|majors?)\b"
    r"|\b(?:majoring|major|degree) in (.+?)(?: (?:jobs|careers|what|get|lead|do|can)\b.*)?$|\b(?:jobs|careers) for (.+?) (?:majors?|grads|graduates)\b|^(?!what|which)(.+?) (?:major|degree) (?:jobs|careers)$"
)
_AVOID = re.compile(r"\b(?:without|no|dont|doesnt|not|avoid|hate|arent|isnt|never)\b(?: (?:need|needs|require|requires|use|uses|using|involve|involves|involving|have|doing|do|any|much|a lot of|lots of|with|about|good at|to|is|are|in))* (.+?)(?: (?:at all|in it|involved|skills))?$")
_IT = re.compile(r"\bit (?=(?:people|guys?|person|jobs?|careers?|workers?|techs?|support|specialists?|clusters?|field|degrees?|certs?|certifications?|department|manager|pathway|industry|world|classes|electives)\b)")
_ARTICLES = frozenset(("a", "an", "the"))
_COUNT = re.compile(r"^(?:top )?\d+$")


@dataclass(frozen=True)
class Utterance:
    """A text in the forms its readings need."""

    raw: str
    text: str
    """Normalised, without greetings and asides."""
    bare: str
    """Without place, money, schooling and growth."""
    state: str | None
    filters: Filters
    words: list[str]


Reading = Callable[["Reader", Utterance], Request | None]


class Reader:
    def __init__(self, catalog: Catalog, matcher: Matcher) -> None:
        self.catalog = catalog
        self.matcher = matcher
        self.naming = Naming(catalog, matcher)

    def read(self, raw: str, topic: Topic | None) -> Request:
        text = self._it(raw, normalise(raw))
        words = text.split()
        if not words:
            return Request(Intent.FALLBACK)
        said = trimmed(text) or text
        if alone := self._alone(text, said):
            return alone
        if id := concept(text) or concept(said):
            return self._concept(id)
        if outside.always(text):
            return Request(Intent.FALLBACK)
        utterance = self._utterance(raw, said)
        if topic and (follow := followups.read(utterance.text, topic, utterance.state, self.naming)):
            return follow
        for reading in READINGS:
            if request := reading(self, utterance):
                return self._finished(request, utterance)
        return self._bare(utterance)

    @staticmethod
    def _it(raw: str, text: str) -> str:
        """ "IT" is a field where it is written so, or stands where a field would."""
        if re.search(r"\bIT\b", raw) and not raw.isupper():
            return re.sub(r"\bit\b", "information technology", text, count=1)
        return _IT.sub("information technology ", text)

    def _utterance(self, raw: str, said: str) -> Utterance:
        mended = " ".join(self.matcher.read(said).words)
        state, rest = entities.state(raw, mended)
        filters = Filters()
        low, high, without_money = entities.money(raw)
        if low is not None or high is not None:
            filters = replace(filters, pay_min=low, pay_max=high)
            rest = trimmed(normalise(without_money))
        filters, rest = entities.schooling(rest, filters)
        filters, rest = entities.growth(rest, raw, filters)
        filters, rest = entities.good_pay(rest, filters)
        return Utterance(raw, mended, " ".join(rest.split()), state, filters, mended.split())

    def _alone(self, text: str, said: str) -> Request | None:
        for rule in cues().rules:
            if rule.match.search(text) or rule.match.search(said):
                return Request(rule.intent, action=rule.action)  # type: ignore[arg-type]
        return None

    def _concept(self, id: str) -> Request:
        # Small talk about the bot itself is not ours, but has an answer.
        return Request(Intent.FALLBACK if id == "about-bot" else Intent.CONCEPT, concept=id)

    def _finished(self, request: Request, utterance: Utterance) -> Request:
        return replace(request, state=request.state or utterance.state)

    # Readings, in the order they are tried

    def compare(self, utterance: Utterance) -> Request | None:
        cue = cues().cue["compare"]
        if not cue.match.search(utterance.text):
            return None
        text = cue.rest(utterance.text)
        for split in ("split", "split_and"):
            parts = [part.strip() for part in cue.extra[split].split(text) if part.strip()]
            if 2 <= len(parts) <= 4:
                named = [found for part in parts if (found := self.naming.occupation(part)) and found.sure]
                if len(named) >= 2 and len(named) == len(parts):
                    return self._compared(named)
            if not re.search(r"\b(?:compare|difference|diff|between|stuck|torn)\b", utterance.text):
                break
        return None

    @staticmethod
    def _compared(named: list[Named]) -> Request:
        firsts = tuple(dict.fromkeys(one.occupations[0] for one in named))
        nexts = tuple(code for one in named for code in one.occupations[1:3])
        clusters = tuple(dict.fromkeys(cluster for one in named for cluster in one.clusters[:1]))
        return Request(Intent.COMPARE, occupations=tuple(dict.fromkeys((*firsts, *nexts))), clusters=clusters, compared=len(firsts), said=" / ".join(o.said for o in named))

    def similar(self, utterance: Utterance) -> Request | None:
        cue = cues().cue["similar"]
        if not cue.match.search(utterance.text):
            return None
        found = self._asked(cue, utterance.text)
        if found is None or not found.likely:
            return None
        less = bool(cue.extra["less_school"].search(utterance.text))
        more = bool(cue.extra["more_pay"].search(utterance.text))
        return self._about(Intent.SIMILAR_JOBS, found, less_school=less, more_pay=more)

    def plan(self, utterance: Utterance) -> Request | None:
        cue = cues().cue["plan"]
        if not cue.match.search(utterance.text):
            return None
        rest = cue.rest(utterance.text)
        cluster, pathway = self._place(rest)
        if cluster:
            return Request(Intent.PLAN_OF_STUDY, clusters=(cluster,), pathway=pathway, said=rest)
        found = self.naming.occupation(rest) if rest else None
        if found is None:
            return Request(Intent.PLAN_OF_STUDY)
        clusters = found.clusters if found.sure else tuple(c.id for c in found.ranking.clusters)
        return Request(Intent.PLAN_OF_STUDY, occupations=found.occupations if found.likely else (), clusters=clusters, said=rest)

    def describe_place(self, utterance: Utterance) -> Request | None:
        """A cluster or pathway named as such: "explain the finance cluster"."""
        cue = cues().cue["describe"]
        if not re.search(r"\b(?:clusters?|pathways?|career field|field|industry)\b", utterance.text) or not cue.match.search(utterance.text):
            return None
        if named := re.search(r"\bthe ((?:\w+ ){1,7}?)(?:career )?(?:cluster|pathway|field|industry)\b", utterance.text):
            cluster, pathway = self._place(named[1].strip(), "pathway" in utterance.text)
            if cluster:
                return Request(Intent.DESCRIBE_CLUSTER, clusters=(cluster,), pathway=pathway, said=named[1].strip())
        rest = re.sub(r"\b(?:learn|study|do|clusters?|pathways?|career|field|industry|in|under|about)\b", " ", cue.rest(utterance.text))
        cluster, pathway = self._place(_named_in(" ".join(rest.split())), "pathway" in utterance.text)
        return Request(Intent.DESCRIBE_CLUSTER, clusters=(cluster,), pathway=pathway, said=rest) if cluster else None

    def title(self, utterance: Utterance) -> Request | None:
        """The whole text is one occupation's name: its words are no question, whatever they hold."""
        text = utterance.text
        words = set(stems(text)) - _ARTICLES
        named = any(entry.kind in ("name", "said", "title") and words <= set(stems(entry.said)) for entry in self.matcher.phrases.exact.get(key_of(text), ()))
        if not named or len(words) < 2 or senses.of(text, self.naming):
            return None
        found = self.naming.occupation(text)
        return self._about(Intent.TITLE, found) if found else None

    def which_cluster(self, utterance: Utterance) -> Request | None:
        cue = cues().cue["which_cluster"]
        if not cue.match.search(utterance.text):
            return None
        found = self._asked(cue, utterance.text)
        return self._about(Intent.WHICH_CLUSTER, found) if found and found.likely else None

    def highest(self, utterance: Utterance) -> Request | None:
        cue = cues().cue["highest"]
        if not cue.match.search(utterance.text) or not (_LIST.search(utterance.text) or self._place_in(utterance.text)):
            return None
        if re.search(r"\b(?:good|better)[ -](?:pay|paid|paying|money)", utterance.text) and not re.search(r"\b(?:highest|most|best|top)\b", utterance.text):
            return None
        rest = _named_in(cue.rest(utterance.bare))
        cluster, pathway = self._place(rest) if rest else (None, None)
        filters = replace(utterance.filters, pay_min=None if utterance.filters.pay_min == entities.GOOD_PAY else utterance.filters.pay_min)
        if not rest or cluster:
            return Request(Intent.HIGHEST_PAID_IN, clusters=(cluster,) if cluster else (), pathway=pathway, filters=filters, said=rest or None)
        if using := self.naming.using(rest):
            return Request(Intent.HIGHEST_PAID_IN, using=using, filters=replace(filters, using=using), said=rest)
        found = self.naming.occupation(rest)
        if found and found.sure and utterance.filters.empty:
            return Request(Intent.HIGHEST_PAID_IN, occupations=found.occupations, clusters=tuple(c.id for c in found.ranking.clusters[:1]), filters=filters, said=rest)
        clusters = tuple(c.id for c in found.ranking.clusters[:1]) if found and found.ranking.covered > 0.5 else ()
        return Request(Intent.HIGHEST_PAID_IN, clusters=clusters, filters=filters, said=rest)

    def filter(self, utterance: Utterance) -> Request | None:
        filters = utterance.filters
        both = filters.education_max is not None and filters.pay_min is not None
        if filters.empty or not (_JOBS.search(utterance.text) or both):
            return None
        rest = _named_in(cues().cue["listing"].rest(cues().cue["using"].rest(utterance.bare)))
        rest = _named_in(cues().cue["pay"].rest(rest)) if filters.pay_min or filters.pay_max else rest
        cluster, pathway = self._place(rest) if rest else (None, None)
        if cluster:
            return Request(Intent.FILTER, clusters=(cluster,), pathway=pathway, filters=replace(filters, clusters=(cluster,)), said=rest)
        using = self.naming.using(rest) if rest else ()
        found = self.naming.occupation(rest) if rest else None
        if found and found.sure and not using and _ASKED_ONE.search(utterance.text):
            return None
        if using:
            return Request(Intent.FILTER, using=using, filters=replace(filters, using=using), said=rest)
        if found and found.likely:
            activity = (Using("activity", rest, rest),)
            return Request(Intent.FILTER, occupations=found.occupations, using=activity, filters=replace(filters, using=activity), said=rest)
        return Request(Intent.FILTER, filters=filters, said=rest or None)

    def major(self, utterance: Utterance) -> Request | None:
        """What a college major leads to."""
        match = _MAJOR.search(utterance.text)
        if not match:
            return None
        rest = _named_in(next(group for group in match.groups() if group))
        found = self.naming.occupation(rest)
        if found is None:
            return None
        cip = self.naming.topics.major(rest)
        intent = Intent.MAJOR if cip else Intent.JOBS_USING
        using = () if cip else self.naming.using(rest) or (Using("activity", rest, rest),)
        return Request(intent, occupations=found.occupations, clusters=self._ranked(found), major=cip, using=using, said=rest)

    def avoid(self, utterance: Utterance) -> Request | None:
        """Jobs without something: "that dont require math"."""
        match = _AVOID.search(utterance.text) if _JOBS.search(utterance.text) else None
        topic = self.naming.topics.topic(_named_in(match[1])) if match else None
        if topic is None:
            return None
        avoided = (Using(topic.kind, topic.names[0], topic.said),)
        return Request(Intent.FILTER, filters=replace(utterance.filters, avoid=avoided), said=topic.said)

    def pay(self, utterance: Utterance) -> Request | None:
        return self._question(Intent.PAY, "pay", utterance)

    def outlook(self, utterance: Utterance) -> Request | None:
        return self._question(Intent.OUTLOOK, "outlook", utterance)

    def licence(self, utterance: Utterance) -> Request | None:
        return self._question(Intent.LICENCE_OR_CERTIFICATION, "licence", utterance)

    def education(self, utterance: Utterance) -> Request | None:
        return self._question(Intent.EDUCATION_NEEDED, "education", utterance)

    def become(self, utterance: Utterance) -> Request | None:
        return self._question(Intent.HOW_TO_BECOME, "become", utterance)

    def _question(self, intent: Intent, name: str, utterance: Utterance) -> Request | None:
        cue = cues().cue[name]
        _, text = entities.state(utterance.raw, utterance.text)
        mask = cue.extra.get("mask")
        if not cue.match.search(mask.sub(" ", text) if mask else text):
            return None
        rest = _named_in(cue.rest(text))
        if not rest:
            return None
        cluster, pathway = self.naming.place(rest)
        found = self.naming.occupation(rest)
        if cluster and not (found and found.ranking.title >= 1.5):
            return Request(intent, clusters=(cluster,), pathway=pathway, occupations=found.occupations if found and found.likely else (), said=rest)
        if found is None or not found.likely:
            return None
        return self._about(intent, found)

    def listing(self, utterance: Utterance) -> Request | None:
        """Jobs in a cluster or pathway, or jobs that use something."""
        text = utterance.text
        asks_list, asks_using = cues().cue["listing"], cues().cue["using"]
        if not asks_list.match.search(text) and not asks_using.match.search(text):
            return None
        rest = _named_in(asks_list.rest(text))
        explicit = bool(re.search(r"\bjobs? (?:do|can|could|where|that) (?:you|u|i)\b|\b(?:use|uses|using|used|usan|utilizan|need|know|involv\w+|requir\w+|who hires?|hires?)\b", text))
        cluster, pathway = self._place(rest, "pathway" in text) if rest else (None, None)
        if cluster and not explicit:
            return Request(Intent.JOBS_IN_CLUSTER_OR_PATHWAY, clusters=(cluster,), pathway=pathway, said=rest)
        if not asks_using.match.search(text):
            return None
        return self._jobs_using(_named_in(asks_using.rest(text)), explicit, utterance)

    def _jobs_using(self, rest: str, explicit: bool, utterance: Utterance) -> Request | None:
        if not rest:
            return None
        topic = self.naming.topics.topic(rest)
        choice = senses.of(rest, self.naming) if topic is None else None
        if choice and choice.intent is Intent.CLARIFY and any(sense.kind != "cluster" for sense in choice.senses):
            return choice
        using = self.naming.using(rest)
        found = self.naming.occupation(rest)
        if found and found.sure and not explicit and not topic:
            return self._about(Intent.TITLE, found)
        if using and (topic or explicit or not (found and found.likely)):
            return Request(Intent.JOBS_USING, using=using, occupations=found.occupations if found else (), clusters=self._ranked(found), said=rest)
        if found and (found.likely or found.ranking.lexical > 2):
            return Request(
                Intent.JOBS_USING, using=(Using("activity", rest, rest),), occupations=found.occupations, clusters=self._ranked(found), said=rest,
                because=found.because, near_miss=not found.likely,
            )  # fmt: skip
        return None

    def describe(self, utterance: Utterance) -> Request | None:
        cue = cues().cue["describe"]
        if not cue.match.search(utterance.text):
            return None
        rest = _named_in(cue.rest(utterance.text))
        if not rest:
            return None
        named = "cluster" in utterance.text or "pathway" in utterance.text
        cluster, pathway = self._place(rest, "pathway" in utterance.text)
        found = self.naming.occupation(rest)
        title = found is not None and (found.ranking.title >= 1.5 or found.sure and bool(_DOES.search(utterance.text)))
        if cluster and (named or not title):
            return Request(Intent.DESCRIBE_CLUSTER, clusters=(cluster,), pathway=pathway, said=rest)
        if found and found.sure:
            return self._about(Intent.DESCRIBE_OCCUPATION, found)
        return None

    # What they share

    def _asked(self, cue: Cue, text: str) -> Named | None:
        rest = _named_in(cue.rest(text))
        return self.naming.occupation(rest) if rest else None

    def _place(self, rest: str, pathway: bool = False) -> tuple[str | None, str | None]:
        if pathway and (id := next((p.id for p in self.catalog.pathways.values() if normalise(p.title) == rest), None)):
            return self.catalog.pathways[id].cluster, id
        return self.naming.place(rest)

    def _place_in(self, text: str) -> str | None:
        return self.naming.topics.place_within(text)

    def _ranked(self, found: Named | None) -> tuple[str, ...]:
        return tuple(candidate.id for candidate in found.ranking.clusters) if found else ()

    def _about(self, intent: Intent, found: Named, less_school: bool = False, more_pay: bool = False) -> Request:
        return Request(
            intent,
            occupations=found.occupations,
            clusters=found.clusters,
            said=found.said,
            because=found.because,
            near_miss=not found.sure,
            confidence=found.ranking.occupations[0].probability,
            less_school=less_school,
            more_pay=more_pay,
        )

    # Bare interests and titles

    def _bare(self, utterance: Utterance) -> Request:
        text = utterance.text
        if choice := senses.of(text, self.naming):
            return choice
        ranking = self.matcher.rank(text)
        words = list(ranking.query.words)
        clear = max(ranking.spoken, ranking.named)
        if not ranking.occupations or outside.gibberish(words, ranking.query.unknown):
            return Request(Intent.FALLBACK)
        if outside.elsewhere(text):
            return Request(Intent.FALLBACK)
        if outside.foreign(normalise(utterance.raw).split()) and clear < 0.4:
            return Request(Intent.FALLBACK)
        if max(clear, ranking.covered) < 0.25 and ranking.nearness < 0.42 and ranking.lexical < 3:
            return Request(Intent.FALLBACK)
        found = self.naming.occupation(text)
        assert found is not None
        place, pathway = self.naming.place(text)
        clusters = self._ranked(found)
        if place:
            clusters = tuple(dict.fromkeys((place, *clusters)))
        intent = Intent.TITLE if found.sure and not place else Intent.INTEREST
        return Request(
            intent, occupations=found.occupations, clusters=clusters, pathway=pathway, said=text, because=found.because,
            near_miss=not found.likely, confidence=ranking.clusters[0].probability, state=utterance.state, senses=self._others(found),
        )  # fmt: skip

    def _others(self, found: Named) -> tuple[Sense, ...]:
        """Other clusters worth a line."""
        return tuple(
            Sense("cluster", candidate.id, candidate.reason or self.catalog.clusters[candidate.id].title, candidate.probability)
            for candidate in found.ranking.clusters[1:3]
            if candidate.probability > 0.15
        )


def _named_in(text: str) -> str:
    """Without loose small words at either end."""
    words = text.split()
    loose = {"a", "an", "the", "of", "for", "in", "to", "is", "are", "as", "and", "or", "with", "u", "i", "you", "do", "does", "if", "so", "s", "that", "be", "at", "on", "by", "my"}
    while words and words[0] in loose:
        words.pop(0)
    while words and words[-1] in loose:
        words.pop()
    return " ".join(words)


READINGS: tuple[Reading, ...] = (
    Reader.title,
    Reader.compare,
    Reader.similar,
    Reader.plan,
    Reader.describe_place,
    Reader.which_cluster,
    Reader.highest,
    Reader.major,
    Reader.avoid,
    Reader.filter,
    Reader.licence,
    Reader.pay,
    Reader.education,
    Reader.outlook,
    Reader.become,
    Reader.listing,
    Reader.describe,
)


def readings() -> Iterator[str]:
    return (reading.__name__ for reading in READINGS)


__all__ = ["TOP", "Reader", "Utterance"]
