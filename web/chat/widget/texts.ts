// Texts of the panel, one JSON file per language with the same keys; Spanish is the type of all.

import en from "./texts/en.json";
import es from "./texts/es.json";

export type Texts = typeof es;

const LANGUAGES: Record<string, Texts> = { en, es };

/** The texts of a language such as "en-GB"; Spanish when there are none. */
export function textsIn(language: string): Texts {
  return LANGUAGES[language.slice(0, 2).toLowerCase()] ?? es;
}

/** The template with each {name} replaced by its value. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
