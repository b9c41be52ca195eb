// Loaded with the page: a launcher, and the promise to load the rest when it is used.

import { launcher as english } from "./texts/en.json";
import { launcher as spanish } from "./texts/es.json";
import { look } from "./launcher_styles.ts";
import type { PanelOptions, ViableChatPanel } from "./panel.ts";

declare const PANEL_VERSION: string;

const script = document.currentScript as HTMLScriptElement | null;
const home = new URL(".", script?.src ?? location.href).href.replace(/\/$/, "");
const PHONE = "(max-width: 30rem), (max-height: 28rem)";

type Launcher = typeof spanish;

class ViableChat extends HTMLElement {
  private readonly root = this.attachShadow({ mode: "open" });
  private readonly launcher = document.createElement("button");
  private readonly label = document.createElement("span");
  private readonly badge = document.createElement("span");
  private readonly dialog = document.createElement("dialog");
  private readonly trouble = document.createElement("p");
  private panel: ViableChatPanel | null = null;
  private unread = 0;

  connectedCallback(): void {
    if (this.root.childElementCount) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(look);
    this.root.adoptedStyleSheets = [sheet];
    this.build();
    if (!this.isInline && sessionStorageSays("open")) void this.open({ focus: false });
  }

  /** The chat is open, its script loaded; with a text, that stands in the field. */
  async open({ focus = true, text = "" } = {}): Promise<void> {
    const panel = await this.load();
    if (!panel) return;
    this.show();
    this.setUnread(0);
    if (text) await panel.begin(text);
    else if (focus) await panel.takeFocus();
  }

  /** The launcher is back, and has the focus. */
  close(): void {
    this.dialog.close();
    this.launcher.hidden = false;
    this.launcher.focus();
    sessionStorageSays("open", "");
  }

  private get isInline(): boolean {
    return this.getAttribute("mode") === "inline";
  }

  private get language(): string {
    return this.getAttribute("language") || document.documentElement.lang || navigator.language;
  }

  private get texts(): Launcher {
    return this.language.toLowerCase().startsWith("en") ? english : spanish;
  }

  private build(): void {
    this.launcher.type = "button";
    this.launcher.className = "launcher";
    this.launcher.setAttribute("aria-haspopup", "dialog");
    this.label.textContent = this.getAttribute("invite") || this.texts.invite;
    this.badge.className = "badge";
    this.badge.hidden = true;
    this.launcher.append(icon(), this.label, this.badge);
    this.launcher.addEventListener("click", () => void this.open());
    for (const nearing of ["pointerenter", "focus"]) this.launcher.addEventListener(nearing, () => void fetchPanel().catch(() => null), { once: true });
    this.dialog.setAttribute("aria-label", this.getAttribute("company") || "Chat");
    this.dialog.addEventListener("keydown", (event) => this.pressed(event));
    this.dialog.addEventListener("cancel", (event) => (event.preventDefault(), this.close()));
    this.dialog.addEventListener("viable-close", () => this.close());
    this.addEventListener("viable-news", (event) => this.told((event as CustomEvent<number>).detail));
    this.trouble.setAttribute("role", "status");
    this.root.append(this.launcher, this.trouble, this.dialog);
  }

  private async load(): Promise<ViableChatPanel | null> {
    if (this.panel) return this.panel;
    try {
      await fetchPanel();
    } catch {
      this.trouble.textContent = this.texts.failed;
      return null;
    }
    this.trouble.textContent = "";
    this.panel ??= this.make();
    return this.panel;
  }

  private make(): ViableChatPanel {
    const panel = document.createElement("viable-chat-panel") as ViableChatPanel;
    const options: PanelOptions = {
      server: this.getAttribute("server")?.replace(/\/$/, "") || home,
      language: this.language,
      company: this.getAttribute("company") ?? "",
      privacy: absolute(this.getAttribute("privacy")),
      isClosable: !this.isInline,
    };
    panel.options = options;
    (this.isInline ? this.root : this.dialog).append(panel);
    return panel;
  }

  private show(): void {
    this.launcher.hidden = true;
    if (this.isInline || this.dialog.open) return;
    if (matchMedia(PHONE).matches) this.dialog.showModal();
    else this.dialog.show();
    sessionStorageSays("open", "1");
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    this.close();
  }

  private told(count: number): void {
    if (!this.isInline && !this.dialog.open) this.setUnread(this.unread + count);
  }

  private setUnread(count: number): void {
    this.unread = count;
    this.badge.hidden = count === 0;
    this.badge.textContent = String(count);
    if (count) this.badge.setAttribute("aria-label", this.texts.unread.replace("{count}", String(count)));
  }
}

let fetching: Promise<unknown> | null = null;

function fetchPanel(): Promise<unknown> {
  fetching ??= import(`${home}/chat/panel.js?v=${PANEL_VERSION}`).catch((error: unknown) => {
    fetching = null;
    throw error;
  });
  return fetching;
}

function icon(): SVGSVGElement {
  const name = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(name, "svg");
  const path = document.createElementNS(name, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-8l-5 4.5V17H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z");
  svg.append(path);
  return svg;
}

function absolute(address: string | null): string {
  return address ? new URL(address, location.href).href : "";
}

/** Remembers for this tab, where the browser allows it. */
function sessionStorageSays(name: string, value?: string): boolean {
  try {
    if (value !== undefined) sessionStorage.setItem(`viable ${name}`, value);
    return sessionStorage.getItem(`viable ${name}`) === "1";
  } catch {
    return false;
  }
}

function begin(): void {
  customElements.define("viable-chat", ViableChat);
  if (script?.dataset["auto"] !== "false" && !document.querySelector("viable-chat")) {
    const chat = document.createElement("viable-chat");
    for (const [name, value] of Object.entries(script?.dataset ?? {})) chat.setAttribute(name, value ?? "");
    document.body.append(chat);
  }
  document.addEventListener("click", (event) => {
    const opener = (event.target as Element | null)?.closest?.("[data-viable-open]");
    if (!opener) return;
    event.preventDefault();
    const text = opener.getAttribute("data-viable-open") ?? "";
    void document.querySelector<ViableChat>("viable-chat")?.open({ text });
  });
}

if (!customElements.get("viable-chat")) {
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
}
