// One line of the transcript. Whatever people and servers say is shown as text; only http(s) links come alive.

import { html, nothing, type TemplateResult } from "lit";
import { fill, type Texts } from "./texts.ts";
import { optionsIn, type Option } from "./options.ts";
import type { Button, Item, Unsent } from "./wire.ts";

export type Tap = (button: Button) => void;

const LINK = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g;

/** A line of the transcript with who said it, for eyes and for screen readers; `tap` is null unless it is the last word. */
export function message(item: Item, texts: Texts, language: string, tap: Tap | null): TemplateResult {
  const { before, options, after } = optionsIn(item);
  return html`<li class="line ${item.kind}">
    <span class="unseen">${texts.log[item.kind]}: </span>
    ${before ? html`<div class="bubble" dir="auto">${paragraphs(before, texts)}</div>` : nothing}
    ${options.length ? optionCards(options, tap) : nothing}
    ${after ? html`<div class="bubble" dir="auto">${paragraphs(after, texts)}</div>` : nothing}
    <time datetime=${item.at}>${clock(item.at, language)}</time>
  </li>`;
}

function optionCards(options: Option[], tap: Tap | null): TemplateResult {
  return html`<div class="options">
    ${options.map(
      ({ button, letter, text }) => html`<button type="button" dir="auto" ?disabled=${!tap} @click=${() => tap?.(button)}>
        <b>${letter}</b> <span>${text}</span>
      </button>`,
    )}
  </div>`;
}

/** A message that waits for the connection. */
export function pending(unsent: Unsent, texts: Texts, isTroubled: boolean): TemplateResult {
  return html`<li class="line prospect pending">
    <span class="unseen">${texts.log.prospect}: </span>
    <div class="bubble" dir="auto">${unsent.title}</div>
    ${isTroubled ? html`<span class="note">${texts.log.pending}</span>` : nothing}
  </li>`;
}

/** A message that the server refused for good, so that the visitor can copy it. */
export function undelivered(unsent: Unsent, texts: Texts): TemplateResult {
  return html`<li class="line notice">
    <div class="bubble" dir="auto">${fill(texts.status.undelivered, { text: unsent.title.slice(0, 200) })}</div>
  </li>`;
}

/** The conversation as a text file. */
export function transcript(items: Item[], texts: Texts, language: string): string {
  const lines = items.map((item) => {
    const at = new Date(item.at).toLocaleString(region(language), { dateStyle: "short", timeStyle: "short" });
    return `[${at}] ${texts.log[item.kind]}: ${item.text}`;
  });
  return lines.join("\n\n") + "\n";
}

/** The text line by line, each a paragraph. */
function paragraphs(text: string, texts: Texts): TemplateResult[] {
  return text.split("\n").map((line) => html`<p>${linked(line, texts)}</p>`);
}

function linked(line: string, texts: Texts): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const found of line.matchAll(LINK)) {
    parts.push(line.slice(end, found.index));
    parts.push(
      html`<a href=${found[0]} target="_blank" rel="noopener noreferrer"
        >${found[0]}<span class="unseen"> ${texts.log.link}</span></a
      >`,
    );
    end = found.index + found[0].length;
  }
  parts.push(line.slice(end));
  return parts;
}

function clock(at: string, language: string): string {
  return new Date(at).toLocaleTimeString(region(language), { hour: "2-digit", minute: "2-digit" });
}

/** The visitor's own region of the language if the browser knows it, else a European one. */
function region(language: string): string {
  const own = navigator.languages.find((tag) => tag.startsWith(`${language}-`));
  return own ?? (language === "en" ? "en-GB" : language);
}
