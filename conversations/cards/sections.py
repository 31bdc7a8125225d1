"""The sections behind an occupation card: pay, outlook, school, skills and tools, similar jobs."""

from __future__ import annotations

from conversations.cards.buttons import Row, pairs, save_choice, section_choice
from conversations.cards.lines import (
    broader_note,
    education,
    experience_line,
    item_line,
    outlook_line,
    pay_line,
    profile_note,
    sources,
    training_line,
    wider_note,
    zone_line,
)
from conversations.messages import Phrase, Reply, choice
from conversations.steps import Context
from knowledge.catalog import Catalog, StatePay
from knowledge.models import Education, Experience, Occupation, Training

SECTIONS = ("pay", "outlook", "school", "skills", "similar")
PER_PAGE = 6


def occupation_section(context: Context, code: str, section: str, *, replaces: bool = False, state: str | None = None) -> Reply:
    occupation = context.catalog.occupations[code]
    builders = {
        "pay": lambda: pay_section(context, occupation, state or context.session.state),
        "outlook": lambda: outlook_section(context, occupation),
        "school": lambda: school_section(context, occupation),
        "skills": lambda: skills_section(context, occupation),
        "similar": lambda: similar_section(context, occupation),
    }
    phrase = builders[section]()
    others = tuple(section_choice(code, other) for other in SECTIONS if other != section)
    rows: list[Row] = [others[:2], others[2:], (choice(f"o:{code}", "occupation.button.card"), save_choice(context, code))]
    if section == "similar":
        related = [choice(f"o:{other.code}", "common.button.open", name=other.name) for other in context.catalog.related(code)[:PER_PAGE]]
        rows = [*pairs(related), *rows[2:]]
    if section == "pay" and occupation.pay:
        rows.insert(0, (choice("set:state", "settings.button.state"),))
    return Reply(phrase, tuple(rows), replaces=replaces)


def pay_section(context: Context, occupation: Occupation, state: str | None) -> Phrase:
    pay = occupation.pay
    yearly = pay if pay and not pay.hourly_only else None
    return Phrase(
        "occupation.section.pay",
        {
            "name": occupation.name,
            "median": Phrase("occupation.section.pay_median", {"median": yearly.annual_median}) if yearly else None,
            "hourly": Phrase("occupation.section.pay_hour", {"hourly": yearly.hourly_median}) if yearly and yearly.hourly_median else None,
            "p10": yearly.annual_p10 if yearly else None,
            "p25": yearly.annual_p25 if yearly else None,
            "p75": yearly.annual_p75 if yearly else None,
            "p90": yearly.annual_p90 if yearly else None,
            "hourly_only": pay_line(occupation) if pay and pay.hourly_only else None,
            "state": state_line(context.catalog, occupation, state) if pay and state else None,
            "none": pay_line(occupation) if pay is None else None,
            "note": broader_note(occupation),
            "sources": sources(context.catalog, "oews"),
        },
    )


def state_line(catalog: Catalog, occupation: Occupation, state: str) -> Phrase:
    figure: StatePay = catalog.state_pay(occupation.code, state)
    nation = occupation.pay.annual_median if occupation.pay else None
    jobs = catalog.state_jobs(occupation.code, state)
    people = Phrase("occupation.section.state_jobs", {"jobs": jobs}) if jobs else None
    if figure.missing:
        return Phrase(f"occupation.section.state_{figure.missing.replace('-', '_')}", {"state": state, "people": people})
    if figure.annual_median:
        values = {"state": state, "median": figure.annual_median, "nation": nation, "people": people}
        return Phrase("occupation.section.state_annual", values)
    return Phrase("occupation.section.state_hourly", {"state": state, "hourly": figure.hourly_median, "people": people})


def outlook_section(context: Context, occupation: Occupation) -> Phrase:
    outlook = occupation.outlook
    return Phrase(
        "occupation.section.outlook",
        {
            "name": occupation.name,
            "outlook": outlook_line(outlook),
            "now": outlook.employment if outlook else None,
            "then": outlook.employment_projected if outlook else None,
            "note": broader_note(occupation) if outlook else None,
            "sources": sources(context.catalog, "ep"),
        },
    )


def school_section(context: Context, occupation: Occupation) -> Phrase:
    catalog, preparation = context.catalog, occupation.preparation
    shares = [
        Phrase("occupation.section.share", {"level": item.level, "share": round(item.share)})
        for item in catalog.education_shares(occupation.code)[:3]
        if item.share >= 5
    ]
    majors = [major.title for major in catalog.majors_for(occupation.code)[:4]]
    degree = bool(preparation and preparation.education >= Education.ASSOCIATE)
    return Phrase(
        "occupation.section.school",
        {
            "name": occupation.name,
            "education": education(preparation.education) if preparation else None,
            "experience": experience_line(preparation.experience if preparation else Experience.NONE),
            "training": training_line(preparation.training if preparation else Training.NONE),
            "zone": zone_line(occupation),
            "shares_intro": Phrase("occupation.section.shares_intro") if shares else None,
            "shares": shares,
            "majors_intro": Phrase("occupation.section.majors_intro") if majors and degree else None,
            "majors": majors if degree else None,
            "none": None if preparation else Phrase("occupation.school_none"),
            "note": broader_note(occupation),
            "sources": sources(catalog, *(("ep",) if preparation else ()), "onet", *(("clusters14",) if majors and degree else ())),
        },
    )


def skills_section(context: Context, occupation: Occupation) -> Phrase:
    catalog, code = context.catalog, occupation.code
    tools = catalog.tools(code, 8)
    named = [Phrase(f"occupation.section.{'tool_in_demand' if item.in_demand else 'tool'}", {"name": item.name}) for item in tools]
    return Phrase(
        "occupation.section.skills",
        {
            "name": occupation.name,
            "skills": [item.name for item in catalog.skills(code)[:6]],
            "knowledge": [item.name for item in catalog.knowledge(code)[:4]],
            "styles": [item.name for item in catalog.work_styles(code)[:4]],
            "tools": named,
            "legend": Phrase("occupation.section.legend") if any(item.in_demand for item in tools) else None,
            "none": None if tools or catalog.skills(code) else profile_note(occupation),
            "sources": sources(catalog, "onet"),
        },
    )


def similar_section(context: Context, occupation: Occupation) -> Phrase:
    related = context.catalog.related(occupation.code)[:PER_PAGE]
    if not related:
        return Phrase("occupation.section.similar_none", {"name": occupation.name})
    values = {
        "name": occupation.name,
        "items": [item_line(other) for other in related],
        "wider": wider_note(related),
        "sources": sources(context.catalog, "onet", "oews", "ep"),
    }
    return Phrase("occupation.section.similar", values)
