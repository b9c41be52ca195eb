"""The sample company's website."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from tests.scripted_chat import ScriptedChat
from viable.settings import ROOT, read_settings
from web.app import create_app
from web.site.pages import LANGUAGES, content


@pytest.fixture
def client() -> TestClient:
    return TestClient(create_app(ScriptedChat(), read_settings({}), b"s" * 40))


def shape(value: Any) -> Any:
    """The keys of nested tables and the lengths of lists, without the texts."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else type(value)


def test_the_site_says_the_same_things_in_every_language() -> None:
    spanish, *others = (shape(content(language)) for language in LANGUAGES)
    for other in others:
        assert other == spanish


def test_the_site_and_the_playbook_speak_of_the_same_company() -> None:
    company = yaml.safe_load((ROOT / "playbook" / "company.yml").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        texts = content(language)
        assert {name: texts["company"][name] for name in ("name", "address", "email")} == {
            name: company[name] for name in ("name", "address", "email")
        }
    assert content(company["languages"][0])["privacy_path"] == company["privacy_path"]


class Inline(HTMLParser):
    """Collects what a strict policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [name for name in names if name == "style" or name.startswith("on")]
        self.links += [value for name, value in attrs if name in {"href", "src"} and value]


@pytest.mark.parametrize("path", ["/", "/en", "/privacidad", "/en/privacy"])
def test_a_page_has_no_inline_code_and_all_its_links_answer(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    page = Inline()
    page.feed(response.text)
    assert page.found == []
    for link in page.links:
        if link.startswith("/") and not link.startswith("/viable.js"):
            assert client.get(link.partition("#")[0]).status_code == 200, link
        else:
            assert link.startswith(("#", "mailto:ventas@envaseslevante.example", "/viable.js"))
