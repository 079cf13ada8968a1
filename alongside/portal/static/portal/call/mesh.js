// Sound and picture between up to four browsers, each connected to each; or, where a server carries them, each
// connected to it: then one's own is offered to "relay", and what the others send is offered as if by them.
//
// Whoever came last offers, and only they do: two who offer at once can hang for good. Each connection has two
// lines, one for sound and one for the picture, from the beginning on; turning a camera on or sharing a screen
// puts another track on a line and needs no new agreement. A connection that is not there after a while, or is
// gone for longer than a moment, is made anew; `epoch` tells its messages from those of the one before.

const PATIENCE = 8000; // milliseconds until a connection that is not there is made anew
const MOST_PATIENCE = 16000; // twice as long the next time: what is slow never comes if it is begun again and again
const GRACE = 3000; // for one that is gone

export class Mesh {
  /** @param {{send: (message: object) => void, onStream: Function, onState: Function}} house */
  constructor({ send, onStream, onState }) {
    Object.assign(this, { send, onStream, onState });
    this.peers = new Map();
    this.tracks = { audio: null, video: null };
    this.ice = [];
    this.relayed = false;
  }

  /** Somebody else in the call; `offers` says whether it is this browser that offers. */
  add(seat, offers) {
    const peer = { seat, offers, epoch: 0, connection: null, early: [], timer: 0, patience: PATIENCE };
    peer.chain = Promise.resolve();
    this.peers.set(seat, peer);
    if (offers) this.#begin(peer);
    else this.#soon(peer, peer.patience);
  }

  remove(seat) {
    const peer = this.peers.get(seat);
    if (!peer) return;
    this.peers.delete(seat);
    this.#close(peer);
  }

  clear() {
    for (const seat of [...this.peers.keys()]) this.remove(seat);
  }

  /** Put a track, or none, on this browser's line of sound or picture. */
  async put(kind, track) {
    this.tracks[kind] = track;
    for (const { connection, offers } of this.peers.values())
      if (offers || !this.relayed) await line(connection, kind)?.sender.replaceTrack(track);
  }

  /** A message of signalling; those of one connection are taken one after the other. */
  take(message) {
    const peer = this.peers.get(message.from);
    if (!peer) return;
    peer.chain = peer.chain.then(() => this.#take(peer, message)).catch(() => this.#soon(peer, 0));
  }

  async #take(peer, { type, epoch, sdp, candidate, mid, line: number }) {
    if (type === "again") {
      if (peer.offers) this.#begin(peer);
    } else if (type === "offer" && !peer.offers && epoch > peer.epoch) {
      this.#open(peer, epoch);
      const { connection } = peer;
      await connection.setRemoteDescription({ type, sdp });
      for (const one of this.relayed ? [] : connection.getTransceivers()) {
        one.direction = "sendrecv";
        await one.sender.replaceTrack(this.tracks[one.receiver.track.kind]);
      }
      await connection.setLocalDescription();
      this.send({ type: "answer", to: peer.seat, epoch, sdp: connection.localDescription.sdp });
      await this.#late(peer);
    } else if (epoch !== peer.epoch || !peer.connection) {
      return; // of a connection that is no more
    } else if (type === "answer" && peer.connection.signalingState === "have-local-offer") {
      await peer.connection.setRemoteDescription({ type, sdp });
      await this.#late(peer);
    } else if (type === "candidate") {
      const found = { candidate, sdpMid: mid, sdpMLineIndex: number };
      if (peer.connection.remoteDescription) await peer.connection.addIceCandidate(found);
      else peer.early.push(found);
    }
  }

  async #late(peer) {
    for (const found of peer.early.splice(0)) await peer.connection.addIceCandidate(found);
  }

  async #begin(peer) {
    this.#open(peer, peer.epoch + 1);
    const { connection, epoch } = peer;
    for (const kind of ["audio", "video"]) {
      const one = connection.addTransceiver(kind, { direction: "sendrecv" });
      await one.sender.replaceTrack(this.tracks[kind]);
    }
    await connection.setLocalDescription();
    if (peer.connection !== connection) return;
    this.send({ type: "offer", to: peer.seat, epoch, sdp: connection.localDescription.sdp });
  }

  #open(peer, epoch) {
    this.#close(peer);
    peer.epoch = epoch;
    const connection = new RTCPeerConnection({ iceServers: this.ice, bundlePolicy: "max-bundle" });
    const stream = new MediaStream();
    peer.connection = connection;
    connection.addEventListener("track", ({ track }) => {
      stream.addTrack(track);
      this.onStream(peer.seat, stream);
    });
    connection.addEventListener("icecandidate", ({ candidate }) => {
      if (!candidate || peer.connection !== connection) return;
      const { sdpMid, sdpMLineIndex } = candidate;
      const found = { candidate: candidate.candidate, mid: sdpMid, line: sdpMLineIndex };
      this.send({ type: "candidate", to: peer.seat, epoch, ...found });
    });
    connection.addEventListener("connectionstatechange", () => {
      if (peer.connection !== connection) return;
      const state = connection.connectionState;
      this.onState(peer.seat, state);
      if (state === "connected") {
        clearTimeout(peer.timer);
        peer.patience = PATIENCE;
      }
      if (state === "disconnected") this.#soon(peer, GRACE);
      else if (state === "failed") this.#soon(peer, 0);
    });
    this.#soon(peer, peer.patience);
  }

  #close(peer) {
    clearTimeout(peer.timer);
    peer.connection?.close();
    peer.connection = null;
    peer.early = [];
  }

  /** Make a connection anew, or have it made, unless it is there by then. */
  #soon(peer, after) {
    clearTimeout(peer.timer);
    peer.timer = setTimeout(() => {
      if (this.peers.get(peer.seat) !== peer || peer.connection?.connectionState === "connected") return;
      peer.patience = Math.min(2 * peer.patience, MOST_PATIENCE);
      if (peer.offers) this.#begin(peer);
      else this.send({ type: "again", to: peer.seat });
      if (!peer.offers) this.#soon(peer, peer.patience);
    }, after);
  }
}

function line(connection, kind) {
  return connection?.getTransceivers().find((one) => one.receiver.track.kind === kind);
}
