"""The shipped table of places."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from bot.extract.words import languages, table
from bot.places import gazetteer as module
from bot.places.gazetteer import Gazetteer, gazetteer, key_of
from bot.places.spain import provinces


@pytest.fixture
def fresh() -> Iterator[None]:
    gazetteer.cache_clear()
    yield
    gazetteer.cache_clear()


def test_the_table_takes_less_than_20_mb_of_memory(fresh: None) -> None:
    tracemalloc.start()
    gazetteer()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used < 20e6


def test_every_province_has_a_row_with_its_code() -> None:
    for province in provinces().values():
        assert province.code in {place.region for place in gazetteer().places(key_of(province.name))}


def test_function_words_are_no_names() -> None:
    for language in languages():
        for word in table(language, "location")["never"]:
            assert key_of(word) not in gazetteer(), word


def test_the_attribution_that_the_licence_asks_for_is_shipped() -> None:
    assert "GeoNames" in (module.FOLDER / "ATTRIBUTION.md").read_text(encoding="utf-8")


def test_two_well_known_names_one_error_away_are_not_guessed_between() -> None:
    rows = ["Lorca\tES\tES-MU\t0\t0\t95000\tcity\t3\tlorca", "Borca\tES\tES-M\t0\t0\t95000\tcity\t3\tlorga"]
    assert Gazetteer(rows, frozenset()).mended("lorba") is None


def test_an_everyday_word_is_never_mended_into_a_place() -> None:
    assert gazetteer().mended("cajas") is None
    assert gazetteer().mended("malta") is None
