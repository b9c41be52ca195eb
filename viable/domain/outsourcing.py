"""Which pieces go to backup suppliers, when the company's own hours don't meet the date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from viable.domain.capacity import Band
from viable.domain.dating import draft, last_day
from viable.domain.jobs import WHOLE_PIECES, Draft, Job
from viable.domain.loading import PIECES_THAT_DO_NOT_COUNT, Lot, weeks_for
from viable.domain.routings import BackupSupplier


def drafts_with_backup(
    job: Job, band: Band, suppliers: Sequence[BackupSupplier], own: Draft, wanted_by: date | None
) -> Iterator[Draft]:
    """Ways to make it with these suppliers: first one that aims at the date asked, then the earliest there is.

    They get what the draft without them (``own``) can't do in time, cheapest premium first, never less than their minimum
    lot.
    """
    division = _Division(job, band, sorted(suppliers, key=lambda supplier: supplier.premium_per_unit))
    if wanted_by is not None:
        short = job.work.quantity - own.ready_by(wanted_by)
        yield from division.drafts(short, _last_week_for(job, wanted_by))
    earliest = _earliest(division, own)
    if earliest:
        yield earliest


def _last_week_for(job: Job, wanted_by: date) -> int:
    """The last week whose pieces are ready, with the safety days, by the date asked."""
    week = min(job.capacity.index_of(wanted_by), job.capacity.weeks - 1)
    while week >= job.week and job.model.calendar.add(last_day(job, week), job.model.safety_days) > wanted_by:
        week -= 1
    return week


def _earliest(division: _Division, own: Draft) -> Draft | None:
    """The draft that ends in the earliest week that suppliers make possible; halving the weeks in question."""
    job = division.job
    made_by = list(accumulate(own.made))
    low, high = job.week, (job.capacity.weeks if own.finish is None else own.finish) - 1
    best = None
    while low <= high:
        week = (low + high) // 2
        short = ceil(job.work.quantity - made_by[week] - PIECES_THAT_DO_NOT_COUNT)
        for found in division.drafts(short, week):
            if found.finish is not None and found.finish <= week:
                best, high = found, found.finish - 1
                break
        else:
            low = week + 1
    return best


class _Division(NamedTuple):
    """Who may take pieces over, cheapest first."""

    job: Job
    band: Band
    ranked: Sequence[BackupSupplier]

    def drafts(self, short: int, last_week: int) -> Iterator[Draft]:
        """Drafts in which suppliers cover what is short by ``last_week``; none when they can't.

        First with no more than that. Where it doesn't do, because own hours lie idle until pieces arrive, suppliers may
        take whatever would have to wait.
        """
        before = None
        for may_take in (short, self.job.work.quantity):
            lots = self._lots(short, may_take, last_week)
            if lots and lots != before:
                found = draft(self.job, self.band, lots)
                if self._keeps_minimum_lots(found):
                    yield found
            before = lots

    def _lots(self, short: int, may_take: int, last_week: int) -> dict[int, list[Lot]]:
        names = {stage.operation: number for number, stage in enumerate(self.job.stages)}
        lots: dict[int, list[Lot]] = {}
        given = 0
        for supplier in self.ranked:
            if given >= short or (supplier.operation is not None and supplier.operation not in names):
                continue
            stage = WHOLE_PIECES if supplier.operation is None else names[supplier.operation]
            wanted = (short if stage == WHOLE_PIECES else may_take) - given
            pieces = min(max(wanted, supplier.minimum_lot), self._most(supplier, last_week, given))
            if pieces >= max(supplier.minimum_lot, 1):
                lead_weeks = weeks_for(supplier.lead_time_days)
                lots.setdefault(stage, []).append(
                    Lot(supplier.id, pieces, supplier.weekly_ceiling, lead_weeks)
                )
                given += pieces
        return lots if given >= short else {}

    def _most(self, supplier: BackupSupplier, last_week: int, given: int) -> int:
        """Pieces that the supplier can deliver by a week, of those that nobody has been given yet."""
        lead_weeks = weeks_for(supplier.lead_time_days)
        deliveries = min(last_week, self.job.capacity.weeks - 1) - self.job.week - lead_weeks + 1
        return min(max(0, deliveries) * supplier.weekly_ceiling, self.job.work.quantity - given)

    def _keeps_minimum_lots(self, found: Draft) -> bool:
        minimum = {supplier.id: supplier.minimum_lot for supplier in self.ranked}
        return all(pieces >= minimum[supplier] - 1 for supplier, pieces in found.outside().items())
