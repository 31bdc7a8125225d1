"""What answers about a cluster's own activities add to its match. Knows no letters and no order of asking.

Six letters cannot tell computing from biology or a court from an office, so the activities of a cluster count
besides them: their mean, drawn to neutral as long as few were answered.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.interests.items import LEAST, MOST, NEUTRAL, ItemBank
from knowledge.interests.measurement import Answers, Array

_REACH = 0.3
"""What a cluster whose activities are all loved gains, in units of the match."""
_PRIOR = 1.5
"""As many answers as neutral counts for."""
_DEVIATION = 0.5
"""Of liking for a field among people, as a share of what loving it all gains."""
_EXPECTED = 0.3
"""How far above neutral people answer in a cluster their letters match fully: only what goes beyond it is news."""
# Where the letters see least, activities say more. Computing: of 1,541 people who studied it only 24.5% have it among
# their top three by letters. The other four: where simulated students (quiz_people) found their field least; no
# person's answers to activities are behind any number here.
_UNSEEN = {
    "information-technology": 1.35,
    "law-public-safety-corrections-security": 1.45,
    "government-public-administration": 1.25,
    "agriculture-food-natural-resources": 1.2,
    "human-services": 1.1,
}


def reach(cluster: str) -> float:
    return _REACH * _UNSEEN.get(cluster, 1.0)


def appeal(bank: ItemBank, clusters: Sequence[str], matches: Array, answers: Answers) -> Array:
    """What to add to each cluster's match; zero where nothing was asked."""
    count = _counts(bank, clusters, answers)
    total = dict.fromkeys(clusters, 0.0)
    for id in sorted(answers):
        if cluster := bank.items[id].cluster:
            total[cluster] += (answers[id] - NEUTRAL) / ((MOST - LEAST) / 2)
    values = zip(clusters, matches, strict=True)
    return np.array([reach(c) * (total[c] - _EXPECTED * match * count[c]) / (count[c] + _PRIOR) for c, match in values])


def doubt(bank: ItemBank, clusters: Sequence[str], answers: Answers) -> Array:
    """Standard deviation of each cluster's appeal still open."""
    count = _counts(bank, clusters, answers)
    return np.array([_DEVIATION * reach(cluster) * (_PRIOR / (count[cluster] + _PRIOR)) ** 0.5 for cluster in clusters])


def _counts(bank: ItemBank, clusters: Sequence[str], answers: Answers) -> dict[str, int]:
    asked = [bank.items[id].cluster for id in answers]
    return {cluster: asked.count(cluster) for cluster in clusters}
