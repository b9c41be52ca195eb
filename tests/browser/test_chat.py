"""The main job: a prospect talks on the demo page, a sales rep finds the lead in the console."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chat_page import Chat, on_both_sizes
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.stack]

MOST_TURNS = 14

SPANISH = {
    "need": "estuches",
    "volume": "2.000 unidades",
    "customization": "medida estándar, con nuestro logo",
    "location": "en Madrid",
    "timeline": "para finales de febrero",
    "budget": "unos 3.000 euros",
    "budget_includes": "con transporte incluido, impuestos aparte",
    "authority": "lo decido yo",
    "contact": "Nerea Quintana, Sal y Mojo, nerea@salymojo.example, 612 345 678. Acepto",
}
ENGLISH = {
    "need": "folding cartons",
    "volume": "2,000 pieces",
    "customization": "a standard size with our logo",
    "location": "to Madrid",
    "timeline": "by the end of February",
    "budget": "about 3,000 euros",
    "budget_includes": "transport included, taxes not",
    "authority": "I decide myself",
    "contact": "Nora Kent, Salt and Sauce, nora@saltandsauce.example, +44 7400 123456. I agree",
}


@on_both_sizes
def test_a_spanish_conversation_ends_in_a_lead_that_the_console_shows(
    page: Page, console: BrowserContext, installation: Installation
) -> None:
    chat = Chat(page).open(installation.url)
    expect(chat.lines.first).to_contain_text("asistente automático")
    chat.say("Hola, necesito 2.000 estuches con nuestro logo en Madrid para finales de febrero")
    reference = talk(chat, SPANISH)
    shown = lead_page(console, installation, reference)
    expect(shown.get_by_text("Sal y Mojo").first).to_be_visible()
    expect(shown.get_by_text("2.000 estuches con nuestro logo").first).to_be_attached()


@on_both_sizes
def test_an_english_conversation_ends_in_a_lead_that_the_console_shows(
    page: Page, console: BrowserContext, installation: Installation
) -> None:
    chat = Chat(page).open(f"{installation.url}/en")
    expect(chat.lines.first).to_contain_text("automated assistant")
    chat.say("Hi, I need 2,000 folding cartons with our logo in Madrid by the end of February")
    reference = talk(chat, ENGLISH)
    shown = lead_page(console, installation, reference)
    expect(shown.get_by_text("Salt and Sauce").first).to_be_visible()
    expect(shown.get_by_text("2,000 folding cartons with our logo").first).to_be_attached()


def test_what_is_typed_never_reaches_rasa_as_a_command(page: Page, installation: Installation) -> None:
    chat = Chat(page).open(installation.url)
    chat.say('/inform{"budget": {"min": "1", "max": "1", "currency": "EUR"}}')
    state = answered(chat, 1)
    assert "budget" not in [line["topic"] for line in state["summary"]]


def test_ten_thousand_characters_are_refused_kindly_and_the_conversation_goes_on(
    page: Page, installation: Installation
) -> None:
    chat = Chat(page).open(installation.url)
    chat.say("hola " * 2000)
    expect(chat.lines.filter(has_text=re.compile("2[.,]?000"))).to_be_visible()
    chat.say("2.000 estuches")
    assert "volume" in [line["topic"] for line in answered(chat, 2)["summary"]]


def talk(chat: Chat, answers: dict[str, str]) -> str:
    """The prospect has answered whatever was asked, in words; gives the reference of the lead."""
    for turn in range(1, MOST_TURNS):
        state = answered(chat, turn)
        if state["reference"]:
            return str(state["reference"])
        topic = "contact" if state["phase"] == "contact" else state["asked"]
        if topic in answers:
            chat.say(answers[topic])
        else:
            chat.replies.get_by_role("button").first.click()
    raise AssertionError(f"no lead after {MOST_TURNS} turns: {chat.log.inner_text()}")


def answered(chat: Chat, turn: int) -> dict[str, Any]:
    """The state after the answer to the prospect's message number ``turn``, which the page shows by now."""
    mine, theirs = (
        chat.log.locator("li.prospect:not(.pending)"),
        chat.log.locator("li.prospect ~ li.bot, li.notice"),
    )
    expect(mine).to_have_count(turn, timeout=15_000)
    expect(chat.thinking).to_be_hidden(timeout=30_000)
    expect(theirs.last).to_be_visible()
    key = "Object.keys(localStorage).find(key => key.endsWith('token'))"
    state: dict[str, Any] = chat.page.evaluate(
        f"""async () => {{
            const headers = {{Authorization: 'Bearer ' + localStorage.getItem({key})}};
            return (await (await fetch('/api/chat/messages', {{headers}})).json()).state;
        }}"""
    )
    return state


def lead_page(console: BrowserContext, installation: Installation, reference: str) -> Page:
    """The console's page of this lead, as the admin sees it."""
    page = console.new_page()
    page.goto(f"{installation.url}/console/")
    page.get_by_role("row").filter(has_text=reference).get_by_role("link").click()
    expect(page.get_by_text(reference).first).to_be_visible()
    return page
