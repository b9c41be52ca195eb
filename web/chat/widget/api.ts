// Calls to the chat's HTTP interface; knows nothing of what is shown.

import type { Page, Unsent } from "./wire.ts";

const FIRST_EVENT_MS = 6_000;
const SILENCE_MS = 40_000; // the server says something every 15 s

export type Failure = "offline" | "unavailable" | "too_fast" | "session_lost" | "refused" | "not_accepted";

export class CallFailed extends Error {
  constructor(
    readonly failure: Failure,
    readonly retryAfterMs = 0,
  ) {
    super(failure);
  }
}

/** Where the session token is kept. */
export interface TokenPlace {
  token: string | null;
}

export class Api {
  constructor(
    private readonly server: string,
    private readonly place: TokenPlace,
  ) {}

  /** A conversation with its greeting; its token is kept. */
  async open(language: string): Promise<Page> {
    const response = await this.call("conversations", { method: "POST", body: JSON.stringify(visit(language)) });
    const opened = (await response.json()) as Page & { token: string };
    this.place.token = opened.token;
    return opened;
  }

  /** Lines after `after`, oldest first. */
  async read(after: number): Promise<Page> {
    return (await (await this.callWithSession(`messages?after=${after}`)).json()) as Page;
  }

  /** The server has the message; sending it twice does no harm. */
  async send(unsent: Unsent, after: number): Promise<Page> {
    const { client_id, text, button } = unsent;
    const body = JSON.stringify(button === undefined ? { client_id, text, after } : { client_id, button, after });
    return (await (await this.callWithSession("messages", { method: "POST", body })).json()) as Page;
  }

  /** Pages as they come, until the server ends the stream; fails when the stream is held back on the way. */
  async *follow(after: number, signal: AbortSignal): AsyncGenerator<Page> {
    const ours = new AbortController();
    const stop = () => ours.abort();
    signal.addEventListener("abort", stop);
    let timer = setTimeout(stop, FIRST_EVENT_MS);
    try {
      const response = await this.callWithSession(`events?after=${after}`, { signal: ours.signal });
      for await (const data of events(response)) {
        clearTimeout(timer);
        timer = setTimeout(stop, SILENCE_MS);
        if (data) yield JSON.parse(data) as Page;
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      stop();
    }
  }

  /** As `call`, with the session; one that is no longer fresh is renewed first. */
  private async callWithSession(path: string, options: RequestInit = {}): Promise<Response> {
    const token = this.place.token;
    if (!token) throw new CallFailed("session_lost");
    try {
      return await this.call(path, options, token);
    } catch (error) {
      if (!(error instanceof SessionExpired)) throw error;
    }
    if (this.place.token === token) {
      const renewed = await this.call("renewals", { method: "POST" }, token).catch((error: unknown) => {
        throw error instanceof SessionExpired ? new CallFailed("session_lost") : error;
      });
      this.place.token = ((await renewed.json()) as { token: string }).token;
    }
    return this.call(path, options, this.place.token ?? "");
  }

  private async call(path: string, options: RequestInit, token = ""): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json, text/event-stream" };
    if (token) headers["Authorization"] = `Bearer ${token}`;
    if (options.body) headers["Content-Type"] = "application/json";
    const response = await fetch(`${this.server}/api/chat/${path}`, {
      ...options,
      headers,
      credentials: "omit",
      cache: "no-store",
    }).catch(() => {
      throw new CallFailed("offline");
    });
    if (response.ok) return response;
    throw await failureOf(response);
  }
}

class SessionExpired extends Error {}

async function failureOf(response: Response): Promise<Error> {
  const refusal = (await response.json().catch(() => ({}))) as { code?: string; retry_after?: number };
  switch (response.status) {
    case 401:
      return refusal.code === "session_expired" ? new SessionExpired() : new CallFailed("session_lost");
    case 403:
      return new CallFailed("refused");
    case 429:
      return new CallFailed("too_fast", 1000 * (refusal.retry_after ?? 5));
    case 413:
    case 422:
      return new CallFailed("not_accepted");
    default:
      return new CallFailed("unavailable");
  }
}

function visit(language: string) {
  const query = new URLSearchParams(location.search);
  const utm = Object.fromEntries(
    ["source", "medium", "campaign", "term", "content"].flatMap((name) => {
      const value = query.get(`utm_${name}`);
      return value ? [[name, value.slice(0, 200)]] : [];
    }),
  );
  return {
    page: (location.origin + location.pathname).slice(0, 500),
    referrer: document.referrer.slice(0, 500),
    utm,
    language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
  };
}

/** Data of each server-sent event, "" for a sign of life. */
async function* events(response: Response): AsyncGenerator<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(() => {
        throw new CallFailed("offline");
      });
      if (done) return;
      buffer += value;
      const blocks = buffer.split("\n\n");
      buffer = blocks.pop() ?? "";
      for (const block of blocks) yield dataOf(block);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function dataOf(block: string): string {
  return block
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).trim())
    .join("\n");
}
