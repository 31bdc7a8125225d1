"""Facts as phrases: one line each, with what to say where the data has none."""

from __future__ import annotations

from collections.abc import Iterable

from conversations.messages import Phrase
from knowledge.catalog import Catalog
from knowledge.models import Education, Experience, Group, Occupation, Outlook, Training


def sources(catalog: Catalog, *ids: str) -> Phrase:
    """The line that says where a message's figures come from and of what year."""
    known = {
        "oews": Phrase("common.source_pay", {"oews": catalog.sources["oews"].vintage}),
        "ep": Phrase("common.source_outlook", {"ep": catalog.sources["ep"].vintage}),
        "onet": Phrase("common.source_onet", {"onet": catalog.sources["onet"].vintage}),
        "clusters16": Phrase("common.source_clusters", {"onet": catalog.sources["clusters16"].vintage}),
        "clusters14": Phrase("common.source_framework", {"vintage": catalog.sources["clusters14"].vintage}),
        "signpost": Phrase("common.source_signpost", {"year": catalog.sources["signpost"].year}),
    }
    return Phrase("common.sources", {"parts": [known[id] for id in ids]})


def education(step: Education) -> Phrase:
    return Phrase(f"level.education.{step.name.lower()}")


def education_short(step: Education) -> Phrase:
    return Phrase(f"level.education_short.{step.name.lower()}")


def official_title(occupation: Occupation) -> Phrase | None:
    if occupation.name.lower() == occupation.title.lower().rstrip("s"):
        return None
    return Phrase("occupation.official", {"title": occupation.title})


def pay_line(occupation: Occupation) -> Phrase:
    pay = occupation.pay
    if pay is None:
        return Phrase("occupation.pay_none_military" if occupation.group is Group.MILITARY else "occupation.pay_none")
    if pay.hourly_only:
        return Phrase("occupation.pay_hourly", {"hourly": pay.hourly_median})
    values = {"median": pay.annual_median, "hourly": pay.hourly_median, "range": pay_range(occupation)}
    return Phrase("occupation.pay" if pay.hourly_median else "occupation.pay_no_hourly", values)


def pay_range(occupation: Occupation) -> Phrase | None:
    pay = occupation.pay
    if pay is None or pay.annual_p25 is None or pay.annual_p75 is None:
        return None
    return Phrase("occupation.pay_range", {"low": pay.annual_p25, "high": pay.annual_p75})


def outlook_line(outlook: Outlook | None) -> Phrase:
    if outlook is None:
        return Phrase("occupation.outlook_none")
    key = "growing" if outlook.growth > 0 else "shrinking" if outlook.growth < 0 else "steady"
    values = {"growth": outlook.growth, "openings": outlook.annual_openings, "bright": bright(outlook)}
    return Phrase(f"occupation.{key}", values)


def bright(outlook: Outlook) -> Phrase | None:
    reasons = []
    if outlook.rapid_growth:
        reasons.append(Phrase("occupation.bright_growth"))
    if outlook.many_openings:
        reasons.append(Phrase("occupation.bright_openings"))
    return Phrase("occupation.bright", {"reason": reasons}) if reasons else None


def school_line(occupation: Occupation) -> Phrase:
    preparation = occupation.preparation
    if preparation is None:
        return Phrase("occupation.school_none")
    parts = []
    if preparation.experience is not Experience.NONE:
        parts.append(Phrase(f"level.experience.{preparation.experience}"))
    if preparation.training is not Training.NONE:
        parts.append(Phrase(f"level.training.{preparation.training}"))
    more = Phrase("occupation.school_more", {"parts": parts}) if parts else None
    return Phrase("occupation.school", {"education": education(preparation.education), "more": more})


def interests_line(occupation: Occupation) -> Phrase | None:
    if occupation.interests is None:
        return None
    return Phrase("occupation.interests", {"top": [Phrase(f"level.letter.{letter}") for letter in occupation.interests.holland_code]})


def field_line(catalog: Catalog, occupation: Occupation) -> Phrase:
    if not occupation.pathways:
        return Phrase("occupation.field_none")
    paths = []
    for id in occupation.pathways:
        pathway = catalog.pathways[id]
        paths.append(Phrase("occupation.field_path", {"cluster": catalog.clusters[pathway.cluster].title, "pathway": pathway.title}))
    return Phrase("occupation.field", {"paths": paths})


def profile_note(occupation: Occupation) -> Phrase | None:
    if occupation.group is Group.MILITARY:
        return Phrase("occupation.military")
    if occupation.group is Group.ALL_OTHER:
        return Phrase("occupation.all_other")
    return broader_note(occupation)


def broader_note(occupation: Occupation) -> Phrase | None:
    for figures in (occupation.pay, occupation.outlook):
        if figures is not None and figures.broader_group:
            return Phrase("common.broader", {"group": figures.broader_group})
    return None


def experience_line(experience: Experience) -> Phrase | None:
    if experience is Experience.NONE:
        return None
    return Phrase("occupation.section.experience", {"text": Phrase(f"level.experience.{experience}")})


def training_line(training: Training) -> Phrase | None:
    if training is Training.NONE:
        return None
    if training in (Training.APPRENTICESHIP, Training.RESIDENCY):
        return Phrase(f"occupation.section.training_{training}")
    return Phrase("occupation.section.training", {"text": Phrase(f"level.training.{training}")})


def zone_line(occupation: Occupation) -> Phrase | None:
    if occupation.job_zone is None:
        return None
    return Phrase("occupation.section.zone", {"zone": occupation.job_zone, "meaning": Phrase(f"occupation.zone.{occupation.job_zone}")})


def item_line(occupation: Occupation, *, outlook: bool = False, more: Phrase | None = None) -> Phrase:
    """One occupation in a list: its name, pay and schooling."""
    facts = item_facts(occupation, outlook=outlook)
    return Phrase("list.item", {"name": occupation.name, "facts": [*facts, more] if more else facts})


def item_facts(occupation: Occupation, *, outlook: bool = False) -> list[Phrase]:
    facts: list[Phrase] = []
    pay = occupation.pay
    star = Phrase("list.pay_star") if pay and pay.broader_group else None
    if pay and pay.annual_median:
        facts.append(Phrase("list.pay_year", {"pay": pay.annual_median, "star": star}))
    elif pay and pay.hourly_median:
        facts.append(Phrase("list.pay_hour", {"pay": pay.hourly_median, "star": star}))
    else:
        facts.append(Phrase("list.no_pay"))
    if occupation.preparation:
        facts.append(education_short(occupation.preparation.education))
    if outlook and occupation.outlook and occupation.outlook.growth:
        key = "growing" if occupation.outlook.growth > 0 else "shrinking"
        facts.append(Phrase(f"list.{key}", {"growth": occupation.outlook.growth}))
    return facts


def wider_note(occupations: Iterable[Occupation]) -> Phrase | None:
    """The footnote of a list in which a pay figure is for a broader group."""
    return Phrase("list.wider") if any(o.pay and o.pay.broader_group for o in occupations) else None
