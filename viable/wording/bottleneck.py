"""Bottlenecks as JSON for the console and as lines for people."""

from __future__ import annotations

from datetime import date, datetime
from math import isfinite

from pydantic import BaseModel, Field

from viable.domain.bottleneck import Bottleneck, Fullness
from viable.domain.errors import NotFound
from viable.services.bottleneck import BottleneckReport


class Full(BaseModel):
    """How full one resource is; `ratio` and `queue_factor` are null when there is no end to them."""

    resource: str
    taken_hours: float
    actual_hours: float
    ratio: float | None
    queue_factor: float | None


class Week(BaseModel):
    """The fullest resource of the week that begins on `week`; null in a week in which nobody works."""

    week: date
    fullest: Full | None


class Limit(BaseModel):
    """What limits the company (`scope` is "company") or a family (its id)."""

    scope: str
    now: Full
    next: Full | None
    useful_relief: float | None = Field(
        description="extra hours on the first resource that still help, as a share; null: as many as you like"
    )
    relief: float
    gain: float = Field(description="extra work that `relief` lets through, as a share")
    ranking: list[Full]
    forecast: list[Week]


class BottleneckTold(BaseModel):
    """Every limit asked for, the company's first."""

    as_of: datetime
    limits: list[Limit]


def told_of(report: BottleneckReport, relief: float, family: str = "") -> BottleneckTold:
    """The report with what ``relief`` (0.1 is 10 %) buys, or that of one family; raises NotFound for an unknown one."""
    if family and family not in report.families:
        raise NotFound(f"no product family {family!r}; there are {', '.join(report.families)}")
    chosen = {family: report.families[family]} if family else {"company": report.company, **report.families}
    return BottleneckTold(
        as_of=report.as_of, limits=[_limit(scope, found, relief) for scope, found in chosen.items()]
    )


def lines_of(told: BottleneckTold) -> list[str]:
    """The limits for somebody at a terminal."""
    lines = [line for limit in told.limits for line in _lines(limit)]
    return [*lines, f"Capacity as of {told.as_of.isoformat()}."]


def _limit(scope: str, found: Bottleneck, relief: float) -> Limit:
    return Limit(
        scope=scope,
        now=_full(found.now),
        next=_full(found.next) if found.next else None,
        useful_relief=_finite(found.useful_relief),
        relief=relief,
        gain=found.gain(relief),
        ranking=[_full(one) for one in found.ranking],
        forecast=[
            Week(week=one.week, fullest=_full(one.fullest) if one.fullest else None) for one in found.forecast
        ],
    )


def _full(one: Fullness) -> Full:
    return Full(
        resource=one.resource,
        taken_hours=one.taken_hours,
        actual_hours=one.actual_hours,
        ratio=_finite(one.ratio),
        queue_factor=_finite(one.queue_factor),
    )


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _lines(limit: Limit) -> list[str]:
    lines = [f"{limit.scope}: {limit.now.resource}, {_percent(limit.now.ratio)} full"]
    if limit.next is None:
        lines.append("  nothing else would limit")
    else:
        most = (
            "any relief helps"
            if limit.useful_relief is None
            else f"{_percent(limit.useful_relief)} more helps"
        )
        lines.append(f"  {most}, then {limit.next.resource} limits ({_percent(limit.next.ratio)} full)")
    lines.append(f"  {_percent(limit.relief)} more hours on it let {_percent(limit.gain)} more through")
    weeks = [
        f"{week.week.isoformat()} {week.fullest.resource} {_percent(week.fullest.ratio)}"
        if week.fullest
        else f"{week.week.isoformat()} closed"
        for week in limit.forecast
    ]
    return [*lines, f"  by week: {' · '.join(weeks)}"]


def _percent(ratio: float | None) -> str:
    return "without end" if ratio is None else f"{100 * ratio:.1f} %"
