from __future__ import annotations

import re
from dataclasses import fields

import pytest

from viable.domain.errors import BadInput
from viable.settings import ROOT, Settings, read_settings


def documented() -> dict[str, tuple[str, str]]:
    text = (ROOT / "docs" / "settings.md").read_text()
    rows = re.findall(r"^\| `(VIABLE_\w+)` \| (?:`([^`]*)`)? ?\| (.*) \|$", text, re.MULTILINE)
    return {variable: (default, meaning) for variable, default, meaning in rows}


def test_every_setting_is_documented_with_its_default_and_meaning() -> None:
    in_code = {field.metadata["variable"]: field.metadata for field in fields(Settings)}
    expected = {name: (setting["default"], setting["meaning"]) for name, setting in in_code.items()}
    assert documented() == expected


def test_no_variable_gives_a_loopback_installation_in_the_project_folder() -> None:
    settings = read_settings({})
    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'viable.sqlite3'}"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert (settings.rasa_url, settings.actions_url) == (
        "http://127.0.0.1:5005",
        "http://127.0.0.1:5055/webhook",
    )


def test_an_empty_variable_means_the_default() -> None:
    assert read_settings({"VIABLE_WEB_PORT": " "}) == read_settings({})


def test_sites_that_may_embed_the_chat_are_read_from_a_list() -> None:
    settings = read_settings({"VIABLE_ORIGINS": "https://a.example, https://b.example/,"})
    assert settings.origins == ("https://a.example", "https://b.example")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80 80", "٨٠", "http"])
def test_a_wrong_port_is_told_with_its_variable(port: str) -> None:
    with pytest.raises(BadInput, match=f"VIABLE_RASA_PORT={port}: expected a port, 1 to 65535"):
        read_settings({"VIABLE_RASA_PORT": port})
