"""How fast a promise is, and how close to the best that any plan could do.

    python -m bench.viability_promise [--promises 5000] [--cases 2000]

Times promises on 20 resources × 104 weeks with five operations of two to four alternates each, and compares promises for
made-up orders with a mixed-integer program. Prints both and puts them into bench/results/viability.json, next to what
other benchmarks have measured there.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import thread_time
from typing import Any

from tests.oracle.measure import Lateness, lateness_of
from viable.domain.calendars import Calendar
from viable.domain.capacity import Capacity, Resource
from viable.domain.promise import Work, promise
from viable.domain.routings import Alternate, CapacityModel, CustomizationClass, Operation, Routing

RESULTS = Path(__file__).parent / "results" / "viability.json"
NOW = date(2026, 11, 18)
MONDAY = date(2026, 11, 16)
RESOURCES, WEEKS, OPERATIONS = 20, 104, 5
ORDERS_PER_FACTORY = 50


def main() -> None:
    """Measure what the command line says, print it, and keep it."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    arguments.add_argument("--promises", type=int, default=5000, help="promises to time, each way")
    arguments.add_argument("--cases", type=int, default=2000, help="cases to compare with the bound")
    chosen = arguments.parse_args()
    found: dict[str, Any] = {}
    for name, is_contested in (("promise", False), ("promise_contested", True)):
        times = sorted(_times(chosen.promises, is_contested=is_contested))
        found[f"{name}_p50_ms"] = round(statistics.median(times), 3)
        found[f"{name}_p99_ms"] = round(times[int(len(times) * 0.99)], 3)
    found["oracle"] = _oracle(chosen.cases)
    print(json.dumps(found, indent=2))
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept | found, indent=2, sort_keys=True) + "\n")


def _times(promises: int, *, is_contested: bool) -> Iterator[float]:
    """Milliseconds of processor time of each promise (other work on the machine doesn't count), on a snapshot that has not been asked before by the first of 50."""
    for seed in range(-(-promises // ORDERS_PER_FACTORY)):
        random = Random(seed)
        model, capacity = _factory(random, is_contested=is_contested)
        for _ in range(ORDERS_PER_FACTORY):
            work = Work("f", int(10 ** random.uniform(2, 5)), "logo", random.choice([1, 2, 3]))
            wanted_by = NOW + timedelta(days=random.randint(20, 200))
            start = thread_time()
            promise(work, capacity, model, now=NOW, wanted_by=wanted_by)
            yield (thread_time() - start) * 1000


def _factory(random: Random, *, is_contested: bool) -> tuple[CapacityModel, Capacity]:
    """A factory that is full now and half empty in two years; contested: operations share resources."""
    names = [f"r{n}" for n in range(RESOURCES)]
    pool = random.sample(names, RESOURCES)
    operations = []
    for n in range(OPERATIONS):
        ways = random.choice([2, 3, 4])
        chosen = random.sample(names, ways) if is_contested else [pool.pop() for _ in range(ways)]
        alternates = tuple(
            Alternate(name, random.uniform(0.0005, 0.002), random.choice([0.0, 0.5, 1.5])) for name in chosen
        )
        operations.append(Operation(f"o{n}", n, alternates, lag_days=random.choice([0, 1, 2])))
    model = CapacityModel(
        {name: Resource(name, "machine", 8) for name in names},
        {"f": Routing("f", tuple(operations), material_days=2, buffer_days=6)},
        {("f", "logo"): CustomizationClass("logo", approval_days=5)},
        Calendar(),
        safety_days=3,
    )
    actual = {name: tuple(random.choice([32.0, 40.0, 40.0]) for _ in range(WEEKS)) for name in names}
    maximum = {name: tuple(hours * 1.2 for hours in row) for name, row in actual.items()}
    taken = {
        name: tuple(
            hours * min(1.25, max(0.0, random.gauss(0.95 - 0.5 * week / WEEKS, 0.15)))
            for week, hours in enumerate(row)
        )
        for name, row in actual.items()
    }
    return model, Capacity(MONDAY, datetime(2026, 11, 18, 6, tzinfo=UTC), actual, maximum, taken)


def _oracle(cases: int) -> dict[str, int]:
    found = Lateness()
    for seed in range(cases):
        found.count(lateness_of(seed))
    return {
        "cases": found.cases,
        "earlier_than_bound": found.earlier_than_bound,
        "one_week_later": found.one_week_later,
        "later": found.later,
    }


if __name__ == "__main__":
    main()
