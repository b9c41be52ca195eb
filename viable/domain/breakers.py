"""Operational circuit breakers: closed, warning at 100 % of the load that can be carried, open at 120 %.

One state machine for every scope (a resource, a family, the company). Getting worse counts at once; getting better only
below a lower line, and only after the state has lasted its minimum dwell, so that a load around a line doesn't switch
campaigns on and off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from viable.domain.errors import BadInput

State = Literal["closed", "warning", "open"]


@dataclass(frozen=True, slots=True)
class BreakerLimits:
    """Where a breaker changes its state: ratios of hours taken to actual hours, over the lead-time window.

    Attributes:
        warn_at: from here on it warns.
        open_at: from here on it is open.
        ease_below: an open breaker goes back to warning below this.
        resume_below: a warning (or open) breaker closes below this.
        minimum_dwell: how long a state lasts before it may get better.
    """

    warn_at: float = 1.0
    open_at: float = 1.2
    ease_below: float = 1.1
    resume_below: float = 0.92
    minimum_dwell: timedelta = timedelta(hours=12)

    def __post_init__(self) -> None:
        if not 0 < self.resume_below < self.warn_at <= self.ease_below < self.open_at:
            raise BadInput(
                "a breaker's limits rise: resume_below < warn_at <= ease_below < open_at, "
                f"not {self.resume_below}, {self.warn_at}, {self.ease_below}, {self.open_at}"
            )
        if self.minimum_dwell < timedelta(0):
            raise BadInput("a breaker's minimum dwell is not negative")


@dataclass(frozen=True, slots=True)
class Breaker:
    """The state of one scope.

    Attributes:
        scope: ``resource:printing``, ``family:bag`` or ``company``.
        since: when this state began.
        ratio: the load ratio that was seen last.
    """

    scope: str
    state: State
    since: datetime
    ratio: float = 0.0


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of state and its cause: the ratio at that moment and the limit that it crossed."""

    scope: str
    before: State
    after: State
    at: datetime
    ratio: float
    limit: float


def observe(
    breaker: Breaker, ratio: float, at: datetime, limits: BreakerLimits
) -> tuple[Breaker, Transition | None]:
    """The breaker after a load ratio was seen, and the transition that it made; None when the state stays.

    A reading from before the state began, such as from a clock that runs slow, changes nothing.
    """
    if ratio < 0 or ratio != ratio:  # noqa: PLR0124 - only NaN differs from itself
        raise BadInput(f"{breaker.scope}: a load ratio is not negative, {ratio} is no figure to act on")
    if at < breaker.since:
        return breaker, None
    after, limit = _next(breaker, ratio, at, limits)
    if after == breaker.state:
        return replace(breaker, ratio=ratio), None
    transition = Transition(breaker.scope, breaker.state, after, at, ratio, limit)
    return Breaker(breaker.scope, after, at, ratio), transition


def _next(breaker: Breaker, ratio: float, at: datetime, limits: BreakerLimits) -> tuple[State, float]:
    """The state to be in, and the limit that decided it."""
    if ratio >= limits.open_at:
        return "open", limits.open_at
    if breaker.state == "closed":
        return ("warning" if ratio >= limits.warn_at else "closed"), limits.warn_at
    if at - breaker.since < limits.minimum_dwell:
        return breaker.state, limits.open_at
    if ratio < limits.resume_below:
        return "closed", limits.resume_below
    if breaker.state == "open" and ratio < limits.ease_below:
        return "warning", limits.ease_below
    return breaker.state, limits.resume_below
