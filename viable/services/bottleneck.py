"""The floating bottleneck today: what limits the company and each family, what relief buys, and what limits next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from viable.domain.bottleneck import Bottleneck, bottleneck_of
from viable.ports import Store
from viable.services.company import CompanyReader


@dataclass(frozen=True, slots=True)
class BottleneckReport:
    """One company's bottlenecks.

    Attributes:
        company: of all resources.
        families: of each family's resources, by id, in the playbook's order.
        as_of: when capacity was last told.
    """

    company: Bottleneck
    families: dict[str, Bottleneck]
    as_of: datetime


class Bottlenecks:
    """Reads bottlenecks from live capacity."""

    def __init__(self, store: Store, reader: CompanyReader, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock

    def report(self, weeks: int | None = None) -> BottleneckReport:
        """Bottlenecks over so many weeks from this one on; None takes the breakers' window.

        Raises NotFound before `viable prepare`.
        """
        now = self._clock()
        with self._store.read() as tx:
            company = self._reader.company(tx, now)
        playbook, capacity = company.playbook, company.capacity
        model = playbook.capacity_model
        today = now.astimezone(ZoneInfo(playbook.company.timezone)).date()
        span = weeks or playbook.settings.breakers.window_weeks
        return BottleneckReport(
            bottleneck_of(capacity, model, now=today, weeks=span),
            {
                family: bottleneck_of(capacity, model, now=today, weeks=span, family=family)
                for family in playbook.families
            },
            capacity.as_of,
        )
