"""What a promise is about and what it says; ``promise.py`` computes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from viable.domain.capacity import Load
from viable.domain.errors import BadInput

Obstacle = Literal["beyond_horizon", "outside_standard", "no_figures"]


@dataclass(frozen=True, slots=True)
class Work:
    """What has to be made.

    Attributes:
        customization: level; "none" is one.
        approved_on: day on which the artwork is approved; None assumes the class's approval days from today.
    """

    family: str
    quantity: int
    customization: str = "none"
    designs: int = 1
    approved_on: date | None = None

    def __post_init__(self) -> None:
        if self.quantity < 1 or self.designs < 1:
            raise BadInput(f"at least one piece of one design, not {self.quantity} of {self.designs}")


class PlanStep(NamedTuple):
    """Pieces of one operation in one week, on a resource or at a backup supplier.

    ``hours`` counts set-up and efficiency, and is 0 for a backup supplier; ``units`` are pieces, in part perhaps.
    """

    operation: str
    resource: str
    week: date
    hours: float
    units: float
    is_backup: bool


class Partial(NamedTuple):
    """Pieces that become ready to ship in one week, with their own date range."""

    quantity: int
    earliest: date
    safe: date


class Binding(NamedTuple):
    """The resource that held work back in one week, and how many of its hours that work needs."""

    week: date
    resource: str
    waiting_hours: float


class BackupUse(NamedTuple):
    """Pieces that a backup supplier takes over, and what that costs more."""

    supplier: str
    operation: str | None
    quantity: int
    premium: Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """The answer to "when, and how much by the date asked", ready to ship at the factory.

    Attributes:
        earliest: last working day of the week in which the last piece is made; None when nothing is promised.
        safe: the date to rely on: see ``promise``; None exactly when ``earliest`` is.
        quantity_by_date: pieces whose safe date lies within the date asked; None when no date was asked.
        partials: what becomes ready each week, earliest first; adds up to the quantity when all is promised.
        binding: the resource that held work back, week by week; empty when nothing waited.
        binding_resource: the resource that limits this order most, waiting or not.
        plan: operation by operation, week by week.
        overtime_hours: hours of the plan above the actual ones, and ``overtime_premium`` what they cost more.
        artwork_by: approval day on which the dates depend; None when there is nothing to approve.
        starts: first day on which anything can be made.
        obstacle: why not everything is promised; None when it is.
        as_of: time of the capacity figures.
    """

    quantity: int
    earliest: date | None
    safe: date | None
    quantity_by_date: int | None
    partials: tuple[Partial, ...]
    binding: tuple[Binding, ...]
    binding_resource: str | None
    plan: tuple[PlanStep, ...]
    backups: tuple[BackupUse, ...]
    overtime_hours: float
    overtime_premium: Decimal
    artwork_by: date | None
    starts: date
    obstacle: Obstacle | None
    as_of: datetime

    @property
    def is_complete(self) -> bool:
        """Whether the whole quantity is promised."""
        return self.obstacle is None

    def loads(self) -> list[Load]:
        """The hours that the plan takes, for a hold or for planning what comes after it."""
        return [Load(step.resource, step.week, step.hours) for step in self.plan if not step.is_backup]
