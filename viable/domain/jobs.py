"""One order to be promised, and the drafts of its plan that a promise chooses between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from viable.domain.capacity import Band, Capacity
from viable.domain.contention import is_contested, load_downstream_first, sparing, uncontested
from viable.domain.loading import (
    PIECES_THAT_DO_NOT_COUNT,
    Loading,
    Lot,
    Stage,
    load_forward,
    stages_of,
)
from viable.domain.promised import Partial, Work
from viable.domain.routings import CapacityModel

WHOLE_PIECES = -1
"""The stage number of lots that a supplier makes from start to end."""


class Draft(NamedTuple):
    """One way to make it.

    Attributes:
        made: pieces ready to ship by week.
        constraint: the resource that limits it most; None when suppliers make all of it.
        partials: with their dates, as far as they can be promised.
        finish: week of the last piece; None when it lies beyond what is known.
    """

    band: Band
    loading: Loading
    lots: Mapping[int, Sequence[Lot]]
    made: list[float]
    constraint: str | None
    partials: tuple[Partial, ...]
    finish: int | None

    @property
    def promised(self) -> int:
        """Pieces that have a date."""
        return sum(partial.quantity for partial in self.partials)

    def outside(self) -> dict[str, float]:
        """Pieces by supplier, of those that get any."""
        pieces = {lot.supplier: float(lot.pieces) for lot in self.lots.get(WHOLE_PIECES, ())}
        for entry in self.loading.entries:
            if entry.is_backup:
                pieces[entry.resource] = pieces.get(entry.resource, 0.0) + entry.units
        return pieces

    def ready_by(self, day: date) -> int:
        """Pieces whose safe date lies within ``day``."""
        return sum(partial.quantity for partial in self.partials if partial.safe <= day)


@dataclass(frozen=True, slots=True)
class Job:
    """The work, where it starts, and what it runs on.

    Attributes:
        stages: the operations of this work, in order.
        artwork_by: approval on which the start depends; None when there is nothing to approve.
        starts: first day on which anything is made; ``week`` its number in the snapshot.
        share: which part of that week's hours its remaining working days are.
    """

    work: Work
    capacity: Capacity
    model: CapacityModel
    stages: tuple[Stage, ...]
    artwork_by: date | None
    starts: date
    week: int
    share: float

    @classmethod
    def of(cls, work: Work, capacity: Capacity, model: CapacityModel, now: date) -> Job:
        """The job as it looks today."""
        artwork_by, starts = _start(work, model, now)
        monday = starts - timedelta(days=starts.weekday())
        whole = model.calendar.working_days_from(monday)
        share = model.calendar.working_days_from(starts) / whole if whole else 0.0
        week = capacity.index_of(starts)
        if week < 0:
            week, share = 0, 1.0
        stages = stages_of(model, work.family, work.customization, work.designs)
        return cls(work, capacity, model, tuple(stages), artwork_by, starts, week, share)

    def has_figures(self) -> bool:
        """Whether every operation has a resource whose hours are known."""
        known = self.capacity.actual
        return all(any(station.resource in known for station in stage.stations) for stage in self.stages)

    def free(self, band: Band) -> dict[str, list[float]]:
        """Hours that may be filled, by resource and week: only the rest of the week in which the work starts."""
        capacity, free = self.capacity, {}
        for stage in self.stages:
            for station in stage.stations:
                resource = station.resource
                if resource not in free:
                    known = resource in capacity.actual
                    free[resource] = list(capacity.free(resource, band)) if known else [0.0] * capacity.weeks
        if self.week < capacity.weeks:
            for hours in free.values():
                hours[self.week] *= self.share
        return free

    def make(self, band: Band, lots: Mapping[int, Sequence[Lot]]) -> tuple[Loading, list[float]]:
        """The loading with these lots at suppliers that ends first, and all pieces ready to ship by week."""
        whole = lots.get(WHOLE_PIECES, ())
        own = self.work.quantity - sum(lot.pieces for lot in whole)
        loading = self._load_own(own, band, lots)
        made = list(loading.made) if whole else loading.made
        for lot in whole:
            left = lot.pieces
            for week in range(self.week + lot.lead_weeks, len(made)):
                units = min(left, lot.weekly_ceiling)
                made[week] += units
                left -= units
        return loading, made

    def _load_own(self, pieces: float, band: Band, lots: Mapping[int, Sequence[Lot]]) -> Loading:
        best = load_forward(self.stages, pieces, self.free(band), self.week, lots)
        assert best is not None, "without a week to keep, there is always a loading"
        if not best.waits or not is_contested(self.stages):
            return best
        alone, hours = uncontested(self.stages, self.free(band))
        ideal = load_forward(alone, pieces, hours, self.week, lots, self._end(best, pieces))
        if ideal is None:
            return best
        for stages in sparing(self.stages):
            end = self._end(best, pieces)
            if lots:
                again = load_forward(stages, pieces, self.free(band), self.week, lots, end)
            else:
                again = load_downstream_first(stages, pieces, self.free(band), self.week, end)
            best = again or best
            if self._end(best, pieces) <= self._end(ideal, pieces):
                break
        return best

    def _end(self, loading: Loading, pieces: float) -> int:
        """The week in which a loading ends; after all weeks when it doesn't."""
        finish = finish_of(loading.made, pieces)
        return self.capacity.weeks if finish is None else finish


def _start(work: Work, model: CapacityModel, now: date) -> tuple[date | None, date]:
    """The approval day, and the first day of work: after approval, engineering and the arrival of material."""
    customization = model.customization(work.family, work.customization)
    artwork_by = None
    if customization.approval_days:
        artwork_by = work.approved_on or model.calendar.add(now, customization.approval_days)
    waits = customization.engineering_days + model.routings[work.family].material_days
    return artwork_by, model.calendar.add(max(now, artwork_by or now), waits + 1)


def finish_of(made: Sequence[float], quantity: float) -> int | None:
    """The week in which the last of ``quantity`` pieces is ready."""
    left = quantity - PIECES_THAT_DO_NOT_COUNT
    for week, pieces in enumerate(made):
        left -= pieces
        if left <= 0:
            return week
    return None
