"""A hundred whole conversations on a running Viable: memory of all processes, time of a turn.

    python -m bench.conversations [--conversations 100] [--at-once 4]

starts Viable in a temporary folder, plays the conversations through the public chat interface and writes
``bench/results/conversations.json``: ``memory_mb`` (PSS, before and after), ``turn_ms`` (from sending to the answer being
stored: p50, p95), ``turns_per_s``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests

from tests.installation import Installation, running

RESULT = Path(__file__).parent / "results" / "conversations.json"
TALKS = (
    (
        "es",
        "hola, quiero 5000 cajas de envío estándar con logo",
        "¿cómo se paga?",
        "a Vigo, lo antes posible",
        "20000 euros todo incluido",
        "lo decido yo",
        "Ana Ruiz, Conservas Ría, ana@conservasria.example, acepto",
    ),
    (
        "en",
        "hi, we need 3000 bags with our logo",
        "why do you ask?",
        "to Porto, no rush",
        "sorry, 4000",
        "I don't know the budget",
        "it's my decision",
        "Ann Reed, Reed Foods, ann@reedfoods.example, I agree",
    ),
    (
        "es",
        "1000 estuches con mi marca a Las Palmas para dentro de 3 semanas",
        "estándar",
        "la B",
        "sí",
        "asdf qwer",
    ),
)


class Talk:
    """One visitor who says all of a talk, waiting for each answer."""

    def __init__(self, url: str, number: int) -> None:
        self._url = f"{url}/api/chat"
        self._http = requests.Session()
        self._http.headers["X-Forwarded-For"] = f"10.79.{number >> 8}.{number & 255}"
        self._number = number

    def turns_ms(self) -> Iterator[float]:
        """How long each message took to be answered."""
        language, *texts = TALKS[self._number % len(TALKS)]
        body = {"page": self._url, "language": language, "timezone": "Europe/Madrid"}
        self._http.headers["Authorization"] = f"Bearer {self._post('conversations', body)['token']}"
        for text in texts:
            started = time.perf_counter()
            page = self._post("messages", {"client_id": str(uuid4()), "after": 0, "text": text})
            while page["state"]["is_thinking"]:
                time.sleep(0.01)
                page = self._http.get(f"{self._url}/messages", params={"after": 10_000}, timeout=30).json()
            yield (time.perf_counter() - started) * 1000

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._http.post(f"{self._url}/{path}", json=body, timeout=30)
        answer.raise_for_status()
        result: dict[str, Any] = answer.json()
        return result


def measure(installation: Installation, conversations: int, at_once: int) -> dict[str, Any]:
    """The figures described above."""
    before = memory_mb(installation)
    started = time.perf_counter()
    with ThreadPoolExecutor(at_once) as visitors:
        rows = visitors.map(
            lambda number: list(Talk(installation.url, number).turns_ms()), range(conversations)
        )
        turns = sorted(turn for row in rows for turn in row)
    spent = time.perf_counter() - started
    return {
        "conversations": conversations,
        "turns": len(turns),
        "memory_mb": {"before": round(before), "after": round(memory_mb(installation))},
        "turn_ms": {
            "p50": round(statistics.median(turns), 1),
            "p95": round(turns[int(len(turns) * 0.95)], 1),
        },
        "turns_per_s": round(len(turns) / spent, 1),
    }


def memory_mb(installation: Installation) -> float:
    """Proportional set size of all processes together."""
    return sum(float(process.memory_full_info().pss) for process in installation.processes()) / 1e6


def main() -> None:
    """Measures, prints and writes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--conversations", type=int, default=100)
    parser.add_argument("--at-once", type=int, default=4)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="viable-") as folder, running(Path(folder)) as installation:
        result = measure(installation, asked.conversations, asked.at_once)
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
