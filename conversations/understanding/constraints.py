"""Wishes and refusals in a student's words, piece by piece: "no college, over 50k, not in an office", "actually 40k".

Owns the step from words to constraints, in the order said. Knows no session and no wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conversations.requests import Filters
from conversations.understanding import entities
from conversations.understanding.naming import Naming
from knowledge.models import Education
from knowledge.narrowing import Constraint, Constraints, Kind
from knowledge.text import FILLER, normalise
from knowledge.work_settings import Settings


@dataclass(frozen=True)
class Parsed:
    add: tuple[Constraint, ...] = ()
    drop: frozenset[Kind] = frozenset()
    everything: bool = False
    """Start over."""
    unknown: tuple[str, ...] = ()
    """Wishes that no table can judge."""
    rest: tuple[str, ...] = ()
    """Words that were not understood."""

    @property
    def empty(self) -> bool:
        return not (self.add or self.drop or self.everything or self.unknown)

    @property
    def strong(self) -> int:
        """How many pieces can be nothing but constraints, whatever was talked of before."""
        weak = ("in", "path", "use", "state")
        return sum(one.kind not in weak for one in self.add) + len(self.drop) + self.everything + len(self.unknown)


_PIECES = re.compile(r"[;\n]|,(?!\d{3})|\.(?=\s|$)|\bbut\b|\bthat (?=pay|make)")
_AND = re.compile(r"\b(?:and|plus|with(?= (?:no|a?n? ?high|good|great|bright)))\b")
_LEAD = re.compile(
    r"^(?:(?:actually|ok|okay|oh|so|hmm|um|wait|also|then|and|now|just|maybe|please|pls|instead|sorry|i mean|make (?:it|that)|change (?:it|that)? ?to|set (?:it|that)? ?to"
    r"|(?:only )?(?:show me|give me|find me)|i(?:d| would)? (?:want|like|need|prefer|rather have)|i wanna|it (?:should|has to|must|needs to)(?: be)?|should be|must be|has to be|needs to be|something|anything"
    r"|jobs?|careers?|thats?|thats? is|which|where|no wait|nah|nope|i|want|to be|to|be|is|are|for) )+"
)  # fmt: skip
_DROP = re.compile(
    r"\b(?:forget|drop|remove|ignore|never ?mind|nvm|skip|lose|scratch|delete|take (?:off|away|out)|get rid of|no longer care about|dont care about|doesnt matter|dont matter|isnt important|not important|who cares about|any)\b"
)
_DROPPED: tuple[tuple[str, frozenset[Kind]], ...] = (
    (r"pay|money|salary|wage|income", frozenset({"pay_min", "pay_max"})),
    (r"school|college|schooling|education|degree|university", frozenset({"edu_max", "edu_min"})),
    (r"grow\w*|outlook|openings|demand", frozenset({"growth", "bright"})),
    (r"field|cluster|industry|area", frozenset({"in", "path", "not_in"})),
    (r"state|place|location|where", frozenset({"state"})),
    (r"office|desk|setting|outside|outdoors?|hands?|people|blood|indoors|computers?|math", frozenset({"set"})),
    (r"skills?|tools?|activity|thing", frozenset({"use", "avoid"})),
)  # fmt: skip
_EVERYTHING = re.compile(r"^(?:start over|reset|clear|clear (?:all|everything|it|them)|(?:forget|drop|remove|ignore|delete) (?:all|everything|all of (?:it|them|that))|from scratch|begin again|new search)$")
_ALLOWED = re.compile(
    r"\b(?:allow|ok with|okay with|fine with|open to|willing to (?:get|do|go to)|could (?:get|do)|can (?:get|do)|id do|i can do|id get)\b|\b(?:is|are|would be|s) (?:ok|okay|fine|good|alright|cool)\b|\b(?:ok|okay|fine)$"
)
_LEVEL = (
    (r"ph ?d|doctorate|doctoral", Education.DOCTORAL), (r"masters?", Education.MASTER), (r"bachelors?|four year|4 year|degree|college|university", Education.BACHELOR),
    (r"associates?|two year|2 year|community college", Education.ASSOCIATE), (r"certificate|trade school", Education.CERTIFICATE), (r"high school|diploma|ged", Education.HIGH_SCHOOL),
)  # fmt: skip
_NO_LIMIT = re.compile(r"^(?:no |not )?(?:growing|growth)$")
_BARE_MONEY = re.compile(r"^(?:(?:at least|over|above|more than|min(?:imum)?|around|about|like) )?\$? ?(\d{2,3})$")
_BRIGHT = re.compile(r"\bbright (?:outlook|future)\b")
_NOT = re.compile(r"^(?:not|no|never|except|nothing|without|anything but|avoid|dont|hate|besides|other than)(?: (?:in|with|like|want|to|do|be|any|the|about|use|using|work|working|into|that has|for))*\b")
_IN = re.compile(r"^(?:(?:only|just|be|work|working|go|going|stay|something)? ?(?:in|into|within|from|for|about|at)(?: the)?) ")
_FIELD_WORDS = re.compile(r"\b(?:field|industry|cluster|area|jobs?|careers?|only|stuff|work|sector)\b")
_ACTIVITY = re.compile(r"\b(?:with|involv\w+|about|using|use|uses|has to do with|related to|around|including|include)\b")
_SMALL = FILLER | frozenset("need needs needed require requires pay pays paying money salary wage year yearly over least plus only us dollars k school instead rather than growing fast future long".split())


def read(raw: str, naming: Naming, settings: Settings) -> Parsed:
    found = [_piece(piece, naming, settings) for piece in _pieces(raw, naming)]
    return Parsed(
        add=tuple(one for part in found for one in part.add),
        drop=frozenset(kind for part in found for kind in part.drop),
        everything=any(part.everything for part in found),
        unknown=tuple(dict.fromkeys(id for part in found for id in part.unknown)),
        rest=tuple(word for part in found for word in part.rest),
    )


def _pieces(raw: str, naming: Naming) -> Iterator[str]:
    for piece in _PIECES.split(raw):
        said = _bare(normalise(piece))
        # "arts and communications" is one field
        if not said or naming.place(_IN.sub("", f"{said} ").strip())[0]:
            yield piece
        else:
            yield from _AND.split(piece)


def _bare(text: str) -> str:
    return _LEAD.sub("", f"{text} ").strip()


def _piece(raw: str, naming: Naming, settings: Settings) -> Parsed:
    text = normalise(raw)
    said = _bare(text)
    if not said:
        return Parsed()
    if _EVERYTHING.match(said) or _EVERYTHING.match(text):
        return Parsed(everything=True)
    if _DROP.search(text) and not re.search(r"\d", text) and (kinds := _dropped(text)):
        return Parsed(drop=kinds)
    if (allowed := _allowed(text)) is not None:
        return allowed
    add, unknown, rest = list[Constraint](), list[str](), text
    for setting in settings.known.values():
        if match := setting.match.search(rest):
            add.append(Constraint("set", setting.id))
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    for other in settings.unknown:
        if match := other.match.search(rest):
            unknown.append(other.id)
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    hard, rest = _figures(raw if not (add or unknown) else rest, rest)
    named, rest = _named(rest, raw, naming)
    return Parsed(add=(*hard, *add, *named), unknown=tuple(unknown), rest=tuple(word for word in rest.split() if word not in _SMALL))


def _dropped(text: str) -> frozenset[Kind]:
    return frozenset(kind for pattern, kinds in _DROPPED if re.search(rf"\b(?:{pattern})\b", text) for kind in kinds)


def _allowed(text: str) -> Parsed | None:
    """ "an associate's is fine" loosens; "college is ok" lifts the limit to a bachelor's degree."""
    if not _ALLOWED.search(text) or re.search(r"\b(?:not|isnt|without|no)\b", text):
        return None
    level = next((level for pattern, level in _LEVEL if re.search(rf"\b(?:{pattern})\b", text)), None)
    return Parsed(add=(Constraint("edu_max", str(int(level))),)) if level is not None else None


def _figures(raw: str, text: str) -> tuple[list[Constraint], str]:
    """Pay, schooling and growth."""
    filters = Filters()
    low, high, without = entities.money(raw)
    said = _bare(text)
    if low is None and high is None and (match := _BARE_MONEY.match(said)):
        low, without = int(match[1]) * 1000, ""
    if low is not None or high is not None:
        text = normalise(without)
    if _BRIGHT.search(text):
        text, bright = _BRIGHT.sub(" ", text), True
    else:
        bright = False
    filters, text = entities.schooling(text, filters)
    if not _NO_LIMIT.match(_bare(text)) or not text.startswith(("no ", "not ")):
        filters, text = entities.growth(text, raw, filters)
    filters, text = entities.good_pay(text, filters)
    if low is not None:
        filters = Filters(**{**vars(filters), "pay_min": low})
    if high is not None:
        filters = Filters(**{**vars(filters), "pay_max": high})
    return [*of_filters(filters), *([Constraint("bright")] if bright else [])], text


def of_filters(filters: Filters) -> Constraints:
    """Filters as constraints, in the order a person would say them."""
    found: list[Constraint] = []
    if filters.education_max is not None:
        found.append(Constraint("edu_max", f"{filters.education_max}{'' if filters.some_college else 'n'}"))
    if filters.education_min is not None:
        found.append(Constraint("edu_min", str(filters.education_min)))
    if filters.pay_min is not None:
        found.append(Constraint("pay_min", str(filters.pay_min)))
    if filters.pay_max is not None:
        found.append(Constraint("pay_max", str(filters.pay_max)))
    if filters.growth_min is not None:
        found.append(Constraint("growth", f"{filters.growth_min:g}"))
    if filters.bright:
        found.append(Constraint("bright"))
    if filters.clusters:
        found.append(Constraint("in", "|".join(filters.clusters)))
    found += [Constraint("not_in", id) for id in filters.not_clusters]
    found += [Constraint("use", f"{thing.kind}:{thing.name}") for thing in filters.using]
    found += [Constraint("avoid", f"{thing.kind}:{thing.name}") for thing in filters.avoid]
    return tuple(found)


def _named(text: str, raw: str, naming: Naming) -> tuple[list[Constraint], str]:
    """A state, a field or pathway, a tool or skill, or an activity."""
    found: list[Constraint] = []
    state, text = entities.state(raw, text)
    if state:
        found.append(Constraint("state", state))
    said = _bare(text)
    refused = bool(_NOT.match(said))
    said = _NOT.sub("", said).strip() if refused else said
    cues = bool(_IN.match(f"{said} ") or _ACTIVITY.search(said))
    said = " ".join(_FIELD_WORDS.sub(" ", _IN.sub("", f"{said} ")).split())
    if not said or all(word in _SMALL for word in said.split()):
        return found, ""
    several = [naming.place(part)[0] for part in said.split(" or ")]
    if len(several) > 1 and all(several):
        clusters = [cluster for cluster in several if cluster]
        return [*found, *([Constraint("not_in", id) for id in clusters] if refused else [Constraint("in", "|".join(clusters))])], ""
    cluster, pathway = naming.place(said)
    if cluster:
        kind: Kind = "not_in" if refused else "path" if pathway else "in"
        return [*found, Constraint(kind, pathway if pathway and not refused else cluster)], ""
    kind = "avoid" if refused else "use"
    topic = " ".join(_ACTIVITY.sub(" ", said).split())
    if using := naming.using(topic):
        return [*found, *(Constraint(kind, f"{thing.kind}:{thing.name}") for thing in using[:1])], ""
    if topic and (cues or refused):
        named = naming.occupation(topic)
        if named and named.likely:
            return [*found, Constraint(kind, f"activity:{topic}")], ""
    return found, said
