// One visitor's conversation as this tab knows it: what was said, what is still to be sent, what is wrong.

import { Api, CallFailed, type Failure } from "./api.ts";
import { Keep } from "./storage.ts";
import type { Button, Item, Page, State, Unsent } from "./wire.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;
const POLL_MS = 1_500;
const POLL_THINKING_MS = 400;

/** What keeps messages from being sent or answers from coming; null when all is well. */
export type Trouble = Exclude<Failure, "session_lost" | "not_accepted"> | null;

export class Conversation extends EventTarget {
  items: Item[] = [];
  state: State | null = null;
  trouble: Trouble = null;
  undelivered: Unsent[] = [];
  private readonly keep: Keep;
  private readonly api: Api;
  private following: AbortController | null = null;
  private streamFailures = 0;
  private isListening = false;
  private isSending = false;
  private wakeSender: (() => void) | null = null;

  constructor(
    server: string,
    private readonly pageLanguage: string,
  ) {
    super();
    this.keep = new Keep(server);
    this.api = new Api(server, this.keep);
    this.keep.watch((what) => this.changedElsewhere(what));
    window.addEventListener("online", () => this.lookAgain());
    window.addEventListener("offline", () => this.lostConnection());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.pause() : this.lookAgain()));
    window.addEventListener("pageshow", (event) => event.persisted && this.lookAgain());
  }

  get language(): string {
    return this.state?.language ?? this.pageLanguage;
  }

  get lastSeq(): number {
    return this.items.at(-1)?.seq ?? 0;
  }

  /** Messages shown already that the server has not confirmed, oldest first. */
  get unsent(): Unsent[] {
    const known = new Set(this.items.map((item) => item.client_id));
    return this.keep.outbox.filter((unsent) => !known.has(unsent.client_id));
  }

  /** Messages come in from now on, while the page is seen. */
  listen(): void {
    this.isListening = true;
    if (this.following || document.hidden) return;
    this.following = new AbortController();
    void this.follow(this.following.signal);
    void this.flush();
  }

  /** Nothing is asked of the server while the page is hidden. */
  private pause(): void {
    this.following?.abort();
    this.following = null;
  }

  say(text: string): void {
    this.put({ client_id: crypto.randomUUID(), text, title: text });
  }

  tap(button: Button): void {
    this.put({ client_id: crypto.randomUUID(), button: button.token, title: button.title });
  }

  /** A new conversation takes the place of this one, in all tabs. */
  startAnew(): void {
    this.pause();
    this.keep.token = null;
    this.forget();
    this.listen();
  }

  private put(unsent: Unsent): void {
    this.keep.add(unsent);
    this.changed();
    this.listen();
    void this.flush();
  }

  private async follow(signal: AbortSignal): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        await this.readOnce();
        pause = FIRST_PAUSE_MS;
        await this.stayTuned(signal);
      } catch (error) {
        if (signal.aborted) return;
        const wait = this.note(error);
        await this.rest(Math.max(wait, pause), signal);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      }
    }
  }

  /** All that was said so far is known; a conversation is opened if there is none. */
  private async readOnce(): Promise<void> {
    if (!this.keep.token) {
      await this.keep.alone("open", async () => {
        if (!this.keep.token) this.take(await this.api.open(this.pageLanguage));
      });
    }
    this.take(await this.api.read(this.lastSeq));
    void this.flush();
  }

  private async stayTuned(signal: AbortSignal): Promise<void> {
    if (this.streamFailures < 2) {
      const before = performance.now();
      try {
        for await (const page of this.api.follow(this.lastSeq, signal)) {
          this.streamFailures = 0;
          this.take(page);
        }
        return;
      } catch (error) {
        if (performance.now() - before < 10_000) this.streamFailures += 1;
        const isCrowded = error instanceof CallFailed && error.failure === "too_fast";
        if (isCrowded) this.streamFailures = 2; // too many listeners at this address: ask again and again instead
        else if (error instanceof CallFailed) throw error;
        return; // the stream was held back somewhere on its way
      }
    }
    await this.rest(this.state?.is_thinking ? POLL_THINKING_MS : POLL_MS, signal);
  }

  /** Sends what is to be sent, in order, one tab at a time. */
  private async flush(): Promise<void> {
    if (this.isSending || !this.keep.token) return;
    this.isSending = true;
    try {
      await this.keep.alone("send", async () => {
        for (let next; (next = this.keep.outbox[0]); ) await this.deliver(next);
      });
    } finally {
      this.isSending = false;
    }
    if (this.keep.outbox.length && this.keep.token) void this.flush();
  }

  private async deliver(unsent: Unsent): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        const page = await this.api.send(unsent, this.lastSeq);
        this.keep.remove(unsent.client_id);
        this.take(page);
        return;
      } catch (error) {
        if (error instanceof CallFailed && error.failure === "not_accepted") {
          this.keep.remove(unsent.client_id);
          this.undelivered.push(unsent);
          this.changed();
          return;
        }
        const wait = this.note(error);
        if (!this.keep.token) await this.readOnce().catch((failed: unknown) => this.note(failed));
        await new Promise<void>((resolve) => {
          this.wakeSender = resolve;
          setTimeout(resolve, Math.max(wait, pause));
        });
      }
    }
  }

  private take(page: Page): void {
    const known = new Set(this.items.map((item) => item.seq));
    const news = page.items.filter((item) => !known.has(item.seq));
    if (news.length) this.items = [...this.items, ...news].sort((a, b) => a.seq - b.seq);
    this.state = page.state;
    this.trouble = null;
    this.changed(news);
  }

  /** What went wrong is shown; gives the time that the server asked us to wait. */
  private note(error: unknown): number {
    const failure = error instanceof CallFailed ? error.failure : "unavailable";
    if (failure === "session_lost") {
      this.keep.token = null;
      this.forget();
    } else if (failure !== "not_accepted") {
      this.trouble = failure;
    }
    this.changed();
    return error instanceof CallFailed ? error.retryAfterMs : 0;
  }

  private forget(): void {
    this.items = [];
    this.state = null;
    this.undelivered = [];
    this.changed();
  }

  private changedElsewhere(what: "token" | "outbox"): void {
    if (what === "token") {
      // A renewed token opens the same conversation; a new conversation begins with a line 1 of its own.
      void this.rereadWhenOther();
    }
    this.changed();
  }

  private async rereadWhenOther(): Promise<void> {
    const first = this.items[0];
    const page = this.keep.token ? await this.api.read(0).catch(() => null) : null;
    if (page && (page.items[0]?.at !== first?.at || page.items.length < this.items.length)) {
      this.pause();
      this.forget();
      this.take(page);
      this.listen();
    }
  }

  private lookAgain(): void {
    this.wakeSender?.();
    if (!this.isListening) return;
    this.pause();
    this.listen();
  }

  private lostConnection(): void {
    this.trouble = "offline";
    this.changed();
  }

  private async rest(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
  }

  private changed(news: Item[] = []): void {
    this.dispatchEvent(new CustomEvent("change", { detail: news }));
  }
}
