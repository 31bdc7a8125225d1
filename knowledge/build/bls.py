"""BLS releases (OEWS wages, Employment Projections) -> tables by BLS code."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from knowledge.build.tables import read_csv, write_csv
from knowledge.models import Education, Experience, Training

_DETAILED = "3"  # OEWS display level of a detailed occupation; the others are its sums
_NOT_SHOWN = "-"

# OEWS footnotes: why a median is missing.
HOURLY_ONLY, TOP_CODED = "4", "5"  # 8, "not released", is the rest
NATION = "United States"
CELL_TOP, CELL_NOT_RELEASED, CELL_HOURLY = "top", "n/a", "h"

EDUCATION = {
    "No formal educational credential": Education.NONE,
    "High school diploma or equivalent": Education.HIGH_SCHOOL,
    "Some college, no degree": Education.SOME_COLLEGE,
    "Postsecondary nondegree award": Education.CERTIFICATE,
    "Associate's degree": Education.ASSOCIATE,
    "Bachelor's degree": Education.BACHELOR,
    "Master's degree": Education.MASTER,
    "Doctoral or professional degree": Education.DOCTORAL,
}
EXPERIENCE = {
    "None": Experience.NONE,
    "Less than 5 years": Experience.UNDER_5_YEARS,
    "5 years or more": Experience.OVER_5_YEARS,
}
TRAINING = {
    "None": Training.NONE,
    "Short-term on-the-job training": Training.SHORT,
    "Moderate-term on-the-job training": Training.MODERATE,
    "Long-term on-the-job training": Training.LONG,
    "Apprenticeship": Training.APPRENTICESHIP,
    "Internship/residency": Training.RESIDENCY,
}


def build(folder: Path, out: Path) -> None:
    write_pay(folder, out)
    write_states(folder, out)
    write_projections(folder, out)
    rows = (
        {"soc": row["onet_soc6"], "bls_code": row["bls_code"], "bls_title": row["bls_title"]}
        for row in read_csv(folder / "soc-combined-bridge.csv")
    )
    write_csv(out / "combined_codes.csv", ["soc", "bls_code", "bls_title"], sorted(rows, key=lambda row: str(row["soc"])))


def figure(text: str) -> str:
    text = text.strip().replace(",", "")
    return "" if text in ("", _NOT_SHOWN) else text


def write_pay(folder: Path, out: Path) -> None:
    columns = ["annual_p10", "annual_p25", "annual_median", "annual_p75", "annual_p90", "hourly_median", "employment"]
    rows = [row for row in read_csv(folder / "oews_2025_national.csv") if row["display_level"] == _DETAILED]
    write_csv(
        out / "pay.csv",
        ["bls_code", "bls_title", *columns],
        (
            {"bls_code": row["soc"], "bls_title": row["occupation_name"], **{c: figure(row[c]) for c in columns}}
            for row in sorted(rows, key=lambda row: row["soc"])
        ),
    )


def state_cell(row: dict[str, str]) -> str:
    """A yearly median; ``h24.71`` where only hourly pay is published; or why there is none."""
    if annual := figure(row["annual_median"]):
        return annual
    if row["annual_median_fn"] == HOURLY_ONLY and figure(row["hourly_median"]):
        return CELL_HOURLY + figure(row["hourly_median"])
    return CELL_TOP if row["annual_median_fn"] == TOP_CODED else CELL_NOT_RELEASED


def write_states(folder: Path, out: Path) -> None:
    pay: dict[str, dict[str, str]] = defaultdict(dict)
    employment: dict[str, dict[str, str]] = defaultdict(dict)
    totals: dict[str, str] = {}
    for row in read_csv(folder / "oews_2025_state.csv"):
        if row["soc"] == "00-0000":
            totals[row["area_name"]] = row["employment"]
        if row["display_level"] == _DETAILED:
            pay[row["soc"]][row["area_name"]] = state_cell(row)
            employment[row["soc"]][row["area_name"]] = figure(row["employment"])
    states = sorted(totals)
    nation = next(row["employment"] for row in read_csv(folder / "oews_2025_national.csv") if row["soc"] == "00-0000")
    for name, table in (("pay_by_state", pay), ("employment_by_state", employment)):
        rows = ({"bls_code": code, **table[code]} for code in sorted(table))
        write_csv(out / f"{name}.csv", ["bls_code", *states], rows)
    people = [{"state": state, "employment": totals[state]} for state in states]
    write_csv(out / "states.csv", ["state", "employment"], [*people, {"state": NATION, "employment": nation}])


def thousands(text: str) -> int:
    return round(float(figure(text)) * 1000)


def write_projections(folder: Path, out: Path) -> None:
    def rows() -> list[dict[str, object]]:
        table: list[dict[str, object]] = []
        for row in read_csv(folder / "ep-2024-34.csv"):
            table.append(
                {
                    "bls_code": row["Occupation Code"].strip('="'),
                    # the export joins a title and its alternates with "* "
                    "bls_title": row["Occupation Title"].split("*")[0].strip(),
                    "employment": thousands(row["Employment 2024"]),
                    "employment_projected": thousands(row["Employment 2034"]),
                    "growth": figure(row["Employment Percent Change, 2024-2034"]),
                    "annual_openings": thousands(row["Occupational Openings, 2024-2034 Annual Average"]),
                    "education": EDUCATION[row["Typical Entry-Level Education"]].name.lower(),
                    "experience": EXPERIENCE[row["Work Experience in a Related Occupation"]],
                    "training": TRAINING[row["Typical on-the-job Training"]],
                }
            )
        return sorted(table, key=lambda row: str(row["bls_code"]))

    columns = [
        "bls_code",
        "bls_title",
        "employment",
        "employment_projected",
        "growth",
        "annual_openings",
        "education",
        "experience",
        "training",
    ]
    write_csv(out / "projections.csv", columns, rows())
