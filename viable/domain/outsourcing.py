"""Which pieces go to backup suppliers, when the company's own hours don't meet the date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from math import ceil

from viable.domain.capacity import Band
from viable.domain.dating import draft
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
    ranked = sorted(suppliers, key=lambda supplier: supplier.premium_per_unit)
    if wanted_by is not None:
        last_week = job.capacity.index_of(wanted_by)
        lots = _divide(job, ranked, job.work.quantity - own.ready_by(wanted_by), last_week)
        if lots:
            yield draft(job, band, lots)
    earliest = _earliest(job, band, ranked, own)
    if earliest:
        yield earliest


def _earliest(job: Job, band: Band, ranked: Sequence[BackupSupplier], own: Draft) -> Draft | None:
    """The draft that ends in the earliest week that suppliers make possible; halving the weeks in question."""
    made_by = list(accumulate(own.made))
    low, high = job.week, (job.capacity.weeks if own.finish is None else own.finish) - 1
    best = None
    while low <= high:
        week = (low + high) // 2
        short = ceil(job.work.quantity - made_by[week] - PIECES_THAT_DO_NOT_COUNT)
        lots = _divide(job, ranked, short, week)
        found = draft(job, band, lots) if lots else None
        if found and found.finish is not None and found.finish <= week:
            best, high = found, found.finish - 1
        else:
            low = week + 1
    return best


def _divide(
    job: Job, ranked: Sequence[BackupSupplier], short: int, last_week: int
) -> Mapping[int, Sequence[Lot]]:
    """Lots that cover what is short by ``last_week``; empty when the suppliers can't."""
    names = {stage.operation: number for number, stage in enumerate(job.stages)}
    lots: dict[int, list[Lot]] = {}
    given = 0
    for supplier in ranked:
        if supplier.operation is not None and supplier.operation not in names:
            continue
        lead_weeks = weeks_for(supplier.lead_time_days)
        stage = WHOLE_PIECES if supplier.operation is None else names[supplier.operation]
        deliveries = max(0, min(last_week, job.capacity.weeks - 1) - job.week - lead_weeks + 1)
        most = min(deliveries * supplier.weekly_ceiling, job.work.quantity - given)
        pieces = min(max(short - given, supplier.minimum_lot), most)
        if given < short and pieces >= max(supplier.minimum_lot, 1):
            lots.setdefault(stage, []).append(Lot(supplier.id, pieces, supplier.weekly_ceiling, lead_weeks))
            given += pieces
    return lots if given >= short else {}
