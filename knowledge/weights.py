"""The numbers of matching, in one place. Fitted by tests/benchmarks; read from data/weights.toml where it exists."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.tables import DATA


class Weights(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    names: float = 1.0
    work: float = 0.8
    name_peak: float = 6.0
    work_peak: float = 6.0
    meaning: float = 1.5
    cosine_full: float = 0.5
    said: float = 4.5
    said_peak: float = 6.0
    said_near: float = 1.5
    likely: float = 1.5
    named: float = 0.75
    phrased: float = 0.8
    """How much less sayings count where the whole text is a name, or a phrase that is listed."""
    guess: float = 4.0
    """Of what is learnt of occupations as a whole, beside words and meanings taken one by one."""
    size: float = 0.06
    title: float = 1.0
    title_kind: tuple[float, float, float, float, float] = (0.0, 1.0, 1.4, 1.8, 2.6)
    crowd: float = 0.5
    kind: dict[str, float] = {"name": 2.4, "said": 2.2, "title": 2.6, "interest": 1.8, "cluster": 1.5, "pathway": 1.2}
    longer: float = 1.1
    share_power: float = 1.5
    rank_decay: float = 0.9
    cluster_decay: float = 0.65
    sharpness: float = 3.0
    fold_sharpness: float = 3.0
    fold_depth: int = 60
    second_cluster: float = 0.5
    fold: float = 1.0
    direct: float = 0.85
    cluster_sharpness: float = 3.0
    professor: float = 0.6
    unlisted: float = 0.5
    setting: float = 0.35
    role: float = 1.6
    close: float = 0.15
    confidence: tuple[float, float, float, float, float, float] = (-1.0, 1.5, 0.5, 1.0, 0.5, 1.0)
    """Logistic weights on matching.features; fitted by knowledge.build.calibrate."""
    refuse: float = 0.2
    ask: float = 0.6

    @classmethod
    def load(cls, folder: Path = DATA) -> Weights:
        path = folder / "weights.toml"
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))) if path.exists() else cls()
