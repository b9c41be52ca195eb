"""How fast whole messages are read, how that grows with their length, and how much memory it takes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence

from bench.understanding_tasks import context_of
from bench.understanding_values import Line
from bot.extract.reading import read

_LONGEST = 200  # characters of a message, as in the figures to reach
_ROUNDS = 5
_MEMORY = """
import sys
from datetime import datetime, timezone
from pathlib import Path
def resident():
    return int(Path('/proc/self/statm').read_text().split()[1]) * 4096
import yaml, re, json, decimal, datetime as _d, zoneinfo, functools, dataclasses, typing
before = resident()
from bot.extract.model import Context
from bot.extract.reading import read
for language in ('es', 'en'):
    context = Context(datetime(2026, 11, 23, 11, 42, tzinfo=timezone.utc), language)
    for text in ('500 cajas con logo en Vigo para marzo, unos 20k', 'ana@example.com, 600 123 456, 5 ft 2 in'):
        read(text, context)
print(resident() - before)
"""


_FIRST = """
import time
started = time.process_time()
from datetime import datetime, timezone
from bot.extract.model import Context
from bot.extract.reading import read
for language in ('es', 'en'):
    read('500 cajas con logo en Vigo para marzo, unos 20k', Context(datetime(2026, 11, 23, tzinfo=timezone.utc), language))
print(time.process_time() - started)
"""


def report(lines: Iterable[Line]) -> str:
    """Messages a second, median and 99th percentile, growth with length, and added memory."""
    short = [line for line in lines if len(line["text"]) <= _LONGEST]
    times = sorted(_milliseconds(short))
    cut = statistics.quantiles(times, n=100)
    growth = ", ".join(f"{length} characters {ms:.2f} ms" for length, ms in _growth(short))
    return "\n".join(
        (
            f"messages of at most {_LONGEST} characters: {len(short)}, {1000 / statistics.fmean(times):.0f} a second on one core",
            f"p50 {cut[49]:.2f} ms, p99 {cut[98]:.2f} ms, slowest {times[-1]:.2f} ms",
            f"by length: {growth}",
            f"first message in both languages, imports included: {first_message_seconds():.2f} s of processor time",
            f"memory added by reading in both languages: {added_memory() / 2**20:.1f} MiB",
        )
    )


def _milliseconds(lines: Sequence[Line]) -> list[float]:
    """The best of some rounds for each message, so that other processes don't count."""
    best = [float("inf")] * len(lines)
    contexts = [context_of(line) for line in lines]
    for _ in range(_ROUNDS):
        for at, line in enumerate(lines):
            started = time.perf_counter()
            read(line["text"], contexts[at])
            best[at] = min(best[at], (time.perf_counter() - started) * 1000)
    return best


def _growth(lines: Sequence[Line]) -> list[tuple[int, float]]:
    """Time for ever longer messages made of the given ones."""
    joined = " ".join(line["text"] for line in lines[:2000])
    context = context_of(lines[0])
    grown: list[tuple[int, float]] = []
    for length in (200, 400, 800, 1600, 3200, 6400):
        text = (joined * (1 + length // max(1, len(joined))))[:length]
        spent = []
        for _ in range(_ROUNDS):
            started = time.perf_counter()
            read(text, context)
            spent.append((time.perf_counter() - started) * 1000)
        grown.append((length, min(spent)))
    return grown


def added_memory() -> int:
    """Bytes that a fresh process grows by when it reads its first messages in both languages."""
    return int(_told_by_a_fresh_process(_MEMORY))


def first_message_seconds() -> float:
    """Processor time that a fresh process takes to import everything and read one message in each language."""
    return float(_told_by_a_fresh_process(_FIRST))


def _told_by_a_fresh_process(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
