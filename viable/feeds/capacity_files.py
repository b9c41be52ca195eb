"""Resources, routings, calendar and the sample's orders: files to domain objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from viable.domain.calendars import Calendar, YearlyClosure, calendar_of
from viable.domain.capacity import Load, Resource
from viable.domain.errors import BadInput
from viable.domain.orders import Order
from viable.domain.products import Family
from viable.domain.routings import (
    Alternate,
    BackupSupplier,
    CapacityModel,
    CustomizationClass,
    Operation,
    Routing,
)
from viable.feeds import schema
from viable.feeds.commercial_files import check_known, refuse_twice
from viable.feeds.sources import Sources

YEARS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """What a new store is filled with: the weeks that are known, and what is taken of them.

    Attributes:
        first_week: Monday of the week in which the store is prepared; ``orders`` and ``downtime`` count from it.
    """

    first_week: date
    weeks: int
    orders: tuple[Order, ...]
    downtime: tuple[Load, ...]


def read_capacity_model(
    sources: Sources, families: Mapping[str, Family], today: date
) -> CapacityModel | None:
    """resources.yml, routings.yml and calendar.yml; None when any of them has a problem."""
    before = len(sources.problems)
    resources = _resources(sources)
    routings, customizations = _routings(sources, resources, families)
    backups = _backups(sources, families)
    calendar = _calendar(sources, today)
    document = sources.one("calendar.yml", schema.CalendarFile) if calendar else None
    if calendar is None or document is None or len(sources.problems) > before:
        return None
    try:
        return CapacityModel(resources, routings, customizations, calendar, backups, document.safety_days)
    except BadInput as error:
        sources.report("routings.yml", None, str(error))
        return None


def origin_calendar(sources: Sources) -> str:
    """Code of the factory's public holidays, such as "ES-VC"; empty when calendar.yml cannot be read."""
    row = sources.one("calendar.yml", schema.CalendarFile)
    return "-".join(filter(None, (row.country, row.region))) if row else ""


def read_opening_plan(
    sources: Sources, families: Mapping[str, Family], first_week: date
) -> OpeningPlan | None:
    """orders.csv and the downtime of resources.yml, their weeks counted from ``first_week``; None without a calendar."""
    calendar = sources.one("calendar.yml", schema.CalendarFile)
    rows = sources.table("orders.csv", schema.OrderRow)
    refuse_twice(sources, "orders.csv", rows, lambda row: row.order_id)
    orders = []
    for line, row in rows:
        check_known(sources, "orders.csv", line, "family", row.family, families)
        if calendar is not None and row.due_week >= calendar.horizon_weeks:
            sources.report(
                "orders.csv",
                line,
                f"due_week {row.due_week} lies beyond {calendar.horizon_weeks} known weeks",
            )
        due = first_week + timedelta(weeks=row.due_week)
        orders.append(
            Order(
                row.order_id,
                row.customer,
                row.family,
                row.quantity,
                due,
                row.customization,
                row.designs,
                row.kind,
            )
        )
    if calendar is None:
        return None
    others = ["resources", "backup_suppliers"]
    downtime = sources.listed(
        "resources.yml", "downtime", schema.DowntimeRow, others=others, is_optional=True
    )
    loads = tuple(
        Load(row.resource, first_week + timedelta(weeks=row.week), row.hours) for _, row in downtime
    )
    return OpeningPlan(first_week, calendar.horizon_weeks, tuple(orders), loads)


def _resources(sources: Sources) -> dict[str, Resource]:
    others = ["backup_suppliers", "downtime"]
    rows = sources.listed("resources.yml", "resources", schema.ResourceRow, others=others)
    refuse_twice(sources, "resources.yml", rows, lambda row: row.id)
    found = {}
    for line, row in rows:
        resource = _built(sources, "resources.yml", line, partial(_resource, row))
        if resource is not None:
            found[resource.id] = resource
    downtime = sources.listed(
        "resources.yml",
        "downtime",
        schema.DowntimeRow,
        others=["resources", "backup_suppliers"],
        is_optional=True,
    )
    for line, stop in downtime:
        check_known(sources, "resources.yml", line, "resource", stop.resource, found)
    return found


def _resource(row: schema.ResourceRow) -> Resource:
    return Resource(**row.model_dump(exclude={"name"}))


def _backups(sources: Sources, families: Mapping[str, Family]) -> tuple[BackupSupplier, ...]:
    rows = sources.listed(
        "resources.yml",
        "backup_suppliers",
        schema.BackupRow,
        others=["resources", "downtime"],
        is_optional=True,
    )
    refuse_twice(sources, "resources.yml", rows, lambda row: row.id)
    for line, row in rows:
        check_known(sources, "resources.yml", line, "family", row.family, families)
    return tuple(
        BackupSupplier(
            id=row.id,
            family=row.family,
            operation=row.operation,
            lead_time_days=row.lead_time_days,
            premium_per_unit=row.premium_per_piece,
            minimum_lot=row.minimum_lot,
            weekly_ceiling=row.weekly_ceiling,
        )
        for _, row in rows
    )


def _routings(
    sources: Sources, resources: Mapping[str, Resource], families: Mapping[str, Family]
) -> tuple[dict[str, Routing], dict[tuple[str, str], CustomizationClass]]:
    rows = sources.listed("routings.yml", "routings", schema.RoutingRow)
    refuse_twice(sources, "routings.yml", rows, lambda row: row.family)
    routings: dict[str, Routing] = {}
    customizations: dict[tuple[str, str], CustomizationClass] = {}
    for line, row in rows:
        check_known(sources, "routings.yml", line, "family", row.family, families)
        _check_resources(sources, line, row, resources)
        routing = _built(sources, "routings.yml", line, partial(_routing, row))
        if routing is not None:
            routings[row.family] = routing
        for level in row.customizations:
            made = _built(sources, "routings.yml", line, partial(_customization, level))
            if made is not None:
                customizations[row.family, level.level] = made
    for family in families.values():
        if rows and family.id not in routings:
            sources.report("routings.yml", None, f"no routing for family {family.id!r} of products.yml")
        for name in family.levels:
            made = customizations.get((family.id, name))
            if family.id in routings and (made is None or made.outside_standard):
                sources.report(
                    "routings.yml",
                    None,
                    f"{family.id} is sold with {name} (products.yml), but no routing makes it",
                )
    return routings, customizations


def _check_resources(
    sources: Sources, line: int, row: schema.RoutingRow, resources: Mapping[str, Resource]
) -> None:
    added = [operation for level in row.customizations for operation in level.extra_operations]
    for operation in (*row.operations, *added):
        for alternate in operation.alternates:
            what = f"{row.family}, operation {operation.id}: resource"
            check_known(sources, "routings.yml", line, what, alternate.resource, resources)


def _routing(row: schema.RoutingRow) -> Routing:
    operations = tuple(_operation(operation) for operation in row.operations)
    return Routing(row.family, operations, row.material_days, row.buffer_days)


def _operation(row: schema.OperationRow) -> Operation:
    alternates = tuple(
        Alternate(alternate.resource, 1 / alternate.pieces_per_hour, alternate.setup_hours)
        for alternate in row.alternates
    )
    return Operation(row.id, row.sequence, alternates, row.lag_days)


def _customization(row: schema.CustomizationRow) -> CustomizationClass:
    return CustomizationClass(
        level=row.level,
        multiplier=row.multiplier,
        extra_operations=tuple(_operation(operation) for operation in row.extra_operations),
        engineering_days=row.engineering_days,
        approval_days=row.approval_days,
        outside_standard=row.outside_standard,
    )


def _calendar(sources: Sources, today: date) -> Calendar | None:
    row = sources.one("calendar.yml", schema.CalendarFile)
    if row is None:
        return None
    closures = [YearlyClosure(closure.first, closure.last, closure.reason) for closure in row.closures]
    return _built(
        sources,
        "calendar.yml",
        1,
        lambda: calendar_of(
            row.country,
            row.region or None,
            range(today.year, today.year + YEARS_AHEAD + 1),
            closures=closures,
            local_holidays=row.local_holidays,
            weekdays=frozenset(day - 1 for day in row.weekdays),
        ),
    )


def _built[T](sources: Sources, name: str, line: int, build: Callable[[], T]) -> T | None:
    """What ``build`` makes; what the domain refuses becomes a problem."""
    try:
        return build()
    except BadInput as error:
        sources.report(name, line, str(error))
        return None
