// Looks of the launcher and of the dialog around the panel.

export const look = `
:host { --accent: var(--viable-accent, #0b5d4e); --on-accent: var(--viable-on-accent, #fff); font: 400 1rem/1.3 var(--viable-font, system-ui, sans-serif); }
[hidden] { display: none !important; }
.launcher { position: fixed; z-index: var(--viable-layer, 9000); inset-block-end: 1.25rem; inset-inline-end: 1.25rem; display: flex; align-items: center; gap: .625rem; min-height: 3.25rem; max-width: calc(100vw - 2.5rem); padding: .75rem 1.25rem; border: 2px solid var(--on-accent); border-radius: 2rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-align: start; cursor: pointer; box-shadow: 0 6px 24px rgb(0 0 0 / .25); }
.launcher:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
svg { width: 1.5rem; height: 1.5rem; fill: currentColor; flex: none; }
.badge { min-width: 1.5rem; padding: .125rem .375rem; border-radius: 1rem; background: var(--on-accent); color: var(--accent); font-size: .875rem; text-align: center; }
p { position: fixed; z-index: var(--viable-layer, 9000); inset-block-end: 5.25rem; inset-inline-end: 1.25rem; max-width: 18rem; margin: 0; padding: .5rem .75rem; border-radius: .5rem; background: #fff; color: #8a3b00; box-shadow: 0 2px 12px rgb(0 0 0 / .25); }
p:empty { display: none; }
dialog { position: fixed; z-index: var(--viable-layer, 9000); inset: auto 1.25rem 1.25rem auto; width: min(25rem, calc(100vw - 2.5rem)); height: min(46rem, calc(100dvh - 2.5rem)); max-width: none; max-height: none; margin: 0; padding: 0; border: 1px solid rgb(0 0 0 / .12); border-radius: 1rem; overflow: hidden; box-shadow: 0 12px 48px rgb(0 0 0 / .28); }
dialog:dir(rtl) { inset-inline: 1.25rem auto; }
dialog::backdrop { background: none; }
:host([mode=inline]) { display: block; position: relative; height: var(--viable-height, 36rem); border: 1px solid rgb(0 0 0 / .15); border-radius: 1rem; overflow: hidden; }
:host([mode=inline]) .launcher { position: absolute; inset: 50% auto auto 50%; transform: translate(-50%, -50%); box-shadow: none; }
@media (max-width: 30rem), (max-height: 28rem) { dialog { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; } }
`;
