// What is kept of a picture: snapshots, and the frozen picture that everybody draws on.

export const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

/** What a tile shows: the frozen picture where there is one, or else the video; null before there is any. */
export function shows(tile) {
  const board = tile.figure.querySelector("img");
  if (board?.complete && board.naturalWidth) return { source: board, width: board.naturalWidth, height: board.naturalHeight };
  const { video } = tile;
  if (!video.videoWidth || tile.figure.dataset.picture === "off") return null;
  return { source: video, width: video.videoWidth, height: video.videoHeight };
}

export class Keeping {
  constructor({ address, say, send, beside, seatOf }) {
    Object.assign(this, { address, say, send, beside, seatOf });
  }

  /** Keep what a tile shows with the call, with what is drawn on it or without. */
  async snapshot(tile, kind) {
    const id = await this.#share(tile, kind);
    if (!id) return;
    this.say(kind === "marked" ? "A snapshot with the drawing was kept." : "A snapshot was kept.");
    this.send({ type: "look" });
    this.beside();
  }

  /** The picture of a tile as it is frozen now becomes the one that all draw on. */
  async board(tile) {
    const id = await this.#share(tile, "board");
    if (!id || tile.figure.dataset.frozen !== "yes") return;
    this.show(tile, id);
    this.send({ type: "board", on: this.seatOf(tile), media: id });
  }

  show(tile, id) {
    this.hide(tile);
    const picture = new Image();
    picture.alt = "The frozen picture";
    picture.src = `${this.address}media/${id}/`;
    tile.video.after(picture);
  }

  hide(tile) {
    tile.figure.querySelector("img")?.remove();
  }

  async #share(tile, kind) {
    const found = shows(tile);
    if (!found) return void this.say("There is no picture to keep.");
    const canvas = Object.assign(document.createElement("canvas"), { width: found.width, height: found.height });
    const context = canvas.getContext("2d");
    context.drawImage(found.source, 0, 0, found.width, found.height);
    if (kind === "marked") tile.ink.paint(context, { x: 0, y: 0, width: found.width, height: found.height });
    const picture = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const form = new FormData();
    form.set("kind", kind);
    form.set("file", picture, `${kind === "board" ? "Frozen" : "Snapshot"} ${new Date().toTimeString().slice(0, 8).replaceAll(":", ".")}.png`);
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const answer = await fetch(`${this.address}media/`, { method: "POST", headers, body: form }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (answer?.ok && told?.id) return told.id;
    this.say(told?.problem ?? "The picture could not be kept. Try again.");
  }
}
