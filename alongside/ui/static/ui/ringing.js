// A call that rings: said on every page of the console, with a tone and, where that is allowed, a message of the
// browser. One tab asks for all of them.

const place = document.querySelector("[data-ringing]");
const tabs = new BroadcastChannel("alongside.ringing");
const EVERY = 5000; // milliseconds
const heard = new Set();

function show(calls) {
  const silent = new Set(JSON.parse(sessionStorage.getItem("silent") ?? "[]"));
  const ringing = calls.filter((one) => !silent.has(one.id));
  if (!ringing.length) return place.replaceChildren();
  place.replaceChildren(...ringing.map((one) => line(one, silent)));
  for (const one of ringing) if (!heard.has(one.id)) (heard.add(one.id), message(one));
}

function line(one, silent) {
  const row = document.createElement("p");
  const link = Object.assign(document.createElement("a"), { href: one.url, textContent: "Answer" });
  const later = Object.assign(document.createElement("button"), { type: "button", textContent: "Not now", className: "as-link" });
  later.addEventListener("click", () => {
    sessionStorage.setItem("silent", JSON.stringify([...silent, one.id]));
    row.remove();
  });
  row.append(`${one.by} calls: ${one.title}. `, link, " ", later);
  if (globalThis.Notification?.permission === "default") {
    const allow = Object.assign(document.createElement("button"), { type: "button", textContent: "Tell me also when I look elsewhere", className: "as-link" });
    allow.addEventListener("click", () => Notification.requestPermission().then(() => allow.remove()));
    row.append(" ", allow);
  }
  return row;
}

function message(one) {
  tone();
  if (globalThis.Notification?.permission !== "granted" || !document.hidden) return;
  const note = new Notification(`${one.by} calls`, { body: one.title, tag: one.id });
  note.addEventListener("click", () => (focus(), location.assign(one.url)));
}

/** Two notes, as often as browsers let a page sound that nobody has touched yet: not at all before that. */
function tone() {
  try {
    const context = new AudioContext();
    for (const [at, pitch] of [[0, 660], [0.25, 880], [1, 660], [1.25, 880]]) {
      const voice = new OscillatorNode(context, { frequency: pitch });
      const volume = new GainNode(context, { gain: 0.08 });
      voice.connect(volume).connect(context.destination);
      voice.start(context.currentTime + at);
      voice.stop(context.currentTime + at + 0.2);
    }
    setTimeout(() => context.close(), 2000);
  } catch {
    // No sound here: the line on the page says it.
  }
}

async function ask() {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(place.dataset.ringing, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => null);
  if (!answer?.ok) return;
  const { calls } = await answer.json();
  show(calls);
  tabs.postMessage(calls);
}

function listen() {
  ask();
  setInterval(ask, EVERY);
  return new Promise(() => {}); // for as long as the page is there
}

tabs.addEventListener("message", ({ data }) => show(data));
if (place) navigator.locks ? navigator.locks.request("alongside.ringing", listen) : listen();
