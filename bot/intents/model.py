"""A linear classifier of sentences over sparse features, trained in seconds and read without pickle."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.intents.features import Span, features

FEWEST_SENTENCES = 2  # a feature of one sentence alone teaches that sentence, not the language
STRENGTH = 3.0  # inverse of the regularisation; chosen by cross-validation (bench/intents.py)
HELD_OUT = 4  # every fourth sentence judges the temperature


@dataclass(frozen=True)
class Guess:
    """One intent and how likely it is, 0 to 1."""

    intent: str
    confidence: float


class IntentModel:
    """Ranks intents for a sentence; the confidences are calibrated and sum to one."""

    def __init__(
        self,
        intents: Sequence[str],
        vocabulary: dict[str, int],
        weights: Any,
        bias: Any,
        temperature: float,
    ) -> None:
        self.intents = list(intents)
        self.vocabulary = vocabulary
        self.weights = weights
        self.bias = bias
        self.temperature = temperature

    def rank(self, text: str, spans: Sequence[Span] = ()) -> list[Guess]:
        """All intents, likeliest first, for a sentence in which values were read at `spans`."""
        return self.rank_features(features(text, spans))

    def rank_features(self, found: set[str]) -> list[Guess]:
        """All intents, likeliest first, for a sentence of which this is true."""
        known = [self.vocabulary[name] for name in found if name in self.vocabulary]
        logits = self.bias
        if known:
            rows = self.weights[known]
            length = math.sqrt(float(np.square(rows[:, -1]).sum()))
            logits = rows[:, :-1].sum(axis=0) / length + self.bias
        likelihood = np.exp((logits - logits.max()) / self.temperature)
        likelihood /= likelihood.sum()
        order = np.argsort(-likelihood)
        return [Guess(self.intents[i], float(likelihood[i])) for i in order]

    def save(self, folder: Path) -> None:
        """The model is in `folder`, as arrays and JSON."""
        np.savez(folder / "weights.npz", weights=self.weights, bias=self.bias)
        words = sorted(self.vocabulary, key=self.vocabulary.__getitem__)
        facts = {"intents": self.intents, "temperature": self.temperature, "vocabulary": words}
        (folder / "model.json").write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """The model that `save` left in `folder`."""
        facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            weights, bias = arrays["weights"], arrays["bias"]
        vocabulary = {name: at for at, name in enumerate(facts["vocabulary"])}
        return cls(facts["intents"], vocabulary, weights, bias, facts["temperature"])


def train(found: Sequence[set[str]], intents: Sequence[str]) -> IntentModel:
    """A model of the sentences with these features; its temperature is fitted on sentences held out in turn."""
    return _fit(found, intents, _fit_temperature(found, intents))


def _fit(found: Sequence[set[str]], intents: Sequence[str], temperature: float) -> IntentModel:
    from sklearn.svm import LinearSVC

    vocabulary, idf = _vocabulary(found)
    classifier = LinearSVC(C=STRENGTH, class_weight="balanced", random_state=0, tol=1e-3)
    classifier.fit(_matrix(found, vocabulary, idf), list(intents))
    weighted = classifier.coef_.T * idf[:, None]  # idf once in training's values, once here
    weights = np.hstack([weighted, idf[:, None]]).astype(np.float32)
    bias = classifier.intercept_.astype(np.float32)
    return IntentModel(list(classifier.classes_), vocabulary, weights, bias, temperature)


def _vocabulary(found: Sequence[set[str]]) -> tuple[dict[str, int], Any]:
    counts = Counter(name for names in found for name in names)
    kept = sorted(name for name, count in counts.items() if count >= FEWEST_SENTENCES)
    idf = np.array([1.0 + math.log(len(found) / counts[name]) for name in kept])
    return {name: at for at, name in enumerate(kept)}, idf


def _matrix(found: Iterable[set[str]], vocabulary: dict[str, int], idf: Any) -> Any:
    """One row per sentence: the idf of its features, as a vector of length one."""
    from scipy.sparse import csr_matrix

    columns: list[int] = []
    ends = [0]
    values: list[Any] = []
    for names in found:
        known = sorted(vocabulary[name] for name in names if name in vocabulary)
        row = idf[known]
        values.extend(row / max(float(np.sqrt(np.square(row).sum())), 1e-9))
        columns.extend(known)
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(ends) - 1, len(vocabulary)))


def _fit_temperature(found: Sequence[set[str]], intents: Sequence[str]) -> float:
    """The softmax temperature under which sentences held out are likeliest: it makes confidences honest."""
    kept = [i for i in range(len(found)) if i % HELD_OUT]
    model = _fit([found[i] for i in kept], [intents[i] for i in kept], 1.0)
    truths: list[float] = []
    logits: list[list[float]] = []
    for i in range(0, len(found), HELD_OUT):
        scores = {g.intent: math.log(g.confidence) for g in model.rank_features(found[i])}
        if intents[i] in scores:
            logits.append(list(scores.values()))
            truths.append(scores[intents[i]])
    table, right = np.array(logits), np.array(truths)
    candidates = [0.02 * 1.15**step for step in range(32)]

    def surprise(temperature: float) -> float:
        scaled = table / temperature
        top = scaled.max(axis=1, keepdims=True)
        norm = np.log(np.exp(scaled - top).sum(axis=1)) + top[:, 0]
        return float((norm - right / temperature).sum())

    return min(candidates, key=surprise)
