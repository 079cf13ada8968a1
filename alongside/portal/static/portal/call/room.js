// The room of a call: who is seen, and what one can do with camera, microphone, screen and pen.

import { Captions, canListen, caption } from "./captions.js";
import { Devices, reason } from "./devices.js";
import { handsFree } from "./hands.js";
import { Ink } from "./ink.js";
import { listen } from "./level.js";
import { Keeping } from "./keeping.js";
import { Mesh } from "./mesh.js";
import { Recorder } from "./recorder.js";
import { Socket } from "./socket.js";

const place = document.querySelector("[data-call]");
const { call: address } = place.dataset;
const stage = place.querySelector("[data-stage]");
const news = place.querySelector("[data-news]");
const trouble = place.querySelector("[data-trouble]");
const RELAY = "relay"; // whoever carries sound and picture, where it is not the browsers
const ENDS = {
  elsewhere: "This call is open on another page of yours. This page shows it no more.",
  full: "As many people see each other already as can. You can read and write here.",
  misbehaved: "The connection was closed. Load the page again.",
};

const tiles = new Map(); // by seat; "" is one's own
const devices = new Devices();
let own = null; // what the house said of oneself
let socket = null;
let tool = "pointer";

const mesh = new Mesh({
  send: (message) => socket?.send(message),
  onStream: (seat, stream) => {
    const tile = tiles.get(seat);
    if (!tile || tile.video.srcObject === stream) return;
    tile.video.srcObject = stream;
    tile.video.play().catch(() => say("Press anywhere to hear the others."));
  },
  onState: (seat, state) => tiles.get(seat)?.set("state", state),
});

const keeping = new Keeping({
  address,
  say: (text) => say(text),
  send: (message) => socket?.send(message),
  beside: () => beside(),
  seatOf: (tile) => seatOf(tile),
});
const recorder = new Recorder({ tiles, devices, say: (text) => say(text), beside: () => beside() });
const follow = () => socket && recorder.follow(document.querySelector("[data-recording]"));

// ── Tiles ────────────────────────────────────────────────────────────────────────────────────────

function makeTile(seat, name, isOwn = false) {
  const figure = place.querySelector("template[data-tile]").content.firstElementChild.cloneNode(true);
  const video = figure.querySelector("video");
  const tile = { seat, figure, video, ink: new Ink(video, figure.querySelector("canvas")), isOwn };
  tile.set = (what, value) => (figure.dataset[what] = value);
  figure.querySelector("[data-name]").textContent = isOwn ? `${name} (you)` : name;
  video.muted = isOwn;
  video.setAttribute("aria-label", isOwn ? "Your own picture" : `Picture of ${name}`);
  const only = figure.querySelector("[data-only]");
  only.setAttribute("aria-label", `Show ${name} large`);
  only.addEventListener("click", () => focus(figure));
  draws(tile);
  tiles.set(isOwn ? "" : seat, tile);
  stage.append(figure);
  return tile;
}

function dropTile(seat) {
  tiles.get(seat)?.figure.remove();
  tiles.delete(seat);
}

function focus(figure) {
  const on = !figure.classList.contains("call-large");
  for (const other of stage.children) other.classList.toggle("call-large", on && other === figure);
  stage.classList.toggle("call-focus", on);
  figure.querySelector("[data-only]").setAttribute("aria-pressed", on);
}

function status(tile, { camera, microphone, screen }) {
  tile.set("picture", camera || screen ? "on" : "off");
  tile.set("sound", microphone ? "on" : "off");
  const said = [screen && "shares the screen", !camera && !screen && "camera off", !microphone && "muted"];
  tile.figure.querySelector("[data-status]").textContent = said.filter(Boolean).join(", ");
}

const seatOf = (tile) => (tile.isOwn ? own?.seat : tile.seat);
const tileOf = (seat) => (seat === own?.seat ? tiles.get("") : tiles.get(seat));

// ── Pointing and drawing ─────────────────────────────────────────────────────────────────────────

function draws(tile) {
  const { canvas } = tile.ink;
  let stroke = null;
  let waiting = [];
  const flush = () => {
    if (stroke && waiting.length) send({ type: "stroke", on: seatOf(tile), ...stroke, points: waiting.splice(0) });
  };
  canvas.addEventListener("pointerdown", (event) => {
    const at = own && tile.ink.place(event);
    if (!at) return;
    canvas.setPointerCapture(event.pointerId);
    if (tool === "pen") {
      stroke = { id: crypto.randomUUID(), colour: own.colour };
      inked(tile, at);
    } else points(tile, at);
  });
  canvas.addEventListener("pointermove", (event) => {
    const at = own && event.buttons === 1 && tile.ink.place(event);
    if (!at) return;
    if (stroke) inked(tile, at);
    else points(tile, at);
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => (flush(), (stroke = null)));

  function inked(tile, at) {
    waiting.push(at);
    tile.ink.add(own.seat, { ...stroke, points: [at] });
    if (waiting.length === 1) setTimeout(flush, 50);
  }
  let last = 0;
  function points(tile, [x, y]) {
    tile.ink.point(own.seat, own.colour, x, y);
    if (performance.now() - last < 50) return;
    last = performance.now();
    send({ type: "pointer", on: seatOf(tile), x, y });
  }
}

const large = () => {
  const figure = stage.querySelector(".call-large") ?? stage.querySelector("figure:not([data-own])");
  return [...tiles.values()].find((tile) => tile.figure === figure) ?? tiles.get("");
};

function freeze(tile, frozen) {
  tile.set("frozen", frozen ? "yes" : "no");
  if (frozen) return tile.video.pause();
  keeping.hide(tile);
  tile.video.play().catch(() => {});
}

// ── What the house says ──────────────────────────────────────────────────────────────────────────

const send = (message) => socket?.send(message);

const heard = {
  hello(message) {
    mesh.clear();
    for (const seat of [...tiles.keys()]) if (seat) dropTile(seat);
    own = message.you;
    mesh.ice = message.ice;
    mesh.relayed = message.relayed;
    place.dataset.state = "connected";
    for (const other of message.others) come(other, !message.relayed);
    if (message.relayed) mesh.add(RELAY, true);
    told();
    say(message.others.length ? "" : "You are the first. The others appear here when they come.");
  },
  came(message) {
    recorder.pause();
    come(message, false);
    say(`${message.name} came.`);
  },
  left({ seat }) {
    mesh.remove(seat);
    dropTile(seat);
  },
  status: (message) => tiles.has(message.from) && status(tiles.get(message.from), message),
  offer: (message) => mesh.take(message),
  answer: (message) => mesh.take(message),
  candidate: (message) => mesh.take(message),
  again: (message) => mesh.take(message),
  pointer: ({ from, on, x, y }) => tileOf(on)?.ink.point(from, colourOf(from), x, y),
  stroke: ({ from, on, ...stroke }) => tileOf(on)?.ink.add(from, stroke),
  undo: ({ from, on }) => tileOf(on)?.ink.undo(from),
  clear: ({ on }) => tileOf(on)?.ink.clear(),
  freeze: ({ on, frozen }) => tileOf(on) && freeze(tileOf(on), frozen),
  board: ({ on, media }) => tileOf(on) && keeping.show(tileOf(on), media),
  caption: ({ from, text }) => tiles.has(from) && caption(tiles.get(from), text),
  changed: () => beside(),
};

function come(other, offers) {
  const tile = makeTile(other.seat, other.name);
  tile.colour = other.colour;
  status(tile, other);
  mesh.add(other.seat, offers);
}

const colourOf = (seat) => tiles.get(seat)?.colour ?? "red";

function told() {
  const now = { camera: devices.on("camera"), microphone: devices.on("microphone"), screen: devices.on("screen") };
  status(tiles.get(""), now);
  send({ type: "status", ...now });
}

function say(text) {
  news.textContent = text;
}

// ── Beside the picture: who is there, what was written ───────────────────────────────────────────

async function beside() {
  try {
    const answer = await fetch(`${address}beside/`, { cache: "no-store" });
    if (answer.status === 205 || answer.status === 404) return location.reload();
    if (!answer.ok) return;
    const old = document.getElementById("beside");
    old.innerHTML = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("beside").innerHTML;
    const log = document.getElementById("call-said");
    if (log) log.scrollTop = log.scrollHeight;
    follow();
  } catch {
    // The next change tells again.
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.closest(".call-side") || form.method !== "post") return;
  event.preventDefault();
  const headers = "share" in form.dataset ? { Accept: "application/json" } : {};
  const answer = await fetch(form.action, { method: "POST", headers, body: new FormData(form) }).catch(() => null);
  if (answer?.status === 422) say("share" in form.dataset ? (await answer.json()).problem : "Write between 1 and 4,000 characters.");
  else if (!answer?.ok) say("It could not be sent. It is still in the field: try again.");
  else if ("say" in form.dataset || "share" in form.dataset) form.reset();
  send({ type: "look" });
  beside();
});

// ── Controls ─────────────────────────────────────────────────────────────────────────────────────

const captions = new Captions((text) => {
  caption(tiles.get(""), text);
  send({ type: "caption", text });
});

const controls = {
  captions() {
    captions.turn();
    place.querySelector('[data-control="captions"]').setAttribute("aria-pressed", captions.on);
    say(captions.on ? "Your browser writes what you say, with the help of whoever makes it. The others read it; it is not kept." : "");
  },
  async microphone() {
    await change(() => devices.turn("microphone"));
  },
  async camera() {
    await change(() => devices.turn("camera"));
  },
  async flip() {
    await change(() => devices.flip());
  },
  async screen() {
    await change(() => devices.share(show));
  },
  async preview() {
    await change(() => devices.begin());
  },
  pointer: () => choose("pointer"),
  pen: () => choose("pen"),
  undo() {
    const tile = large();
    tile.ink.undo(own?.seat);
    send({ type: "undo", on: seatOf(tile) });
  },
  clear() {
    const tile = large();
    tile.ink.clear();
    send({ type: "clear", on: seatOf(tile) });
  },
  freeze() {
    const tile = large();
    const frozen = tile.figure.dataset.frozen !== "yes";
    freeze(tile, frozen);
    place.querySelector('[data-control="freeze"]').setAttribute("aria-pressed", frozen);
    send({ type: "freeze", on: seatOf(tile), frozen });
    if (frozen && "shares" in place.dataset) keeping.board(tile);
  },
  snapshot: () => keeping.snapshot(large(), "snapshot"),
  marked: () => keeping.snapshot(large(), "marked"),
};

/** Something that somebody wants of their devices: what keeps them from it stays there until it does not. */
async function change(how) {
  trouble.textContent = await how().then(() => "", reason);
  await show();
}

async function show() {
  await Promise.all([mesh.put("audio", devices.track("audio")), mesh.put("video", devices.track("video"))]);
  const tile = tiles.get("");
  if (tile) {
    tile.video.srcObject = devices.preview();
    tile.video.play().catch(() => {});
    told();
  } else mirror();
  marks();
}

/** Before the call: one's own picture, and whether one is heard. */
let deaf = () => {};
function mirror() {
  const box = place.querySelector("[data-preview]");
  const { microphone } = devices.tracks;
  box.hidden = !devices.preview() && !microphone;
  box.querySelector("video").srcObject = devices.preview();
  deaf();
  const meter = box.querySelector("meter");
  deaf = microphone ? listen(microphone, (level) => (meter.value = level)) : () => {};
}

function marks() {
  for (const name of ["microphone", "camera", "screen"])
    for (const button of place.querySelectorAll(`[data-control="${name}"]`))
      button.setAttribute("aria-pressed", devices.on(name));
}

function choose(chosen) {
  tool = chosen;
  for (const name of ["pointer", "pen"])
    place.querySelector(`[data-control="${name}"]`)?.setAttribute("aria-pressed", name === chosen);
}

place.addEventListener("click", (event) => {
  const button = event.target.closest("[data-control]");
  if (button) controls[button.dataset.control]?.();
  for (const tile of tiles.values()) if (!tile.isOwn && tile.video.paused && tile.figure.dataset.frozen !== "yes") tile.video.play().catch(() => {});
});

// ── Before and during ────────────────────────────────────────────────────────────────────────────

for (const select of place.querySelectorAll("select[data-device]"))
  select.addEventListener("change", () => change(() => devices.choose(select.dataset.device, select.value)));
devices.onList = (lists) => {
  for (const select of place.querySelectorAll("select[data-device]")) {
    const found = lists[select.dataset.device];
    select.replaceChildren(...found.map((one, at) => new Option(one.label || `Number ${at + 1}`, one.deviceId)));
    select.value = devices.chosen[select.dataset.device] ?? select.value;
    select.closest(".field").hidden = found.length === 0;
  }
  place.querySelector("[data-devices]").hidden = !lists.camera.length && !lists.microphone.length;
  for (const button of place.querySelectorAll('[data-control="flip"]')) button.hidden = lists.camera.length < 2;
};

for (const button of place.querySelectorAll("[data-begin]"))
  button.addEventListener("click", async () => {
    button.closest("[data-before]").querySelectorAll("[data-begin]").forEach((one) => (one.disabled = true));
    const taken = devices.tracks.camera || devices.tracks.microphone;
    if (button.dataset.begin === "all" && !taken) await change(() => devices.begin());
    if (button.dataset.begin === "none") devices.stop();
    deaf();
    begin();
  });

function begin() {
  place.querySelector("[data-before]").hidden = true;
  place.querySelector("[data-during]").hidden = false;
  makeTile("", place.dataset.name, true).set("own", "yes");
  devices.list().then(show);
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new Socket(`${scheme}//${location.host}${address}socket/`, {
    onMessage: (message) => heard[message.type]?.(message),
    onLoss: () => {
      place.dataset.state = "lost";
      say("The connection to the house is lost. It is being made again.");
    },
    onEnd: (why) => {
      recorder.stop();
      mesh.clear();
      for (const seat of [...tiles.keys()]) if (seat) dropTile(seat);
      devices.stop();
      place.dataset.state = "ended";
      if (why === "out") location.reload();
      else say(ENDS[why]);
    },
  });
}

if (!globalThis.isSecureContext || !navigator.mediaDevices)
  trouble.textContent =
    "This page is not reached over a secure connection (https), so that your browser lends it no camera and no microphone. You can watch, listen and write.";
if (!navigator.mediaDevices?.getDisplayMedia) for (const one of place.querySelectorAll('[data-control="screen"]')) one.hidden = true;
place.hidden = false;
const looking = setInterval(() => (socket ? clearInterval(looking) : beside()), 4000);
place.querySelector('[data-control="captions"]').hidden = !canListen;
handsFree(place.querySelector("[data-hands-free]"));
