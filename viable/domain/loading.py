"""Forward finite loading: pieces through their operations, week by week, into hours that are free.

Plain lists and floats, because this is what the time of a verdict goes into.

Operations run in order. Each takes what its predecessor has made by then, puts it on its preferred resource as long as
that has free hours in the week, and spills what is left over its alternates. A resource is set up once per design before
its first piece; set-up hours may run over a week's end. Weeks are the resolution: what one operation makes in a week
another may take up in the same week, unless the lags summed up so far reach into a new week: they are rounded up to whole
weeks, so that a piece is never planned to be somewhere earlier than it can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from viable.domain.calendars import DAYS_OF_WORKING_WEEK
from viable.domain.routings import CapacityModel

PIECES_THAT_DO_NOT_COUNT = 1e-6
HOURS_THAT_DO_NOT_COUNT = 1e-9


class Station(NamedTuple):
    """One resource for one operation of this work; hours with efficiency, set-up for all designs."""

    resource: str
    hours_per_unit: float
    setup_hours: float


class Stage(NamedTuple):
    """One operation of this work; ``shift`` is how many weeks after its predecessor a piece gets here."""

    operation: str
    stations: tuple[Station, ...]
    shift: int


class Lot(NamedTuple):
    """Pieces that a backup supplier takes over at one stage."""

    supplier: str
    pieces: float
    weekly_ceiling: int
    lead_weeks: int


class Entry(NamedTuple):
    """What one stage does in one week on one of its stations (or at a supplier, with hours 0)."""

    stage: int
    resource: str
    week: int
    hours: float
    units: float
    is_backup: bool = False


class Wait(NamedTuple):
    """Pieces that a stage had no hours for in a week, as hours on its preferred resource."""

    week: int
    resource: str
    hours: float


class Loading(NamedTuple):
    """The result: ``made`` are finished pieces by week."""

    made: list[float]
    entries: list[Entry]
    waits: list[Wait]


def weeks_for(working_days: int) -> int:
    """Whole weeks that cover these working days."""
    return -(-working_days // DAYS_OF_WORKING_WEEK)


def stages_of(model: CapacityModel, family: str, level: str, designs: int) -> list[Stage]:
    """The stages that a family's pieces run through at a level of customization, in order."""
    multiplier = model.customization(family, level).multiplier
    stages, lag_days, weeks_so_far = [], 0, 0
    for operation in model.operations(family, level):
        stations = []
        for alternate in operation.alternates:
            efficiency = model.resources[alternate.resource].efficiency
            per_unit = alternate.hours_per_unit * multiplier / efficiency
            stations.append(
                Station(alternate.resource, per_unit, alternate.setup_hours * designs / efficiency)
            )
        weeks = weeks_for(lag_days)
        stages.append(Stage(operation.id, tuple(stations), weeks - weeks_so_far))
        weeks_so_far = weeks
        lag_days += operation.lag_days
    return stages


def load_forward(
    stages: Sequence[Stage],
    pieces: float,
    free: Mapping[str, list[float]],
    start: int,
    lots: Mapping[int, Sequence[Lot]] | None = None,
    before: int | None = None,
) -> Loading | None:
    """Everything made as early as it can be, from week ``start`` on; ``free`` has lost the hours taken.

    ``free`` holds hours by resource and week, all lists equally long, and is changed in place. ``lots`` are what suppliers
    take over at most, by stage number, of the pieces that would have to wait for the own resources.
    None when everything has to be made before week ``before`` and isn't.
    """
    weeks = len(next(iter(free.values()))) if before is None else before
    arriving = [0.0] * weeks
    if start < weeks:
        arriving[start] = pieces
    loading = Loading(arriving, [], [])
    for number, stage in enumerate(stages):
        start += stage.shift
        outside = lots.get(number, ()) if lots else ()
        made, left = _run_stage(number, stage, _Arrivals(loading.made, start, pieces, outside), free, loading)
        if before is not None and left > PIECES_THAT_DO_NOT_COUNT:
            return None
        loading = Loading(made, loading.entries, loading.waits)
    return Loading(loading.made, without_vain_setups(loading.entries), loading.waits)


class _Arrivals(NamedTuple):
    """What a stage gets: ``by_week`` of the stage before it, not shifted yet."""

    by_week: list[float]
    start: int
    pieces: float
    lots: Sequence[Lot]


def _run_stage(
    number: int, stage: Stage, arrivals: _Arrivals, free: Mapping[str, list[float]], loading: Loading
) -> tuple[list[float], float]:
    """Pieces that the stage makes by week, and those that it doesn't get to; what it does and what has to wait is added to ``loading``."""
    by_week, start, left, lots = arrivals
    made = [0.0] * len(by_week)
    rows = [free[station.resource] for station in stage.stations]
    setups = [station.setup_hours for station in stage.stations]
    lots_left = [lot.pieces for lot in lots]
    waiting, shift = 0.0, stage.shift
    for week in range(start, len(by_week)):
        waiting += by_week[week - shift]
        if waiting <= PIECES_THAT_DO_NOT_COUNT:
            continue
        units = fill(number, stage, week, waiting, rows, setups, loading.entries)
        made[week] += units
        waiting -= units
        left -= units
        if lots and waiting > PIECES_THAT_DO_NOT_COUNT:
            sent = _send(number, week, waiting, lots, lots_left, made, loading.entries)
            waiting -= sent
            left -= sent
        if waiting > PIECES_THAT_DO_NOT_COUNT:
            first = stage.stations[0]
            loading.waits.append(Wait(week, first.resource, waiting * first.hours_per_unit))
        elif left <= PIECES_THAT_DO_NOT_COUNT:
            break
    return made, left


def fill(
    number: int,
    stage: Stage,
    week: int,
    waiting: float,
    rows: list[list[float]],
    setups: list[float],
    entries: list[Entry],
) -> float:
    """Pieces of those waiting that the stage's resources make this week, the preferred resource first."""
    done = 0.0
    for place, station in enumerate(stage.stations):
        hours = rows[place][week]
        if hours <= HOURS_THAT_DO_NOT_COUNT:
            continue
        setup, units = setups[place], waiting - done
        taken = setup + units * station.hours_per_unit
        if taken > hours:
            taken = hours
            units = (hours - setup) / station.hours_per_unit if setup < hours else 0.0
        setups[place] = setup - taken if setup > taken else 0.0
        rows[place][week] = hours - taken
        entries.append(Entry(number, station.resource, week, taken, units))
        done += units
        if waiting - done <= PIECES_THAT_DO_NOT_COUNT:
            break
    return done


def _send(
    number: int,
    week: int,
    waiting: float,
    lots: Sequence[Lot],
    lots_left: list[float],
    made: list[float],
    entries: list[Entry],
) -> float:
    """Pieces that leave for suppliers this week; they are back, made, after the lead time."""
    sent = 0.0
    for place, lot in enumerate(lots):
        units = min(waiting - sent, lots_left[place], lot.weekly_ceiling)
        if units <= PIECES_THAT_DO_NOT_COUNT:
            continue
        lots_left[place] -= units
        sent += units
        if week + lot.lead_weeks < len(made):
            made[week + lot.lead_weeks] += units
            entries.append(Entry(number, lot.supplier, week, 0.0, units, is_backup=True))
    return sent


def without_vain_setups(entries: list[Entry]) -> list[Entry]:
    """The entries but those on a station that was set up and then made nothing."""
    useful = {(entry.stage, entry.resource) for entry in entries if entry.units > 0}
    return [entry for entry in entries if (entry.stage, entry.resource) in useful]
