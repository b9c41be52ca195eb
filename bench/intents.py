"""Measures the intent classifier: cross-validated macro-F1, out-of-scope recall, confusions and speed.

    .venv-rasa/bin/python -m bench.intents [--json] [--confusions N] [--oos FILE]…

Each sentence of `data/<language>/nlu` is judged by a model that has not seen it (five folds, stratified, fixed seed).
A file of `--oos` holds lines `{"text": …, "lang": …}` that are out of scope and were written by others; the model trained
on all sentences judges them. Out of scope counts as recognised when the message ends as `out_of_scope` or `nlu_fallback`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.dialogue.project import read_project
from bot.intents.acts import leading, read_acts
from bot.intents.features import Span, features, fold
from bot.intents.model import IntentModel, train
from bot.intents.reading import spans_in

ROOT = Path(__file__).resolve().parent.parent
FOLDS = 5
REJECTED = ("out_of_scope", "nlu_fallback")


def main() -> None:
    """The figures are printed."""
    options = _options()
    started = time.perf_counter()
    examples = read_project(ROOT).examples
    texts = [example.text for example in examples]
    truths = [example.intent for example in examples]
    spans = [spans_in(example.text, example.language) for example in examples]
    guesses, decided = cross_validate(texts, spans, truths)
    trained = time.perf_counter()
    model = train([features(*sentence) for sentence in zip(texts, spans, strict=True)], truths)
    training_s = time.perf_counter() - trained
    report: dict[str, Any] = {"sentences": len(texts), "training_s": round(training_s, 2)}
    for language in ("es", "en"):
        rows = [i for i, example in enumerate(examples) if example.language == language]
        report[language] = scores([truths[i] for i in rows], [guesses[i] for i in rows])
        report[language]["oos_recall"] = _recall_of_rejection(
            [decided[i] for i in rows if truths[i] == "out_of_scope"]
        )
        report[language]["rejected_wrongly"] = _recall_of_rejection(
            [decided[i] for i in rows if truths[i] != "out_of_scope"]
        )
    report["macro_f1"] = scores(truths, guesses)["macro_f1"]
    for path in options.oos:
        report[f"oos_recall/{path.name}"] = unseen_out_of_scope(model, path, texts)
    report["messages_per_s"] = round(speed(model, texts))
    report["seconds"] = round(time.perf_counter() - started, 1)
    print(json.dumps(report, indent=None if options.json else 2, ensure_ascii=False))
    for (truth, guess), count in confusions(truths, guesses).most_common(options.confusions):
        wrong = [t for t, a, b in zip(texts, truths, guesses, strict=True) if (a, b) == (truth, guess)]
        print(f"{count:4} {truth} → {guess}: {' · '.join(wrong[:6])}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures the intent classifier.")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--confusions", type=int, default=0, help="how many kinds to list")
    parser.add_argument("--oos", type=Path, nargs="*", default=[], help="files of foreign lines")
    return parser.parse_args()


def cross_validate(
    texts: Sequence[str], spans: Sequence[Sequence[Span]], truths: Sequence[str]
) -> tuple[list[str], list[str]]:
    """For each sentence the likeliest intent, and what a message of it alone would end as."""
    from sklearn.model_selection import StratifiedKFold

    found = [features(*sentence) for sentence in zip(texts, spans, strict=True)]
    guesses, decided = [""] * len(texts), [""] * len(texts)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=7)
    for kept, held in folds.split(texts, truths):
        model = train([found[i] for i in kept], [truths[i] for i in kept])
        for i in held:
            guesses[i] = model.rank_features(found[i])[0].intent
            decided[i] = leading(read_acts(texts[i], spans[i], None, model.rank)).intent
    return guesses, decided


def scores(truths: Sequence[str], guesses: Sequence[str]) -> dict[str, Any]:
    """Macro-F1, accuracy and the three intents with the lowest F1."""
    from sklearn.metrics import accuracy_score, f1_score

    intents = sorted(set(truths))
    each = f1_score(truths, guesses, labels=intents, average=None)
    weakest = sorted(zip(each, intents, strict=True))[:3]
    return {
        "macro_f1": round(float(each.mean()), 4),
        "accuracy": round(float(accuracy_score(truths, guesses)), 4),
        "weakest": {intent: round(float(f1), 3) for f1, intent in weakest},
    }


def confusions(truths: Sequence[str], guesses: Sequence[str]) -> Counter[tuple[str, str]]:
    """How often each wrong intent was taken for each right one."""
    return Counter((a, b) for a, b in zip(truths, guesses, strict=True) if a != b)


def unseen_out_of_scope(model: IntentModel, path: Path, known: Sequence[str]) -> dict[str, Any]:
    """Share of the file's lines that are rejected; lines that also teach the model are left out and counted."""
    taught = {fold(text) for text in known}
    lines = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line]
    unseen = [line for line in lines if fold(line) not in taught]
    decided = [leading(read_acts(line, spans_in(line), None, model.rank)).intent for line in unseen]
    return {
        "n": len(unseen),
        "left_out": len(lines) - len(unseen),
        "recall": _recall_of_rejection(decided),
        "taken_for": dict(Counter(d for d in decided if d not in REJECTED).most_common(5)),
    }


def _recall_of_rejection(decided: Sequence[str]) -> float:
    return round(sum(intent in REJECTED for intent in decided) / max(len(decided), 1), 4)


def speed(model: IntentModel, texts: Sequence[str]) -> float:
    """Messages a second, clauses and decision included."""
    some = texts[::5]
    started = time.perf_counter()
    for text in some:
        read_acts(text, [], None, model.rank)
    return len(some) / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
