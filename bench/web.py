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

import httpx
from playwright.sync_api import sync_playwright

from tests.browser.chat_page import Chat
from tests.installation import Installation, running

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
    """One browser at an address of its own, without the browser."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        number = next(_numbers)
        self._client = client
        self._headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        self._seen = 0

    async def open(self) -> None:
        """A conversation with its greeting."""
        opened = await self._call("POST", "conversations", {"language": "es"})
        self._headers["Authorization"] = f"Bearer {opened['token']}"
        self._seen = opened["items"][-1]["seq"]

    async def listen(self, until: asyncio.Event) -> int:
        """The number of pages heard until told to stop."""
        heard = 0
        url = f"/api/chat/events?after={self._seen}"
        async with self._client.stream("GET", url, headers=self._headers, timeout=None) as response:
            response.raise_for_status()
            lines = response.aiter_lines()
            while not until.is_set():
                line = asyncio.ensure_future(anext(lines))
                stop = asyncio.ensure_future(until.wait())
                await asyncio.wait({line, stop}, return_when=asyncio.FIRST_COMPLETED)
                stop.cancel()
                if line.done():
                    heard += line.result().startswith("event: page")
                else:
                    line.cancel()
        return heard

    async def ask(self, text: str) -> float:
        """Milliseconds until the answer is there, asking every 20 ms."""
        begun = time.perf_counter()
        body = {"client_id": str(uuid4()), "text": text, "after": self._seen}
        page = await self._call("POST", "messages", body)
        while page["state"]["is_thinking"]:
            await asyncio.sleep(0.02)
            page = await self._call("GET", f"messages?after={self._seen}")
        items = page["items"]
        if not items or items[-1]["kind"] != "bot":
            raise RuntimeError(f"no answer to {text!r}: {items}")
        self._seen = items[-1]["seq"]
        return 1000 * (time.perf_counter() - begun)

    async def _call(self, method: str, path: str, body: Any = None) -> Any:
        response = await self._client.request(method, f"/api/chat/{path}", json=body, headers=self._headers)
        response.raise_for_status()
        return response.json()


@asynccontextmanager
async def http(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client with room for every visitor."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=200)
    async with httpx.AsyncClient(base_url=url, timeout=30, limits=limits, trust_env=False) as client:
        yield client


async def one_at_a_time(installation: Installation, turns: int = 100) -> dict[str, Any]:
    """Turns through the front door, and the same messages given to Rasa directly."""
    through, direct = [], []
    async with (
        http(installation.url) as client,
        http(f"http://127.0.0.1:{installation.ports['rasa']}") as rasa,
    ):
        for _ in range(turns // len(TEXTS)):
            visitor = Visitor(client)
            await visitor.open()
            for text in TEXTS:
                through.append(await visitor.ask(text))
                begun = time.perf_counter()
                await rasa.post("/model/parse", json={"text": text, "message_id": str(uuid4())})
                direct.append(1000 * (time.perf_counter() - begun))
    return {"turn_ms": summary(through), "rasa_parse_alone_ms": summary(direct)}


async def crowd(installation: Installation) -> dict[str, Any]:
    """Idle listeners beside active conversations; errors are counted, not raised."""
    done, waits, errors = asyncio.Event(), [], []

    async def turn(visitor: Visitor, text: str) -> None:
        try:
            waits.append(await visitor.ask(text))
        except (httpx.HTTPError, RuntimeError) as error:
            errors.append(repr(error))

    async with http(installation.url) as client:
        visitors = [Visitor(client) for _ in range(IDLE + ACTIVE)]
        for visitor in visitors:
            await visitor.open()
        listeners = [asyncio.create_task(visitor.listen(done)) for visitor in visitors[:IDLE]]
        active, turns = itertools.cycle(visitors[IDLE:]), []
        begun = time.perf_counter()
        for number in range(MESSAGES_A_SECOND * SECONDS):
            await asyncio.sleep(max(0.0, begun + number / MESSAGES_A_SECOND - time.perf_counter()))
            text = TEXTS[number // ACTIVE % len(TEXTS)]
            turns.append(asyncio.create_task(turn(next(active), text)))
        await asyncio.gather(*turns)
        done.set()
        heard = await asyncio.gather(*listeners, return_exceptions=True)
    lost = [repr(error) for error in heard if isinstance(error, BaseException)]
    return {
        "idle": IDLE,
        "active": ACTIVE,
        "messages_a_second": MESSAGES_A_SECOND,
        "seconds": SECONDS,
        "answer_ms": summary(waits),
        "errors": len(errors),
        "first_errors": errors[:3],
        "listeners_lost": len(lost),
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
            chat.lines.first.wait_for()
            opening.append(chat.page.evaluate("window.stopwatch('.bot')"))
            chat.say(TEXTS[0])
            chat.lines.nth(2).wait_for()
            answering.append(chat.page.evaluate("window.stopwatch('.prospect ~ .bot')"))
            context.close()
        browser.close()
    return {"open_to_greeting_ms": summary(opening), "enter_to_answer_ms": summary(answering)}


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
            "one_visitor": asyncio.run(one_at_a_time(installation)),
            "browser": in_browser(installation),
            "crowd": asyncio.run(crowd(installation)),
        }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=2) + "\n")
    print(RESULTS.read_text())


if __name__ == "__main__":
    main()
