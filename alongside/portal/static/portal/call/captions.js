// Captions: this browser writes what is said here, where it can, and sends it to the others. Nothing is kept.

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
const STAYS = 6000; // milliseconds

export const canListen = Boolean(Recognition);

export class Captions {
  constructor(send) {
    this.send = send;
  }

  get on() {
    return Boolean(this.listening);
  }

  turn() {
    if (this.on) {
      const { listening } = this;
      this.listening = null;
      return listening.stop();
    }
    const listening = (this.listening = new Recognition());
    Object.assign(listening, { continuous: true, interimResults: false, lang: document.documentElement.lang });
    listening.addEventListener("result", ({ results, resultIndex }) => {
      const text = results[resultIndex][0].transcript.trim().slice(0, 300);
      if (text) this.send(text);
    });
    // It ends after every silence.
    listening.addEventListener("end", () => this.listening === listening && listening.start());
    listening.addEventListener("error", ({ error }) => ["not-allowed", "service-not-allowed", "network"].includes(error) && (this.listening = null));
    listening.start();
  }
}

/** Show what somebody said below their picture, for a while. */
export function caption(tile, text) {
  const line = tile.figure.querySelector("[data-caption]");
  if (!line) return;
  line.textContent = text;
  clearTimeout(tile.captioned);
  tile.captioned = setTimeout(() => (line.textContent = ""), STAYS);
}
