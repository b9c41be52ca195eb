"""How long a verdict takes, alone and with its counter-offers, over random requests to the sample company.

    python -m bench.viability_verdict [--requests 400] [--seed 1]

Prints milliseconds as JSON; on a machine that others use, the processor's time (cpu_) says more than the clock. The first requests warm the caches of calendars and conditions and are not counted.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter, process_time

from tests.sample_company import BOSTON, LAS_PALMAS, MELILLA, NOW, TODAY, VIGO, sample_company
from viable.domain.assess import assess
from viable.domain.money import Money
from viable.domain.offering import counter_offers
from viable.domain.request import LEVELS, Place, Request

WARM_UP = 60
PLACES = [
    VIGO,
    LAS_PALMAS,
    MELILLA,
    BOSTON,
    Place("Palma", "ES", "ES-PM", "07001"),
    Place("Lyon", "FR", None, "69001"),
    Place("Berlin", "DE", None, "10115"),
    Place("Porto", "PT", None, "4000-001"),
]


def a_request(chance: random.Random) -> Request:
    """Any request: most of them need a counter-offer."""
    return Request(
        family=chance.choice(["folding_carton", "shipping_box", "bag"]),
        quantity=int(10 ** chance.uniform(2.5, 5.3)),
        customization=chance.choice(LEVELS),
        size="standard",
        place=chance.choice(PLACES),
        deliver_by=TODAY + timedelta(days=chance.randint(2, 90)),
        budget=Money.of(int(10 ** chance.uniform(2.5, 4.5))),
        budget_includes_transport=chance.random() < 0.5,
        budget_includes_tax=chance.random() < 0.5,
        authority=chance.choice(["decides", "shares", "none"]),
    )


def milliseconds(requests: list[Request], work: Callable[[Request], object]) -> dict[str, float]:
    """Percentiles of the time that ``work`` takes, by the clock and of the processor alone."""
    wall, cpu = [], []
    for request in requests:
        start, start_cpu = perf_counter(), process_time()
        work(request)
        wall.append((perf_counter() - start) * 1000)
        cpu.append((process_time() - start_cpu) * 1000)
    return percentiles("", wall[WARM_UP:]) | percentiles("cpu_", cpu[WARM_UP:])


def percentiles(prefix: str, times: list[float]) -> dict[str, float]:
    """50th, 95th and 99th."""
    ordered = sorted(times)
    return {f"{prefix}p{p}_ms": round(ordered[len(ordered) * p // 100], 2) for p in (50, 95, 99)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    requests = [a_request(chance) for _ in range(options.requests + WARM_UP)]
    company = sample_company()

    def full(request: Request) -> None:
        assess(request, company, NOW)
        counter_offers(request, company, NOW)

    result = {
        "requests": options.requests,
        "seed": options.seed,
        "full_verdict": milliseconds(requests, full),
        "assess": milliseconds(requests, lambda request: assess(request, company, NOW)),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
