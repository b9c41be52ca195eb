"""The console in a browser: it stays fresh by itself, its clocks run, and everybody can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chat_page import DESKTOP, PHONE, accessibility_problems, watch_for_trouble
from tests.console_office import PASSWORD, Office, office_in
from tests.installation import free_ports
from tests.served import Served

pytestmark = pytest.mark.browser

on_both_sizes = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@dataclass
class Console:
    """A served console and the page of the sales rep who has signed in."""

    office: Office
    url: str
    page: Page
    trouble: list[str]


@pytest.fixture
def console(context: BrowserContext, tmp_path: Path) -> Iterator[Console]:
    office = office_in(tmp_path)
    office.app.prepare()
    port = free_ports(1)[0]
    server = Served(office.site(), port)
    server.start()
    page = context.new_page()
    trouble = watch_for_trouble(page)
    page.goto(f"http://127.0.0.1:{port}/console/")
    page.get_by_label("Correo").fill(office.account().email)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url("**/console/leads")
    yield Console(office, f"http://127.0.0.1:{port}", page, trouble)
    server.stop()
    office.app.store.dispose()


def test_a_new_lead_shows_up_by_itself_with_its_clock_running(console: Console) -> None:
    expect(console.page.get_by_text("Nadie espera")).to_be_visible()
    console.office.lead()
    row = console.page.get_by_role("link", name="V-1001")
    expect(row).to_be_visible(timeout=10_000)
    clock = console.page.locator("[data-clock]")
    expect(clock).to_have_text("0:02", timeout=10_000)
    assert console.trouble == []


def test_the_clock_changes_its_colour_while_one_looks(console: Console) -> None:
    path = f"/console/leads/{console.office.lead()}"
    console.office.clock.pass_time(seconds=118)
    console.page.goto(console.url + path)
    clock = console.page.locator("[data-clock]")
    expect(clock).not_to_have_class(re.compile("soon"))
    expect(clock).to_have_class(re.compile("soon"), timeout=10_000)


def test_focus_stays_where_it_was_when_the_list_is_renewed(console: Console) -> None:
    console.office.lead()
    row = console.page.get_by_role("link", name="V-1001")
    expect(row).to_be_visible(timeout=10_000)
    row.focus()
    console.office.lead()
    expect(console.page.get_by_role("link", name="V-1002")).to_be_visible(timeout=10_000)
    expect(row).to_be_focused()


def test_a_list_left_open_goes_to_the_sign_in_when_the_session_ends(console: Console) -> None:
    console.office.app.staff.disable(console.office.account().id)
    console.page.wait_for_url("**/console/sign-in**", timeout=10_000)


@on_both_sizes
def test_a_lead_is_taken_called_and_rejected_with_a_reason(console: Console) -> None:
    page = console.page
    page.goto(f"{console.url}/console/leads/{console.office.lead()}")
    page.get_by_role("button", name="La llevo yo").click()
    page.get_by_role("button", name="Ya he hablado").click()
    page.locator("summary", has_text="Rechazar").click()
    page.get_by_label("Coste de envío prohibitivo para la ubicación").check()
    page.get_by_label("¿Qué la habría hecho viable?").fill("Recogerla en fábrica")
    page.get_by_role("button", name="Rechazar").click()
    expect(page.locator(".headline").get_by_text("Rechazada")).to_be_visible()
    expect(page.get_by_text("«Recogerla en fábrica»")).to_be_visible()
    assert console.trouble == []


@on_both_sizes
def test_axe_finds_nothing_and_nothing_runs_out_of_the_screen(console: Console) -> None:
    lead = f"/console/leads/{console.office.lead()}"
    found = {}
    for path in ("/console/leads", lead, "/console/nowhere", "/console/staff"):
        console.page.goto(console.url + path)
        for details in console.page.locator("details").all():
            details.evaluate("details => { details.open = true; }")
        found[path] = accessibility_problems(console.page)
        assert console.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_every_page_works_without_scripts(console: Console, context: BrowserContext) -> None:
    context.route("**/*.js", lambda route: route.abort())
    page = console.page
    console.office.lead()
    page.goto(f"{console.url}/console/leads")
    page.get_by_role("link", name="V-1001").click()
    page.get_by_role("button", name="La llevo yo").click()
    expect(page.locator(".headline").get_by_text("Aceptada")).to_be_visible()
