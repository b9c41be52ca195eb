"""From weeks to dates: what becomes ready when, and which day one can rely on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from viable.domain.capacity import Band
from viable.domain.jobs import Draft, Job, finish_of
from viable.domain.loading import HOURS_THAT_DO_NOT_COUNT, PIECES_THAT_DO_NOT_COUNT, Loading, Lot
from viable.domain.promised import Partial


def draft(job: Job, band: Band, lots: Mapping[int, Sequence[Lot]] | None = None) -> Draft:
    """The work laid out in time within a band, with these lots at suppliers."""
    lots = lots or {}
    loading, made = job.make(band, lots)
    finish = finish_of(made, job.work.quantity)
    constraint = _constraint(job, band, loading, finish)
    return Draft(band, loading, lots, made, constraint, _partials(job, loading, made, constraint), finish)


def _constraint(job: Job, band: Band, loading: Loading, finish: int | None) -> str | None:
    """The resource that most work waited for; when none did, the fullest of those that the plan uses."""
    waiting: dict[str, float] = defaultdict(float)
    for wait in loading.waits:
        waiting[wait.resource] += wait.hours
    if waiting:
        return max(waiting, key=lambda resource: (waiting[resource], resource))
    hours: dict[str, float] = defaultdict(float)
    for entry in loading.entries:
        if not entry.is_backup:
            hours[entry.resource] += entry.hours
    last = (job.capacity.weeks if finish is None else finish) + 1

    def fullness(resource: str) -> tuple[float, str]:
        limit = sum(job.capacity.limit(resource, band)[job.week : last])
        taken = sum(job.capacity.taken[resource][job.week : last]) + hours[resource]
        return taken / limit if limit else 0.0, resource

    return max(hours, key=fullness, default=None)


def _partials(job: Job, loading: Loading, made: list[float], constraint: str | None) -> tuple[Partial, ...]:
    """Whole pieces that become ready, week by week, each with its range of dates."""
    load_ends = _LoadEnds(job, loading, constraint)
    partials, so_far, counted = [], 0.0, 0
    for week, pieces in enumerate(made):
        if pieces <= 0:
            continue
        so_far += pieces
        whole = int(so_far + PIECES_THAT_DO_NOT_COUNT * 2)
        if whole > counted:
            earliest = last_day(job, week)
            partials.append(Partial(whole - counted, earliest, _safe(job, earliest, load_ends.after(so_far))))
            counted = whole
    return tuple(partials)


def _safe(job: Job, earliest: date, load_end: int) -> date:
    calendar = job.model.calendar
    half_buffer = -(-job.model.routings[job.work.family].buffer_days // 2)
    after_load = calendar.add(last_day(job, load_end), half_buffer)
    return max(calendar.add(earliest, job.model.safety_days), after_load)


def last_day(job: Job, week: int) -> date:
    """The day on which what is made in a week is ready: its last working day."""
    monday = job.capacity.monday(week)
    return job.model.calendar.last_working_day(monday) or monday + timedelta(days=4)


class _LoadEnds:
    """When the constraint has done everything planned before and this order's first pieces; asked in ascending order."""

    def __init__(self, job: Job, loading: Loading, constraint: str | None) -> None:
        self._weeks = sorted(
            (entry.week, entry.hours) for entry in loading.entries if entry.resource == constraint
        )
        self._hours_per_piece = sum(hours for _, hours in self._weeks) / job.work.quantity
        self._place, self._so_far, self._week = 0, 0.0, job.week

    def after(self, pieces: float) -> int:
        """The week in which the constraint has done its part of these pieces; all weeks where it has none."""
        need = pieces * self._hours_per_piece - HOURS_THAT_DO_NOT_COUNT
        while self._so_far < need and self._place < len(self._weeks):
            self._week, hours = self._weeks[self._place]
            self._so_far += hours
            self._place += 1
        return self._week
