"""Any quantity, written in any style, is read back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract.model import Context
from bot.extract.reading import read

NOW = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)
UNITS: dict[str, dict[str, list[str]]] = {
    "es": {"piece": ["uds", "unidades", "piezas", "estuches", "etiquetas"], "box": ["cajas", "bultos"]},
    "en": {"piece": ["pcs", "units", "mugs", "shopping bags"], "box": ["boxes", "cartons"]},
}
for _measures in UNITS.values():
    _measures |= {
        "kg": ["kg", "kilos"],
        "tonne": ["t", "tn"],
        "m3": ["m3", "m³", "cbm"],
        "pallet": ["palets", "pallets"],
    }
PER: dict[str, dict[str, str]] = {"es": {"month": "al mes", "year": "al año", "week": "a la semana"}}
PER["en"] = {"month": "a month", "year": "per year", "week": "every week"}

languages = st.sampled_from(["es", "en"])
counts = st.integers(10, 999_999)


def volumes(text: str, language: str, asked: str | None = None) -> list[dict[str, Any]]:
    """All volume values of a message."""
    return [one.value for one in read(text, Context(NOW, language, asked=asked)) if one.name == "volume"]


@given(counts, languages, st.data())
def test_a_count_with_a_unit_is_a_volume(count: int, language: str, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(sorted(UNITS[language])))
    word = data.draw(st.sampled_from(UNITS[language][unit]))
    (value,) = volumes(f"{count} {word}", language)
    assert (value["min"], value["max"], value["unit"]) == (count, count, unit)


@given(counts, languages, st.data())
def test_the_period_of_an_order_is_read(count: int, language: str, data: st.DataObject) -> None:
    period = data.draw(st.sampled_from(sorted(PER[language])))
    (value,) = volumes(f"{count} uds {PER[language][period]}", language)
    assert (value["min"], value["per"]) == (count, period)


@given(counts, st.integers(2, 30), languages)
def test_designs_multiply_what_is_of_each(count: int, designs: int, language: str) -> None:
    text = f"{designs} diseños de {count}" if language == "es" else f"{designs} designs of {count}"
    (value,) = volumes(text, language)
    assert (value["min"], value["designs"]) == (count * designs, designs)


@given(counts, st.integers(2, 50), languages)
def test_designs_of_a_total_do_not_multiply_it(count: int, designs: int, language: str) -> None:
    text = f"{count} uds en {designs} diseños" if language == "es" else f"{count} pcs in {designs} designs"
    (value,) = volumes(text, language)
    assert (value["min"], value["designs"]) == (count, designs)


@given(counts, languages)
def test_a_bare_number_is_a_volume_without_unit_only_when_asked(count: int, language: str) -> None:
    (value,) = volumes(str(count), language, asked="volume")
    assert (value["min"], value["unit"]) == (count, None)
    assert volumes(str(count), language) == []


@pytest.mark.parametrize(
    ("language", "text", "count", "unit"),
    [
        ("es", "un contenedor de 40 pies", 1, "container_40"),
        ("es", "2 contenedores de 20", 2, "container_20"),
        ("es", "2x40HC", 2, "container_40"),
        ("es", "medio palet", 0.5, "pallet"),
        ("es", "un par de palets", 2, "pallet"),
        ("es", "5 docenas de camisetas", 60, "piece"),
        ("es", "1.500 kg", 1500, "kg"),
        ("es", "1,5 t", 1.5, "tonne"),
        ("en", "two twenty-foot containers", 2, "container_20"),
        ("en", "a 40ft container", 1, "container_40"),
        ("en", "half a pallet", 0.5, "pallet"),
        ("en", "a dozen pallets", 12, "pallet"),
        ("en", "500 kraft paper shopping bags", 500, "piece"),
    ],
)
def test_containers_dozens_and_halves_are_counted(language: str, text: str, count: float, unit: str) -> None:
    (value,) = volumes(text, language)
    assert (value["min"], value["unit"]) == (count, unit)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "somos 25 personas"),
        ("es", "llevamos 10 años"),
        ("es", "cajas de 20x30 cm"),
        ("es", "en 15 días"),
        ("es", "desde 2015 trabajamos con otro"),
        ("en", "the top 10 songs"),
        ("en", "a team of 40 people"),
        ("en", "it is 300 miles away"),
    ],
)
def test_what_is_no_goods_is_no_volume(language: str, text: str) -> None:
    assert volumes(text, language) == []
