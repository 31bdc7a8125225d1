"""What only makes sense after the turn before: "what about pay?", "and in texas", "the second one", "more".

Owns reading a text through the topic. Knows no catalog but by name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conversations.requests import Intent, Request, Sense
from conversations.session import Topic
from conversations.understanding.cues import cues

if TYPE_CHECKING:
    from conversations.understanding.naming import Naming

_MORE = re.compile(
    r"^(?:show (?:me )?|give (?:me )?|see |any |load )?(?:more|next|next page|keep going|go on|continue|others?|"
    r"the rest|another|another one|what else|more (?:please|of (?:them|those|these)|like (?:that|these|those)|jobs|"
    r"options|ones)|mas|anything else|others)$"
)
_ORDINAL = {
    "first": 0,
    "1st": 0,
    "one": 0,
    "1": 0,
    "top": 0,
    "second": 1,
    "2nd": 1,
    "two": 1,
    "2": 1,
    "third": 2,
    "3rd": 2,
    "three": 2,
    "3": 2,
    "fourth": 3,
    "4th": 3,
    "four": 3,
    "4": 3,
    "fifth": 4,
    "5th": 4,
    "five": 4,
    "5": 4,
    "last": -1,
    "middle": 1,
    "other": 1,
}
_PLACES = "|".join(_ORDINAL)
_NUMBERED = re.compile(
    rf"\b(?:the |number |no |option |# ?)({_PLACES})\b(?: (?:one|job|option|career|thing))?"
    rf"|^({_PLACES})(?: (?:one|job|option|career))?(?: (?:please|pls))?$|\b({_PLACES}) one\b"
)
_OTHER_KIND = re.compile(
    r"\b(?:no |not that|nah |i meant? |wrong |the other (?:kind|one|type|meaning|sense|thing)|different (?:kind|one|"
    r"meaning)|other (?:kind|meaning|type))\b.*\b(?:other|different|kind|meaning|type|one)\b|^(?:the )?other (?:kind|"
    r"one|type|meaning)$|^not that(?: (?:one|kind))?$|^wrong one$"
)
_ABOUT = re.compile(
    r"^(?:and |but |ok |so |then |what about |how about |hows |whats |what is |and what about |what are |how is |is |"
    r"are |does |do |tell me |wbt |wb |show |for )+"
)
_REFERS = re.compile(
    r"\b(?:it|that|this|they|them|those|these|one|there|he|she|same|instead|too|that one|this one|this job|that job|"
    r"the job|u)\b"
)
_NOTHING_ELSE = re.compile(
    r"\b(?:it|that|this|they|them|those|these|one|there|same|instead|too|job|jobs|the|a|an|of|for|and|about|in|to|how|"
    r"what|whats|much|do|does|is|are|ones|ok|so|be|i|u|you|me|then|again|need|they|hows|like|good|well|take|would|will|can|"
    r"any|have|make|get)\b"
)

_ASKED: tuple[tuple[str, Intent], ...] = (
    ("licence", Intent.LICENCE_OR_CERTIFICATION),
    ("pay", Intent.PAY),
    ("outlook", Intent.OUTLOOK),
    ("education", Intent.EDUCATION_NEEDED),
    ("become", Intent.HOW_TO_BECOME),
    ("similar", Intent.SIMILAR_JOBS),
    ("which_cluster", Intent.WHICH_CLUSTER),
    ("plan", Intent.PLAN_OF_STUDY),
    ("describe", Intent.DESCRIBE_OCCUPATION),
)
_LESS_SCHOOL = re.compile(r"\bless (?:school|college|education|training|time)\b|\b(?:faster|quicker|shorter)\b(?! growing)")


def less_school(text: str) -> bool:
    return bool(_LESS_SCHOOL.search(text))


_COMPARE = re.compile(
    r"^(?:can (?:you|u) )?compare(?: (?:them|those|these|both|the two|all|all of them))?$"
    r"|\b(?:which|what)(?: one| of (?:them|those|these))? (?:is|are|would be|will be|pays?|makes?) (?:the )?(?:better|more|best|most)\b"
    r"(?: (?:for me|paid|paying|money|do (?:you|u) think|of the two|one|tho|though|then))*$"
)
SHORT = 7
"""Words of a text that may lean on the turn before without naming it."""
_MORE_PAY = re.compile(r"\b(?:more|better|higher) (?:pay|paying|money)\b|\bpays? (?:more|better)\b")


def more_pay(text: str) -> bool:
    return bool(_MORE_PAY.search(text))


# A question that stands on its own, place and all.
_WHOLE = re.compile(r"\b(?:show|list|find|give|which|what|highest|best|top|good|any)\b.*\b(?:jobs|careers|occupations|work)\b")
# All jobs are asked about, not those of the turn before: "which jobs need a license".
_EVERY = re.compile(r"\b(?:what|which) (?:jobs|careers|occupations)\b")
# "like a nurse but less school" names its own occupation.
_LIKE = re.compile(
    r"\b(?:like|similar to|instead of|than|as) (?:an? |being |the |be )*(?!this\b|that\b|it\b|these\b|those\b|them\b)[a-z]{2,}"
)


_ABOUT_ONE = {
    Intent.TITLE,
    Intent.DESCRIBE_OCCUPATION,
    Intent.PAY,
    Intent.OUTLOOK,
    Intent.EDUCATION_NEEDED,
    Intent.HOW_TO_BECOME,
    Intent.LICENCE_OR_CERTIFICATION,
    Intent.WHICH_CLUSTER,
}


def read(text: str, topic: Topic, state: str | None, naming: Naming, whole: str = "") -> Request | None:
    """The request that a text makes after ``topic``; None where it stands on its own."""
    if _MORE.search(text):
        return _again(topic, page=topic.page + 1)
    if _OTHER_KIND.search(text):
        return _others(topic, naming)
    picked = picked_of(text, topic)
    if not (topic.occupations or topic.clusters):
        return None
    code = picked or (topic.occupations[0] if topic.occupations else None)
    licence = cues().cue["licence"].match.search(text)
    if licence and _EVERY.search(text):
        return None
    if state and not licence and not _topical(_ABOUT.sub("", text), naming, state):
        return _again(topic, state=state)
    rest = _ABOUT.sub("", f"{text} ").strip()
    for name, intent in _ASKED:
        cue = cues().cue[name]
        if cue.match.search(text) and _empty(cue.rest(text.replace(state.lower(), " ") if state else text)):
            codes = (code, *(c for c in topic.occupations if c != code)) if code else ()
            return Request(
                intent,
                occupations=codes,
                clusters=topic.clusters,
                pathway=topic.pathway,
                state=state or topic.state,
                follow_up=True,
                less_school=bool(_LESS_SCHOOL.search(text)),
                more_pay=bool(_MORE_PAY.search(text)),
            )
    if topic.occupations and topic.intent in _ABOUT_ONE and (beside := _beside(text, topic, naming)):
        return beside
    if _COMPARE.search(text) and len(topic.occupations) > 1:
        pair = (topic.earlier, topic.occupations[0]) if topic.earlier and topic.intent in _ABOUT_ONE else topic.occupations[:3]
        return Request(Intent.COMPARE, occupations=pair, clusters=topic.clusters, compared=len(pair), follow_up=True)
    if code and (_LESS_SCHOOL.search(text) or _MORE_PAY.search(text)) and len(text.split()) < SHORT and not _LIKE.search(whole or text):
        less, more = bool(_LESS_SCHOOL.search(text)), bool(_MORE_PAY.search(text))
        return Request(
            Intent.SIMILAR_JOBS, occupations=topic.occupations, clusters=topic.clusters, follow_up=True, less_school=less, more_pay=more
        )
    if picked and _empty(_NUMBERED.sub(" ", rest)):
        others = tuple(c for c in topic.occupations if c != picked)
        return Request(Intent.DESCRIBE_OCCUPATION, occupations=(picked, *others), clusters=topic.clusters, follow_up=True)
    return _carried(whole or text, topic, naming)


_LIKED = re.compile(
    r"^(?:(?:what|which) (?:(?:jobs?|careers?|work|fields?) )?(?:can|could|should|would|do|are) |(?:is|are) there |any )"
    r"(?!.*\b(?:class|classes|courses?|electives?|schedule|majors?|else|similar|school|college|degree|pays?|paying)\b).*?"
    r"\b(?:if|since|because|when|bc) (?:i|u|you|im|i am|someone|youre)(?: (?:am|really|rly|kinda|also|just|do|lowkey))* ?"
    r"(?:likes?|loves?|enjoys?|into|good at|great at|interested in|obsessed with) (?P<what>.+)$"
)


def liked(text: str) -> str | None:
    """ "what can i do if i like horses": the interest is what is said of it."""
    match = _LIKED.search(text)
    return match["what"] if match else None


_IT = r"(?:it|that|this|they|them|those|that one|this one|that job|this job)"
_BESIDE = re.compile(
    rf"\b{_IT} (?:or|vs|versus|and|to|with|than|against) (?:to |being |be |becoming |an? |the )*(?P<after>.+)$"
    rf"|\b(?:is|are|does|do|would|will) {_IT}\b.*\bthan (?:being |be |for |an? |the )*(?P<than>.+)$"
    rf"|\b(?:or|vs|versus|than) (?:being )?{_IT}$"
)
_WEIGHS = re.compile(r"\b(?:compare|vs|versus|than|better|worse|harder|easier|faster|quicker|more|less|which|difference|or)\b")


def _beside(text: str, topic: Topic, naming: Naming) -> Request | None:
    """ "that or plumber", "does it pay more than a nurse": what was talked of, beside another."""
    match = _BESIDE.search(text) if _WEIGHS.search(text) else None
    if match is None:
        return None
    said = match["after"] or match["than"] or next(iter(naming.names_within(text)), "")
    found = naming.occupation(said) if said else None
    code = topic.occupations[0]
    if found is None or not found.sure or found.occupations[0] == code:
        return None
    return Request(
        Intent.COMPARE,
        occupations=(code, *found.occupations[:3]),
        clusters=found.clusters,
        compared=2,
        said=said,
        follow_up=True,
        more_pay=bool(cues().cue["similar"].extra["more_pay"].search(text)),
    )


_LEADS = re.compile(r"^(?:and |but |ok |so |then )*(?:what about|how about|hows|wbt|what abt|how abt|and)\b")


_LEANS = re.compile(
    r"\b(?:it|(?<!jobs )(?<!job )(?<!careers )(?<!work )(?<!something )(?<!anything )that|"
    r"they|them|those|these|this one|this job)\b"
)


def orphaned(text: str, topic: Topic | None) -> bool:
    """Whether a text leans on a turn before it where there was none: "the second one", "more", "what about pay"."""
    if topic and (topic.occupations or topic.clusters):
        return False
    if _MORE.search(text) or _OTHER_KIND.search(text) or _COMPARE.search(text):
        return True
    if _NUMBERED.search(text) and _empty(_NUMBERED.sub(" ", text)):
        return True
    if not (_LEADS.search(text) or _LEANS.search(text)) or len(text.split()) > SHORT:
        return False
    rest = _LEADS.sub(" ", text)
    return any(cue.match.search(text) and _empty(cue.rest(rest)) for cue in (cues().cue[name] for name, _ in _ASKED[:5]))


def _others(topic: Topic, naming: Naming) -> Request:
    """ "no the other kind": what else the last text might have meant."""
    codes = topic.occupations[1:4]
    names = naming.catalog.occupations
    choices = tuple(Sense("occupation", code, names[code].name, 1 / (rank + 2)) for rank, code in enumerate(codes) if code in names)
    if len(choices) == 1:
        return Request(Intent.DESCRIBE_OCCUPATION, occupations=codes, clusters=topic.clusters, follow_up=True)
    return Request(Intent.CLARIFY, occupations=codes, clusters=topic.clusters[1:], senses=choices, follow_up=True)


def picked_of(text: str, topic: Topic) -> str | None:
    """The occupation that "the second one" is."""
    match = _NUMBERED.search(text)
    if not match or not topic.occupations:
        return None
    place = _ORDINAL[match[1] or match[2] or match[3]]
    return topic.occupations[place] if -1 <= place < len(topic.occupations) else None


def _empty(text: str) -> bool:
    return not " ".join(_NUMBERED.sub(" ", _NOTHING_ELSE.sub(" ", text)).split())


def _topical(text: str, naming: Naming, state: str) -> bool:
    """Whether anything besides the place is named."""
    rest = text.replace(state.lower(), " ")
    rest = re.sub(r"\b(?:in|for|at|from|around|near)\b", " ", rest)
    rest = re.sub(r"\b[a-z]{2}\b$", " ", rest)
    for cue in ("pay",):
        rest = cues().cue[cue].rest(rest)
    if _empty(rest):
        return False
    found = naming.occupation(rest)
    return bool(_WHOLE.search(text) or (found and found.sure))


def _carried(text: str, topic: Topic, naming: Naming) -> Request | None:
    """ "what about electricians?" asks of another what was just asked."""
    if not re.match(r"^(?:and|what about|how about|wbt|what abt|how abt|same for|ok and|and for)\b", text):
        return None
    rest = re.sub(
        r"^(?:and|what about|how about|wbt|what abt|how abt|same for|ok and|and for)(?: (?:a|an|the|for|what about))*", "", text
    ).strip()
    found = naming.occupation(rest) if rest else None
    repeatable = {
        Intent.PAY,
        Intent.OUTLOOK,
        Intent.EDUCATION_NEEDED,
        Intent.HOW_TO_BECOME,
        Intent.LICENCE_OR_CERTIFICATION,
        Intent.WHICH_CLUSTER,
        Intent.DESCRIBE_OCCUPATION,
        Intent.SIMILAR_JOBS,
    }
    if found and found.sure and topic.intent in repeatable:
        return Request(
            Intent(topic.intent), occupations=found.occupations, clusters=found.clusters, state=topic.state, said=rest, follow_up=True
        )
    return None


def _again(topic: Topic, page: int = 0, state: str | None = None) -> Request | None:
    try:
        intent = Intent(topic.intent)
    except ValueError:
        return None
    if state and intent not in (Intent.PAY, Intent.OUTLOOK, Intent.HIGHEST_PAID_IN, Intent.FILTER):
        intent = Intent.PAY
    return Request(
        intent,
        occupations=topic.occupations,
        clusters=topic.clusters,
        pathway=topic.pathway,
        state=state or topic.state,
        page=page,
        follow_up=True,
    )
