// The socket of a call: opened again after every loss, until the house says that one is out of the call.

const BEAT = 2000; // milliseconds between questions whether the other end is there
const SILENT = 3; // questions without an answer, after which it is not; counted, for hidden pages ask seldom
const FINAL = { 4403: "out", 4409: "elsewhere", 4429: "full", 4400: "misbehaved" };

export class Socket {
  /** `onEnd` is told why there is no more: out, elsewhere, full, misbehaved. */
  constructor(address, { onMessage, onLoss, onEnd }) {
    Object.assign(this, { address, onMessage, onLoss, onEnd, wait: 300, opened: false });
    addEventListener("online", () => this.#anew(this.socket));
    addEventListener("pagehide", () => this.#stop());
    this.#open();
  }

  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  #open() {
    if (this.stopped) return;
    const socket = (this.socket = new WebSocket(this.address));
    let asked = 0;
    this.beat = setInterval(() => {
      if (asked >= SILENT) return this.#anew(socket);
      asked += 1;
      this.send({ type: "ping" });
    }, BEAT);
    socket.addEventListener("message", ({ data }) => {
      if (socket !== this.socket) return;
      asked = 0;
      this.wait = 300;
      this.opened = true;
      const message = JSON.parse(data);
      if (message.type !== "pong") this.onMessage(message);
    });
    socket.addEventListener("close", ({ code }) => {
      if (socket !== this.socket || this.stopped) return;
      if (code in FINAL) {
        clearInterval(this.beat);
        return this.onEnd(FINAL[code]);
      }
      this.#anew(socket);
    });
  }

  /** A browser waits a minute for the other end to agree to a close; where the network is another one, nobody is
   * there to agree. So the lost one is let go of, and is not asked. */
  #anew(lost) {
    if (lost !== this.socket || this.stopped) return;
    clearInterval(this.beat);
    this.socket = null;
    lost.close();
    this.onLoss();
    setTimeout(() => this.#open(), this.wait);
    this.wait = Math.min(this.wait * 2, 5000);
  }

  #stop() {
    this.stopped = true;
    clearInterval(this.beat);
    this.socket?.close();
  }
}
