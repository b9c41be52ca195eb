"""The widget in Chromium, on the demo site, in front of a scripted chat."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chat_page import (
    Chat,
    Shop,
    Site,
    accessibility_problems,
    on_both_sizes,
    watch_for_trouble,
)
from tests.scripted_chat import ScriptedChat

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script> javascript:alert(1) ${7*7}'


@on_both_sizes
def test_a_conversation_from_greeting_to_end_with_typing_buttons_progress_and_summary(
    page: Page, site: Site
) -> None:
    trouble = watch_for_trouble(page)
    chat = Chat(page).open(site.url)
    expect(chat.lines.first).to_contain_text("Soy el asistente automático")
    expect(chat.widget.get_by_text("Pregunta 1 de 3")).to_be_visible()
    chat.reply("Estuches").click()
    expect(chat.thinking).to_be_visible()
    expect(chat.said("¿Cuántas unidades necesita?")).to_be_visible()
    expect(chat.thinking).to_be_hidden()
    expect(chat.widget.get_by_text("Pregunta 2 de 3")).to_be_visible()
    chat.say("1.800")
    expect(chat.said("¿Para cuándo?")).to_be_visible()
    chat.widget.get_by_text("Lo que he anotado (2)").click()
    chat.widget.get_by_role("button", name="Cambiar Cantidad").click()
    expect(chat.field).to_have_value("Cantidad: ")
    chat.say("para el 21 de diciembre")
    expect(chat.said("Anotado. Una persona le llamará.")).to_be_visible()
    expect(chat.widget.get_by_role("button", name="Empezar otra consulta")).to_be_visible()
    expect(chat.widget.get_by_text("V-1047")).to_be_visible()
    assert trouble == []


def test_the_english_page_opens_an_english_chat(page: Page, site: Site) -> None:
    chat = Chat(page).open(f"{site.url}/en")
    expect(chat.lines.first).to_contain_text("I am the automated assistant")
    expect(chat.widget.get_by_role("button", name="Talk to a person")).to_be_visible()
    expect(chat.widget.get_by_role("link", name="Privacy policy")).to_have_attribute(
        "href", f"{site.url}/en/privacy"
    )


def test_nothing_of_the_chat_but_the_small_loader_is_fetched_before_it_is_opened(
    page: Page, site: Site
) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.removeprefix(site.url)))
    page.goto(site.url)
    page.wait_for_load_state("networkidle")
    assert [path for path in fetched if "chat" in path or "viable" in path] == ["/viable.js"]
    Chat(page).launcher.click()
    expect(Chat(page).lines.first).to_be_visible()
    assert any(path.startswith("/chat/panel.js?v=") for path in fetched)


@on_both_sizes
def test_the_page_does_not_shift_when_the_launcher_appears(page: Page, site: Site) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => {"
        " for (const entry of list.getEntries()) window.shift += entry.value;"
        "}).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(site.url)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") == 0


@on_both_sizes
def test_a_reload_keeps_the_conversation_and_the_open_chat(
    page: Page, site: Site, chat: ScriptedChat
) -> None:
    widget = Chat(page).open(site.url)
    widget.say("estuches")
    expect(widget.said("¿Cuántas unidades")).to_be_visible()
    page.reload()
    expect(widget.said("¿Cuántas unidades")).to_be_visible()
    expect(widget.lines).to_have_count(3)
    assert len(chat.told) == 1


def test_back_and_forward_keep_the_conversation(page: Page, site: Site, chat: ScriptedChat) -> None:
    widget = Chat(page).open(site.url)
    widget.say("estuches")
    expect(widget.said("¿Cuántas unidades")).to_be_visible()
    page.goto(f"{site.url}/privacidad")
    expect(widget.said("¿Cuántas unidades")).to_be_visible()
    page.go_back()
    widget.say("500")
    expect(widget.said("¿Para cuándo?")).to_be_visible()
    assert len(chat.told) == 1


def test_a_second_tab_shows_the_same_conversation_as_it_goes_on(
    context: BrowserContext, page: Page, site: Site, chat: ScriptedChat
) -> None:
    first = Chat(page).open(site.url)
    first.say("estuches")
    second = Chat(context.new_page()).open(site.url)
    expect(second.said("¿Cuántas unidades")).to_be_visible()
    second.say("1.800")
    expect(second.said("¿Para cuándo?")).to_be_visible()
    page.bring_to_front()
    expect(first.said("¿Para cuándo?")).to_be_visible()
    expect(first.lines).to_have_count(5)
    assert len(chat.told) == 1


def test_a_message_written_without_connection_is_kept_and_sent_once(
    context: BrowserContext, page: Page, site: Site, chat: ScriptedChat
) -> None:
    widget = Chat(page).open(site.url)
    context.set_offline(True)
    widget.say("estuches")
    expect(widget.widget.get_by_text("Sin conexión.")).to_be_visible()
    expect(widget.said("Pendiente de envío")).to_be_visible()
    context.set_offline(False)
    expect(widget.said("¿Cuántas unidades")).to_be_visible(timeout=15_000)
    expect(widget.widget.get_by_text("Sin conexión.")).to_be_hidden()
    (told,) = chat.told.values()
    assert len(told.client_ids) == 1
    expect(widget.lines).to_have_count(3)


def test_a_message_outlives_a_closed_page_while_the_server_is_down(
    context: BrowserContext, page: Page, site: Site, chat: ScriptedChat
) -> None:
    widget = Chat(page).open(site.url)
    site.stop()
    widget.say("estuches")
    expect(widget.said("Pendiente de envío")).to_be_visible()
    page.close()
    site.start()
    again = Chat(context.new_page()).open(site.url)
    expect(again.said("¿Cuántas unidades")).to_be_visible(timeout=15_000)
    (told,) = chat.told.values()
    assert len(told.client_ids) == 1


def test_an_answer_lost_on_its_way_does_not_send_the_message_twice(
    page: Page, site: Site, chat: ScriptedChat
) -> None:
    widget = Chat(page).open(site.url)
    lost: list[str] = []

    def lose_the_first_answer(route: Any) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort("connectionreset")

    page.route("**/api/chat/messages", lose_the_first_answer)
    widget.say("estuches")
    expect(widget.said("¿Cuántas unidades")).to_be_visible(timeout=15_000)
    expect(widget.said("Pendiente de envío")).to_be_hidden(timeout=15_000)
    (told,) = chat.told.values()
    assert len(lost) == 1
    assert len(told.client_ids) == 1
    expect(widget.lines).to_have_count(3)


def test_where_events_are_held_back_the_chat_asks_again_and_again(page: Page, site: Site) -> None:
    page.route("**/api/chat/events*", lambda route: route.abort())
    widget = Chat(page).open(site.url)
    widget.say("estuches")
    expect(widget.said("¿Cuántas unidades")).to_be_visible(timeout=10_000)


def test_a_conversation_that_the_server_no_longer_keeps_begins_anew_without_losing_the_message(
    page: Page, site: Site, chat: ScriptedChat
) -> None:
    widget = Chat(page).open(site.url)
    chat.told.clear()
    widget.say("estuches")
    expect(widget.said("¿Cuántas unidades")).to_be_visible(timeout=15_000)
    (told,) = chat.told.values()
    assert told.answers == {"need": "estuches"}


def test_markup_in_messages_and_answers_stays_text(page: Page, site: Site, chat: ScriptedChat) -> None:
    widget = Chat(page).open(site.url)
    trouble = watch_for_trouble(page)
    widget.say(HOSTILE)
    expect(widget.said("¿Cuántas unidades")).to_be_visible()
    (conversation_id,) = chat.told
    chat.person_says(conversation_id, HOSTILE)
    expect(widget.log.get_by_text(HOSTILE, exact=True)).to_have_count(2)
    widget.widget.get_by_text(re.compile("Lo que he anotado")).click()
    assert widget.log.locator("img, script, a").count() == 0
    assert page.title().startswith("Envases Levante")
    assert trouble == []


@on_both_sizes
def test_options_are_cards_that_are_taken_with_one_tap(page: Page, site: Site, chat: ScriptedChat) -> None:
    widget = Chat(page).open(site.url)
    (conversation_id,) = chat.told
    offer = "Sí podemos:\nA) 1.000 para recoger el 16/12: 620 €.\nB) avisarle si cambia.\nUsted dirá."
    chat.bot_offers(conversation_id, offer, ("A", "B: avisarme", "Hablar con una persona"))
    card = widget.log.get_by_role("button", name="A 1.000 para recoger el 16/12: 620 €.")
    expect(card).to_be_visible()
    expect(widget.replies.get_by_role("button")).to_have_text(["Hablar con una persona"])
    assert accessibility_problems(page) == []
    card.click()
    expect(widget.log.locator("li.prospect").filter(has_text="A")).to_be_visible()
    expect(card).to_be_disabled()


def test_a_link_in_an_answer_opens_in_another_tab_and_tells_nothing_of_this_one(
    page: Page, site: Site
) -> None:
    widget = Chat(page).open(site.url)
    widget.say("estuches")
    widget.say("500")
    link = widget.log.get_by_role("link")
    expect(link).to_have_attribute("href", "https://example.com/plazos")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


@on_both_sizes
def test_the_whole_conversation_works_by_keyboard_alone(page: Page, site: Site) -> None:
    widget = Chat(page)
    page.goto(site.url)
    widget.launcher.focus()
    page.keyboard.press("Enter")
    expect(widget.lines.first).to_be_visible()
    widget.field.focus()
    page.keyboard.type("estuches")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("con logo")
    page.keyboard.press("Enter")
    expect(widget.said("¿Cuántas unidades")).to_be_visible()
    expect(widget.field).to_be_focused()
    expect(widget.field).to_have_value("")
    page.keyboard.press("Escape")
    expect(widget.dialog).to_be_hidden()
    expect(widget.launcher).to_be_focused()


def test_buttons_are_reached_and_pressed_by_keyboard(page: Page, site: Site) -> None:
    widget = Chat(page).open(site.url)
    expect(widget.replies).to_be_visible()
    widget.field.focus()
    page.keyboard.press("Shift+Tab")
    expect(widget.reply("Cajas")).to_be_focused()
    page.keyboard.press("Space")
    expect(widget.said("¿Cuántas unidades")).to_be_visible()


def test_new_messages_are_announced_and_the_log_is_not_rewritten(page: Page, site: Site) -> None:
    widget = Chat(page).open(site.url)
    expect(widget.log).to_have_attribute("aria-live", "polite")
    widget.lines.first.evaluate("line => { line.marked = true; }")
    widget.say("estuches")
    expect(widget.said("¿Cuántas unidades")).to_be_visible()
    assert widget.lines.first.evaluate("line => line.marked")


@on_both_sizes
def test_axe_finds_nothing_in_any_state(context: BrowserContext, page: Page, site: Site) -> None:
    page.goto(site.url)
    found = {"page": accessibility_problems(page)}
    widget = Chat(page).open(site.url)
    found["greeting"] = accessibility_problems(page)
    widget.say("estuches")
    expect(widget.said("¿Cuántas unidades")).to_be_visible()
    widget.say("500")
    expect(widget.said("¿Para cuándo?")).to_be_visible()
    widget.widget.get_by_text(re.compile("Lo que he anotado")).click()
    widget.field.fill("x" * 2100)
    found["talk"] = accessibility_problems(page)
    context.set_offline(True)
    widget.say("mañana")
    expect(widget.said("Pendiente de envío")).to_be_visible()
    found["offline"] = accessibility_problems(page)
    context.set_offline(False)
    expect(widget.said("Anotado.")).to_be_visible(timeout=15_000)
    found["closed"] = accessibility_problems(page)
    assert {state: problems for state, problems in found.items() if problems} == {}


def test_who_prefers_reduced_motion_sees_none(page: Page, site: Site, chat: ScriptedChat) -> None:
    chat.thinking_seconds = 1.0
    page.emulate_media(reduced_motion="reduce")
    widget = Chat(page).open(site.url)
    widget.say("estuches")
    expect(widget.thinking).to_be_visible()
    animation = widget.thinking.locator("i").first.evaluate("dot => getComputedStyle(dot).animationName")
    assert animation == "none"


@on_both_sizes
def test_at_200_percent_zoom_everything_can_still_be_reached(page: Page, site: Site) -> None:
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": max(size["width"] // 2, 320), "height": size["height"] // 2})
    widget = Chat(page).open(site.url)
    expect(widget.field).to_be_in_viewport()
    widget.say("estuches")
    expect(widget.said("¿Cuántas unidades")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_message_that_is_too_long_is_warned_of_before_it_is_sent(page: Page, site: Site) -> None:
    widget = Chat(page).open(site.url)
    widget.field.fill("x" * 2001)
    expect(widget.widget.get_by_text("Su mensaje es muy largo: 2001 de 2000")).to_be_visible()


@on_both_sizes
def test_a_person_is_one_tap_away(page: Page, site: Site, chat: ScriptedChat) -> None:
    widget = Chat(page).open(site.url)
    widget.widget.get_by_role("button", name="Hablar con una persona").click()
    expect(widget.said("Quiero hablar con una persona")).to_be_visible()
    (conversation_id,) = chat.told
    chat.person_says(conversation_id, "Hola, soy Marta.")
    expect(widget.said("Hola, soy Marta.")).to_be_visible()


def test_what_a_person_writes_while_the_chat_is_closed_is_counted_on_the_launcher(
    page: Page, site: Site, chat: ScriptedChat
) -> None:
    widget = Chat(page).open(site.url)
    widget.widget.get_by_role("button", name="Cerrar el chat").click()
    (conversation_id,) = chat.told
    chat.person_says(conversation_id, "¿Sigue ahí?")
    expect(widget.widget.get_by_label("Mensajes nuevos: 1")).to_be_visible()
    widget.launcher.click()
    expect(widget.said("¿Sigue ahí?")).to_be_visible()


def test_a_new_enquiry_starts_a_new_conversation_in_every_tab(
    context: BrowserContext, page: Page, site: Site, chat: ScriptedChat
) -> None:
    widget = Chat(page).open(site.url)
    for text in ("estuches", "500", "mañana"):
        widget.say(text)
    other = Chat(context.new_page()).open(site.url)
    expect(other.said("Anotado.")).to_be_visible()
    other.widget.get_by_role("button", name="Empezar otra consulta").click()
    expect(other.lines).to_have_count(1)
    page.bring_to_front()
    expect(widget.lines).to_have_count(1)
    assert len(chat.told) == 2


@on_both_sizes
def test_a_button_of_the_page_opens_the_chat_with_a_beginning_written(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_role("link", name="Consultar plazo y entrega: Cajas de envío").click()
    expect(Chat(page).field).to_have_value("Estoy interesado en cajas de envío: ")


def test_a_page_of_another_site_cannot_use_the_chat_or_a_stolen_session(
    page: Page, site: Site, shop: Shop, chat: ScriptedChat
) -> None:
    Chat(page).open(site.url)
    key = page.evaluate("Object.keys(localStorage).find(key => key.endsWith('token'))")
    token = page.evaluate("key => localStorage.getItem(key)", key)
    shop.show("")
    page.goto(shop.url.replace("127.0.0.1", "localhost"))
    tried = page.evaluate(
        """async ([url, token]) => {
            const calls = [
                fetch(url + '/api/chat/messages', {headers: {Authorization: 'Bearer ' + token}}),
                fetch(url + '/api/chat/conversations', {method: 'POST', body: '{}'}),
                fetch(url + '/api/chat/conversations', {method: 'POST', body: '{}', mode: 'no-cors'}),
            ];
            return (await Promise.allSettled(calls)).map(call => call.status);
        }""",
        [site.url, token],
    )
    assert tried == ["rejected"] * 3
    assert len(chat.told) == 1


def strict_policy(server: str) -> str:
    """What docs/widget.md tells a site with a strict policy to allow, and nothing else."""
    return (
        f"default-src 'none'; script-src {server}; connect-src {server};"
        " require-trusted-types-for 'script'; trusted-types lit-html"
    )


def test_another_site_embeds_the_chat_under_a_strict_policy_of_its_own(
    page: Page, site: Site, shop: Shop, chat: ScriptedChat
) -> None:
    trouble = watch_for_trouble(page)
    script = f'<script src="{site.url}/viable.js" defer data-company="Tienda" data-privacy="/legal"></script>'
    shop.show(script, strict_policy(site.url))
    widget = Chat(page).open(f"{shop.url}/?utm_source=feria")
    widget.say("estuches")
    expect(widget.said("¿Cuántas unidades")).to_be_visible()
    expect(widget.widget.get_by_role("link", name="Política de privacidad")).to_have_attribute(
        "href", f"{shop.url}/legal"
    )
    (told,) = chat.told.values()
    assert (told.source.page, told.source.utm) == (f"{shop.url}/", {"source": "feria"})
    assert trouble == []


@on_both_sizes
def test_the_chat_can_be_part_of_a_page(page: Page, site: Site, shop: Shop) -> None:
    script = f'<script src="{site.url}/viable.js" defer></script>'
    body = f'<viable-chat mode="inline" company="Tienda"></viable-chat>{script}'
    shop.show(body, strict_policy(site.url))
    widget = Chat(page).open(shop.url)
    expect(widget.dialog).to_be_hidden()
    widget.reply("Estuches").click()
    expect(widget.said("¿Cuántas unidades")).to_be_visible()
    expect(widget.widget.get_by_role("button", name="Cerrar el chat")).to_have_count(0)
    assert accessibility_problems(page) == []


def test_the_conversation_can_be_saved_as_text(page: Page, site: Site) -> None:
    widget = Chat(page).open(site.url)
    with page.expect_download() as download:
        widget.widget.get_by_role("button", name="Guardar la conversación").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "Asistente: Buenos días." in text


def test_messages_too_fast_are_sent_a_little_later(page: Page, site: Site, chat: ScriptedChat) -> None:
    refused: list[str] = []

    def refuse_the_first(route: Any) -> None:
        if route.request.method != "POST" or refused:
            route.continue_()
            return
        refused.append(route.request.url)
        body = {"code": "too_fast", "message": "wait", "retry_after": 1}
        route.fulfill(status=429, content_type="application/json", body=json.dumps(body))

    page.route("**/api/chat/messages", refuse_the_first)
    widget = Chat(page).open(site.url)
    widget.say("estuches")
    expect(widget.widget.get_by_text("Va muy deprisa para mí.")).to_be_visible()
    expect(widget.said("¿Cuántas unidades")).to_be_visible(timeout=10_000)
