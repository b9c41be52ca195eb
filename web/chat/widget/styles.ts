// Looks of the panel. A site changes them with the variables named in docs/widget.md.

import { css } from "lit";

export const styles = css`
  :host {
    --accent: var(--viable-accent, #0b5d4e);
    --on-accent: var(--viable-on-accent, #fff);
    --paper: var(--viable-background, #fff);
    --ink: var(--viable-text, #1c2321);
    --faint: var(--viable-text-faint, #55615d);
    --line: var(--viable-line, #d9dfdc);
    --field-line: var(--viable-field-line, #7c8a85);
    --bot: var(--viable-bot-background, #f0f4f2);
    --radius: var(--viable-radius, 1rem);
    display: block;
    height: 100%;
    color: var(--ink);
    background: var(--paper);
    font: 400 1rem/1.45 var(--viable-font, system-ui, sans-serif);
    text-align: start;
  }
  * { box-sizing: border-box; margin: 0; }
  .panel { display: flex; flex-direction: column; height: 100%; min-height: 0; }
  button { font: inherit; cursor: pointer; }
  button:disabled { cursor: default; opacity: 0.6; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  svg { width: 1.25rem; height: 1.25rem; fill: currentColor; flex: none; }
  .stroke { fill: none; stroke: currentColor; stroke-width: 2.5; stroke-linecap: round; }

  header { display: flex; align-items: center; gap: 0.5rem; padding: 0.75rem 0.75rem 0.75rem 1rem; background: var(--accent); color: var(--on-accent); }
  header :focus-visible { outline-color: var(--on-accent); }
  .who { flex: 1; min-width: 0; }
  h2 { font-size: 1.0625rem; line-height: 1.25; overflow-wrap: anywhere; }
  .who p { font-size: 0.8125rem; }
  .tool { display: flex; align-items: center; justify-content: center; gap: 0.375rem; min-width: 2.5rem; min-height: 2.5rem; padding: 0.25rem 0.625rem; border: 1px solid transparent; border-radius: 2rem; background: none; color: inherit; font-size: 0.8125rem; line-height: 1.15; }
  .tool:hover:enabled { border-color: currentColor; }
  .person-tool { border-color: currentColor; max-width: 8.5rem; text-align: start; }

  .progress { display: flex; align-items: center; gap: 0.75rem; padding: 0.5rem 1rem; font-size: 0.8125rem; color: var(--faint); border-bottom: 1px solid var(--line); }
  progress { flex: 1; height: 0.375rem; appearance: none; border: 0; border-radius: 1rem; overflow: hidden; background: var(--line); }
  progress::-webkit-progress-bar { background: var(--line); }
  progress::-webkit-progress-value { background: var(--accent); transition: width 0.3s; }
  progress::-moz-progress-bar { background: var(--accent); }

  .summary { padding: 0 1rem; border-bottom: 1px solid var(--line); font-size: 0.875rem; }
  .summary summary { padding: 0.5rem 0; min-height: 1.5rem; cursor: pointer; color: var(--faint); }
  dl { max-height: 11rem; overflow: auto; padding-bottom: 0.5rem; }
  dl div { display: flex; gap: 0.5rem; align-items: baseline; padding: 0.125rem 0; }
  dt { flex: 0 0 7.5rem; color: var(--faint); }
  dd { flex: 1; overflow-wrap: anywhere; }
  dd.change { flex: none; }
  .change button, footer button { min-height: 1.5rem; padding: 0 0.25rem; border: 0; background: none; color: var(--accent); text-decoration: underline; }

  .log { flex: 1; min-height: 5rem; overflow-y: auto; overscroll-behavior: contain; padding: 1rem; scrollbar-width: thin; }
  .log:focus-visible { outline-offset: -3px; }
  .loading { color: var(--faint); text-align: center; }
  ol { list-style: none; padding: 0; display: flex; flex-direction: column; gap: 0.5rem; }
  .line { position: relative; display: flex; flex-direction: column; align-items: flex-start; max-width: 88%; }
  .line:has(.options) { max-width: 100%; width: 100%; }
  .line.prospect { align-self: flex-end; align-items: flex-end; }
  .line.notice { align-self: center; max-width: 100%; text-align: center; }
  .bubble { padding: 0.5rem 0.8125rem; border-radius: var(--radius); background: var(--bot); white-space: pre-line; overflow-wrap: anywhere; }
  .bubble p { min-height: 0.5rem; }
  .bubble p + p { margin-top: 0.3125rem; }
  .bot .bubble, .person .bubble { border-end-start-radius: 0.25rem; }
  .person .bubble { border: 1px solid var(--accent); }
  .prospect .bubble { border-end-end-radius: 0.25rem; background: var(--accent); color: var(--on-accent); }
  .notice .bubble { background: none; color: var(--faint); font-size: 0.875rem; }
  .pending .bubble { opacity: 0.85; }
  .bubble a { color: inherit; }
  time, .note { font-size: 0.6875rem; color: var(--faint); padding: 0.125rem 0.25rem 0; }
  .options { display: grid; gap: 0.5rem; margin: 0.5rem 0; width: 100%; }
  .options button { display: flex; gap: 0.75rem; align-items: center; min-height: 3rem; padding: 0.5rem 0.875rem; border: 1.5px solid var(--accent); border-radius: var(--radius); background: var(--paper); color: inherit; text-align: start; }
  .options button:hover:enabled { background: var(--bot); }
  .options button:disabled { opacity: 1; border-color: var(--line); color: var(--faint); }
  .options span { display: block; }
  .options span::first-letter { text-transform: uppercase; }
  .options b { display: grid; place-items: center; flex: none; width: 1.75rem; height: 1.75rem; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
  .options :disabled b { background: var(--faint); color: var(--paper); }
  .thinking { position: relative; display: inline-flex; gap: 0.25rem; margin-top: 0.5rem; padding: 0.75rem 0.875rem; border-radius: var(--radius); background: var(--bot); }
  .thinking i { width: 0.4375rem; height: 0.4375rem; border-radius: 50%; background: var(--faint); animation: think 1.2s infinite; }
  .thinking i:nth-of-type(2) { animation-delay: 0.15s; }
  .thinking i:nth-of-type(3) { animation-delay: 0.3s; }
  @keyframes think { 0%, 60%, 100% { transform: none; opacity: 0.5; } 30% { transform: translateY(-0.25rem); opacity: 1; } }

  .replies { display: flex; flex-wrap: wrap; gap: 0.5rem; padding: 0.25rem 1rem 0.625rem; max-height: 40%; overflow-y: auto; }
  .replies button, .closed button { min-height: 2.5rem; padding: 0.375rem 0.9375rem; border: 1.5px solid var(--accent); border-radius: 1.25rem; background: var(--paper); color: var(--accent); font-weight: 600; text-align: start; }
  .replies button:hover, .closed button:hover { background: var(--accent); color: var(--on-accent); }
  .status { padding: 0 1rem; font-size: 0.8125rem; color: var(--viable-warning, #8a3b00); }
  .status:not(:empty) { padding-bottom: 0.5rem; }
  .closed { padding: 0.75rem 1rem; text-align: center; border-top: 1px solid var(--line); display: grid; gap: 0.5rem; justify-items: center; }

  .composer { padding: 0.625rem 0.75rem 0.25rem; border-top: 1px solid var(--line); }
  .field { display: flex; align-items: flex-end; gap: 0.5rem; }
  textarea { flex: 1; min-width: 0; min-height: 2.75rem; padding: 0.5625rem 0.875rem; border: 1px solid var(--field-line); border-radius: 1.375rem; background: var(--paper); color: inherit; font: inherit; resize: none; }
  textarea::placeholder { color: var(--faint); opacity: 1; }
  .send { display: grid; place-items: center; flex: none; width: 2.75rem; height: 2.75rem; border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
  .length, .date { padding: 0 0.25rem 0.375rem; font-size: 0.8125rem; color: var(--faint); }
  .length.over { color: var(--viable-warning, #8a3b00); }
  .date { display: flex; align-items: center; gap: 0.5rem; }
  .date input { font: inherit; min-height: 2rem; padding: 0 0.5rem; border: 1px solid var(--field-line); border-radius: 0.5rem; background: var(--paper); color: inherit; }
  footer { display: flex; flex-wrap: wrap; justify-content: center; align-items: center; gap: 0 1rem; padding: 0.125rem 0.75rem 0.375rem; font-size: 0.75rem; color: var(--faint); }
  footer p { width: 100%; text-align: center; }
  footer a { color: var(--accent); }
  footer button { font-size: inherit; }
  footer a, footer button { display: inline-flex; align-items: center; min-height: 1.5rem; }

  @media (prefers-reduced-motion: reduce) {
    * { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
  }
  @media (forced-colors: active) {
    .bubble, .send, .tool { border: 1px solid; }
  }
`;
