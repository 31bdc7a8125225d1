"""One cluster, pathway or occupation as a person would read it in a terminal: for whoever keeps the data."""

from __future__ import annotations

from knowledge.catalog import Catalog
from knowledge.matching import Matcher
from knowledge.models import Cluster, Occupation, Pathway


def describe(catalog: Catalog, id: str) -> list[str] | None:
    """Lines of text, or None where nothing has this id."""
    if id in catalog.occupations:
        return describe_occupation(catalog, catalog.occupations[id])
    if id in catalog.clusters:
        return describe_cluster(catalog, catalog.clusters[id])
    if id in catalog.pathways:
        return describe_pathway(catalog, catalog.pathways[id])
    return None


def describe_cluster(catalog: Catalog, cluster: Cluster) -> list[str]:
    lines = [
        cluster.title,
        "",
        cluster.what,
        f"Where: {cluster.where}",
        f"A day: {cluster.day}",
        f"Skills: {', '.join(cluster.skills)}",
        "",
    ]
    lines += ["People who like it say:", *(f"  - {line}" for line in cluster.fits_you)]
    lines += ["Keep in mind:", *(f"  - {line}" for line in cluster.keep_in_mind)]
    lines += [f"Subjects: {', '.join(cluster.subjects)}", f"Courses: {', '.join(cluster.courses)}", "Credentials:"]
    lines += [f"  - {c.name} ({c.kind}, {c.issuer}, {c.status}): {c.note}" for c in cluster.credentials]
    lines += ["Pathways:", *(f"  {len(catalog.pathways[p].occupations):>3}  {catalog.pathways[p].title} [{p}]" for p in cluster.pathways)]
    return [*lines, f"Occupations: {len(cluster.occupations)}"]


def describe_pathway(catalog: Catalog, pathway: Pathway) -> list[str]:
    lines = [f"{pathway.title} ({catalog.clusters[pathway.cluster].title})", "", pathway.sentence]
    lines += [f"Courses: {', '.join((*pathway.introductory, *pathway.concentrator, *pathway.capstone))}", f"After: {pathway.after}"]
    if not pathway.occupations:
        return [*lines, f"O*NET lists no occupation here; nearest: {pathway.nearest}"]
    return [*lines, *(f"  {code}  {catalog.occupations[code].name}" for code in pathway.occupations)]


def describe_occupation(catalog: Catalog, o: Occupation) -> list[str]:
    lines = [f"{o.name}  ({o.code}, {o.title})", "", o.sentence, ""]
    lines.append(f"Pathways: {', '.join(o.pathways) or 'none'} ({o.basis})")
    if o.interests:
        lines.append(f"Interests: {o.interests.holland_code} {o.interests.scores}; job zone {o.job_zone}")
    if o.pay:
        figures = (o.pay.annual_p10, o.pay.annual_p25, o.pay.annual_median, o.pay.annual_p75, o.pay.annual_p90)
        lines.append(f"Pay (OEWS {catalog.sources['oews'].vintage}): {figures}, hourly median {o.pay.hourly_median}")
    if o.outlook:
        why = [name for name, holds in (("rapid growth", o.outlook.rapid_growth), ("many openings", o.outlook.many_openings)) if holds]
        bright = f"bright: {', '.join(why)}" if why else "not bright"
        lines.append(f"Outlook (EP {catalog.sources['ep'].vintage}): {o.outlook.growth}%, {o.outlook.annual_openings:,} openings, {bright}")
    if o.preparation:
        p = o.preparation
        lines.append(f"Preparation: {p.education.name.lower()}, experience {p.experience}, training {p.training}")
    groups = {f.broader_group for f in (o.pay, o.outlook) if f and f.broader_group}
    lines += [f"Figures are for the broader group: {group}" for group in sorted(groups)]
    lines += [
        f"Skills: {', '.join(s.name for s in catalog.skills(o.code)[:8])}",
        f"Knowledge: {', '.join(s.name for s in catalog.knowledge(o.code)[:6])}",
    ]
    tools = [t.name + ("*" if t.in_demand else "") for t in catalog.tools(o.code, 12)]
    lines += [f"Technologies (* in demand): {', '.join(tools)}", f"Related: {', '.join(r.name for r in catalog.related(o.code)[:8])}"]
    lines += [f"Majors: {', '.join(m.title for m in catalog.majors_for(o.code)[:6])}"]
    return [*lines, f"Also called: {', '.join((*catalog.said_as.get(o.code, ()), *catalog.alternate_titles(o.code)[:12]))}"]


def explain(catalog: Catalog, matcher: Matcher, text: str) -> list[str]:
    """What a text is matched to, and why."""
    return [repr(matcher.match(text))]
