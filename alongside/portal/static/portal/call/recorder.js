// Recording a call in the browser of whoever asked for it: all pictures on one, all voices mixed. It goes to
// the house in pieces of a second; what has arrived there is safe from whatever happens here.

import { shows, token } from "./keeping.js";

const [WIDE, HIGH] = [1280, 720];
const FRAME = 50; // milliseconds
const PIECE = 1000; // milliseconds
const FIRST = 64; // bytes at least of the first request
const LARGEST = 2 ** 21; // bytes of one request
const KINDS = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];

export class Recorder {
  constructor({ tiles, devices, say, beside }) {
    Object.assign(this, { tiles, devices, say, beside, taking: null });
  }

  /** Do as the page says that it stands with the recording; `place` is null where there is none. */
  follow(place) {
    const state = place?.dataset.mine === "yes" ? place.dataset.state : "stopped";
    if (state === "stopped") return this.stop();
    if (state === "asked") return this.pause();
    if (this.taking) return this.taking.recorder.state === "paused" && this.taking.recorder.resume();
    if (Number(place.dataset.size) > 0) return this.#broken(place.dataset.recording);
    this.#start(place.dataset.recording);
  }

  /** Somebody came: not a moment of theirs without their consent. */
  pause() {
    if (this.taking?.recorder.state === "recording") this.taking.recorder.pause();
  }

  stop() {
    if (!this.taking) return;
    const { recorder, timer, context } = this.taking;
    this.taking = null;
    clearInterval(timer);
    if (recorder.state !== "inactive") recorder.stop();
    context.close();
  }

  /** A page that was loaded anew cannot go on with what another began. */
  async #broken(address) {
    await fetch(`${address}end/`, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => {});
    this.say("The recording ended when this page was loaded anew. What was recorded is kept.");
    this.beside();
  }

  #start(address) {
    const type = globalThis.MediaRecorder && KINDS.find((one) => MediaRecorder.isTypeSupported(one));
    if (!type) return this.say("This browser cannot record. Use another one, or end the recording.");
    const canvas = Object.assign(document.createElement("canvas"), { width: WIDE, height: HIGH });
    const picture = canvas.getContext("2d");
    const context = new AudioContext();
    const mix = context.createMediaStreamDestination();
    const heard = new Map();
    const draw = () => {
      paint(picture, [...this.tiles.values()]);
      listen(context, mix, heard, [this.devices.tracks.microphone, ...voices(this.tiles)].filter(Boolean));
    };
    draw();
    const stream = new MediaStream([...canvas.captureStream(20).getVideoTracks(), ...mix.stream.getAudioTracks()]);
    const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 1_500_000 });
    const sending = new Sending(address, (problem) => {
      this.say(problem);
      this.stop();
      this.beside();
    });
    recorder.addEventListener("dataavailable", ({ data }) => sending.add(data));
    recorder.start(PIECE);
    this.taking = { recorder, context, timer: setInterval(draw, FRAME) };
  }
}

/** Pieces go one after the other, each behind those before; one that did not arrive is sent again. */
class Sending {
  constructor(address, onEnd) {
    Object.assign(this, { address: `${address}pieces/`, onEnd, waiting: new Blob([]), at: 0, busy: false });
  }

  add(piece) {
    this.waiting = new Blob([this.waiting, piece]);
    this.#send();
  }

  async #send() {
    // A busy browser may begin with a piece so small that nobody can tell a recording by it.
    if (this.busy || this.waiting.size < (this.at ? 1 : FIRST)) return;
    this.busy = true;
    const piece = this.waiting.slice(0, LARGEST);
    const headers = { "X-Offset": String(this.at), "X-CSRFToken": token(), "Content-Type": "application/octet-stream" };
    const answer = await fetch(this.address, { method: "POST", headers, body: piece }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    this.busy = false;
    if (answer?.ok || answer?.status === 409) {
      // The house may have kept a piece whose answer was lost: what it has is not sent again.
      this.waiting = this.waiting.slice(Math.max(0, told.size - this.at));
      this.at = told.size;
      return this.#send();
    }
    if (answer && answer.status < 500) {
      if (answer.status !== 410) this.onEnd(`The recording ended: ${told?.problem ?? "it was not taken"}.`);
      this.waiting = new Blob([]);
      return;
    }
    setTimeout(() => this.#send(), 2000);
  }
}

const voices = (tiles) =>
  [...tiles.values()].filter((tile) => !tile.isOwn).flatMap((tile) => tile.video.srcObject?.getAudioTracks() ?? []);

function listen(context, mix, heard, tracks) {
  for (const track of tracks)
    if (!heard.has(track.id)) {
      const source = context.createMediaStreamSource(new MediaStream([track]));
      source.connect(mix);
      heard.set(track.id, source);
    }
  for (const [id, source] of heard)
    if (!tracks.some((track) => track.id === id)) {
      source.disconnect();
      heard.delete(id);
    }
}

/** Everybody beside each other, with what is drawn on them, and their names. */
function paint(context, tiles) {
  context.fillStyle = "#10161d";
  context.fillRect(0, 0, WIDE, HIGH);
  const columns = Math.ceil(Math.sqrt(tiles.length || 1));
  const rows = Math.ceil(tiles.length / columns) || 1;
  tiles.forEach((tile, number) => {
    const [wide, high] = [WIDE / columns, HIGH / rows];
    const [left, top] = [(number % columns) * wide, Math.floor(number / columns) * high];
    const found = shows(tile);
    if (found) {
      const scale = Math.min(wide / found.width, high / found.height);
      const [width, height] = [found.width * scale, found.height * scale];
      const area = { x: left + (wide - width) / 2, y: top + (high - height) / 2, width, height };
      context.drawImage(found.source, area.x, area.y, width, height);
      tile.ink.paint(context, area);
    }
    context.fillStyle = "#fff";
    context.font = "20px system-ui, sans-serif";
    context.fillText(tile.figure.querySelector("[data-name]").textContent, left + 12, top + high - 14, wide - 24);
  });
}
