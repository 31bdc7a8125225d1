"""The catalog: loads the data files, cross-checks them, looks things up.

Knows the files' meaning. Knows no student, no wording and no clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.framework import CLUSTERS, PATHWAY_COUNT, slug
from knowledge.models import (
    Basis,
    Cluster,
    Cluster2024,
    Crosswalk,
    Education,
    EducationShare,
    Group,
    InterestProfile,
    Major,
    Occupation,
    Outlook,
    Pathway,
    Preparation,
    Rated,
    Source,
    SubCluster,
    Technology,
)
from knowledge.tables import DATA, CatalogError, LazyTable, Reader, split

NATION = "United States"

Row = dict[str, str]


@dataclass(frozen=True)
class StatePay:
    """A state's median. ``missing`` says why there is none: not-released, top-coded or no-row."""

    state: str
    annual_median: int | None = None
    hourly_median: float | None = None
    missing: str | None = None


@dataclass(frozen=True)
class Catalog:
    sources: Mapping[str, Source]
    clusters: Mapping[str, Cluster]
    pathways: Mapping[str, Pathway]
    occupations: Mapping[str, Occupation]
    clusters_2024: Mapping[str, Cluster2024]
    sub_clusters_2024: Mapping[str, SubCluster]
    crosswalk: tuple[Crosswalk, ...]
    said_as: Mapping[str, tuple[str, ...]]
    """What people call an occupation besides its titles, by code; the project's own."""
    combined: Mapping[str, str]
    folder: Path = field(default=DATA, repr=False)

    @classmethod
    def load(cls, folder: Path = DATA) -> Catalog:
        """Read the catalog; raises CatalogError with every problem found."""
        reader = Reader(folder)
        catalog = _Loader(reader).load()
        if reader.problems or catalog is None:
            raise CatalogError(reader.problems)
        return catalog

    # Details are parsed when a card asks for them: they are 15 times the size of the rest.

    def _keyed(self, name: str) -> LazyTable:
        return LazyTable(self.folder / "tables" / f"{name}.csv")

    @cached_property
    def _titles(self) -> LazyTable:
        return self._keyed("alternate_titles")

    @cached_property
    def _technologies(self) -> LazyTable:
        return self._keyed("occupation_technologies")

    @cached_property
    def _ratings(self) -> dict[str, LazyTable]:
        return {name: self._keyed(name) for name in ("skills", "knowledge", "work_styles")}

    @cached_property
    def _education(self) -> LazyTable:
        return self._keyed("education_shares")

    @cached_property
    def _related(self) -> LazyTable:
        return self._keyed("related")

    @cached_property
    def _pay_by_state(self) -> LazyTable:
        return self._keyed("pay_by_state")

    @cached_property
    def _employment_by_state(self) -> LazyTable:
        return self._keyed("employment_by_state")

    @cached_property
    def majors(self) -> dict[str, Major]:
        return {cip: Major(cip=cip, title=row["title"]) for cip, row in self._keyed("majors").items()}

    @cached_property
    def _majors_of(self) -> LazyTable:
        return self._keyed("occupation_majors")

    @cached_property
    def state_employment(self) -> dict[str, int]:
        """People employed in all occupations, by state and in the nation."""
        return {state: int(row["employment"]) for state, row in self._keyed("states").items()}

    @cached_property
    def states(self) -> tuple[str, ...]:
        return tuple(state for state in self.state_employment if state != NATION)

    def bls_code(self, code: str) -> str:
        """The code under which BLS publishes an occupation's figures."""
        return self.combined.get(code[:7], code[:7])

    def alternate_titles(self, code: str) -> tuple[str, ...]:
        """What people report first, then the rest."""
        row = self._titles[code]
        return split(row["shown"]) + split(row["reported"]) + split(row["alternate"])

    def technologies(self, code: str) -> tuple[Technology, ...]:
        """In demand and hot first."""
        row = self._technologies.get(code)
        if row is None:
            return ()
        columns = (("hot_in_demand", True, True), ("in_demand", False, True), ("hot", True, False), ("other", False, False))
        return tuple(Technology(name=name, hot=hot, in_demand=demand) for column, hot, demand in columns for name in split(row[column]))

    def technology_users(self, name: str) -> dict[str, int]:
        """Codes of the occupations that use a technology -> 0 in demand, 1 hot, 2 neither."""
        return self._users_of_technology.get(name, {})

    @cached_property
    def _users_of_technology(self) -> dict[str, dict[str, int]]:
        users: dict[str, dict[str, int]] = defaultdict(dict)
        for code, row in self._technologies.items():
            for column, rank in (("hot_in_demand", 0), ("in_demand", 0), ("hot", 1), ("other", 2)):
                for name in split(row[column]):
                    users[name][code] = rank
        return users

    @cached_property
    def technology_names(self) -> tuple[str, ...]:
        """By how many occupations use them, the most used first."""
        users = self._users_of_technology
        return tuple(sorted(users, key=lambda name: (-len(users[name]), name)))

    def rated_names(self, table: str) -> tuple[str, ...]:
        """The elements of skills, knowledge or work_styles."""
        row = next(iter(self._ratings[table].values()))
        return tuple(name for name in row if name != "code")

    def importance(self, table: str, name: str) -> dict[str, float]:
        """Code -> importance (1 to 5) of one skill, knowledge or work style."""
        return {code: float(row[name]) for code, row in self._ratings[table].items() if row.get(name)}

    def tools(self, code: str, most: int) -> tuple[Technology, ...]:
        """The technologies to name first: in demand, then hot, and within these what kindred occupations use more than others do."""
        kin = {other.code for other in self.related(code)}

        def own(item: Technology) -> float:
            users = self._users_of_technology[item.name]
            return len(kin & users.keys()) / (len(kin) or 1) - len(users) / len(self._technologies)

        ranked = sorted(self.technologies(code), key=lambda t: (not (t.in_demand and t.hot), not t.hot, -own(t), t.name))
        return tuple(ranked[:most])

    def warm(self) -> None:
        """Read what the first card or list would otherwise wait for."""
        _ = self._users_of_technology, self._ratings, self._related, self._education, self._majors_of, self.majors
        _ = self._pay_by_state, self._employment_by_state

    def _rated(self, table: str, code: str) -> tuple[Rated, ...]:
        row = self._ratings[table].get(code)
        if row is None:
            return ()
        rated = [Rated(name=name, importance=float(cell)) for name, cell in row.items() if name != "code" and cell]
        return tuple(sorted(rated, key=lambda item: (-item.importance, item.name)))

    def skills(self, code: str) -> tuple[Rated, ...]:
        return self._rated("skills", code)

    def knowledge(self, code: str) -> tuple[Rated, ...]:
        return self._rated("knowledge", code)

    def work_styles(self, code: str) -> tuple[Rated, ...]:
        return self._rated("work_styles", code)

    def education_shares(self, code: str) -> tuple[EducationShare, ...]:
        row = self._education.get(code)
        if row is None:
            return ()
        shares = [EducationShare(level=level, share=float(cell)) for level, cell in row.items() if level != "code" and float(cell) > 0]
        return tuple(sorted(shares, key=lambda item: -item.share))

    def related(self, code: str) -> tuple[Occupation, ...]:
        row = self._related.get(code)
        if row is None:
            return ()
        return tuple(self.occupations[other] for other in split(row["related"]) if other in self.occupations)

    def majors_for(self, code: str) -> tuple[Major, ...]:
        row = self._majors_of.get(code[:7]) or self._majors_of.get(self.bls_code(code))
        return tuple(self.majors[cip] for cip in split(row["cips"])) if row else ()

    def occupations_for_major(self, cip: str) -> tuple[Occupation, ...]:
        return tuple(
            occupation for occupation in self.occupations.values() if cip in {major.cip for major in self.majors_for(occupation.code)}
        )

    def state_pay(self, code: str, state: str) -> StatePay:
        row = self._pay_by_state.get(self.bls_code(code))
        cell = row[state] if row else ""
        if cell == "top":
            return StatePay(state, missing="top-coded")
        if cell == "n/a":
            return StatePay(state, missing="not-released")
        if cell.startswith("h"):
            return StatePay(state, hourly_median=float(cell[1:]))
        return StatePay(state, annual_median=int(cell)) if cell else StatePay(state, missing="no-row")

    def state_jobs(self, code: str, state: str) -> int | None:
        """People employed in the occupation (or its broader group) in a state; None where not published."""
        row = self._employment_by_state.get(self.bls_code(code))
        return int(row[state]) if row and row[state] else None

    def members(self, cluster_or_pathway: str) -> tuple[Occupation, ...]:
        holder = self.clusters.get(cluster_or_pathway) or self.pathways[cluster_or_pathway]
        return tuple(self.occupations[code] for code in holder.occupations)


class _Loader:
    """One pass over the files; a problem is recorded and the pass goes on."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def load(self) -> Catalog | None:
        sources = self.sources()
        prose = self.prose()
        clusters, pathways = self.clusters()
        occupations = self.occupations(prose, pathways)
        if self.reader.problems:
            return None
        members = _members(occupations)
        framework, subs = self.framework_2024(occupations)
        return Catalog(
            sources=sources,
            clusters={id: c.model_copy(update={"occupations": members.get(id, ())}) for id, c in clusters.items()},
            pathways={id: p.model_copy(update={"occupations": members.get(id, ())}) for id, p in pathways.items()},
            occupations=occupations,
            clusters_2024=framework,
            sub_clusters_2024=subs,
            crosswalk=self.crosswalk(clusters, framework),
            said_as={code: split(row["said_as"]) for code, (_, _, row) in prose.items()},
            combined=self.combined,
            folder=self.reader.folder,
        )

    @cached_property
    def combined(self) -> dict[str, str]:
        return {row["soc"]: row["bls_code"] for _, row in self.reader.csv("tables/combined_codes.csv")}

    def sources(self) -> dict[str, Source]:
        found = {}
        for id, table in self.reader.toml("sources.toml").items():
            if source := self.make(Source, "sources.toml", id, {"id": id, **table}):
                found[id] = source
        return found

    def make(self, model: Any, file: str, row: int | str, values: Mapping[str, Any]) -> Any:
        try:
            return model.model_validate(values)
        except ValidationError as error:
            for item in error.errors():
                where = ".".join(map(str, item["loc"]))
                self.reader.problem(file, row, f"{where}: {item['msg']} (found {item['input']!r})")
            return None

    def prose(self) -> dict[str, tuple[str, int, Row]]:
        """Our words for each occupation: code -> file, line, row."""
        found: dict[str, tuple[str, int, Row]] = {}
        names: dict[str, str] = {}
        for path in sorted((self.reader.folder / "occupations").glob("*.csv")):
            file = f"occupations/{path.name}"
            for line, row in self.reader.csv(file):
                if row["code"] in found:
                    self.reader.problem(file, line, f"{row['code']} stands twice; first in {found[row['code']][0]}")
                if other := names.get(row["name"].lower()):
                    self.reader.problem(file, line, f"{row['code']} is named {row['name']!r} like {other}")
                found[row["code"]] = (file, line, row)
                names[row["name"].lower()] = row["code"]
        return found

    def clusters(self) -> tuple[dict[str, Cluster], dict[str, Pathway]]:
        clusters: dict[str, Cluster] = {}
        pathways: dict[str, Pathway] = {}
        for id, title in CLUSTERS.items():
            file = f"clusters/{id}.toml"
            text = self.reader.toml(file)
            paths = text.pop("pathways", [])
            ids = tuple(slug(path["title"]) for path in paths)
            cluster = self.make(Cluster, file, 1, {**text, "pathways": ids, "occupations": ()}) if text else None
            if cluster is None:
                continue
            if (cluster.id, cluster.title) != (id, title):
                self.reader.problem(file, 1, f"id and title must be {id!r} and {title!r}")
            clusters[id] = cluster
            known = {credential.name for credential in cluster.credentials}
            for path_id, path in zip(ids, paths, strict=True):
                for name in set(path["credentials"]) - known:
                    self.reader.problem(file, path["title"], f"credential {name!r} is not among the cluster's")
                near = path.get("nearest")
                values = {**path, "id": path_id, "cluster": id, "nearest": slug(near) if near else None, "occupations": ()}
                if pathway := self.make(Pathway, file, path["title"], values):
                    pathways[path_id] = pathway
        for pathway in pathways.values():
            if pathway.nearest and pathway.nearest not in pathways:
                self.reader.problem(f"clusters/{pathway.cluster}.toml", pathway.title, f"nearest: no pathway {pathway.nearest!r}")
        if len(pathways) != PATHWAY_COUNT:
            self.reader.problem("clusters", "*", f"{len(pathways)} pathways; the framework has {PATHWAY_COUNT}")
        return clusters, pathways

    def occupations(self, prose: Mapping[str, tuple[str, int, Row]], pathways: Mapping[str, Pathway]) -> dict[str, Occupation]:
        places = {row["code"]: (line, row) for line, row in self.reader.csv("tables/occupation_pathways.csv")}
        pay = {row["bls_code"]: row for _, row in self.reader.csv("tables/pay.csv")}
        projections = {row["bls_code"]: row for _, row in self.reader.csv("tables/projections.csv")}
        found: dict[str, Occupation] = {}
        for line, row in self.reader.csv("tables/occupations.csv"):
            code = row["code"]
            if code not in prose:
                self.reader.problem("tables/occupations.csv", line, f"{code} has no sentence under occupations/")
                continue
            place_line, place = places.pop(code, (0, {"pathways": "", "basis": Basis.NONE}))
            paths = split(place["pathways"])
            for path in paths:
                if path not in pathways:
                    self.reader.problem("tables/occupation_pathways.csv", place_line, f"no pathway {path!r}")
            bls = self.combined.get(code[:7], code[:7])
            wage, projection = pay.get(bls), projections.get(bls)
            values = {
                "code": code,
                "title": row["title"],
                "name": prose[code][2]["name"],
                "sentence": prose[code][2]["sentence"],
                "group": row["group"],
                "pathways": paths,
                "clusters": tuple(dict.fromkeys(pathways[path].cluster for path in paths if path in pathways)),
                "basis": place["basis"],
                "job_zone": row["job_zone"] or None,
                "interests": _interests(row),
                "pay": _pay(row, bls, wage),
                "outlook": _outlook(row, bls, projection),
                "preparation": _preparation(row, bls, projection),
            }
            file, prose_line, _ = prose[code]
            if occupation := self.make(Occupation, file, prose_line, values):
                found[code] = occupation
        for code, (line, _) in places.items():
            self.reader.problem("tables/occupation_pathways.csv", line, f"no occupation {code}")
        for code in prose.keys() - found.keys():
            if not self.reader.problems:
                self.reader.problem(prose[code][0], prose[code][1], f"no occupation {code} in tables/occupations.csv")
        return found

    def framework_2024(self, occupations: Mapping[str, Occupation]) -> tuple[dict[str, Cluster2024], dict[str, SubCluster]]:
        by_bls: dict[str, list[str]] = defaultdict(list)
        for code in occupations:
            by_bls[self.combined.get(code[:7], code[:7])].append(code)
            if self.combined.get(code[:7]):
                by_bls[code[:7]].append(code)
        subs: dict[str, SubCluster] = {}
        parts: dict[str, list[SubCluster]] = defaultdict(list)
        for line, row in self.reader.csv("tables/framework_2024.csv"):
            unknown = [soc for soc in split(row["soc"]) if soc not in by_bls]
            if unknown:
                self.reader.problem("tables/framework_2024.csv", line, f"no occupation under {', '.join(unknown)}")
            codes = tuple(dict.fromkeys(code for soc in split(row["soc"]) for code in by_bls.get(soc, ())))
            id = f"{slug(row['cluster'])}/{slug(row['sub_cluster'])}"
            subs[id] = SubCluster(id=id, cluster=slug(row["cluster"]), title=row["sub_cluster"], occupations=codes)
            parts[row["cluster"]].append(subs[id])
        clusters = {
            slug(title): Cluster2024(
                id=slug(title),
                title=title,
                sub_clusters=tuple(sub.id for sub in members),
                occupations=tuple(dict.fromkeys(code for sub in members for code in sub.occupations)),
            )
            for title, members in parts.items()
        }
        return clusters, subs

    def crosswalk(self, clusters: Mapping[str, Cluster], framework: Mapping[str, Cluster2024]) -> tuple[Crosswalk, ...]:
        found = []
        for line, row in self.reader.csv("tables/crosswalk_16_to_14.csv"):
            target = slug(row["cluster_2024"])
            if row["cluster"] not in clusters or target not in framework:
                self.reader.problem("tables/crosswalk_16_to_14.csv", line, f"no cluster {row['cluster']!r} or {row['cluster_2024']!r}")
            found.append(
                Crosswalk(cluster=row["cluster"], cluster_2024=target, occupations=int(row["occupations"]), share=float(row["share"]))
            )
        return tuple(found)


def _members(occupations: Mapping[str, Occupation]) -> dict[str, tuple[str, ...]]:
    """Cluster and pathway ids -> codes, the most numerous occupations first."""

    def size(code: str) -> tuple[int, str]:
        outlook = occupations[code].outlook
        return (-(outlook.employment if outlook else 0), code)

    found: dict[str, list[str]] = defaultdict(list)
    for code, occupation in occupations.items():
        for id in (*occupation.clusters, *occupation.pathways):
            found[id].append(code)
    return {id: tuple(sorted(codes, key=size)) for id, codes in found.items()}


def _interests(row: Row) -> InterestProfile | None:
    if not row["R"]:
        return None
    scores = tuple(float(row[letter]) for letter in "RIASEC")
    return InterestProfile.model_validate({"scores": scores, "holland_code": row["holland_code"]})


def _broader(row: Row, bls: str, figures: Row) -> str | None:
    """The title of the group a figure is for, where that is wider than the occupation."""
    code = row["code"]
    return figures["bls_title"] if bls != code[:7] or not code.endswith(".00") else None


def _pay(row: Row, bls: str, figures: Row | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    numbers: dict[str, Any] = {name: cell or None for name, cell in figures.items() if name not in ("bls_code", "bls_title")}
    return {**numbers, "broader_group": _broader(row, bls, figures)}


def _outlook(row: Row, bls: str, figures: Row | None) -> Outlook | None:
    if figures is None:
        return None
    names = ("employment", "employment_projected", "growth", "annual_openings")
    return Outlook.model_validate({**{n: figures[n] for n in names}, "broader_group": _broader(row, bls, figures)})


def _preparation(row: Row, bls: str, figures: Row | None) -> Preparation | None:
    if figures is None:
        return None
    education = Education[figures["education"].upper()]
    names = ("experience", "training")
    values = {**{name: figures[name] for name in names}, "education": education}
    return Preparation.model_validate({**values, "broader_group": _broader(row, bls, figures)})


def counts(catalog: Catalog) -> Iterable[tuple[str, int]]:
    """What `check` prints once nothing is wrong."""
    everyone = catalog.occupations.values()
    yield "clusters", len(catalog.clusters)
    yield "pathways", len(catalog.pathways)
    yield "occupations", len(catalog.occupations)
    yield "with interests", sum(o.interests is not None for o in everyone)
    yield "with a job zone", sum(o.job_zone is not None for o in everyone)
    yield "with related occupations", sum(bool(catalog.related(o.code)) for o in everyone)
    yield "with a cluster from the crosswalk", sum(o.basis is Basis.CROSSWALK for o in everyone if o.group is Group.DETAILED)
    yield "placed in a cluster by Signpost", sum(o.basis is Basis.SIGNPOST for o in everyone)
    yield "with a wage row", sum(o.pay is not None for o in everyone)
    yield "without a wage row, military", sum(o.pay is None and o.group is Group.MILITARY for o in everyone)
    yield "without a wage row, not surveyed", sum(o.pay is None and o.group is not Group.MILITARY for o in everyone)
    yield "with a projection", sum(o.outlook is not None for o in everyone)
    yield "clusters of 2024", len(catalog.clusters_2024)
    yield "sub-clusters of 2024", len(catalog.sub_clusters_2024)
