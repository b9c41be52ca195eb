// The field where the visitor writes: grows with its text, Enter sends, Shift+Enter breaks the line.

import { html, nothing, type TemplateResult } from "lit";
import { createRef, ref, type Ref } from "lit/directives/ref.js";
import { fill, type Texts } from "./texts.ts";

const LIMIT = 2_000;
const COUNT_FROM = 1_800;

export class Composer {
  private readonly field: Ref<HTMLTextAreaElement> = createRef();

  constructor(
    private readonly say: (text: string) => void,
    private readonly changed: () => void,
  ) {}

  get text(): string {
    return this.field.value?.value ?? "";
  }

  focus(): void {
    this.field.value?.focus();
  }

  /** The text stands in the field, ready to be completed by the visitor. */
  begin(text: string): void {
    const field = this.field.value;
    if (!field) return;
    field.value = text;
    field.focus();
    field.setSelectionRange(text.length, text.length);
    this.grow();
  }

  view(texts: Texts, language: string, wantsDate: boolean): TemplateResult {
    const count = this.text.length;
    const key = count > LIMIT ? texts.composer.too_long : texts.composer.length;
    return html`<form class="composer" @submit=${this.submitted}>
      ${count > COUNT_FROM
        ? html`<p id="length" class=${count > LIMIT ? "length over" : "length"} role="status">
            ${fill(key, { count: count.toLocaleString(language), limit: LIMIT.toLocaleString(language) })}
          </p>`
        : nothing}
      ${wantsDate ? this.dateField(texts, language) : nothing}
      <div class="field">
        <textarea
          ${ref(this.field)}
          rows="1"
          aria-label=${texts.composer.label}
          aria-describedby=${count > COUNT_FROM ? "length" : nothing}
          placeholder=${texts.composer.placeholder}
          enterkeyhint="send"
          autocomplete="off"
          dir="auto"
          @keydown=${this.pressed}
          @input=${this.grow}
        ></textarea>
        <button type="submit" class="send" aria-label=${texts.composer.send} title=${texts.composer.send}>
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 20.5v-6.7L12.5 12 3 10.2V3.5L22 12z" /></svg>
        </button>
      </div>
    </form>`;
  }

  private dateField(texts: Texts, language: string): TemplateResult {
    const today = new Date().toISOString().slice(0, 10);
    const picked = (event: Event) => {
      const value = (event.target as HTMLInputElement).valueAsDate;
      if (value) this.begin(value.toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" }));
    };
    return html`<label class="date">${texts.composer.date} <input type="date" min=${today} @change=${picked} /></label>`;
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  };

  private readonly submitted = (event: Event): void => {
    event.preventDefault();
    this.submit();
  };

  private submit(): void {
    const field = this.field.value;
    if (!field || !field.value.trim()) return;
    this.say(field.value);
    field.value = "";
    field.focus();
    this.grow();
  }

  private readonly grow = (): void => {
    const field = this.field.value;
    if (field) {
      field.rows = Math.min(5, Math.max(1, field.value.split("\n").length, Math.ceil(field.value.length / 38)));
    }
    this.changed();
  };
}
