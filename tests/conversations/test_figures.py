"""Every figure of 500 replies is resolved back to its row of the data files, read here anew with nothing but `csv`.

A figure that stands in a reply without a rule below fails: whoever shows a new one says which row it comes from.
"""

from __future__ import annotations

import csv
import itertools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

import knowledge
from conversations.cards.occupation import MY_NEXT_MOVE
from conversations.engine import Engine
from conversations.messages import Chose, Message, Phrase, Reply, Said
from conversations.session import Session
from conversations.wording import wording
from knowledge.framework import slug

NOW = datetime(2026, 9, 1, tzinfo=UTC)
DATA = Path(knowledge.__file__).parent / "data"
STATE, HOW_MANY, PER_PAGE = "Texas", 500, 6
NO_DEGREE = {"none", "high_school", "some_college", "certificate"}


def rows(name: str) -> dict[str, dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        key = (reader.fieldnames or [""])[0]
        return {row[key]: row for row in reader}


class Data:
    """The tables as they stand in the files."""

    @cached_property
    def pay(self) -> dict[str, dict[str, str]]:
        return rows("tables/pay.csv")

    @cached_property
    def projections(self) -> dict[str, dict[str, str]]:
        return rows("tables/projections.csv")

    @cached_property
    def tables(self) -> dict[str, dict[str, dict[str, str]]]:
        names = ("occupations", "education_shares", "pay_by_state", "employment_by_state", "combined_codes", "occupation_pathways")
        return {name: rows(f"tables/{name}.csv") for name in names}

    @cached_property
    def codes(self) -> dict[str, str]:
        """By the name that replies use."""
        found = {}
        for path in sorted((DATA / "occupations").glob("*.csv")):
            for code, row in rows(f"occupations/{path.name}").items():
                found[row["name"]] = code
        return found

    @cached_property
    def clusters(self) -> dict[str, dict[str, Any]]:
        return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((DATA / "clusters").glob("*.toml"))}

    @cached_property
    def members(self) -> dict[str, set[str]]:
        """Codes by the title of a cluster or pathway."""
        found: dict[str, set[str]] = {}
        on = {code: row["pathways"].split("|") for code, row in self.tables["occupation_pathways"].items()}
        for cluster in self.clusters.values():
            for path in cluster["pathways"]:
                codes = {code for code, paths in on.items() if slug(path["title"]) in paths}
                found.setdefault(path["title"], set()).update(codes)
                found.setdefault(cluster["title"], set()).update(codes)
        return found

    def code(self, name: str | None) -> str:
        """Of the occupation named; of a pathway with one occupation, that."""
        if name in self.codes:
            return self.codes[name or ""]
        (only,) = self.members[name or ""]
        return only

    def bls(self, code: str) -> str:
        return self.tables["combined_codes"].get(code[:7], {"bls_code": code[:7]})["bls_code"]

    def cell(self, table: Mapping[str, Mapping[str, str]], code: str, column: str) -> float | None:
        value = table.get(self.bls(code), {}).get(column, "")
        return float(value) if value else None

    def without_degree(self, codes: set[str]) -> int:
        return sum(self.projections.get(self.bls(code), {}).get("education") in NO_DEGREE for code in codes)

    def bright(self, codes: set[str]) -> int:
        def is_bright(code: str) -> bool:
            growth, openings = (self.cell(self.projections, code, column) for column in ("growth", "annual_openings"))
            return growth is not None and (growth >= 4.5 or (openings or 0) >= 100_000)

        return sum(map(is_bright, codes))

    @cached_property
    def texts(self) -> set[str]:
        """Every text of the hand-written files and every name of the tables."""
        found: set[str] = set()
        for path in (*sorted((DATA / "clusters").glob("*.toml")), DATA / "sources.toml"):
            found.update(_strings(tomllib.loads(path.read_text(encoding="utf-8"))))
        for path in sorted((DATA / "occupations").glob("*.csv")):
            found.update(cell for row in rows(f"occupations/{path.name}").values() for cell in row.values())
        with (DATA / "licences.csv").open(encoding="utf-8", newline="") as file:
            found.update(cell for row in csv.DictReader(file) for cell in row.values())
        for name, column in (("technologies", "technology"), ("majors", "title"), ("pay", "bls_title"), ("occupations", "title")):
            found.update(row[column] for row in rows(f"tables/{name}.csv").values())
        return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


@pytest.fixture(scope="module")
def data() -> Data:
    return Data()


# Where a figure comes from


@dataclass(frozen=True)
class Figure:
    key: str
    field: str
    value: float | str
    about: str | None
    """The occupation, cluster or pathway that the phrase around it names."""
    values: Mapping[str, Any]
    around: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.value!r} in {self.key}.{self.field} about {self.about}"


Rule = Callable[[Data, Figure], float | None]


def pay(column: str) -> Rule:
    return lambda data, figure: data.cell(data.pay, data.code(figure.about), column)


def outlook(column: str) -> Rule:
    return lambda data, figure: data.cell(data.projections, data.code(figure.about), column)


def members(data: Data, figure: Figure) -> float:
    return len(data.members[figure.about or ""])


def in_state(table: str) -> Rule:
    def cell(data: Data, figure: Figure) -> float | None:
        value = data.tables[table][data.bls(data.code(figure.about))][figure.values["state"]]
        return float(value.removeprefix("h")) if value else None

    return cell


def of_named(field: str, column: str = "annual_median") -> Rule:
    return lambda data, figure: data.cell(data.pay, data.codes[figure.values[field]], column)


def typical(field: str) -> Rule:
    """The pay of an occupation, or of the middle one of a field, which is some member's."""

    def cell(data: Data, figure: Figure) -> float | None:
        name = figure.values[field]
        codes = {data.codes[name]} if name in data.codes else data.members[name]
        paid = {data.cell(data.pay, code, "annual_median") for code in codes}
        return float(figure.value) if figure.value in paid else None

    return cell


def counted(count: Callable[[Data, set[str]], int], name: Callable[[Figure], str]) -> Rule:
    return lambda data, figure: count(data, data.members[name(figure)])


def share(data: Data, figure: Figure) -> float | None:
    row = data.tables["education_shares"][data.code(figure.about)]
    return round(float(row[figure.values["level"]]))


def edition_share(data: Data, figure: Figure) -> float | None:
    with (DATA / "tables" / "crosswalk_16_to_14.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if data.clusters[row["cluster"]]["title"] == figure.about and row["cluster_2024"] == figure.values["title"]:
                return round(float(row["share"]) * 100)
    return None


def pages(data: Data, figure: Figure) -> float:
    return -(-int(figure.around["count"]) // PER_PAGE)


def page(data: Data, figure: Figure) -> float | None:
    return float(figure.value) if 1 <= float(figure.value) <= pages(data, figure) else None


def of_more(figure: Figure) -> str:
    return str(figure.values["more"])


def of_less(figure: Figure) -> str:
    return str(figure.values["less"])


FILTERS: dict[str, Callable[[Data, str], bool]] = {
    "f:b": lambda data, code: bool(data.bright({code})),
    "f:p80000": lambda data, code: (data.cell(data.pay, code, "annual_median") or 0) >= 80_000,
    "f:e3.n.p50000": lambda data, code: (
        (data.cell(data.pay, code, "annual_median") or 0) >= 50_000
        and data.projections.get(data.bls(code), {}).get("education") in NO_DEGREE - {"some_college"}
    ),
    "f:g45": lambda data, code: (data.cell(data.projections, code, "growth") or -99) >= 4.5,
}


def filtered(data: Data, figure: Figure) -> float | None:
    """One of the filters below meets so many occupations."""
    counts = {sum(fits(data, code) for code in data.tables["occupations"]) for fits in FILTERS.values()}
    return float(figure.value) if figure.value in counts else None


def as_asked(data: Data, figure: Figure) -> float:
    return float(figure.value)  # the student's own figure, said back


RULES: dict[tuple[str, str], Rule] = {
    ("occupation.pay", "median"): pay("annual_median"),
    ("occupation.pay", "hourly"): pay("hourly_median"),
    ("occupation.pay_no_hourly", "median"): pay("annual_median"),
    ("occupation.pay_hourly", "hourly"): pay("hourly_median"),
    ("occupation.pay_range", "low"): pay("annual_p25"),
    ("occupation.pay_range", "high"): pay("annual_p75"),
    ("occupation.section.pay", "p10"): pay("annual_p10"),
    ("occupation.section.pay", "p25"): pay("annual_p25"),
    ("occupation.section.pay", "p75"): pay("annual_p75"),
    ("occupation.section.pay", "p90"): pay("annual_p90"),
    ("occupation.section.pay_median", "median"): pay("annual_median"),
    ("occupation.section.pay_hour", "hourly"): pay("hourly_median"),
    ("occupation.section.state_annual", "median"): in_state("pay_by_state"),
    ("occupation.section.state_hourly", "hourly"): in_state("pay_by_state"),
    ("occupation.section.state_annual", "nation"): pay("annual_median"),
    ("occupation.section.state_jobs", "jobs"): lambda data, figure: data.cell(
        data.tables["employment_by_state"], data.code(figure.about), str(figure.around["state"])
    ),
    ("occupation.section.outlook", "now"): outlook("employment"),
    ("occupation.section.outlook", "then"): outlook("employment_projected"),
    ("occupation.section.share", "share"): share,
    ("occupation.section.zone", "zone"): lambda data, f: float(data.tables["occupations"][data.code(f.about)]["job_zone"]),
    **{(f"occupation.{way}", "growth"): outlook("growth") for way in ("growing", "shrinking", "steady")},
    **{(f"occupation.{way}", "openings"): outlook("annual_openings") for way in ("growing", "shrinking", "steady")},
    **{(f"list.{way}", "growth"): outlook("growth") for way in ("growing", "shrinking")},
    **{(f"compare.{way}", "growth"): outlook("growth") for way in ("grows", "shrinks", "stays")},
    ("list.pay_year", "pay"): pay("annual_median"),
    ("list.pay_hour", "pay"): pay("hourly_median"),
    ("list.filter", "count"): filtered,
    ("list.constraint.pay_min", "pay"): as_asked,
    ("list.constraint.growth_min", "growth"): as_asked,
    ("cluster.card", "count"): members,
    ("cluster.card", "paths"): lambda data, figure: float(
        next(len(cluster["pathways"]) for cluster in data.clusters.values() if cluster["title"] == figure.about)
    ),
    ("cluster.edition_item", "share"): edition_share,
    ("cluster.page", "page"): page,
    ("cluster.page", "pages"): pages,
    ("compare.spread", "low"): of_named("low_name"),
    ("compare.spread", "median"): of_named("median_name"),
    ("compare.spread", "high"): of_named("high_name"),
    ("compare.group", "count"): members,
    ("compare.no_degree", "some"): counted(Data.without_degree, lambda figure: figure.about or ""),
    ("compare.no_degree", "all"): members,
    ("compare.bright", "some"): counted(Data.bright, lambda figure: figure.about or ""),
    ("compare.bright", "all"): members,
    ("compare.differs_pay", "high"): typical("more"),
    ("compare.differs_pay", "low"): typical("less"),
    ("compare.differs_degrees", "some"): counted(Data.without_degree, of_less),
    ("compare.differs_degrees", "all"): counted(lambda _, codes: len(codes), of_less),
    ("compare.differs_degrees", "few"): counted(Data.without_degree, of_more),
    ("compare.differs_degrees", "of"): counted(lambda _, codes: len(codes), of_more),
    ("compare.differs_bright", "some"): counted(Data.bright, of_more),
    ("compare.differs_bright", "all"): counted(lambda _, codes: len(codes), of_more),
    ("compare.differs_bright", "few"): counted(Data.bright, of_less),
    ("compare.differs_bright", "of"): counted(lambda _, codes: len(codes), of_less),
}


def figures(phrase: Phrase, about: str | None = None, around: Mapping[str, Any] | None = None) -> Iterator[Figure]:
    """What the template shows, in it and in the phrases inside it."""
    name = phrase.values.get("name", phrase.values.get("title") if phrase.key != "cluster.edition_item" else None)
    about = name if isinstance(name, str) else about
    template = wording().templates[phrase.key]
    for field, value in phrase.values.items():
        if not re.search(rf"\{{{field}[:}}]", template):
            continue
        side = {"high": "more", "low": "less"}.get(field) if phrase.key.startswith("compare.differs_") else None
        for leaf in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(leaf, Phrase):
                yield from figures(leaf, phrase.values[side] if side else about, phrase.values)
            elif not isinstance(leaf, bool) and (isinstance(leaf, (int, float)) or (isinstance(leaf, str) and re.search(r"\d", leaf))):
                yield Figure(phrase.key, field, leaf, about, phrase.values, around or {})


# The sample


def sample(engine: Engine) -> list[Message]:
    """The same messages each time: cards and sections of occupations from all over the list, lists, fields and comparisons."""
    catalog = engine.catalog
    codes = sorted(catalog.occupations)
    found: list[Message] = [Chose(id) for id in FILTERS]
    for cluster in catalog.clusters:
        found += [Chose(f"{kind}:{cluster}") for kind in ("c", "cl", "cs", "ce", "j")]
    found += [Chose(f"j:{cluster}:1") for cluster in catalog.clusters]
    for pathway in sorted(catalog.pathways)[::4]:
        found += [Chose(f"{kind}:{pathway}") for kind in ("p", "ps", "hp")]
    found += [Chose(f"cmp:{one},{other}") for one, other in itertools.pairwise("abcdefghijklmnop")]
    found += [Chose(id) for id in ("cmp:k1,k2,k3,k4", "cmp:h1,h2,h3", "cmp:n1,n2", "cmp:f1,f2,f3,f4", "cmp:a,f,k,p")]
    for place, code in enumerate(codes[::31]):
        name = catalog.occupations[code].name
        found += [Chose(f"o:{code}{section}") for section in ("", ":pay", ":outlook", ":school", ":skills", ":similar")]
        found.append(Chose(f"cmp:{code},{codes[place * 31 - 11]},{codes[(place * 53) % len(codes)]}"))
        found += [Said(f"how much do {name} make"), Said(f"how do i become a {name}"), Said(f"outlook for {name}")]
    return found


def replies(engine: Engine, most: int) -> list[Reply]:
    found: list[Reply] = []
    for message in sample(engine):
        found += engine.advance(Session(state=STATE), message, NOW).replies
    return found[:most]


def test_every_figure_of_500_replies_is_in_its_row(engine: Engine, data: Data) -> None:
    shown = replies(engine, HOW_MANY)
    assert len(shown) == HOW_MANY
    resolved, wrong = 0, []
    for reply in shown:
        for figure in figures(reply.phrase):
            if isinstance(figure.value, str):
                known = figure.value in data.texts or figure.key.startswith("common.source_") or _link(figure)
                wrong += [] if known else [f"{figure} stands in no file"]
                continue
            rule = RULES.get((figure.key, figure.field))
            row = rule(data, figure) if rule else None
            if row is None or abs(row - figure.value) > 1e-9:
                wrong.append(f"{figure}: {'its row says ' + str(row) if rule else 'no rule says where it comes from'}")
            resolved += 1
    assert wrong == []
    assert resolved > 2500


def _link(figure: Figure) -> bool:
    return isinstance(figure.value, str) and re.fullmatch(r"https://\S+/\d\d-\d{4}\.\d\d", figure.value) is not None


def test_pictures_show_what_the_text_says(engine: Engine, data: Data) -> None:
    for reply in replies(engine, HOW_MANY):
        for row in reply.picture.data["occupations"] if reply.picture else ():
            figures = {column: row[name] for name, column in (("low", "annual_p25"), ("median", "annual_median"), ("high", "annual_p75"))}
            if row["name"] in data.codes and row["p10"]:
                code = data.codes[row["name"]]
                assert {column: data.cell(data.pay, code, column) for column in figures} == figures
            else:
                paid = {data.cell(data.pay, code, "annual_median") for code in data.members[row["name"]]}
                one = len(data.members[row["name"]]) == 1
                assert one or set(figures.values()) <= paid


@pytest.mark.parametrize(
    "phrase",
    [
        Phrase("occupation.pay_range", {"name": "Registered nurse", "low": 80330, "high": 112351}),
        Phrase("list.pay_year", {"name": "Registered nurse", "pay": 97551, "star": None}),
        Phrase("cluster.card", {"title": "Finance", "count": 27, "paths": 5}),
    ],
)
def test_a_wrong_figure_is_found(data: Data, phrase: Phrase) -> None:
    found = [RULES[figure.key, figure.field](data, figure) == figure.value for figure in figures(phrase)]
    assert not all(found)


def test_years_in_the_wording_are_the_sources(engine: Engine) -> None:
    """The templates name the decade of the projections; no other figure of the data is written into them."""
    assert engine.catalog.sources["ep"].vintage == "2024-34"
    files = ("occupation.", "list.", "compare.", "facts.", "common.", "cluster.")
    texts = [re.sub(r"\{[^}]*\}", "", text) for key, text in wording().templates.items() if key.startswith(files)]
    written = {number for text in texts for number in re.findall(r"\d[\d,.]*\d|\d", text)}
    assert written <= {"10", "2024", "2034", "16", "14", "4", "2", "5", "1", "12", "911", "100", "90", "2003"}, written


def test_links_are_those_of_the_card() -> None:
    assert MY_NEXT_MOVE.endswith("{code}")
