"""What the catalog holds. Knows no user, no wording and no file format."""

from __future__ import annotations

import re
from enum import IntEnum, StrEnum
from typing import Annotated, NewType

from pydantic import BaseModel, ConfigDict, Field

OnetCode = NewType("OnetCode", str)
"""O*NET-SOC 2019 code of an occupation, such as ``15-1252.00``."""
SocCode = NewType("SocCode", str)
"""SOC 2018 code (or one of BLS's combined codes), such as ``15-1252``."""

ONET_CODE = re.compile(r"\d\d-\d{4}\.\d\d")


def soc_of(code: OnetCode) -> SocCode:
    return SocCode(code[:7])


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Letter(StrEnum):
    """One RIASEC interest, in Holland's order."""

    REALISTIC = "R"
    INVESTIGATIVE = "I"
    ARTISTIC = "A"
    SOCIAL = "S"
    ENTERPRISING = "E"
    CONVENTIONAL = "C"


LETTERS = tuple(Letter)


class Education(IntEnum):
    """Typical entry-level education, in BLS's eight steps; the order is the order of schooling."""

    NONE = 0
    HIGH_SCHOOL = 1
    SOME_COLLEGE = 2
    CERTIFICATE = 3
    ASSOCIATE = 4
    BACHELOR = 5
    MASTER = 6
    DOCTORAL = 7


class Experience(StrEnum):
    NONE = "none"
    UNDER_5_YEARS = "under-5-years"
    OVER_5_YEARS = "over-5-years"


class Training(StrEnum):
    NONE = "none"
    SHORT = "short"
    MODERATE = "moderate"
    LONG = "long"
    APPRENTICESHIP = "apprenticeship"
    RESIDENCY = "residency"


class Group(StrEnum):
    """Why an occupation has a profile or not."""

    DETAILED = "detailed"
    ALL_OTHER = "all-other"
    MILITARY = "military"


class Basis(StrEnum):
    """Who put an occupation on a pathway."""

    CROSSWALK = "crosswalk"
    SIGNPOST = "signpost"
    NONE = "none"


class Source(Model):
    """Where a figure comes from."""

    id: str
    title: str
    publisher: str
    vintage: str
    year: str
    licence: str
    attribution: str
    url: str


class Pay(Model):
    """National pay in US dollars. Annual figures are None where BLS publishes hourly pay only."""

    annual_p10: int | None
    annual_p25: int | None
    annual_median: int | None
    annual_p75: int | None
    annual_p90: int | None
    hourly_median: float | None
    employment: int | None
    broader_group: str | None
    """Title of the group the figures describe, where it is wider than the occupation."""

    @property
    def hourly_only(self) -> bool:
        return self.annual_median is None and self.hourly_median is not None

    @property
    def yearly(self) -> int | None:
        """What filters and rankings compare; never made up from an hourly figure."""
        return self.annual_median


class Outlook(Model):
    """BLS projection. Employment and openings are people, growth is per cent over the decade."""

    employment: int
    employment_projected: int
    growth: float
    annual_openings: int
    broader_group: str | None

    @property
    def rapid_growth(self) -> bool:
        return self.growth >= 4.5

    @property
    def many_openings(self) -> bool:
        return self.annual_openings >= 100_000

    @property
    def bright(self) -> bool:
        return self.rapid_growth or self.many_openings


class Preparation(Model):
    education: Education
    experience: Experience
    training: Training
    broader_group: str | None


Score = Annotated[float, Field(ge=1, le=7)]


class InterestProfile(Model):
    """Six occupational interest scores, 1 to 7, in the order R I A S E C."""

    scores: tuple[Score, Score, Score, Score, Score, Score]
    holland_code: Annotated[str, Field(pattern=r"^[RIASEC]{1,3}$")]
    """Top letters as O*NET assigns them (an occupation may have fewer than three)."""

    def score(self, letter: Letter) -> float:
        return self.scores[LETTERS.index(letter)]


class Occupation(Model):
    code: Annotated[str, Field(pattern=ONET_CODE.pattern)]
    title: str
    name: Annotated[str, Field(min_length=2, max_length=40)]
    sentence: Annotated[str, Field(min_length=20, max_length=140)]
    group: Group
    pathways: tuple[str, ...]
    clusters: tuple[str, ...]
    basis: Basis
    job_zone: Annotated[int, Field(ge=1, le=5)] | None
    interests: InterestProfile | None
    pay: Pay | None
    outlook: Outlook | None
    preparation: Preparation | None

    @property
    def soc(self) -> SocCode:
        return soc_of(OnetCode(self.code))

    @property
    def catch_all(self) -> bool:
        """Whether it is the rest of a group ("Other woodworker"): nobody's wish, and without a profile of its own."""
        return self.name.startswith("Other ")


class Technology(Model):
    name: str
    hot: bool
    in_demand: bool


class Rated(Model):
    """A skill, knowledge or work style with its importance, 1 to 5."""

    name: str
    importance: float


class EducationShare(Model):
    """Share of people in an occupation who say this education is required, in per cent."""

    level: str
    share: float


class Major(Model):
    cip: Annotated[str, Field(pattern=r"^\d\d\.\d{4}$")]
    title: str


class CredentialKind(StrEnum):
    LICENCE = "licence"
    CERTIFICATION = "certification"
    DEGREE = "degree"
    CERTIFICATE = "certificate"
    APPRENTICESHIP = "apprenticeship"


class CredentialStatus(StrEnum):
    ACTIVE = "active"
    RETIRED = "retired"


class Credential(Model):
    name: str
    issuer: str
    kind: CredentialKind
    status: CredentialStatus
    note: Annotated[str, Field(max_length=160)]


class Pathway(Model):
    id: str
    """Cluster id, a slash and the pathway's own part: ``finance/accounting``."""
    cluster: str
    title: str
    sentence: Annotated[str, Field(max_length=140)]
    introductory: tuple[str, ...]
    concentrator: tuple[str, ...]
    capstone: tuple[str, ...]
    electives: tuple[str, ...]
    credentials: tuple[str, ...]
    after: Annotated[str, Field(max_length=180)]
    nearest: str | None
    """Id of the nearest pathway with occupations, where this one has none."""
    occupations: tuple[str, ...]


class Cluster(Model):
    id: str
    title: str
    short: Annotated[str, Field(max_length=24)]
    what: Annotated[str, Field(max_length=320)]
    where: Annotated[str, Field(max_length=220)]
    day: Annotated[str, Field(max_length=340)]
    skills: Annotated[tuple[str, ...], Field(min_length=4)]
    fits_you: Annotated[tuple[str, ...], Field(min_length=5, max_length=5)]
    keep_in_mind: Annotated[tuple[str, ...], Field(min_length=3, max_length=3)]
    subjects: tuple[str, ...]
    courses: tuple[str, ...]
    credentials: tuple[Credential, ...]
    pathways: tuple[str, ...]
    occupations: tuple[str, ...]


class SubCluster(Model):
    """2024 framework only."""

    id: str
    cluster: str
    title: str
    occupations: tuple[str, ...]


class Cluster2024(Model):
    id: str
    title: str
    sub_clusters: tuple[str, ...]
    occupations: tuple[str, ...]


class Crosswalk(Model):
    """How a cluster of the 16 maps to one of the 14, by shared occupations; the project's own derivation."""

    cluster: str
    cluster_2024: str
    occupations: int
    share: float
