// What the server sends, as described by its OpenAPI document.

export interface Button {
  token: string;
  title: string;
}

export interface Item {
  seq: number;
  kind: "prospect" | "bot" | "person" | "notice";
  text: string;
  at: string;
  buttons: Button[];
  client_id: string | null;
}

export interface State {
  phase: string;
  asked: string | null;
  answered: number;
  total: number;
  language: string;
  is_closed: boolean;
  is_thinking: boolean;
  is_taken_over: boolean;
  reference: string | null;
  summary: { topic: string; label: string; text: string }[];
}

export interface Page {
  items: Item[];
  state: State;
}

/** A message that the server has not confirmed yet. */
export interface Unsent {
  client_id: string;
  text?: string;
  button?: string;
  title: string;
}
