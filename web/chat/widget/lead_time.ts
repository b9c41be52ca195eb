// <viable-lead-time family="shipping_box" country="ES" postal-code="36201">: how long it takes, as text of the page.

import texts from "./lead_time_texts.json";

interface LeadTime {
  earliest_weeks: number | null;
  latest_weeks: number | null;
  unknown: string | null;
}

const REFRESH_MS = 60_000;

const script = document.currentScript as HTMLScriptElement | null;
const home = new URL(".", script?.src ?? location.href);

class ViableLeadTime extends HTMLElement {
  static readonly observedAttributes = ["family", "country", "postal-code", "language"];

  private timer = 0;
  private asked: AbortController | null = null;

  connectedCallback(): void {
    this.timer = window.setInterval(() => document.visibilityState === "visible" && void this.show(), REFRESH_MS);
    void this.show();
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
    this.asked?.abort();
  }

  attributeChangedCallback(): void {
    if (this.isConnected && this.timer) void this.show();
  }

  /** The text is that of the answer; what stood there before stays when the server does not answer. */
  private async show(): Promise<void> {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    try {
      const answer = await fetch(this.address, { signal: asked.signal, credentials: "omit" });
      if (answer.ok) this.textContent = this.words((await answer.json()) as LeadTime);
    } catch {
      // Offline, or asked anew meanwhile.
    }
  }

  private get address(): URL {
    const address = new URL("api/lead-times", home);
    for (const [attribute, name] of [["family", "family"], ["country", "country"], ["postal-code", "postal_code"]] as const) {
      const value = this.getAttribute(attribute);
      if (value) address.searchParams.set(name, value);
    }
    return address;
  }

  private words(found: LeadTime): string {
    const language = (this.getAttribute("language") || document.documentElement.lang || navigator.language).toLowerCase();
    const own = language.startsWith("en") ? texts.en : texts.es;
    if (found.earliest_weeks === null) return found.unknown === "not_served" ? own.not_served : own.unconfirmed;
    return own.range.replace("{from}", String(found.earliest_weeks)).replace("{to}", String(found.latest_weeks));
  }
}

if (!customElements.get("viable-lead-time")) customElements.define("viable-lead-time", ViableLeadTime);
