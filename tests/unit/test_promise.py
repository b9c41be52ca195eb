"""What is promised, on a factory that can be checked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.small_factory import MONDAY, SUNDAY, capacity, model, packing, pressing
from viable.domain.calendars import Calendar
from viable.domain.errors import BadInput
from viable.domain.promise import Partial, Promise, Work, promise
from viable.domain.routings import Alternate, CustomizationClass, Operation

FRIDAYS = [MONDAY + timedelta(days=4, weeks=n) for n in range(10)]


def asked(quantity: int, **changes: object) -> Promise:
    """The promise for boxes; ``taken`` and the model's own parameters may be given."""
    taken = changes.pop("taken", None)
    weeks = changes.pop("weeks", 8)
    operations = changes.pop("operations", ())
    of_model = {
        name: changes.pop(name)
        for name in list(changes)
        if name in {"customizations", "calendar", "material_days", "buffer_days", "safety_days", "efficiency"}
    }
    work = Work("box", quantity, **changes.pop("work", {}))  # type: ignore[arg-type]
    now = changes.pop("now", SUNDAY)
    return promise(
        work,
        capacity(taken, weeks),  # type: ignore[arg-type]
        model(*operations, **of_model),  # type: ignore[misc, arg-type]
        now=now,  # type: ignore[arg-type]
        **changes,  # type: ignore[arg-type]
    )


def test_what_fits_in_one_week_is_ready_on_its_last_working_day() -> None:
    assert asked(400).earliest == FRIDAYS[0]


def test_one_piece_more_than_a_week_holds_is_ready_a_week_later() -> None:
    found = asked(401)
    assert found.earliest == FRIDAYS[1]
    assert [(part.quantity, part.earliest) for part in found.partials] == [(400, FRIDAYS[0]), (1, FRIDAYS[1])]


def test_hours_that_others_have_taken_are_not_promised_again() -> None:
    assert asked(400, taken={"press": [30]}).earliest == FRIDAYS[1]
    assert asked(100, taken={"press": [30]}).earliest == FRIDAYS[0]


def test_the_promise_names_the_resource_that_held_work_back_week_by_week() -> None:
    found = asked(900, taken={"packing": [0, 0, 35]})
    assert [(one.week, one.resource) for one in found.binding] == [
        (MONDAY, "press"),
        (MONDAY + timedelta(weeks=1), "press"),
    ]
    assert found.binding_resource == "press"


def test_a_downstream_resource_binds_when_it_is_the_full_one() -> None:
    found = asked(200, taken={"packing": [40, 35]})
    assert found.binding_resource == "packing"
    assert found.earliest == FRIDAYS[2]


def test_where_nothing_waits_the_fullest_resource_counts_as_the_one_that_limits() -> None:
    found = asked(10, taken={"packing": [20]})
    assert found.binding == ()
    assert found.binding_resource == "packing"


def test_today_does_not_count_and_the_rest_of_the_week_counts_by_its_working_days() -> None:
    wednesday = MONDAY + timedelta(days=2)
    assert asked(160, now=wednesday).earliest == FRIDAYS[0]
    assert asked(161, now=wednesday).earliest == FRIDAYS[1]
    assert asked(1, now=FRIDAYS[0]).earliest == FRIDAYS[1]


def test_a_holiday_in_the_current_week_is_no_working_day_of_it() -> None:
    closed_thursday = Calendar(frozenset({MONDAY + timedelta(days=3)}))
    found = asked(100, now=MONDAY + timedelta(days=2), calendar=closed_thursday)
    assert found.earliest == FRIDAYS[0]
    assert asked(101, now=MONDAY + timedelta(days=2), calendar=closed_thursday).earliest == FRIDAYS[1]


def test_a_week_that_ends_on_a_holiday_is_ready_the_day_before() -> None:
    assert asked(1, calendar=Calendar(frozenset({FRIDAYS[0]}))).earliest == FRIDAYS[0] - timedelta(days=1)


def test_what_does_not_fit_is_spilled_to_the_alternate_and_only_that() -> None:
    found = asked(500, operations=(pressing(spare=True), packing()))
    assert found.earliest == FRIDAYS[0]
    (spilled,) = [step for step in found.plan if step.resource == "old_press"]
    assert spilled.units == pytest.approx(100)
    assert spilled.hours == pytest.approx(20)


def test_the_alternate_stays_idle_when_the_preferred_resource_has_room() -> None:
    found = asked(400, operations=(pressing(spare=True), packing()))
    assert {step.resource for step in found.plan} == {"press", "packing"}


def test_a_resource_is_set_up_once_per_design_before_its_first_piece() -> None:
    operations = (pressing(setup_hours=2), packing())
    assert asked(380, operations=operations).earliest == FRIDAYS[0]
    assert asked(381, operations=operations).earliest == FRIDAYS[1]
    assert asked(340, operations=operations, work={"designs": 3}).earliest == FRIDAYS[0]
    assert asked(341, operations=operations, work={"designs": 3}).earliest == FRIDAYS[1]


def test_a_set_up_that_led_to_no_piece_is_not_in_the_plan() -> None:
    operations = (pressing(spare=True, setup_hours=2), packing())
    found = asked(100, operations=operations, taken={"press": [39.5]})
    assert {step.resource for step in found.plan} == {"old_press", "packing"}


def test_efficiency_stretches_every_hour() -> None:
    assert asked(320, efficiency=0.8).earliest == FRIDAYS[0]
    assert asked(321, efficiency=0.8).earliest == FRIDAYS[1]


@pytest.mark.parametrize(("lag_days", "week"), [(0, 0), (1, 1), (5, 1), (6, 2)])
def test_lag_days_are_rounded_up_to_whole_weeks(lag_days: int, week: int) -> None:
    found = asked(10, operations=(pressing(lag_days=lag_days), packing()))
    assert found.earliest == FRIDAYS[week]


def test_short_lags_of_several_operations_share_one_week() -> None:
    steps = [
        Operation(f"step{n}", n, (Alternate(name, 0.01),), lag_days=1)
        for n, name in enumerate(("press", "old_press", "packing"))
    ]
    assert asked(10, operations=steps).earliest == FRIDAYS[1]


def test_an_operation_goes_on_with_what_is_ready_and_does_not_wait_for_all_of_it() -> None:
    found = asked(800, operations=(pressing(lag_days=5), packing()))
    assert [part.quantity for part in found.partials] == [400, 400]
    assert found.earliest == FRIDAYS[2]


def test_work_above_the_maximum_takes_the_hours_of_the_weeks_after_it() -> None:
    assert asked(300, taken={"press": [58]}).earliest == FRIDAYS[1]
    assert asked(301, taken={"press": [58]}).earliest == FRIDAYS[2]


def test_the_overtime_band_is_only_used_when_it_is_allowed_and_meets_the_date() -> None:
    assert asked(480, wanted_by=FRIDAYS[0]).earliest == FRIDAYS[1]
    found = asked(480, wanted_by=FRIDAYS[0], band="maximum")
    assert found.earliest == FRIDAYS[0]
    assert found.overtime_hours == pytest.approx(8)
    assert str(found.overtime_premium) == "240.00"


def test_nobody_pays_for_overtime_that_the_date_asked_does_not_need() -> None:
    found = asked(480, wanted_by=FRIDAYS[1], band="maximum")
    assert found.earliest == FRIDAYS[1]
    assert found.overtime_hours == 0


def test_overtime_that_brings_nothing_forward_is_not_used() -> None:
    found = asked(400, wanted_by=SUNDAY, band="maximum", taken={"press": [48]})
    assert found.earliest == FRIDAYS[1]
    assert found.overtime_hours == 0


def test_without_a_date_allowed_overtime_is_used_as_far_as_it_brings_the_order_forward() -> None:
    assert asked(480, band="maximum").earliest == FRIDAYS[0]
    assert asked(400, band="maximum").overtime_hours == 0


def test_the_quantity_by_the_date_asked_counts_weeks_that_have_ended_by_then() -> None:
    assert asked(1000, wanted_by=FRIDAYS[1]).quantity_by_date == 800
    assert asked(1000, wanted_by=FRIDAYS[1] - timedelta(days=1)).quantity_by_date == 400
    assert asked(1000, wanted_by=SUNDAY).quantity_by_date == 0
    assert asked(1000).quantity_by_date is None


def test_the_safe_date_is_half_a_buffer_after_the_constraint_has_done_its_part() -> None:
    found = asked(400, buffer_days=5, operations=(pressing(lag_days=5), packing()))
    assert found.earliest == FRIDAYS[1]
    assert found.safe == FRIDAYS[1], "three working days after the press ended lie before that"
    later = asked(400, buffer_days=14, operations=(pressing(lag_days=5), packing()))
    assert later.safe == FRIDAYS[1] + timedelta(days=4), "seven working days after the press ended"


def test_the_safety_of_kept_promises_is_added_to_the_earliest_date() -> None:
    found = asked(10, safety_days=3)
    assert (found.earliest, found.safe) == (FRIDAYS[0], FRIDAYS[0] + timedelta(days=5))


def test_nothing_is_promised_beyond_the_weeks_that_are_known() -> None:
    found = asked(900, weeks=2)
    assert (found.earliest, found.safe, found.obstacle) == (None, None, "beyond_horizon")
    assert found.partials == (Partial(400, FRIDAYS[0], FRIDAYS[0]), Partial(400, FRIDAYS[1], FRIDAYS[1]))
    assert not found.is_complete


def test_work_that_cannot_start_within_the_known_weeks_is_not_promised() -> None:
    found = asked(1, weeks=2, now=MONDAY + timedelta(weeks=5))
    assert (found.earliest, found.partials, found.obstacle) == (None, (), "beyond_horizon")


def test_a_level_that_nobody_described_is_outside_the_standard() -> None:
    found = asked(1, work={"customization": "tooling"}, wanted_by=FRIDAYS[3])
    assert (found.earliest, found.quantity_by_date, found.obstacle) == (None, 0, "outside_standard")


def test_an_operation_without_figures_is_not_promised_on_guesses() -> None:
    found = promise(Work("box", 1), capacity(names=("press",)), model(), now=SUNDAY)
    assert found.obstacle == "no_figures"


def test_approval_engineering_and_material_come_before_the_first_hour() -> None:
    logo = CustomizationClass("logo", approval_days=5, engineering_days=2)
    found = asked(10, customizations=[logo], work={"customization": "logo"}, material_days=1, now=MONDAY)
    assert found.artwork_by == MONDAY + timedelta(days=7)
    assert found.starts == MONDAY + timedelta(days=11)
    assert found.earliest == FRIDAYS[1]


def test_an_approval_on_a_known_day_moves_the_start() -> None:
    logo = CustomizationClass("logo", approval_days=5)
    approved = {"customization": "logo", "approved_on": MONDAY}
    found = asked(10, customizations=[logo], work=approved, now=MONDAY)
    assert (found.artwork_by, found.starts) == (MONDAY, MONDAY + timedelta(days=1))


def test_customization_multiplies_hours_and_adds_operations_in_their_place() -> None:
    finish = Operation("finishing", 15, (Alternate("old_press", 0.2),))
    level = CustomizationClass("packaging", multiplier=2, extra_operations=(finish,))
    found = asked(100, customizations=[level], work={"customization": "packaging"})
    assert [step.operation for step in found.plan] == ["pressing", "finishing", "packing"]
    assert [step.hours for step in found.plan] == pytest.approx([20, 40, 10])


def test_what_the_plan_takes_can_be_held_and_is_gone_for_the_next_one() -> None:
    snapshot, of_model = capacity(), model()
    first = promise(Work("box", 400), snapshot, of_model, now=SUNDAY)
    second = promise(Work("box", 400), snapshot.plus(first.loads()), of_model, now=SUNDAY)
    assert (first.earliest, second.earliest) == (FRIDAYS[0], FRIDAYS[1])


def test_the_same_question_has_the_same_answer() -> None:
    assert asked(777, taken={"press": [13, 37]}) == asked(777, taken={"press": [13, 37]})


@pytest.mark.parametrize("wrong", [{"quantity": 0}, {"quantity": 5, "designs": 0}])
def test_work_without_a_piece_or_a_design_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="at least one piece"):
        Work("box", **wrong)  # type: ignore[arg-type]


def test_an_unknown_family_or_supplier_is_refused() -> None:
    with pytest.raises(BadInput, match="no routing for family 'bottle'"):
        promise(Work("bottle", 1), capacity(), model(), now=date(2026, 11, 22))
    with pytest.raises(BadInput, match="no backup supplier nobody"):
        promise(Work("box", 1), capacity(), model(), now=SUNDAY, backups=["nobody"])
