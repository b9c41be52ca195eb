"""Chromium, and a web server with a scripted chat for tests that need no Rasa."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chat_page import DESKTOP, Shop, Site, Size
from tests.installation import Installation, free_ports
from tests.scripted_chat import ScriptedChat
from tests.served import Served
from viable.settings import read_settings
from web.app import create_app

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium")
    if executable is None:
        pytest.fail("these tests need Chromium: apt-get install chromium")
    sandbox = [] if os.getuid() else ["--no-sandbox"]  # Chromium has no sandbox for root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture
def size() -> Size:
    """Of the visitor's screen; tests that matter on a phone as well are parametrized with it."""
    return DESKTOP


@pytest.fixture
def context(browser: Browser, size: Size) -> Iterator[BrowserContext]:
    """A visitor's browser."""
    context = browser.new_context(
        viewport={"width": size.width, "height": size.height},
        has_touch=size.is_phone,
        locale="es-ES",
        timezone_id="Europe/Madrid",
    )
    context.set_default_timeout(5_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="session")
def console(browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """The browser of the admin, who has signed in by the one-time link of the first start."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="es-ES")
    page = context.new_page()
    page.goto(installation.sign_in_link())
    page.locator("input[name=name]").fill("Marta Soler")
    page.locator("input[type=email]").fill("marta@envaseslevante.example")
    for field in page.locator("input[type=password]").all():
        field.fill("una contraseña larga y segura")
    page.locator("main form button").first.click()
    page.wait_for_url("**/console/**")
    page.close()
    yield context
    context.close()


@pytest.fixture
def chat() -> ScriptedChat:
    return ScriptedChat(thinking_seconds=0.15)


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Another company's site. As ``localhost`` it is yet another one, which nobody has allowed anything."""
    shop = Shop(free_ports(1)[0])
    server = Served(shop.app, shop.port)
    server.start()
    yield shop
    server.stop()


@pytest.fixture
def site(chat: ScriptedChat, shop: Shop) -> Iterator[Site]:
    """The demo site before the scripted chat; its server can be stopped and started again."""
    if not (ROOT / "web" / "chat" / "dist" / "viable.js").exists():
        pytest.fail("the widget is not built: npm ci && npm run build")
    port = free_ports(1)[0]
    settings = read_settings({"VIABLE_WEB_PORT": str(port), "VIABLE_ORIGINS": shop.url})
    server = Served(create_app(chat, settings, b"s" * 40), port)
    server.start()
    yield Site(f"http://127.0.0.1:{port}", server.start, server.stop)
    server.stop()
