// What outlives a page: the session token and the messages that the server has not confirmed.

import type { Unsent } from "./wire.ts";

/** Kept in localStorage, shared by all tabs of the site; in memory where the browser forbids that. */
export class Keep {
  private readonly memory = new Map<string, string>();
  private readonly prefix: string;
  private isBlocked = false;

  constructor(server: string) {
    this.prefix = `viable ${server} `;
  }

  get token(): string | null {
    return this.get("token");
  }

  set token(token: string | null) {
    this.set("token", token);
  }

  /** Oldest first. */
  get outbox(): Unsent[] {
    try {
      const kept: unknown = JSON.parse(this.get("outbox") ?? "[]");
      return Array.isArray(kept) ? (kept as Unsent[]) : [];
    } catch {
      return [];
    }
  }

  add(unsent: Unsent): void {
    this.set("outbox", JSON.stringify([...this.outbox, unsent]));
  }

  remove(clientId: string): void {
    this.set("outbox", JSON.stringify(this.outbox.filter((unsent) => unsent.client_id !== clientId)));
  }

  /** Calls back when another tab changed the session or the outbox. */
  watch(changed: (what: "token" | "outbox") => void): () => void {
    const listen = (event: StorageEvent) => {
      if (event.key === `${this.prefix}token`) changed("token");
      if (event.key === `${this.prefix}outbox`) changed("outbox");
    };
    window.addEventListener("storage", listen);
    return () => window.removeEventListener("storage", listen);
  }

  /** Runs `work` in one tab at a time, where the browser can see to that. */
  async alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    return navigator.locks ? await navigator.locks.request(this.prefix + name, work) : work();
  }

  private get(name: string): string | null {
    if (this.isBlocked) return this.memory.get(name) ?? null;
    try {
      return localStorage.getItem(this.prefix + name);
    } catch {
      this.isBlocked = true;
      return null;
    }
  }

  private set(name: string, value: string | null): void {
    if (value === null) this.memory.delete(name);
    else this.memory.set(name, value);
    try {
      if (value === null) localStorage.removeItem(this.prefix + name);
      else localStorage.setItem(this.prefix + name, value);
    } catch {
      this.isBlocked = true; // this page goes on from memory, the next one starts anew
    }
  }
}
