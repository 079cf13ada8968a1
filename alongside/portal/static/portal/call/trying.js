// What a call needs, tried one after the other. Each step says in a sentence what is wrong and what to do.

import { Devices, reason } from "./devices.js";
import { loudest } from "./level.js";

const place = document.querySelector("[data-trying]");
const ice = JSON.parse(place.dataset.trying);
const mirror = place.querySelector("video");
const devices = new Devices();
const LISTEN = 4000; // milliseconds in which a microphone should hear something
const GATHER = 5000; // in which a server on the way should answer

class Wrong extends Error {} // keeps somebody from calls, or from being seen or heard in them
class Doubt extends Error {} // may do so, in some networks
class Untried extends Error {} // cannot be tried here, or need not be
const FOUND = new Map([[Wrong, "wrong"], [Doubt, "doubt"], [Untried, "untried"]]);

const steps = {
  async page() {
    if (!globalThis.isSecureContext)
      throw new Wrong("It is not reached over a secure connection, and browsers lend camera and microphone to no other. Ask for an address that begins with https.");
    return "It is reached over a secure connection.";
  },
  async browser() {
    if (!globalThis.RTCPeerConnection || !globalThis.WebSocket)
      throw new Wrong("It cannot make calls. Use a present version of Firefox, Chrome, Edge or Safari.");
    return "It can make calls.";
  },
  async camera() {
    await taken("camera");
    mirror.hidden = false;
    mirror.srcObject = devices.preview();
    await mirror.play().catch(() => {});
    if (devices.tracks.camera.muted) throw new Doubt("It is there and gives no picture. Open its cover, or choose another in the call.");
    return `${devices.tracks.camera.label || "It"} gives a picture: you see it above.`;
  },
  async microphone() {
    await taken("microphone");
    say("Say something …");
    const level = await loudest(devices.tracks.microphone, LISTEN);
    if (level < 0.005) throw new Doubt("It is there and hears nothing. Turn its own switch on, or choose another in the call.");
    return `${devices.tracks.microphone.label || "It"} hears you.`;
  },
  async house() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/call/try/socket/`);
    const open = await within(GATHER, new Promise((tell) => {
      socket.addEventListener("open", () => tell(true));
      socket.addEventListener("error", () => tell(false));
    }));
    socket.close();
    if (!open) throw new Wrong("Pages arrive, and what a call says at once does not: something on the way stops WebSockets. Try another network, or ask whoever runs yours.");
    return "What a call says at once arrives.";
  },
  async out() {
    const found = await gathered(ice.filter(({ username }) => !username), "all");
    if (!found.types.size) throw new Wrong("Your browser finds no network for sound and picture. Turn off what blocks WebRTC, such as an extension, or try another browser.");
    if (found.stun && !found.types.has("srflx")) throw new Doubt("Your network lets nothing be sent out directly. Calls within it work; others need the relay.");
    return found.stun ? "Others outside your network can reach you." : "Sound and picture can be sent.";
  },
  async relay() {
    const { relays } = place.dataset;
    if (relays === "none") throw new Untried("There is none here. Calls go from browser to browser.");
    if (relays === "kept") throw new Untried("It is tried in a call alone. Join one, and come back to this page from there.");
    const found = await gathered(ice.filter(({ username }) => username), "relay");
    if (found.types.has("relay")) return "It carries sound and picture where there is no other way.";
    if (found.codes.has(401)) throw new Wrong("It does not know this house. Tell whoever invited you: the relay and the house must share a secret.");
    throw new Doubt("It cannot be reached from your network. Calls work where there is a direct way to the others; else try another network.");
  },
};

async function taken(name) {
  try {
    await devices.turn(name);
  } catch (problem) {
    throw new Wrong(navigator.mediaDevices ? reason(problem) : "This page may not use it, for it is not reached over a secure connection.");
  }
}

/** Which ways sound and picture could go, and what servers on the way answered. */
async function gathered(servers, policy) {
  const peer = new RTCPeerConnection({ iceServers: servers, iceTransportPolicy: policy });
  const found = { types: new Set(), codes: new Set(), stun: servers.length > 0 };
  const all = new Promise((done) => {
    peer.addEventListener("icecandidate", ({ candidate }) => (candidate ? found.types.add(candidate.type) : done()));
    peer.addEventListener("icecandidateerror", ({ errorCode }) => found.codes.add(errorCode));
  });
  peer.createDataChannel("");
  await peer.setLocalDescription();
  await within(GATHER, all);
  peer.close();
  return found;
}

const within = (time, promise) => Promise.race([promise, new Promise((done) => setTimeout(done, time))]);

function say(text) {
  place.querySelector("[data-verdict]").textContent = text;
}

async function tryAll(button) {
  button.disabled = true;
  const counted = { wrong: 0, doubt: 0, untried: 0 };
  for (const [name, step] of Object.entries(steps)) {
    const row = place.querySelector(`[data-step="${name}"]`);
    row.lastElementChild.textContent = "Trying …";
    row.dataset.found = "trying";
    try {
      row.lastElementChild.textContent = await step();
      row.dataset.found = "good";
    } catch (problem) {
      const found = FOUND.get(problem.constructor) ?? "wrong";
      counted[found] += 1;
      row.dataset.found = found;
      row.lastElementChild.textContent = FOUND.has(problem.constructor) ? problem.message : "It could not be tried.";
    }
  }
  devices.stop();
  mirror.hidden = true;
  const verdict = place.querySelector("[data-verdict]").classList;
  verdict.toggle("notice-error", counted.wrong > 0);
  verdict.toggle("notice-success", !counted.wrong);
  if (counted.wrong) say("Something keeps you from calls with sound and picture. Read below what to do.");
  else say(counted.doubt ? "You can take part in calls. Something may be in the way: read below." : "All is well. You can take part in calls.");
  button.textContent = "Try again";
  button.disabled = false;
}

place.hidden = false;
const button = place.querySelector("[data-try]");
button.addEventListener("click", () => tryAll(button));
