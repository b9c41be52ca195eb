"""A playbook that cannot be meant is refused with every problem, by file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sample_company import TODAY, sample_files, sample_playbook
from viable.domain.errors import BadPlaybook
from viable.feeds.playbook_files import FILES, opening_plan, parse_playbook, read_files, version_of


def problems(files: dict[str, str]) -> list[str]:
    with pytest.raises(BadPlaybook) as refused:
        parse_playbook(files, TODAY)
    return [str(problem) for problem in refused.value.problems]


def edited(name: str, old: str, new: str) -> dict[str, str]:
    text = sample_files()[name]
    assert old in text
    return {**sample_files(), name: text.replace(old, new, 1)}


def line_of(name: str, words: str) -> int:
    lines = sample_files()[name].splitlines()
    return next(n for n, line in enumerate(lines, 1) if words in line)


def test_the_sample_is_a_playbook_of_three_families_in_all_its_zones() -> None:
    playbook = sample_playbook()
    assert list(playbook.families) == ["folding_carton", "shipping_box", "bag"]
    assert len(playbook.zones.zones) == 12
    assert all(playbook.transport.card.lanes_to(zone) for zone in playbook.zones.zones)


def test_the_same_texts_are_the_same_version_and_any_change_is_another() -> None:
    files = sample_files()
    assert version_of(files) == sample_playbook().version
    assert version_of({**files, "rules.yml": files["rules.yml"] + "\n"}) != version_of(files)
    assert version_of({**files, "orders.csv": ""}) == version_of(files)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str) -> None:
    files = {other: text for other, text in sample_files().items() if other != name}
    assert f"playbook/{name}: the file is missing" in problems(files)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_rubbish_is_a_problem_not_a_crash(name: str) -> None:
    for rubbish in ("", "{", "- 1\n- 2", "a: b", "\x00", "null", "🙂: [", "a,b\n1,2,3\n"):
        assert any(name in problem for problem in problems({**sample_files(), name: rubbish})), rubbish


EDITS: list[tuple[str, str, str, str]] = [
    ("products.yml", "minimum_order: 500", "minimum_ordr: 500", "did you mean 'minimum_order'?"),
    ("products.yml", "minimum_order: 500", "minimum_order: -5", "greater than or equal to 1"),
    ("products.yml", "minimum_order: 500", "minimum_order: many", "valid integer"),
    ("products.yml", "carton_kg: 9", "carton_kg: 0", "greater than 0"),
    ("products.yml", "levels: [none,", "levels: [nothing,", "one of none, logo"),
    ("settings.yml", "share_watch: 0.06", "share_watch: 0.2", "expected less than share_limit"),
    ("settings.yml", 'opens: "09:00"', "opens: 16:00", 'in quotes, such as "16:00"'),
    ("settings.yml", "band: actual", "band: all", "'actual' or 'maximum'"),
    ("settings.yml", "  per_contact: 2", "  hours: 25", "'hours' is written twice"),
    ("company.yml", "currency: EUR", "currency: euros", "match pattern"),
    ("company.yml", "name: Envases Levante", "name: !secret x", "cannot be read"),
    ("zones.yml", "places: [{country: PT}]", "places: [{country: Portugal}]", "match pattern"),
    ("rules.yml", "reason: volume_too_low", "reason: too_small", "found 'too_small'"),
    ("rules.yml", "verdict: needs_person", "verdict: maybe", "found 'maybe'"),
    ("rules.yml", "valid_from: 2026-01-01", "valid_from: 2026-13-01", "cannot be read"),
    (
        "rules.yml",
        "owner: operations",
        "owner: [[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]",
        "nested too deeply",
    ),
    ("reasons.yml", "spam:", "spamm:", "'spamm' does not exist"),
    ("reasons.yml", "en: Other}", "}", "no label in en"),
    ("carriers.yml", "price_per_1000_l: 1320", "price_per_1000_l: -1", "greater than 0"),
    ("resources.yml", "hours_per_shift: 8", "hours_per_shift: -8", "greater than 0"),
    ("resources.yml", "hours_per_shift: 8", "hours_per_shift: 9e9", "less than or equal to 24"),
    ("calendar.yml", 'first: "08-10"', 'first: "08-32"', "month and day expected"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), EDITS)
def test_a_wrong_value_is_told_with_its_own_line_and_what_was_expected(
    name: str, old: str, new: str, message: str
) -> None:
    found = problems(edited(name, old, new))
    start = f"playbook/{name}:{line_of(name, old)}: "
    assert any(problem.startswith(start) and message in problem for problem in found), found


MISFITS: list[tuple[str, str, str, str, str]] = [
    ("products.yml", "id: bag", "id: shipping_box", "id: shipping_box", "written twice"),
    ("company.yml", "timezone: Europe/Madrid", "timezone: Madrid", "# Who", "does not exist"),
    ("company.yml", "languages: [es, en]", "languages: [es, en", "currency: EUR", "no readable YAML"),
    ("zones.yml", "calendar: ES-CN", "calendar: ES-QQ", "id: es_canaries", "no public holidays"),
    ("zones.yml", "places: [{country: PT}]", "places: [{country: ES}]", "id: pt_mainland", "same place"),
    ("rules.yml", "volume < minimum_order", "volumen < 5", "id: minimum-order", "'volumen' is no fact"),
    ("rules.yml", "volume < minimum_order", "volume < zone", "id: minimum-order", "no usable condition"),
    ("rules.yml", "say: below_minimum", "say: too_few", "id: minimum-order", "'too_few' does not exist"),
    ("reps.yml", "zones: [es_peninsula,", "zones: [peninsula,", "id: marta_soler", "'peninsula' does not"),
    ("reps.yml", 'closes: "17:30"', 'closes: "07:30"', "id: marta_soler", "closes at 07:30:00"),
    ("campaigns.yml", "families: [bag]", "families: [bags]", "id: bolsas_comercio", "'bags' does not exist"),
    ("carriers.yml", "fuel_table: air", "fuel_table: kerosene", "id: alisios", "'kerosene' does not exist"),
    (
        "routings.yml",
        "resource: die_cutting",
        "resource: die",
        "family: folding_carton",
        "'die' does not exist",
    ),
    ("routings.yml", "sequence: 40", "sequence: 20", "family: folding_carton", "would be a loop"),
    ("routings.yml", "family: bag", "family: sack", "family: sack", "'sack' does not exist"),
]


@pytest.mark.parametrize(("name", "old", "new", "row", "message"), MISFITS)
def test_a_value_that_fits_nothing_else_is_told_with_the_line_of_its_row(
    name: str, old: str, new: str, row: str, message: str
) -> None:
    files = edited(name, old, new)
    lines = [n for n, line in enumerate(files[name].splitlines(), 1) if row in line]
    found = [problem for problem in problems(files) if message in problem]
    assert any(problem.startswith(f"playbook/{name}:{line}: ") for problem in found for line in lines), found


def rates(*rows: str) -> dict[str, str]:
    """The sample with the sea breaks to the Canaries by kilo replaced."""
    text = sample_files()["rates.csv"].splitlines()
    kept = [line for line in text if not line.startswith("es_canaries,tramontana,sea,kg")]
    return {**sample_files(), "rates.csv": "\n".join([*kept, *rows]) + "\n"}


def row(start: object, end: object, since: str = "2026-01-01") -> str:
    return f"es_canaries,tramontana,sea,kg,{start},{end},0.9,64,{since},"


def test_weight_breaks_that_follow_each_other_are_accepted_in_any_order() -> None:
    parse_playbook(rates(row(50, 100), row(0, 50), row(100, "")), TODAY)


def test_the_same_breaks_may_hold_again_from_another_day() -> None:
    parse_playbook(rates(row(0, ""), row(0, "", "2027-01-01")), TODAY)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((row(0, 50), row(60, 100)), "nothing from 50 to 60"),
        ((row(10, 50),), "nothing from 0 to 10"),
        ((row(0, 50), row(40, 100)), "overlaps the one before"),
        ((row(0, ""), row(50, 100)), "overlaps the one before"),
        ((row(0, 50), row(0, 50)), "overlaps the one before"),
        ((row(0, 0),), "expected more"),
    ],
)
def test_weight_breaks_with_gaps_or_overlaps_are_refused_with_their_line(
    rows: tuple[str, ...], message: str
) -> None:
    files = rates(*rows)
    last = len(files["rates.csv"].splitlines())
    found = [problem for problem in problems(files) if message in problem]
    assert found
    assert any(f"rates.csv:{line}:" in found[0] for line in range(last - len(rows) + 1, last + 1))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda text: text.replace("es_ceuta,tramontana,sea,4", "es_ceuta,tramontana,air,4"),
            "no service air",
        ),
        (
            lambda text: "\n".join(line for line in text.splitlines() if "es_ceuta" not in line),
            "no transit time",
        ),
        (lambda text: text.replace("4,6,1 4,0.92", "6,4,1 4,0.92"), "days_max 4 lies below"),
        (lambda text: text.replace("1 4,0.92", "0 8,0.92"), "match pattern"),
        (lambda text: text.replace("on_time", "ontime"), "did you mean 'on_time'?"),
        (lambda text: text.replace("days_max,", ""), "column days_max is missing"),
        (lambda text: text + "es_ceuta,tramontana\n", "expected 8 cells, found 2"),
    ],
)
def test_transit_times_without_sense_are_refused(change: Callable[[str], str], message: str) -> None:
    found = problems({**sample_files(), "transit.csv": change(sample_files()["transit.csv"])})
    assert any(message in problem for problem in found), found


def test_price_breaks_with_gaps_are_refused() -> None:
    found = problems(edited("prices.csv", "folding_carton,none,500,1999", "folding_carton,none,500,1899"))
    assert any("no price from 1900 to 1999" in problem for problem in found)


def test_a_level_that_is_sold_needs_a_price_and_a_routing() -> None:
    found = problems(
        edited(
            "products.yml",
            "packaging, specification]\n    packing: {pieces_per_carton: 250",
            "packaging, specification, tooling]\n    packing: {pieces_per_carton: 250",
        )
    )
    assert any("bag is sold with tooling, but has no price" in problem for problem in found)
    assert any("bag is sold with tooling (products.yml), but no routing" in problem for problem in found)


def test_all_problems_are_told_at_once() -> None:
    files = edited("rules.yml", "volume < minimum_order", "volumen < 5")
    files["settings.yml"] = files["settings.yml"].replace("band: actual", "band: all")
    names = {problem.split(":")[0] for problem in problems(files)}
    assert {"playbook/rules.yml", "playbook/settings.yml"} <= names


def test_files_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    (tmp_path / "company.yml").write_bytes("name: Cartón".encode("latin-1"))
    with pytest.raises(BadPlaybook, match=r"company\.yml: not UTF-8 at byte 10"):
        read_files(tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake() -> None:
    files = {name: text.replace("\n", "\r\n") for name, text in sample_files().items()}
    assert list(parse_playbook(files, TODAY).families) == list(sample_playbook().families)


def test_the_sample_orders_count_their_weeks_from_the_day_the_store_is_prepared() -> None:
    plan = opening_plan(sample_files(), TODAY)
    assert plan.first_week == TODAY
    assert min(order.due for order in plan.orders) == TODAY
    assert {order.family for order in plan.orders} == set(sample_playbook().families)


def test_an_order_beyond_the_known_weeks_or_of_an_unknown_family_is_refused() -> None:
    header = "order_id,customer,family,quantity,customization,designs,due_week,kind\n"
    rows = "P-1,A,bag,10,logo,1,60,order\nP-2,A,sack,10,logo,1,1,order\nP-2,A,bag,10,logo,1,1,order\n"
    with pytest.raises(BadPlaybook) as refused:
        opening_plan({**sample_files(), "orders.csv": header + rows}, TODAY)
    found = [str(problem) for problem in refused.value.problems]
    assert [problem.split(":")[1] for problem in found] == ["4", "2", "3"]
