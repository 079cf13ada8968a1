// The socket of a call: opened again after every loss, until the house says that one is out of the call.

const BEAT = 4000; // milliseconds between questions whether the other end is there
const FINAL = { 4403: "out", 4409: "elsewhere", 4429: "full", 4400: "misbehaved" };

export class Socket {
  /** `onEnd` is told why there is no more: out, elsewhere, full, misbehaved. */
  constructor(address, { onMessage, onLoss, onEnd }) {
    Object.assign(this, { address, onMessage, onLoss, onEnd, wait: 300, opened: false });
    addEventListener("online", () => this.socket?.close());
    addEventListener("pagehide", () => this.#stop());
    this.#open();
  }

  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  #open() {
    const socket = (this.socket = new WebSocket(this.address));
    let heard = Date.now();
    const beat = setInterval(() => {
      if (Date.now() - heard > 2 * BEAT) socket.close();
      else this.send({ type: "ping" });
    }, BEAT);
    socket.addEventListener("message", ({ data }) => {
      heard = Date.now();
      this.wait = 300;
      this.opened = true;
      const message = JSON.parse(data);
      if (message.type !== "pong") this.onMessage(message);
    });
    socket.addEventListener("close", ({ code }) => {
      clearInterval(beat);
      if (this.stopped) return;
      if (code in FINAL) return this.onEnd(FINAL[code]);
      this.onLoss();
      setTimeout(() => this.#open(), this.wait);
      this.wait = Math.min(this.wait * 2, 5000);
    });
  }

  #stop() {
    this.stopped = true;
    this.socket.close();
  }
}
