"""How products are made: operations in order, who else can do them, and what customization adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from viable.domain.calendars import Calendar
from viable.domain.capacity import Resource
from viable.domain.errors import BadInput


@dataclass(frozen=True, slots=True)
class Alternate:
    """One resource that can do an operation.

    Attributes:
        hours_per_unit: machine hours for one piece, before efficiency.
        setup_hours: machine hours to set up one design, before efficiency.
    """

    resource: str
    hours_per_unit: float
    setup_hours: float = 0.0

    def __post_init__(self) -> None:
        if not 0 < self.hours_per_unit < 1000:
            raise BadInput(
                f"{self.resource}: hours per unit lie above 0 and below 1,000, not {self.hours_per_unit}"
            )
        if not 0 <= self.setup_hours < 1000:
            raise BadInput(f"{self.resource}: set-up hours lie between 0 and 1,000, not {self.setup_hours}")


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a routing.

    Attributes:
        sequence: place in the routing; operations run in ascending order, so a loop can't be written.
        alternates: who can do it, preferred first.
        lag_days: working days between the end of a piece here and its start at the next operation (drying, moving).
    """

    id: str
    sequence: int
    alternates: tuple[Alternate, ...]
    lag_days: int = 0

    def __post_init__(self) -> None:
        if not self.alternates:
            raise BadInput(f"operation {self.id}: nobody can do it")
        resources = [alternate.resource for alternate in self.alternates]
        if len(set(resources)) < len(resources):
            raise BadInput(f"operation {self.id}: a resource is named twice in {resources}")
        if not 0 <= self.lag_days <= 250:
            raise BadInput(
                f"operation {self.id}: lag lies between 0 and 250 working days, not {self.lag_days}"
            )


@dataclass(frozen=True, slots=True)
class Routing:
    """What a product family needs, in order of ``sequence``.

    Attributes:
        material_days: working days from the approved artwork until board, paper and inks are in house.
        buffer_days: production buffer in working days, half of which the safe date adds to the constraint's load.
    """

    family: str
    operations: tuple[Operation, ...]
    material_days: int = 0
    buffer_days: int = 0

    def __post_init__(self) -> None:
        if not self.operations:
            raise BadInput(f"routing {self.family}: no operations")
        if self.material_days < 0 or self.buffer_days < 0:
            raise BadInput(f"routing {self.family}: days are not negative")
        in_order(self.family, self.operations)


def in_order(family: str, operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """The operations by sequence; refuses two of one name or one place, so that a piece can't come back."""
    for what in ("id", "sequence"):
        values = [getattr(operation, what) for operation in operations]
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise BadInput(f"routing {family}: {what} {twice[0]!r} appears twice, which would be a loop")
    return tuple(sorted(operations, key=lambda operation: operation.sequence))


@dataclass(frozen=True, slots=True)
class CustomizationClass:
    """What a level of customization adds to a family's routing.

    Attributes:
        multiplier: factor on the hours per unit of every operation.
        extra_operations: steps of their own, which take their place by ``sequence``.
        engineering_days: working days of design or tooling after the approval, before anything is made.
        approval_days: working days that the prospect is given to approve the artwork; 0 when there is none.
        outside_standard: the company doesn't make it as a matter of course: nothing is promised.
    """

    level: str
    multiplier: float = 1.0
    extra_operations: tuple[Operation, ...] = ()
    engineering_days: int = 0
    approval_days: int = 0
    outside_standard: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.multiplier <= 20:
            raise BadInput(
                f"customization {self.level}: multiplier lies between 0 and 20, not {self.multiplier}"
            )
        if self.engineering_days < 0 or self.approval_days < 0:
            raise BadInput(f"customization {self.level}: days are not negative")


@dataclass(frozen=True, slots=True)
class BackupSupplier:
    """Pre-agreed capacity of somebody else.

    Attributes:
        family: whose pieces it makes.
        operation: the one operation that it takes over; None when it makes whole pieces, ready to ship.
        lead_time_days: working days from receiving the pieces (or the approved artwork) to the first delivery.
        premium_per_unit: what a piece costs more than in house, in the company's currency.
        minimum_lot: pieces below which it doesn't start.
        weekly_ceiling: pieces a week that were agreed.
    """

    id: str
    family: str
    operation: str | None
    lead_time_days: int
    premium_per_unit: Decimal
    minimum_lot: int
    weekly_ceiling: int

    def __post_init__(self) -> None:
        if self.lead_time_days < 0 or self.minimum_lot < 0 or self.premium_per_unit < 0:
            raise BadInput(f"backup supplier {self.id}: lead time, premium and minimum lot are not negative")
        if self.weekly_ceiling < 1:
            raise BadInput(
                f"backup supplier {self.id}: weekly ceiling is at least 1, not {self.weekly_ceiling}"
            )


@dataclass(frozen=True, slots=True)
class CapacityModel:
    """Everything about making that isn't load: what a promise is computed with.

    Attributes:
        resources: by id.
        routings: by family.
        customizations: by (family, level); a level that is missing is outside the standard.
        backups: in the order in which they are preferred.
        calendar: working days of the factory, for every date that a promise names.
        safety_days: working days added to the earliest date, from the record of promises kept.
    """

    resources: Mapping[str, Resource]
    routings: Mapping[str, Routing]
    customizations: Mapping[tuple[str, str], CustomizationClass]
    calendar: Calendar
    backups: tuple[BackupSupplier, ...] = ()
    safety_days: int = 0
    _in_order: dict[tuple[str, str], tuple[Operation, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for (family, _), customization in self.customizations.items():
            if family not in self.routings:
                raise BadInput(f"customization {customization.level}: no routing for family {family!r}")
        for family in self.routings:
            for operation in self._every_operation(family):
                self._check_resources(family, operation)
        for backup in self.backups:
            self._check_backup(backup)

    def customization(self, family: str, level: str) -> CustomizationClass:
        """What the level adds to the family; one that nobody described is outside the standard."""
        if family not in self.routings:
            raise BadInput(f"no routing for family {family!r}")
        known = self.customizations.get((family, level))
        return known or CustomizationClass(level, outside_standard=True)

    def operations(self, family: str, level: str) -> tuple[Operation, ...]:
        """The family's operations with those that the level adds, in order."""
        known = self._in_order.get((family, level))
        if known is None:
            extra = self.customization(family, level).extra_operations
            known = in_order(family, self.routings[family].operations + extra)
            self._in_order[family, level] = known
        return known

    def _every_operation(self, family: str) -> list[Operation]:
        found = list(self.routings[family].operations)
        for of_family, level in self.customizations:
            if of_family == family:
                found += self.operations(family, level)
        return found

    def _check_resources(self, family: str, operation: Operation) -> None:
        for alternate in operation.alternates:
            if alternate.resource not in self.resources:
                raise BadInput(
                    f"routing {family}, operation {operation.id}: no resource {alternate.resource!r}; "
                    f"there are {', '.join(sorted(self.resources))}"
                )

    def _check_backup(self, backup: BackupSupplier) -> None:
        if backup.family not in self.routings:
            raise BadInput(f"backup supplier {backup.id}: no routing for family {backup.family!r}")
        names = {operation.id for operation in self._every_operation(backup.family)}
        if backup.operation is not None and backup.operation not in names:
            raise BadInput(
                f"backup supplier {backup.id}: {backup.family} has no operation {backup.operation!r}"
            )
