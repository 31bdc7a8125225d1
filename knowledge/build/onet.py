"""O*NET database workbooks -> tables of occupations, titles, technologies, ratings, relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from knowledge.build.tables import join, read_workbook, write_csv
from knowledge.models import LETTERS, Group

_LETTER_NAMES = {
    "Realistic": "R",
    "Investigative": "I",
    "Artistic": "A",
    "Social": "S",
    "Enterprising": "E",
    "Conventional": "C",
}
_LETTER_NUMBERS = dict(enumerate("RIASEC", start=1))

# O*NET's twelve levels of "Required Level of Education", named as a student would read them.
_LEVELS = (
    "less than high school",
    "high school or GED",
    "certificate after high school",
    "some college",
    "associate's degree",
    "bachelor's degree",
    "certificate after a bachelor's",
    "master's degree",
    "certificate after a master's",
    "professional degree",
    "doctoral degree",
    "training after a doctorate",
)


class Onet:
    """The folder of one O*NET release."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, table: str, *needs: str) -> Iterator[dict[str, Any]]:
        return read_workbook(self.folder / f"{table}.xlsx", needs=("O*NET-SOC Code", *needs))

    def titles(self) -> dict[str, str]:
        return {row["O*NET-SOC Code"]: row["Title"] for row in self.rows("Occupation Data", "Title")}


def build(folder: Path, out: Path) -> dict[str, str]:
    """Write every table that O*NET alone decides; return the occupations' titles by code."""
    onet = Onet(folder)
    titles = onet.titles()
    write_profiles(onet, titles, out)
    write_titles(onet, titles, out)
    write_technologies(onet, titles, out)
    for table, file in (("Skills", "skills"), ("Knowledge", "knowledge"), ("Work Styles", "work_styles")):
        write_ratings(onet, titles, table, out / f"{file}.csv")
    write_education(onet, titles, out)
    write_related(onet, titles, out)
    return titles


def group_of(code: str, profiled: bool) -> Group:
    if profiled:
        return Group.DETAILED
    return Group.MILITARY if code.startswith("55-") else Group.ALL_OTHER


def write_profiles(onet: Onet, titles: dict[str, str], out: Path) -> None:
    zones = {row["O*NET-SOC Code"]: row["Job Zone"] for row in onet.rows("Job Zones", "Job Zone")}
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    tops: dict[str, dict[str, str]] = defaultdict(dict)
    for row in onet.rows("Interests", "Scale ID", "Element Name", "Data Value"):
        code, element, value = row["O*NET-SOC Code"], row["Element Name"], row["Data Value"]
        if row["Scale ID"] == "OI":
            scores[code][_LETTER_NAMES[element]] = value
        elif row["Scale ID"] == "IH" and int(value):  # 0 says there is no such high point
            tops[code][element.split()[0]] = _LETTER_NUMBERS[int(value)]
    columns = ["code", "title", "group", "job_zone", *LETTERS, "holland_code"]
    write_csv(
        out / "occupations.csv",
        columns,
        (
            {
                "code": code,
                "title": title,
                "group": group_of(code, code in scores),
                "job_zone": zones.get(code, ""),
                **{letter: scores[code][letter] if code in scores else "" for letter in LETTERS},
                "holland_code": "".join(tops[code].get(rank, "") for rank in ("First", "Second", "Third")),
            }
            for code, title in sorted(titles.items())
        ),
    )


def write_titles(onet: Onet, titles: dict[str, str], out: Path) -> None:
    """Reported titles (what people call themselves) before alternates; those shown in My Next Move first."""
    reported: dict[str, dict[str, bool]] = defaultdict(dict)
    for row in onet.rows("Sample of Reported Titles", "Reported Job Title", "Shown in My Next Move"):
        reported[row["O*NET-SOC Code"]][row["Reported Job Title"].strip()] = row["Shown in My Next Move"] == "Y"
    alternates: dict[str, dict[str, None]] = defaultdict(dict)
    for row in onet.rows("Alternate Titles", "Alternate Title", "Short Title"):
        for title in (row["Alternate Title"], row["Short Title"]):
            if title and title.strip():
                alternates[row["O*NET-SOC Code"]][title.strip()] = None
    write_csv(
        out / "alternate_titles.csv",
        ["code", "shown", "reported", "alternate"],
        (
            {
                "code": code,
                "shown": join(sorted(title for title, shown in reported[code].items() if shown)),
                "reported": join(sorted(title for title, shown in reported[code].items() if not shown)),
                "alternate": join(sorted(title for title in alternates[code] if title not in reported[code])),
            }
            for code in sorted(titles)
        ),
    )


def write_technologies(onet: Onet, titles: dict[str, str], out: Path) -> None:
    """In demand before hot before the rest; a name once an occupation."""
    by_code: dict[str, dict[str, tuple[bool, bool]]] = defaultdict(dict)
    kind: dict[str, str] = {}
    for row in onet.rows("Technology Skills", "Example", "Commodity Title", "Hot Technology", "In Demand"):
        name = row["Example"].strip()
        by_code[row["O*NET-SOC Code"]][name] = (row["Hot Technology"] == "Y", row["In Demand"] == "Y")
        kind.setdefault(name, row["Commodity Title"].strip())

    def pick(code: str, test: Callable[[bool, bool], bool]) -> str:
        return join(sorted(name for name, flags in by_code[code].items() if test(*flags)))

    write_csv(
        out / "occupation_technologies.csv",
        ["code", "hot_in_demand", "in_demand", "hot", "other"],
        (
            {
                "code": code,
                "hot_in_demand": pick(code, lambda hot, demand: hot and demand),
                "in_demand": pick(code, lambda hot, demand: demand and not hot),
                "hot": pick(code, lambda hot, demand: hot and not demand),
                "other": pick(code, lambda hot, demand: not hot and not demand),
            }
            for code in sorted(titles)
            if by_code[code]
        ),
    )
    rows = ({"technology": name, "kind": kind[name]} for name in sorted(kind))
    write_csv(out / "technologies.csv", ["technology", "kind"], rows)


def write_ratings(onet: Onet, titles: dict[str, str], table: str, path: Path) -> None:
    """Importance (1 to 5) of every element, one column each; empty where O*NET advises to suppress it."""
    ratings: dict[str, dict[str, float]] = defaultdict(dict)
    names: dict[str, None] = {}
    for row in onet.rows(table, "Element Name", "Scale ID", "Data Value", "Recommend Suppress"):
        if row["Scale ID"] != "IM":
            continue
        names[row["Element Name"]] = None
        if row["Recommend Suppress"] != "Y":
            ratings[row["O*NET-SOC Code"]][row["Element Name"]] = row["Data Value"]
    write_csv(
        path,
        ["code", *names],
        ({"code": code, **{name: ratings[code].get(name, "") for name in names}} for code in sorted(ratings) if code in titles),
    )


def write_education(onet: Onet, titles: dict[str, str], out: Path) -> None:
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for row in onet.rows("Education, Training, and Experience", "Scale ID", "Category", "Data Value"):
        if row["Scale ID"] == "RL":
            shares[row["O*NET-SOC Code"]][_LEVELS[int(row["Category"]) - 1]] = row["Data Value"]
    write_csv(
        out / "education_shares.csv",
        ["code", *_LEVELS],
        ({"code": code, **{level: shares[code].get(level, 0) for level in _LEVELS}} for code in sorted(shares) if code in titles),
    )


def write_related(onet: Onet, titles: dict[str, str], out: Path) -> None:
    related: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in onet.rows("Related Occupations", "Related O*NET-SOC Code", "Index"):
        related[row["O*NET-SOC Code"]].append((int(row["Index"]), row["Related O*NET-SOC Code"]))
    rows = ({"code": code, "related": join(other for _, other in sorted(related[code]))} for code in sorted(related) if code in titles)
    write_csv(out / "related.csv", ["code", "related"], rows)
