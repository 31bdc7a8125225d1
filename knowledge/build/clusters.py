"""Cluster crosswalks -> which occupation stands on which pathway, in both editions, and which majors lead to it."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

from knowledge.build.tables import SourceError, join, read_csv, read_workbook, write_csv
from knowledge.framework import CLUSTERS, slug
from knowledge.models import Basis

_CLUSTER_IDS = {title: id for id, title in CLUSTERS.items()}
_CLUSTER_IDS["Arts, Audio/Video Technology & Communications"] = "arts-av-communications"  # O*NET OnLine's spelling


def build(folder: Path, titles: dict[str, str], out: Path) -> None:
    write_pathways(folder, titles, out)
    soc = read_soc_2024(folder)
    write_framework_2024(soc, out)
    write_crosswalks(folder, out)
    write_majors(folder, out)


def related(out: Path) -> dict[str, list[str]]:
    with (out / "related.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["related"].split("|") for row in csv.DictReader(file)}


def write_pathways(folder: Path, titles: dict[str, str], out: Path) -> None:
    """The crosswalk as published; an occupation with a profile but no row takes its nearest related one's."""
    pathways: dict[str, list[str]] = defaultdict(list)
    for row in read_csv(folder / "onet-occupation-to-16-clusters.csv"):
        if row["cluster"] not in _CLUSTER_IDS:
            raise SourceError(f"onet-occupation-to-16-clusters.csv: {row['code']}: no cluster is called {row['cluster']!r}")
        pathways[row["code"]].append(slug(row["pathway"]))
    rows = [{"code": c, "pathways": join(p), "basis": Basis.CROSSWALK} for c, p in pathways.items()]
    for code, others in related(out).items():
        if code not in pathways and code in titles:
            nearest = next(other for other in others if other in pathways)
            rows.append({"code": code, "pathways": join(pathways[nearest]), "basis": Basis.SIGNPOST})
    write_csv(out / "occupation_pathways.csv", ["code", "pathways", "basis"], sorted(rows, key=lambda row: str(row["code"])))


def sub_cluster_title(title: str) -> str:
    """Advance CTE writes one sub-cluster in two cases ("water systems")."""
    return title[0].upper() + title[1:] if title != "water systems" else "Water Systems"


def read_soc_2024(folder: Path) -> dict[tuple[str, str], list[str]]:
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = read_workbook(folder / "SOC_Career_Clusters_Crosswalk.xlsx", "SOC - CC - Sub-Clusters", ("SOC Code", "Career Cluster"))
    for row in rows:
        if row["SOC Code"]:
            key = (row["Career Cluster"].strip(), sub_cluster_title(row["Sub-Cluster"].strip()))
            members[key].append(row["SOC Code"].strip())
    return members


def write_framework_2024(members: dict[tuple[str, str], list[str]], out: Path) -> None:
    write_csv(
        out / "framework_2024.csv",
        ["cluster", "sub_cluster", "soc"],
        ({"cluster": c, "sub_cluster": s, "soc": join(sorted(set(members[c, s])))} for c, s in sorted(members)),
    )


def write_crosswalks(folder: Path, out: Path) -> None:
    rows = sorted(
        read_csv(folder / "derived_16_to_14_by_shared_occupations.csv"), key=lambda r: (r["cluster"], -int(r["n_onet"]), r["cc14"])
    )
    write_csv(
        out / "crosswalk_16_to_14.csv",
        ["cluster", "cluster_2024", "occupations", "share"],
        ({"cluster": _CLUSTER_IDS[r["cluster"]], "cluster_2024": r["cc14"], "occupations": r["n_onet"], "share": r["share"]} for r in rows),
    )
    paths = sorted(
        read_csv(folder / "derived_pathway_to_subcluster_by_shared_occupations.csv"),
        key=lambda r: (r["cluster"], r["pathway"], -int(r["n_onet"]), r["sub14"]),
    )
    merged: Counter[tuple[str, str, str]] = Counter()
    for r in paths:
        merged[slug(r["pathway"]), r["cc14"], sub_cluster_title(r["sub14"])] += int(r["n_onet"])
    write_csv(
        out / "crosswalk_pathways.csv",
        ["pathway", "cluster_2024", "sub_cluster", "occupations"],
        ({"pathway": p, "cluster_2024": c, "sub_cluster": s, "occupations": n} for (p, c, s), n in merged.items()),
    )


def write_majors(folder: Path, out: Path) -> None:
    """Distinct SOC-CIP pairs of the full framework."""
    titles: dict[str, str] = {}
    pairs: dict[str, set[str]] = defaultdict(set)
    rows = read_workbook(folder / "Full_Framework_Crosswalk.xlsx", "SOC - CIP - CC", ("SOC Code", "CIP Code (2020)"))
    for row in rows:
        soc, cip = row["SOC Code"], row["CIP Code (2020)"]
        if soc and cip and str(cip)[:2].isdigit():
            code = f"{float(cip):07.4f}" if not isinstance(cip, str) else cip.strip()
            titles.setdefault(code, str(row["CIP Title (2020)"]).strip().rstrip("."))
            pairs[str(soc).strip()].add(code)
    write_csv(out / "majors.csv", ["cip", "title"], ({"cip": c, "title": titles[c]} for c in sorted(titles)))
    write_csv(out / "occupation_majors.csv", ["soc", "cips"], ({"soc": s, "cips": join(sorted(pairs[s]))} for s in sorted(pairs)))
