// One form on two screens. Where something changed on one, it changes on the other: what is shown beside the form,
// and the questions of the form itself. What is typed on either is kept as one goes on to the next question.

import { Socket } from "./socket.js";

const CHECK = 4000; // milliseconds between looks whether somebody sits down beside one
const SETTLED = 400; // milliseconds after a change until it is kept
const place = () => document.getElementById("side");
const { side: address, helps, page } = place().dataset;
const sheet = document.querySelector("form[data-sheet]");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const post = (where, form) => fetch(where, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token() }, body: form }).catch(() => null);
const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
const open = () => place().dataset.open === "yes";
let socket = null;

async function look() {
  const answer = await fetch(`${address}now/`, { cache: "no-store" }).catch(() => null);
  if (answer?.status === 205 || answer?.status === 404 || answer?.status === 409) return location.reload();
  if (!answer?.ok) return;
  const fresh = (await parsed(answer)).getElementById("side");
  if (!fresh) return;
  const before = place().dataset.question;
  if (page) fresh.dataset.page = page;
  place().replaceWith(fresh);
  mark(before !== fresh.dataset.question);
  connect();
}

/** The question that is pointed at stands out, and comes into view when it is a new one. */
function mark(fresh) {
  for (const one of document.querySelectorAll(".pointed-at")) one.classList.remove("pointed-at");
  const { question } = place().dataset;
  const field = question ? sheet?.querySelector(`[name="${CSS.escape(question)}"], [id="id_${CSS.escape(question)}"]`) : null;
  const row = field?.closest(".field, fieldset") ?? field;
  row?.classList.add("pointed-at");
  if (fresh) row?.scrollIntoView({ block: "center", behavior: "smooth" });
}

function connect() {
  if (socket || !open()) return;
  if (helps !== "yes" && page) post(`${address}page/`, new URLSearchParams({ page })).then(() => socket.send({ type: "look" }));
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new Socket(`${scheme}//${location.host}${new URL(address, location).pathname}socket/`, {
    onMessage: ({ type }) => {
      if (type === "changed" || type === "hello") renew();
      if (type === "changed") look();
      if (type === "hello") socket.send({ type: "look" });
    },
    onLoss: () => {},
    onEnd: (why) => (why === "out" ? look() : null),
  });
}

// ── The questions themselves ─────────────────────────────────────────────────────────────────────

const known = new Map(); // by the id of a part: how the house drew it last
const parts = (root) => [...root.querySelectorAll("[data-sheet] > [id^=part-]")];
const controls = (part) => [...part.querySelectorAll("input[name], select[name], textarea[name]")];
const said = (part) => JSON.stringify(controls(part).map((one) => [one.name, one.type === "checkbox" || one.type === "radio" ? one.checked && one.value : one.value]));

/** Draw the parts anew that the other changed, and leave those alone in which somebody types here. */
async function renew() {
  if (!sheet) return;
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = await parsed(answer);
  const changed = [];
  for (const part of parts(fresh)) {
    const old = document.getElementById(part.id);
    const drawn = known.get(part.id);
    known.set(part.id, part.outerHTML);
    if (!old || drawn === undefined || drawn === part.outerHTML || said(old) === said(part) || waits.has(part.id)) continue;
    swap(old, part);
    changed.push(part);
  }
  const held = fresh.getElementById("drawn-questions");
  if (held) document.getElementById("drawn-questions").value = held.value;
  tell(changed);
  mark(false);
}

function swap(old, part) {
  const { id } = old.contains(document.activeElement) ? document.activeElement : {};
  part.classList.add("changed-beside");
  setTimeout(() => part.classList.remove("changed-beside"), 6000);
  old.replaceWith(part);
  globalThis.htmx?.process(part);
  if (id) document.getElementById(id)?.focus();
}

function tell(changed) {
  const asked = changed.filter((part) => !part.hidden).map((part) => part.querySelector("legend, label")?.textContent.trim()).filter(Boolean);
  const line = document.querySelector("[data-beside-news]");
  if (line && asked.length) line.textContent = `${place().dataset.other || "The other one"} answered: ${asked.join(", ")}`;
}

const waits = new Map(); // parts with something that is typed here and not kept yet, and when it was typed
let settling = null;
const partOf = (field) => field.closest("[data-sheet] > [id^=part-]");

sheet?.addEventListener("input", ({ target }) => {
  const part = open() && partOf(target);
  if (part) waits.set(part.id, performance.now());
});

sheet?.addEventListener("change", () => {
  if (!open()) return;
  clearTimeout(settling);
  settling = setTimeout(keep, SETTLED);
});

/** Keep what was typed here, and nothing else: what the other wrote meanwhile stays. */
async function keep() {
  const kept = [...waits].filter(([id]) => document.getElementById(id));
  const fields = kept.flatMap(([id]) => controls(document.getElementById(id)));
  if (fields.some((one) => one.type === "file")) return kept.forEach(([id]) => waits.delete(id));
  const mine = new Set(fields.map((one) => one.name));
  const form = new FormData(sheet);
  for (const name of new Set(form.keys())) if (!mine.has(name) && name !== "csrfmiddlewaretoken") form.delete(name);
  const drawn = document.getElementById("drawn-questions").value.split(" ");
  const ours = drawn.filter((name) => [...mine].some((one) => one === name || one.startsWith(`${name}.`)));
  form.set("drawn-questions", ours.join(" "));
  form.set("then", "keep");
  const answer = ours.length ? await post(sheet.action, form) : null;
  if (!answer?.ok) return;
  for (const [id, at] of kept) if (waits.get(id) === at) waits.delete(id);
  socket?.send({ type: "look" });
}

document.addEventListener("submit", async (event) => {
  const { action } = event.target;
  if (!action.endsWith("/side/pointing/")) return;
  event.preventDefault();
  await post(action, new FormData(event.target));
  socket?.send({ type: "look" });
  look();
});

mark(false);
connect();
if (helps !== "yes") setInterval(() => document.hidden || socket || look(), CHECK);
