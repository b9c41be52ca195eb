"""When pieces go to backup suppliers, how many, and what that costs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.small_factory import MONDAY, SUNDAY, capacity, model, packing, pressing, supplier
from viable.domain.promise import BackupUse, Promise, Work, promise
from viable.domain.routings import BackupSupplier

FRIDAYS = [MONDAY + timedelta(days=4, weeks=n) for n in range(10)]


def asked(
    quantity: int,
    helper: BackupSupplier,
    wanted_by: date | None,
    taken: dict[str, list[float]] | None = None,
    *,
    is_allowed: bool = True,
) -> Promise:
    """The promise for boxes with one supplier; suppliers only where they are allowed."""
    return promise(
        Work("box", quantity),
        capacity(taken),
        model(pressing(), packing(), backups=[helper]),
        now=SUNDAY,
        wanted_by=wanted_by,
        backups=["helper"] if is_allowed else [],
    )


def test_a_supplier_is_left_out_when_own_hours_meet_the_date() -> None:
    assert asked(800, supplier(), FRIDAYS[1]).backups == ()


def test_a_supplier_whose_premium_is_not_worth_it_is_left_out() -> None:
    found = asked(1000, supplier(), FRIDAYS[1], is_allowed=False)
    assert (found.earliest, found.backups) == (FRIDAYS[2], ())


def test_a_supplier_of_whole_pieces_makes_what_is_short_and_no_more() -> None:
    found = asked(1000, supplier(), FRIDAYS[1])
    assert found.earliest == FRIDAYS[1]
    assert found.backups == (BackupUse("helper", None, 200, Decimal("50.00")),)
    assert found.quantity_by_date == 1000


def test_a_supplier_never_gets_less_than_its_minimum_lot() -> None:
    found = asked(1000, supplier(minimum_lot=600), FRIDAYS[1])
    assert found.backups == (BackupUse("helper", None, 600, Decimal("150.00")),)


def test_a_minimum_lot_above_the_order_keeps_the_supplier_out() -> None:
    assert asked(1000, supplier(minimum_lot=1001), FRIDAYS[1]).backups == ()


def test_a_supplier_delivers_no_more_a_week_than_was_agreed() -> None:
    found = asked(2000, supplier(weekly_ceiling=300), FRIDAYS[2])
    assert found.earliest == FRIDAYS[3]
    assert found.quantity_by_date is not None
    assert found.quantity_by_date < 2000


def test_a_lead_time_that_is_too_long_for_the_date_leaves_the_earliest_there_is() -> None:
    found = asked(2000, supplier(lead_time_days=15), FRIDAYS[1])
    assert found.earliest == FRIDAYS[3]
    assert [use.quantity for use in found.backups] == [400]


def test_a_supplier_of_one_operation_takes_what_would_have_to_wait_for_it() -> None:
    full_press: dict[str, list[float]] = {"press": [40, 40, 40, 40, 40]}
    found = asked(300, supplier("pressing", lead_time_days=5), FRIDAYS[1], full_press)
    assert found.earliest == FRIDAYS[1]
    assert found.backups == (BackupUse("helper", "pressing", 300, Decimal("75.00")),)
    assert {step.resource for step in found.plan if not step.is_backup} == {"packing"}


def test_pieces_at_a_supplier_take_no_hours_of_the_own_resource() -> None:
    found = asked(1000, supplier(), FRIDAYS[1])
    assert sum(load.hours for load in found.loads() if load.resource == "press") == 80


def test_the_cheaper_of_two_suppliers_is_asked_first() -> None:
    dear = BackupSupplier("dear", "box", None, 5, Decimal("0.9"), 1, 1000)
    found = promise(
        Work("box", 1000),
        capacity(),
        model(backups=[dear, supplier(weekly_ceiling=150)]),
        now=SUNDAY,
        wanted_by=FRIDAYS[1],
        backups=["dear", "helper"],
    )
    assert found.backups == (
        BackupUse("helper", None, 150, Decimal("37.50")),
        BackupUse("dear", None, 50, Decimal("45.00")),
    )


def test_a_supplier_is_sized_for_the_date_to_rely_on_not_for_the_earliest_one() -> None:
    found = promise(
        Work("box", 1000),
        capacity(),
        model(pressing(), packing(), backups=[supplier()], safety_days=3),
        now=SUNDAY,
        wanted_by=FRIDAYS[2],
        backups=["helper"],
    )
    assert found.safe is not None
    assert found.safe <= FRIDAYS[2]
    assert [use.quantity for use in found.backups] == [200]
