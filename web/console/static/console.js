// Keeps what is marked data-live up to date, without losing the reader's place.
const live = document.querySelector("[data-live]");

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(live.dataset.live, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  live.replaceChildren(...fresh.body.childNodes);
}

if (live) setInterval(refresh, 3000);
