// The chat panel: loaded when the visitor opens the chat.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Composer } from "./composer.ts";
import { Conversation } from "./conversation.ts";
import { message, pending, transcript, undelivered } from "./message.ts";
import { otherButtons } from "./options.ts";
import { styles } from "./styles.ts";
import { fill, textsIn, type Texts } from "./texts.ts";
import type { Button, Item } from "./wire.ts";

/** How the page wants the panel; set before it is connected. */
export interface PanelOptions {
  server: string;
  language: string;
  company: string;
  privacy: string;
  isClosable: boolean;
}

export class ViableChatPanel extends LitElement {
  static override styles = styles;

  options!: PanelOptions;
  private conversation!: Conversation;
  private isAtEnd = true;
  private readonly composer = new Composer(
    (text) => this.say(text),
    () => this.requestUpdate(),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.conversation) return;
    this.conversation = new Conversation(this.options.server, this.options.language);
    this.conversation.addEventListener("change", (event) => {
      this.requestUpdate();
      this.tellNews((event as CustomEvent<Item[]>).detail);
    });
    this.conversation.listen();
  }

  /** The visitor can type at once; on a touch screen the keyboard stays away until it is asked for. */
  async takeFocus(): Promise<void> {
    await this.updateComplete;
    if (matchMedia("(pointer: coarse)").matches) this.logElement.focus({ preventScroll: true });
    else this.composer.focus();
  }

  /** The text stands in the field, ready to be sent. */
  async begin(text: string): Promise<void> {
    await this.updateComplete;
    this.composer.begin(text);
  }

  override render(): TemplateResult {
    const { language, state, items } = this.conversation;
    const texts = textsIn(language);
    return html`<section class="panel" lang=${language} aria-label=${this.heading(texts)}>
      ${this.header(texts)} ${this.progress(texts)} ${this.summary(texts)} ${this.log(texts, language)}
      ${this.replies(texts)} ${this.status(texts)}
      ${state?.is_closed ? this.closed(texts) : nothing}
      ${this.composer.view(texts, language, state?.asked === "timeline" && items.length > 0)} ${this.footer(texts)}
    </section>`;
  }

  protected override firstUpdated(): void {
    const log = this.logElement;
    log.addEventListener("scroll", () => {
      this.isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    });
    new ResizeObserver(() => this.stayAtEnd()).observe(log);
  }

  protected override updated(): void {
    this.stayAtEnd();
  }

  private get logElement(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>(".log")!;
  }

  /** The last line is in view, from its beginning; a visitor who reads further up is left there. */
  private stayAtEnd(): void {
    if (!this.isAtEnd) return;
    const log = this.logElement;
    const last = log.querySelector<HTMLElement>("li:last-child");
    const isTall = last !== null && last.offsetHeight > log.clientHeight;
    log.scrollTop = isTall ? last.offsetTop - log.offsetTop : log.scrollHeight;
    this.isAtEnd = true;
  }

  private heading(texts: Texts): string {
    return this.options.company || texts.panel.title;
  }

  private header(texts: Texts): TemplateResult {
    const { is_taken_over: isTakenOver = false } = this.conversation.state ?? {};
    return html`<header>
      <div class="who">
        <h2>${this.heading(texts)}</h2>
        <p>${isTakenOver ? texts.panel.taken_over : texts.panel.role}</p>
      </div>
      <button type="button" class="tool person-tool" ?disabled=${isTakenOver} @click=${() => this.askForPerson(texts)}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 12a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zm0 2c-4.7 0-8.5 2.5-8.5 5.6V21h17v-1.4c0-3.1-3.8-5.6-8.5-5.6z" />
        </svg>
        <span>${texts.panel.person}</span>
      </button>
      ${this.options.isClosable
        ? html`<button type="button" class="tool" aria-label=${texts.panel.close} title=${texts.panel.close} @click=${this.close}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18" class="stroke" /></svg>
          </button>`
        : nothing}
    </header>`;
  }

  private progress(texts: Texts): TemplateResult | typeof nothing {
    const state = this.conversation.state;
    if (!state || state.phase !== "qualifying" || state.answered >= state.total) return nothing;
    const label = fill(texts.progress.question, { current: state.answered + 1, total: state.total });
    return html`<div class="progress">
      <span id="progress-label">${label}</span>
      <progress aria-labelledby="progress-label" value=${state.answered} max=${state.total}></progress>
    </div>`;
  }

  private summary(texts: Texts): TemplateResult | typeof nothing {
    const state = this.conversation.state;
    if (!state || (!state.summary.length && !state.reference)) return nothing;
    return html`<details class="summary">
      <summary>${texts.summary.title} (${state.summary.length})</summary>
      <dl>
        ${state.reference
          ? html`<div><dt>${texts.summary.reference}</dt><dd>${state.reference}</dd></div>`
          : nothing}
        ${state.summary.map(
          ({ label, text }) => html`<div>
            <dt>${label}</dt>
            <dd dir="auto">${text}</dd>
            <dd class="change">
              <button
                type="button"
                aria-label=${fill(texts.summary.change_what, { label })}
                @click=${() => this.composer.begin(`${label}: `)}
              >
                ${texts.summary.change}
              </button>
            </dd>
          </div>`,
        )}
      </dl>
    </details>`;
  }

  private log(texts: Texts, language: string): TemplateResult {
    const { items, unsent, trouble, state } = this.conversation;
    const isThinking = !trouble && (state?.is_thinking || unsent.length > 0);
    return html`<div class="log" tabindex="0" role="log" aria-live="polite" aria-label=${texts.log.label} aria-busy=${state ? "false" : "true"}>
      ${state || trouble ? nothing : html`<p class="loading">${texts.log.loading}</p>`}
      <ol>
        ${repeat(
          items,
          (item) => item.seq,
          (item) => message(item, texts, language, item === this.lastWord ? (button) => this.tap(button) : null),
        )}
        ${this.conversation.undelivered.map((unsent) => undelivered(unsent, texts))}
        ${repeat(
          unsent,
          (entry) => entry.client_id,
          (entry) => pending(entry, texts, trouble !== null),
        )}
      </ol>
      ${isThinking
        ? html`<div class="thinking"><span class="unseen">${texts.log.thinking}</span><i></i><i></i><i></i></div>`
        : nothing}
    </div>`;
  }

  /** The last word is the other side's, so that its buttons may be tapped. */
  private get lastWord(): Item | null {
    const { items, unsent } = this.conversation;
    const last = items.findLast((item) => item.kind !== "notice");
    return last && last.kind !== "prospect" && !unsent.length ? last : null;
  }

  private replies(texts: Texts): TemplateResult | typeof nothing {
    const buttons = this.lastWord ? otherButtons(this.lastWord) : [];
    if (!buttons.length) return nothing;
    return html`<div class="replies" role="group" aria-label=${texts.replies.label}>
      ${buttons.map(
        (button) => html`<button type="button" dir="auto" @click=${() => this.tap(button)}>${button.title}</button>`,
      )}
    </div>`;
  }

  private status(texts: Texts): TemplateResult {
    const { trouble } = this.conversation;
    const key = trouble === "too_fast" ? "slow_down" : trouble;
    return html`<p class="status" role="status">${key ? texts.status[key] : ""}</p>`;
  }

  private closed(texts: Texts): TemplateResult {
    return html`<div class="closed">
      <p>${texts.closed.text}</p>
      <button type="button" @click=${() => this.conversation.startAnew()}>${texts.closed.again}</button>
    </div>`;
  }

  private footer(texts: Texts): TemplateResult {
    const isAskedForContact = this.conversation.state?.phase === "contact";
    return html`<footer>
      ${isAskedForContact ? html`<p>${texts.panel.personal_data}</p>` : nothing} ${this.policyLink(texts)}
      <button type="button" @click=${() => this.download(texts)}>${texts.panel.download}</button>
    </footer>`;
  }

  private policyLink(texts: Texts): TemplateResult | typeof nothing {
    const { privacy } = this.options;
    if (!/^https?:/.test(privacy)) return nothing;
    return html`<a href=${privacy} target="_blank" rel="noopener">${texts.panel.privacy}</a>`;
  }

  private say(text: string): void {
    this.isAtEnd = true;
    this.conversation.say(text);
  }

  private tap(button: Button): void {
    this.isAtEnd = true;
    this.conversation.tap(button);
    void this.takeFocus();
  }

  private askForPerson(texts: Texts): void {
    this.say(texts.panel.person_message);
    void this.takeFocus();
  }

  private readonly close = (): void => {
    this.dispatchEvent(new CustomEvent("viable-close", { bubbles: true, composed: true }));
  };

  private tellNews(news: Item[]): void {
    const count = news.filter((item) => item.kind !== "prospect").length;
    if (count) this.dispatchEvent(new CustomEvent("viable-news", { detail: count, bubbles: true, composed: true }));
  }

  private download(texts: Texts): void {
    const text = transcript(this.conversation.items, texts, this.conversation.language);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = `${texts.panel.transcript}.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}

customElements.define("viable-chat-panel", ViableChatPanel);
