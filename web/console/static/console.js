// Keeps lists fresh and clocks running. docs/decisions/0050-staff-console.md says why this is not htmx.
const REFRESH_MILLISECONDS = 3000;

// The console's own pages are the only markup that becomes elements here; Trusted Types hold everything else off.
const ours = globalThis.trustedTypes?.createPolicy("console", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

/** The element shows what the server has now; focus stays on the link it was on. */
async function refresh(element) {
  if (document.hidden) return;
  const answer = await fetch(element.dataset.refresh).catch(() => null);
  if (answer?.redirected) location.reload(); // signed out meanwhile
  if (!answer?.ok) return;
  const html = await answer.text();
  if (html === element.shown) return;
  element.shown = html;
  const address = document.activeElement?.getAttribute("href");
  const fresh = new DOMParser().parseFromString(ours.createHTML(html), "text/html");
  element.replaceChildren(...fresh.body.childNodes);
  if (address) element.querySelector(`a[href="${CSS.escape(address)}"]`)?.focus({ preventScroll: true });
  startClocks(element);
}

/** Clocks count from now on, whatever the browser's own clock says. */
function startClocks(root) {
  for (const clock of root.querySelectorAll("[data-clock]")) clock.start = performance.now() - clock.dataset.clock * 1000;
}

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const seconds = Math.floor((performance.now() - clock.start) / 1000);
    const [minutes, rest] = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, "0")];
    clock.textContent = `${minutes}:${rest}`;
    clock.classList.toggle("late", seconds >= clock.dataset.late);
    clock.classList.toggle("soon", seconds >= clock.dataset.warn && seconds < clock.dataset.late);
  }
}

startClocks(document);
setInterval(tick, 1000);
for (const element of document.querySelectorAll("[data-refresh]")) setInterval(refresh, REFRESH_MILLISECONDS, element);
