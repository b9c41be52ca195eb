"""When can it be ready, and how much by the date asked: capable-to-promise over weekly buckets.

Sources: forward finite loading with alternates by priority and the forms of the figures from frePPLe; the safe date from
simplified drum-buffer-rope (Schragenheim and Dettmer): end of the planned load on the constraint plus half a production
buffer, of which the later of it and capable-to-promise is quoted. ``docs/capacity.md`` has a worked example.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from viable.domain.capacity import Band, Capacity
from viable.domain.dating import draft
from viable.domain.errors import BadInput
from viable.domain.jobs import Draft, Job
from viable.domain.loading import HOURS_THAT_DO_NOT_COUNT, PIECES_THAT_DO_NOT_COUNT, Wait
from viable.domain.outsourcing import drafts_with_backup
from viable.domain.promised import BackupUse, Binding, Obstacle, Partial, PlanStep, Promise, Work
from viable.domain.routings import BackupSupplier, CapacityModel

__all__ = ["BackupUse", "Binding", "Obstacle", "Partial", "PlanStep", "Promise", "Work", "promise"]

CENT = Decimal("0.01")


def promise(
    work: Work,
    capacity: Capacity,
    model: CapacityModel,
    *,
    now: date,
    wanted_by: date | None = None,
    band: Band = "actual",
    backups: Collection[str] = (),
) -> Promise:
    """The promise for this work on this capacity; takes nothing, changes nothing, says the same when asked again.

    Normal hours of the company's own resources come first; overtime, then suppliers, only as far as they are allowed and
    only when the date asked can't be met otherwise. Without a date, the earlier the better: they are used when they bring
    it forward.

    Args:
        work: what has to be made.
        capacity: the buckets, at one moment.
        model: resources, routings, customization classes, suppliers and the factory's calendar.
        now: today at the factory; work starts on the day after it at the earliest.
        wanted_by: day on which it should be ready at the factory (transit already taken off).
        band: how far it may promise: the actual hours, or overtime up to the maximum.
        backups: ids of the suppliers whose premium is worth it here.

    Raises:
        BadInput: no such family, or a backup supplier that isn't known.
    """
    suppliers = _suppliers(work, model, backups)
    job = Job.of(work, capacity, model, now)
    if model.customization(work.family, work.customization).outside_standard:
        return _nothing(job, wanted_by, "outside_standard")
    if not job.has_figures():
        return _nothing(job, wanted_by, "no_figures")
    best: Draft | None = None
    for found in _drafts(job, band, suppliers, wanted_by):
        if best is None or _rank(found) < _rank(best):
            best = found
        if wanted_by is not None and best.ready_by(wanted_by) == work.quantity:
            break
    assert best is not None, "there is always a draft in normal hours"
    return _promise_of(job, best, wanted_by)


def _suppliers(work: Work, model: CapacityModel, ids: Collection[str]) -> list[BackupSupplier]:
    unknown = set(ids) - {supplier.id for supplier in model.backups}
    if unknown:
        raise BadInput(f"no backup supplier {', '.join(sorted(unknown))}")
    return [supplier for supplier in model.backups if supplier.id in ids and supplier.family == work.family]


def _drafts(job: Job, band: Band, suppliers: list[BackupSupplier], wanted_by: date | None) -> Iterator[Draft]:
    """Ways to make it, the cheapest first; each is only worked out when it is asked for."""
    own = draft(job, "actual")
    yield own
    if band == "maximum":
        own = draft(job, "maximum")
        yield own
    if suppliers:
        yield from drafts_with_backup(job, band, suppliers, own, wanted_by)


def _rank(found: Draft) -> tuple[int, date]:
    """More pieces promised before fewer, then the earlier safe date; the first of equals is the cheapest."""
    return -found.promised, found.partials[-1].safe if found.partials else date.max


def _nothing(job: Job, wanted_by: date | None, obstacle: Obstacle) -> Promise:
    return Promise(
        quantity=job.work.quantity,
        earliest=None,
        safe=None,
        quantity_by_date=None if wanted_by is None else 0,
        partials=(),
        binding=(),
        binding_resource=None,
        plan=(),
        backups=(),
        overtime_hours=0.0,
        overtime_premium=Decimal(0),
        artwork_by=job.artwork_by,
        starts=job.starts,
        obstacle=obstacle,
        as_of=job.capacity.as_of,
    )


def _promise_of(job: Job, found: Draft, wanted_by: date | None) -> Promise:
    is_complete = found.promised == job.work.quantity
    last = found.partials[-1] if is_complete else None
    overtime_hours, overtime_premium = _overtime(job, found)
    return Promise(
        quantity=job.work.quantity,
        earliest=last.earliest if last else None,
        safe=last.safe if last else None,
        quantity_by_date=None if wanted_by is None else found.ready_by(wanted_by),
        partials=found.partials,
        binding=_binding(job, found.loading.waits),
        binding_resource=found.constraint,
        plan=_plan(job, found),
        backups=_backup_uses(job, found),
        overtime_hours=overtime_hours,
        overtime_premium=overtime_premium,
        artwork_by=job.artwork_by,
        starts=job.starts,
        obstacle=None if is_complete else "beyond_horizon",
        as_of=job.capacity.as_of,
    )


def _plan(job: Job, found: Draft) -> tuple[PlanStep, ...]:
    first = job.capacity.first_week
    weeks = {entry.week for entry in found.loading.entries}
    mondays = {week: first + timedelta(weeks=week) for week in weeks}
    names = [stage.operation for stage in job.stages]
    return tuple(
        PlanStep(names[stage], resource, mondays[week], hours, units, is_backup)
        for stage, resource, week, hours, units, is_backup in found.loading.entries
    )


def _binding(job: Job, waits: list[Wait]) -> tuple[Binding, ...]:
    """The resource that most work waited for in each week, in order of weeks."""
    worst: dict[int, Wait] = {}
    for wait in waits:
        if wait.week not in worst or wait.hours > worst[wait.week].hours:
            worst[wait.week] = wait
    return tuple(
        Binding(job.capacity.monday(week), worst[week].resource, worst[week].hours) for week in sorted(worst)
    )


def _overtime(job: Job, found: Draft) -> tuple[float, Decimal]:
    """Hours of this plan above the actual ones, and what they cost more."""
    if found.band == "actual":
        return 0.0, Decimal(0)
    hours: dict[tuple[str, int], float] = {}
    for entry in found.loading.entries:
        if not entry.is_backup:
            cell = entry.resource, entry.week
            hours[cell] = hours.get(cell, 0.0) + entry.hours
    total, premium = 0.0, Decimal(0)
    free = {resource: job.capacity.free(resource, "actual") for resource, _ in hours}
    for (resource, week), own in hours.items():
        normal = free[resource][week] * (job.share if week == job.week else 1.0)
        if own - normal > HOURS_THAT_DO_NOT_COUNT:
            total += own - normal
            premium += Decimal(own - normal) * job.model.resources[resource].overtime_premium_per_hour
    return total, premium.quantize(CENT)


def _backup_uses(job: Job, found: Draft) -> tuple[BackupUse, ...]:
    suppliers = {supplier.id: supplier for supplier in job.model.backups}
    uses = []
    for name, pieces in found.outside().items():
        supplier, whole = suppliers[name], ceil(pieces - PIECES_THAT_DO_NOT_COUNT)
        premium = (supplier.premium_per_unit * whole).quantize(CENT)
        uses.append(BackupUse(name, supplier.operation, whole, premium))
    return tuple(uses)
