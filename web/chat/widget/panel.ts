// The chat panel: loaded when the visitor opens the chat.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Composer } from "./composer.ts";
import { Conversation } from "./conversation.ts";
import { message, pending, transcript, undelivered } from "./message.ts";
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
  private seenHeight = 0;
  private readonly composer = new Composer(
    (text) => this.conversation.say(text),
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

  /** The visitor can type at once. */
  async focusComposer(): Promise<void> {
    await this.updateComplete;
    this.composer.focus();
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
      ${state?.is_closed
        ? html`<div class="closed">
            <p>${texts.closed.text}</p>
            <button type="button" @click=${() => this.conversation.startAnew()}>${texts.closed.again}</button>
          </div>`
        : this.composer.view(texts, language, state?.asked === "timeline" && items.length > 0)}
      ${this.footer(texts)}
    </section>`;
  }

  protected override updated(): void {
    const log = this.renderRoot.querySelector<HTMLElement>(".log");
    if (!log || log.scrollHeight === this.seenHeight) return;
    this.seenHeight = log.scrollHeight;
    log.scrollTop = log.scrollHeight;
  }

  private heading(texts: Texts): string {
    return this.options.company || texts.panel.title;
  }

  private header(texts: Texts): TemplateResult {
    const { is_closed: isClosed = false } = this.conversation.state ?? {};
    return html`<header>
      <div class="who">
        <h2>${this.heading(texts)}</h2>
        <p>${texts.panel.role}</p>
      </div>
      <button type="button" class="tool person-tool" ?disabled=${isClosed} @click=${() => this.askForPerson(texts)}>
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
    if (!state?.summary.length) return nothing;
    return html`<details class="summary">
      <summary>${texts.summary.title} (${state.summary.length})</summary>
      <dl>
        ${state.summary.map(
          ({ label, text }) => html`<div>
            <dt>${label}</dt>
            <dd dir="auto">${text}</dd>
            ${state.is_closed
              ? nothing
              : html`<dd class="change">
                  <button
                    type="button"
                    aria-label=${fill(texts.summary.change_what, { label })}
                    @click=${() => this.composer.begin(`${label}: `)}
                  >
                    ${texts.summary.change}
                  </button>
                </dd>`}
          </div>`,
        )}
      </dl>
    </details>`;
  }

  private log(texts: Texts, language: string): TemplateResult {
    const { items, unsent, trouble, state } = this.conversation;
    const isThinking = !trouble && (state?.is_thinking || unsent.length > 0);
    return html`<div class="log" tabindex="0" role="log" aria-label=${texts.log.label} aria-busy=${state ? "false" : "true"}>
      ${state || trouble ? nothing : html`<p class="loading">${texts.log.loading}</p>`}
      <ol>
        ${repeat(
          items,
          (item) => item.seq,
          (item) => message(item, texts, language),
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

  private replies(texts: Texts): TemplateResult | typeof nothing {
    const { items, unsent, state } = this.conversation;
    const last = items.findLast((item) => item.kind !== "notice");
    if (!last?.buttons.length || last.kind === "prospect" || unsent.length || state?.is_closed) return nothing;
    return html`<div class="replies" role="group" aria-label=${texts.replies.label}>
      ${last.buttons.map(
        (button) => html`<button type="button" dir="auto" @click=${() => this.tap(button)}>${button.title}</button>`,
      )}
    </div>`;
  }

  private status(texts: Texts): TemplateResult {
    const { trouble } = this.conversation;
    const key = trouble === "too_fast" ? "slow_down" : trouble;
    return html`<p class="status" role="status">${key ? texts.status[key] : ""}</p>`;
  }

  private footer(texts: Texts): TemplateResult {
    const { privacy } = this.options;
    return html`<footer>
      <span>${texts.panel.automated}</span>
      ${/^https?:/.test(privacy)
        ? html`<a href=${privacy} target="_blank" rel="noopener">${texts.panel.privacy}</a>`
        : nothing}
      <button type="button" @click=${() => this.download(texts)}>${texts.panel.download}</button>
    </footer>`;
  }

  private tap(button: Button): void {
    this.conversation.tap(button);
    this.composer.focus();
  }

  private askForPerson(texts: Texts): void {
    this.conversation.say(texts.panel.person_message);
    this.composer.focus();
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
