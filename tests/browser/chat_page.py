"""The chat as a visitor sees it: what tests in a browser click and read, by role and label."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

AXE: Final = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ACCESSIBILITY_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True, slots=True)
class Size:
    """Of a screen, in CSS pixels."""

    width: int
    height: int
    is_phone: bool = False


DESKTOP: Final = Size(1280, 860)
PHONE: Final = Size(390, 780, is_phone=True)

on_both_sizes = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@dataclass(frozen=True, slots=True)
class Site:
    """A running web server."""

    url: str
    start: Callable[[], None]
    stop: Callable[[], None]


class Shop:
    """Another company's site of one page, which a test makes up."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._page = Response()

    def show(self, body: str, policy: str = "") -> None:
        """The page has this body, under this Content-Security-Policy."""
        html = f'<!doctype html><html lang="es"><title>Tienda</title><main><h1>Tienda</h1>{body}</main>'
        headers = {"Content-Security-Policy": policy} if policy else None
        self._page = HTMLResponse(html, headers=headers)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._page(scope, receive, send)


class Chat:
    """The widget on a page, in either language."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.widget = page.locator("viable-chat")
        self.launcher = self.widget.locator(".launcher")
        self.dialog = self.widget.get_by_role("dialog")
        self.field = self.widget.get_by_role("textbox", name=re.compile("Su mensaje|Your message"))
        self.log = self.widget.get_by_role("log")
        self.lines = self.log.get_by_role("listitem")
        self.replies = self.widget.get_by_role("group", name=re.compile("Respuestas rápidas|Quick replies"))
        self.thinking = self.log.locator(".thinking")

    def open(self, url: str) -> Chat:
        """The page is loaded, the chat open, its greeting read."""
        self.page.goto(url)
        self.launcher.click()
        expect(self.lines.first).to_be_visible()
        return self

    def say(self, text: str) -> None:
        """The text is sent by the Enter key."""
        self.field.fill(text)
        self.field.press("Enter")

    def reply(self, title: str | re.Pattern[str]) -> Locator:
        """A quick reply."""
        return self.replies.get_by_role("button", name=title)

    def said(self, text: str | re.Pattern[str]) -> Locator:
        """Lines of the log that hold this text."""
        return self.lines.filter(has_text=text)


def watch_for_trouble(page: Page) -> list[str]:
    """Script errors and blocked content from now on, the latter being what a strict policy reports."""
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.extend([message.text] if message.type == "error" else []))
    return trouble


def accessibility_problems(page: Page) -> list[str]:
    """What axe finds on the page as it is, the inside of the widget included."""
    run = f"{AXE.read_text()}; axe.run(document, {{runOnly: {ACCESSIBILITY_RULES}}})"
    found: Any = page.evaluate(run)
    return [
        f"{problem['id']}: {node['html'][:200]}"
        for problem in found["violations"]
        for node in problem["nodes"]
    ]
