"""Where goods go, as prospects say it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extract.location import find_locations
from bot.extract.model import Context, Text
from bot.places.spain import provinces

NOW = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)


def places(text: str, asked: str | None = None, language: str = "es") -> list[dict[str, Any]]:
    found = find_locations(Text(text), Context(NOW, language=language, asked=asked))
    assert all(0 <= entity.start < entity.end <= len(text) for entity in found)
    return [entity.value for entity in found]


def only(text: str, asked: str | None = "location", language: str = "es") -> dict[str, Any]:
    (value,) = places(text, asked, language)
    return value


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("vigo", "ES-PO"),
        ("LAS PALMAS", "ES-GC"),
        ("en donosti", "ES-SS"),
        ("l'hospitalet", "ES-B"),
        ("a la coruña", "ES-C"),
        ("sta cruz de tenerife", "ES-TF"),
        ("Sanlúcar", "ES-CA"),
        ("Villajoyosa", "ES-A"),
        ("tenerife", "ES-TF"),
        ("las islas baleares", "ES-PM"),
        ("ceuta", "ES-CE"),
    ],
)
def test_a_spanish_place_is_found_with_its_province(text: str, region: str) -> None:
    value = only(text)
    assert (value["country"], value["region"], value["candidates"]) == ("ES", region, [])


@pytest.mark.parametrize(
    ("text", "country", "region"),
    [
        ("Baviera", "DE", "DE-BY"),
        ("Bayern", "DE", "DE-BY"),
        ("Bavaria", "DE", "DE-BY"),
        ("München", "DE", "DE-BY"),
        ("la Toscana", "IT", "IT-52"),
        ("Flandes", "BE", "BE-VLG"),
        ("Escocia", "GB", "GB-SCT"),
        ("Algarve", "PT", "PT-08"),
        ("the Netherlands", "NL", None),
        ("EE. UU.", "US", None),
    ],
)
def test_regions_and_countries_are_found_in_any_of_their_languages(
    text: str, country: str, region: str | None
) -> None:
    value = only(text)
    assert (value["country"], value["region"]) == (country, region)


def test_a_place_is_named_in_the_language_of_the_message() -> None:
    assert only("Munich", language="es")["name"] == "Múnich"
    assert only("Múnich", language="en")["name"] == "Munich"


@pytest.mark.parametrize("text", ["barclona", "Madird", "en sevila", "las plamas", "saragoza"])
def test_one_typing_error_in_a_well_known_name_is_forgiven_in_an_answer(text: str) -> None:
    assert only(text)["country"] == "ES"


def test_a_doubtful_name_keeps_its_candidates_with_the_one_at_home_first() -> None:
    value = only("Valencia")
    assert value["country"] is None
    assert [candidate["country"] for candidate in value["candidates"]] == ["ES", "VE"]
    assert {"ES", "MX"} <= {candidate["country"] for candidate in only("Mérida")["candidates"]}
    assert {"ES", "CL"} <= {candidate["country"] for candidate in only("santiago")["candidates"]}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Valencia, España", "ES"),
        ("Valencia (Venezuela)", "VE"),
        ("santiago de chile", "CL"),
        ("Mérida, Badajoz", "ES"),
        ("Córdoba en Argentina", "AR"),
        ("46001 Valencia", "ES"),
        ("Toledo Ohio", "US"),
    ],
)
def test_country_region_or_postal_code_beside_a_name_end_the_doubt(text: str, country: str) -> None:
    value = only(text)
    assert (value["country"], value["candidates"]) == (country, [])


def test_another_place_in_the_message_ends_the_doubt() -> None:
    assert [value["region"] for value in places("Santiago y Vigo", "location")] == ["ES-C", "ES-PO"]


def test_several_destinations_are_several_entities_and_a_denied_one_is_none() -> None:
    assert [value["name"] for value in places("Madrid, Barcelona y a Lugo")] == [
        "Madrid",
        "Barcelona",
        "Lugo",
    ]
    assert [value["name"] for value in places("no es Vigo, es Lugo", "location")] == ["Lugo"]
    assert [value["name"] for value in places("toda España menos Canarias")] == ["España"]


def test_a_spanish_postal_code_tells_the_province() -> None:
    for prefix, province in provinces().items():
        value = only(f"{prefix}001")
        assert (value["region"], value["postal_code"]) == (province.code, f"{prefix}001")


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("75011 París", "FR", "75011"),
        ("4000-123 Porto", "PT", "4000-123"),
        ("D-80331", "DE", "80331"),
        ("SW1A 1AA", "GB", "SW1A 1AA"),
    ],
)
def test_postal_codes_of_other_countries_need_their_shape_or_a_place(
    text: str, country: str, code: str
) -> None:
    value = only(text)
    assert (value["country"], value["postal_code"]) == (country, code)


@pytest.mark.parametrize(
    ("text", "asked"),
    [("28001", "budget"), ("28001 euros", None), ("500 cajas", "location"), ("2000 de oro", None)],
)
def test_a_count_or_an_amount_is_no_postal_code(text: str, asked: str | None) -> None:
    assert places(text, asked) == []


def test_a_round_count_before_a_place_is_no_postal_code() -> None:
    assert only("28000 Madrid", None)["postal_code"] is None


def test_a_place_that_the_table_lacks_is_said_to_be_unknown() -> None:
    for text, asked in (
        ("en villatripas de arriba", "location"),
        ("hay que entregar en Villatripas de Arriba", None),
    ):
        value = only(text, asked)
        assert (value["name"], value["country"], value["unknown"]) == ("Villatripas de Arriba", None, True)


@pytest.mark.parametrize(
    "text",
    [
        "no lo sé",
        "depende",
        "lo recojo yo",
        "a mi tienda",
        "¿por qué lo pregunta?",
        "sí",
        "yes",
        "to be confirmed",
    ],
)
def test_an_answer_that_names_no_place_gives_none(text: str) -> None:
    assert places(text, "location") == []


@pytest.mark.parametrize(
    "text",
    [
        "zumo de granada", "that would be nice", "I am reading this", "en total", "soy Ana Toledo",
        "vino de Rioja", "made in Italy", "calle Toledo 12", "para marzo", "en breve", "me llamo Lourdes Santiago",
        "the washington post",
    ],
)  # fmt: skip
def test_words_that_are_places_too_are_left_alone_in_ordinary_talk(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "name"), [("ship to Nice", "Nice"), ("delivered in Cork", "Cork"), ("Reading", "Reading")]
)
def test_the_same_words_are_places_where_one_is_expected(text: str, name: str) -> None:
    asked = "location" if text == name else None
    assert only(text, asked, "en")["name"] == name


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("aeioulnrsdtvmg ,.()-'’0123456789áñÑVLß¿?\n"), max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for asked in (None, "location"):
        places(text, asked)
