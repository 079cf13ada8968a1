// What scripts add to pages that work without them: timers, news from other tabs, keys.
// Everything listens at the document, so parts that htmx swaps in need no setting up.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// ——— Typed input is never thrown away without being asked.
let typed = false;
document.addEventListener("input", (event) => {
  if (!event.target.closest("[data-search], dialog")) typed = true;
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  // A page out of the browser's memory may show somebody who is no longer being helped.
  if (typed) tell("This page was kept from earlier and may be out of date.");
  else location.reload();
});

function tell(sentence) {
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = "Load this page again";
  link.addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
  $("#news").replaceChildren(`${sentence} `, link);
}

// ——— Timers count on from what the server said when the page was drawn.
let drawn = performance.now();
let limit = readLimit();

function readLimit() {
  const minutes = $("#band")?.dataset.minutesLeft;
  return minutes ? performance.now() + Number(minutes) * 60_000 : null;
}

function clock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function tick() {
  const gone = Math.floor((performance.now() - drawn) / 1000);
  for (const timer of $$("[data-timer][data-running]")) timer.textContent = clock(Number(timer.dataset.timer) + gone);
  const warning = $("[data-limit]");
  if (!warning || limit === null) return;
  const minutes = Math.max(0, Math.ceil((limit - performance.now()) / 60_000));
  const words = minutes === 0 ? "less than a minute" : minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const place = $("[data-minutes]", warning);
  if (place.textContent !== words) place.textContent = words;
  if (warning.hidden !== minutes > 2) warning.hidden = minutes > 2;
}
if ($("#band, [data-timer]")) setInterval(tick, 1000);

// ——— Pause, resume and "go on" change the band where it is, and leave the rest of the page alone.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  // A page that shows the contact itself must change with it.
  if (!form.matches("[data-quiet]") || $("[data-contact]")) return;
  event.preventDefault();
  for (const button of $$("button", form)) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Quiet": "1" } });
    const fresh = $("#band", new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (!answer.ok) return refused(form, "That could not be done: helping may have ended.");
    if (fresh?.dataset.assistance !== $("#band").dataset.assistance) return location.assign(answer.redirected ? answer.url : location.href);
    $("#band").replaceWith(document.adoptNode(fresh));
    drawn = performance.now();
    limit = readLimit();
    announce();
    $(".band-actions button")?.focus();
  } catch {
    refused(form, "That did not reach the server. Check the connection and try again.");
  }
});

function refused(form, why) {
  for (const button of $$("button", form)) button.disabled = false;
  tell(why);
}

// ——— Other tabs learn whom this tab is helping, as the server said when it was drawn.
const channel = "BroadcastChannel" in window ? new BroadcastChannel("alongside") : null;

function announce() {
  const { assistance, person } = document.body.dataset;
  if (assistance !== undefined) channel?.postMessage({ assistance, person, minutes: $("#band")?.dataset.minutesLeft });
}

channel?.addEventListener("message", ({ data }) => {
  const { assistance, person } = document.body.dataset;
  if (assistance === undefined) return;
  if (data.assistance === assistance) {
    $("#news").replaceChildren();
    if (data.minutes) limit = performance.now() + Number(data.minutes) * 60_000;
  } else if (!data.assistance) tell(`In another tab you stopped helping ${person}.`);
  else if (!assistance) tell(`In another tab you began to help ${data.person}.`);
  else tell(`In another tab you are now helping ${data.person}. This page still belongs to ${person}.`);
});
announce();

// ——— Keys of the console. Single keys can be turned off, and never fire while somebody types.
const keys = $("#keys");
const single = () => localStorage.getItem("alongside.keys") !== "off";
document.body.classList.toggle("keys-off", !single());

function typing(element) {
  return element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}

function openKeys() {
  if (!keys || keys.open) return;
  for (const old of $$("[data-own]", keys)) old.remove();
  for (const element of $$("[data-key]")) {
    const row = document.createElement("div");
    row.dataset.own = "";
    const [name, key, what] = ["dt", "kbd", "dd"].map((tag) => document.createElement(tag));
    key.textContent = element.dataset.key;
    what.textContent = element.textContent.trim();
    name.append(key);
    row.append(name, what);
    $("[data-keys]", keys).append(row);
  }
  $("[data-keys-on]", keys).checked = single();
  keys.showModal();
}

if (keys) {
  for (const opener of $$("[data-opens=keys]")) {
    opener.hidden = false;
    opener.addEventListener("click", openKeys);
  }
  $("[data-keys-on]", keys).addEventListener("change", (event) => {
    localStorage.setItem("alongside.keys", event.target.checked ? "on" : "off");
    document.body.classList.toggle("keys-off", !single());
  });
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  const search = $("[data-search]");
  if (["ArrowDown", "ArrowUp"].includes(event.key)) return moveThroughResults(event, search);
  if (event.key === "Escape" && event.target.closest?.("[data-results]")) return search?.focus();
  // Below the band the pages are the person's, and the agent's keys still pause and stop.
  if (!(keys || $("#band")) || !single() || typing(event.target)) return;
  const own = $$("[data-key]").find((element) => element.dataset.key === event.key);
  if (event.key === "/" && search) search.focus();
  else if (event.key === "?") openKeys();
  else if (own) own.click();
  else return;
  event.preventDefault();
});

function moveThroughResults(event, search) {
  const group = event.target.closest("[data-results]") ?? $("[data-results]:has(a[data-result])");
  const results = group ? $$("a[data-result]", group) : [];
  const at = results.indexOf(event.target);
  if (!results.length || (at < 0 && event.target !== search)) return;
  event.preventDefault();
  const to = at + (event.key === "ArrowDown" ? 1 : -1);
  if (to < 0) search?.focus();
  else results[Math.min(to, results.length - 1)].focus();
}
