"""What the front door costs: how long a visitor waits, what it adds to Rasa, how many it serves.

    python -m bench.web

starts Viable in a temporary folder, measures, writes bench/results/web.json and prints it.
Visitors come from addresses of their own (X-Forwarded-For, which the server believes from this machine only).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
from playwright.sync_api import Page, sync_playwright
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.browser.chat_page import Chat
from tests.installation import Installation, free_ports, running
from tests.served import Served
from viable.bootstrap import App
from viable.settings import read_settings
from web.app import create_app

RESULTS = Path(__file__).parent / "results" / "web.json"
TEXTS = (
    "necesito 2.000 estuches",
    "con nuestro logo",
    "en Madrid",
    "para finales de febrero",
    "no, son 1.500",
)
IDLE, ACTIVE, MESSAGES_A_SECOND, SECONDS = 500, 100, 20, 20
_numbers = itertools.count(1)


def summary(milliseconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum, ms."""
    ordered = sorted(milliseconds)
    return {
        "p50": round(statistics.median(ordered), 1),
        "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
        "max": round(ordered[-1], 1),
    }


class Visitor:
    """One browser at an address of its own, without the browser: sends by one request, hears by events."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        number = next(_numbers)
        self._client = client
        self._headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        self._seen = 0
        self._answered = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """A conversation with its greeting, and a connection for its events."""
        opened = await self._post("conversations", {"language": "es"})
        self._headers["Authorization"] = f"Bearer {opened['token']}"
        self._seen = opened["items"][-1]["seq"]
        self._listening = asyncio.create_task(self._listen())

    async def ask(self, text: str) -> float:
        """Milliseconds from sending to the event with the answer."""
        assert self._listening
        self._answered.clear()
        begun = time.perf_counter()
        await self._post("messages", {"client_id": str(uuid4()), "text": text, "after": self._seen})
        heard = asyncio.ensure_future(self._answered.wait())
        await asyncio.wait({heard, self._listening}, timeout=30, return_when=asyncio.FIRST_COMPLETED)
        if not heard.done():
            heard.cancel()
            raise RuntimeError(f"no answer to {text!r}")
        return 1000 * (time.perf_counter() - begun)

    def leave(self) -> bool:
        """Nothing is heard any more; False when the connection had been lost before."""
        assert self._listening
        was_heard = not self._listening.done()
        self._listening.cancel()
        return was_heard

    async def _listen(self) -> None:
        url = f"/api/chat/events?after={self._seen}"
        async with self._client.stream("GET", url, headers=self._headers, timeout=None) as response:
            response.raise_for_status()
            async for line in response.aiter_lines():
                if line.startswith("data: "):
                    self._hear(json.loads(line.removeprefix("data: ")))

    def _hear(self, page: Any) -> None:
        self._seen = max([self._seen, *(item["seq"] for item in page["items"])])
        if any(item["kind"] == "bot" for item in page["items"]):
            self._answered.set()

    async def _post(self, path: str, body: Any) -> Any:
        response = await self._client.post(f"/api/chat/{path}", json=body, headers=self._headers)
        response.raise_for_status()
        return response.json()


@asynccontextmanager
async def http(url: str) -> AsyncIterator[httpx2.AsyncClient]:
    """A client with room for every visitor."""
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=200)
    async with httpx2.AsyncClient(base_url=url, timeout=30, limits=limits, trust_env=False) as client:
        yield client


async def one_at_a_time(url: str, turns: int) -> list[float]:
    """Milliseconds of turns, each begun when the one before is answered."""
    waits = []
    async with http(url) as client:
        for _ in range(turns // len(TEXTS)):
            visitor = Visitor(client)
            await visitor.open()
            waits += [await visitor.ask(text) for text in TEXTS]
            visitor.leave()
    return waits


class Meter:
    """Stands before Rasa and measures how long it takes for each request."""

    def __init__(self, rasa: str) -> None:
        self._rasa = httpx2.AsyncClient(base_url=rasa, timeout=30, trust_env=False)
        self.milliseconds: list[float] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        body = await request.body()
        begun = time.perf_counter()
        answer = await self._rasa.request(request.method, request.url.path, content=body)
        self.milliseconds.append(1000 * (time.perf_counter() - begun))
        await Response(answer.content, answer.status_code, media_type="application/json")(
            scope, receive, send
        )


def front_door(installation: Installation, turns: int = 100) -> dict[str, Any]:
    """Turns of one visitor, the part of Rasa and its actions, and what the front door adds.

    A second web process, in this one, shares the installation's store and speaks to Rasa through a meter. Now and then the
    first one's worker is quicker to take a turn, so the two lists are compared by their medians.
    """
    web, metered = free_ports(2)
    ports = {"VIABLE_RASA_PORT": str(metered), "VIABLE_WEB_PORT": str(web)}
    settings = read_settings({"VIABLE_VAR": str(installation.var), **ports})
    meter = Meter(f"http://127.0.0.1:{installation.ports['rasa']}")
    app = create_app(App(settings).turns, settings, b"b" * 40)
    servers = (Served(meter, metered), Served(app, web))
    for server in servers:
        server.start()
    try:
        asyncio.run(one_at_a_time(f"http://127.0.0.1:{web}", len(TEXTS)))  # to warm up
        meter.milliseconds.clear()
        waits = asyncio.run(one_at_a_time(f"http://127.0.0.1:{web}", turns))
    finally:
        for server in servers:
            server.stop()
    total, rasa = summary(waits), summary(meter.milliseconds)
    return {"turn_ms": total, "rasa_ms": rasa, "added_p50_ms": round(total["p50"] - rasa["p50"], 1)}


async def crowd(installation: Installation) -> dict[str, Any]:
    """Idle listeners beside active conversations; errors are counted, not raised."""
    waits: list[float] = []
    errors: list[str] = []

    async def turn(visitor: Visitor, text: str) -> None:
        try:
            waits.append(await visitor.ask(text))
        except (httpx2.HTTPError, RuntimeError) as error:
            errors.append(repr(error))

    async with http(installation.url) as client:
        visitors = [Visitor(client) for _ in range(IDLE + ACTIVE)]
        for visitor in visitors:
            await visitor.open()
        active, turns = itertools.cycle(visitors[IDLE:]), []
        begun = time.perf_counter()
        for number in range(MESSAGES_A_SECOND * SECONDS):
            await asyncio.sleep(max(0.0, begun + number / MESSAGES_A_SECOND - time.perf_counter()))
            text = TEXTS[number // ACTIVE % len(TEXTS)]
            turns.append(asyncio.create_task(turn(next(active), text)))
        await asyncio.gather(*turns)
        lost = sum(not visitor.leave() for visitor in visitors)
    return {
        "idle": IDLE,
        "active": ACTIVE,
        "messages_a_second": MESSAGES_A_SECOND,
        "seconds": SECONDS,
        "answer_ms": summary(waits),
        "errors": len(errors),
        "first_errors": errors[:3],
        "connections_lost": lost,
    }


def in_browser(installation: Installation, visits: int = 20) -> dict[str, Any]:
    """What one visitor sees in Chromium: from the click to the greeting, from Enter to the answer."""
    opening, answering = [], []
    sandbox = [] if os.getuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=sandbox)
        for number in range(visits):
            context = browser.new_context(
                locale="es-ES", extra_http_headers={"X-Forwarded-For": f"10.200.0.{number}"}
            )
            chat = Chat(context.new_page())
            chat.page.goto(installation.url)
            chat.page.evaluate(_STOPWATCH)
            chat.launcher.click()
            opening.append(stopwatch(chat.page, ".bot"))
            chat.say(TEXTS[0])
            answering.append(stopwatch(chat.page, ".prospect ~ .bot"))
            context.close()
        browser.close()
    return {"open_to_greeting_ms": summary(opening), "enter_to_answer_ms": summary(answering)}


def stopwatch(page: Page, what: str) -> float:
    """Milliseconds from the last click or key until this could be seen."""
    read = page.wait_for_function("what => window.stopwatch(what)", arg=what)
    return float(read.json_value())


_STOPWATCH = """() => {
    const shown = {};
    let begun = 0;
    for (const event of ['click', 'keydown']) addEventListener(event, () => begun = performance.now(), true);
    const look = () => {
        const root = document.querySelector('viable-chat').shadowRoot.querySelector('viable-chat-panel')?.shadowRoot;
        for (const what of ['.bot', '.prospect ~ .bot'])
            if (!(what in shown) && root?.querySelector(what)) shown[what] = performance.now() - begun;
        requestAnimationFrame(look);
    };
    look();
    window.stopwatch = what => shown[what];
}"""


def main() -> None:
    """Measures all of it."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as installation:
        figures = {
            "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
            "one_visitor": front_door(installation),
            "browser": in_browser(installation),
            "crowd": asyncio.run(crowd(installation)),
        }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=2) + "\n")
    print(RESULTS.read_text())


if __name__ == "__main__":
    main()
