"""The element that shows a lead time, on a page with our strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from playwright.sync_api import Page, expect

from tests.installation import free_ports
from tests.scripted_chat import ScriptedChat
from tests.served import Served
from viable.bootstrap import App
from viable.settings import read_settings
from web.api.router import api_router
from web.app import create_app

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="es"><title>Plazos</title><script src="/lead-time.js" defer></script>
<p>Entrega: <viable-lead-time id="vigo" family="shipping_box" country="ES" postal-code="36201">consúltenos</viable-lead-time></p>
<p><viable-lead-time id="boston" family="shipping_box" country="US" language="en"></viable-lead-time></p>
<p><viable-lead-time id="nothing" family="yachts">consúltenos</viable-lead-time></p></html>"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Of a page with the element, before a real store."""
    port = free_ports(1)[0]
    settings = read_settings({"VIABLE_VAR": str(tmp_path), "VIABLE_WEB_PORT": str(port)})
    app = App(settings)
    app.prepare()
    page = APIRouter(include_in_schema=False)
    page.add_api_route("/page", lambda: HTMLResponse(PAGE))
    server = Served(create_app(ScriptedChat(), settings, b"s" * 40, routers=[page, api_router(app)]), port)
    server.start()
    yield f"http://127.0.0.1:{port}/page"
    server.stop()
    app.store.dispose()


def test_the_element_says_the_range_in_its_language_and_breaks_no_policy(page: Page, address: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    expect(page.locator("#boston")).to_have_text("ask us about this destination")
    vigo = page.locator("#vigo")
    expect(vigo).to_contain_text(" semanas")
    assert vigo.inner_text().startswith("entre ")
    expect(page.locator("#nothing")).to_have_text("consúltenos")
    assert not [line for line in said if "policy" in line.lower() or "trusted" in line.lower()]


def test_a_changed_attribute_is_asked_for_anew(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#boston")).to_have_text("ask us about this destination")
    page.evaluate("document.getElementById('boston').setAttribute('country', 'ES')")
    expect(page.locator("#boston")).to_contain_text("weeks")
