// Options in an answer, "A) …" line by line, each with the button that takes it: shown as cards.

import type { Button, Item } from "./wire.ts";

const OPTION_LINE = /^([A-Z])\)\s+(.+)$/;
const OPTION_TITLE = /^([A-Z])(?:\b|$)(?![\p{L}\p{N}])/u;

export interface Option {
  button: Button;
  letter: string;
  text: string;
}

/** The text before the first option, the options in order, and the text after the last; all in `before` if there are none. */
export function optionsIn(item: Item): { before: string; options: Option[]; after: string } {
  const lines = item.text.split("\n");
  const found = lines.map((line) => optionOf(line, item.buttons));
  const first = found.findIndex((option) => option !== null);
  if (first < 0) return { before: item.text, options: [], after: "" };
  let end = first;
  while (found[end]) end += 1;
  return {
    before: lines.slice(0, first).join("\n"),
    options: found.slice(first, end).filter((option) => option !== null),
    after: lines.slice(end).join("\n"),
  };
}

/** Buttons of an answer that are not shown as cards. */
export function otherButtons(item: Item): Button[] {
  const shown = new Set(optionsIn(item).options.map((option) => option.button.token));
  return item.buttons.filter((button) => !shown.has(button.token));
}

function optionOf(line: string, buttons: Button[]): Option | null {
  const [, letter, text] = OPTION_LINE.exec(line.trim()) ?? [];
  const button = buttons.find(({ title }) => letter && OPTION_TITLE.exec(title)?.[1] === letter);
  return button && letter && text ? { button, letter, text } : null;
}
