"""What prospects call the products."""

from __future__ import annotations

import pytest

from tests.sample_company import sample_playbook
from viable.domain.needs import match_need

FAMILIES = list(sample_playbook().families.values())


@pytest.mark.parametrize(
    ("text", "language", "family"),
    [
        ("hola, quiero 1800 estuches con mi marca", "es", "folding_carton"),
        ("ESTUCHES", "es", "folding_carton"),
        ("unas cajitas para jabones", "es", "folding_carton"),
        ("cajas plegables impresas", "es", "folding_carton"),
        ("cajas para el envío de botellas", "es", "shipping_box"),
        ("necesitamos cajas fuertes de envio", "es", "shipping_box"),
        ("caja de cartón ondulado", "es", "shipping_box"),
        ("bolsas de papel con asa", "es", "bag"),
        ("una bolsa kraft", "es", "bag"),
        ("we need folding cartons", "en", "folding_carton"),
        ("corrugated boxes please", "en", "shipping_box"),
        ("shopping bags", "en", "bag"),
        ("mailers", "en", "shipping_box"),
    ],
)
def test_a_product_is_known_by_its_synonyms_in_any_case_number_and_accent(
    text: str, language: str, family: str
) -> None:
    assert match_need(text, FAMILIES, language) == [family]


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("estuces", "folding_carton"),
        ("etsuches", "folding_carton"),
        ("estuchess", "folding_carton"),
        ("boslas", "bag"),
        ("bollsas", "bag"),
        ("blsas", "bag"),
        ("cajas plegabels", "folding_carton"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(text: str, family: str) -> None:
    assert match_need(text, FAMILIES, "es") == [family]


@pytest.mark.parametrize(
    "text", ["bolas de navidad", "casas rurales", "camisetas", "", "¿qué tal?", "1000", "🙂"]
)
def test_another_word_is_no_product(text: str) -> None:
    assert match_need(text, FAMILIES, "es") == []


@pytest.mark.parametrize(("text", "language"), [("cajas", "es"), ("quiero unas cjas", "es"), ("boxes", "en")])
def test_a_word_that_families_share_is_ambiguous(text: str, language: str) -> None:
    assert set(match_need(text, FAMILIES, language)) == {"folding_carton", "shipping_box"}


def test_a_family_named_by_its_own_word_wins_over_a_shared_one() -> None:
    assert match_need("packaging: bolsas, en concreto", FAMILIES, "es") == ["bag"]


def test_two_products_in_one_message_are_both_found_in_the_order_said() -> None:
    assert match_need("bolsas y estuches", FAMILIES, "es") == ["bag", "folding_carton"]


def test_a_product_named_in_another_language_is_found_when_the_own_one_says_nothing() -> None:
    assert match_need("paper bags", FAMILIES, "es") == ["bag"]
