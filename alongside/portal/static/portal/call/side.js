// One form on two screens. Each page is drawn anew where something changed on the other; what the person types
// is kept as they go on to the next question.

import { Socket } from "./socket.js";

const CHECK = 4000; // milliseconds between looks whether somebody sits down beside one
const place = () => document.getElementById("side");
const { side: address, helps, page } = place().dataset;
const sheet = document.querySelector("form[data-sheet]");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const post = (where, form) => fetch(where, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token() }, body: form }).catch(() => null);
let socket = null;

async function look() {
  const answer = await fetch(`${address}now/`, { cache: "no-store" }).catch(() => null);
  if (answer?.status === 205 || answer?.status === 404 || answer?.status === 409) return location.reload();
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("side");
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
  if (socket || place().dataset.open !== "yes") return;
  if (helps !== "yes" && page) post(`${address}page/`, new URLSearchParams({ page })).then(() => socket.send({ type: "look" }));
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new Socket(`${scheme}//${location.host}${new URL(address, location).pathname}socket/`, {
    onMessage: ({ type }) => {
      if (type === "changed") look();
      if (type === "hello") socket.send({ type: "look" });
    },
    onLoss: () => {},
    onEnd: (why) => (why === "out" ? look() : null),
  });
}

let waiting = null;
sheet?.addEventListener("change", () => {
  if (place().dataset.open !== "yes" || helps === "yes") return;
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    if (sheet.querySelector("input[type=file]")?.files?.length) return;
    const form = new FormData(sheet);
    form.set("then", "keep");
    await post(sheet.action, form);
    socket?.send({ type: "look" });
  }, 400);
});

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
