// Camera, microphone and screen of this browser: which are used, and which are on.

const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 20, max: 30 } };
const KINDS = { camera: "videoinput", microphone: "audioinput" };

const REASONS = {
  NotAllowedError: "The browser was not allowed to use it. Allow camera and microphone for this site, beside the address, and press the button again.",
  NotFoundError: "No such device was found. Connect one, and press the button again.",
  NotReadableError: "Another program uses it. Close that program, and press the button again.",
  OverconstrainedError: "That device is not there any more. Choose another.",
};

/** What went wrong with a device, and what to do. */
export const reason = (problem) =>
  REASONS[problem?.name] ?? "Camera and microphone cannot be used here. You can watch, listen and write.";

export class Devices {
  tracks = { camera: null, microphone: null, screen: null };
  chosen = {};
  onList = () => {};

  constructor() {
    navigator.mediaDevices?.addEventListener("devicechange", () => this.list());
  }

  on(name) {
    return Boolean(this.tracks[name]?.enabled);
  }

  /** The track that goes out on a line: sound, or the screen before the camera. */
  track(kind) {
    return kind === "audio" ? this.tracks.microphone : (this.tracks.screen ?? this.tracks.camera);
  }

  preview() {
    const track = this.track("video");
    return track ? new MediaStream([track]) : null;
  }

  /** Both at once, with one question to whoever sits there; a camera alone, or a microphone, where one is missing. */
  async begin() {
    try {
      const stream = await media().getUserMedia({ audio: this.#wish("microphone"), video: this.#wish("camera") });
      this.tracks.microphone = stream.getAudioTracks()[0] ?? null;
      this.tracks.camera = stream.getVideoTracks()[0] ?? null;
    } catch (problem) {
      if (problem.name !== "NotFoundError") throw problem;
      await this.#take("microphone").catch(() => {});
      await this.#take("camera").catch(() => {});
      if (!this.tracks.microphone && !this.tracks.camera) throw problem;
    }
    await this.list();
  }

  /** A microphone is muted and stays taken; a camera is given back, so that its light goes out. */
  async turn(name) {
    const track = this.tracks[name];
    if (!track) await this.#take(name);
    else if (name === "microphone") track.enabled = !track.enabled;
    else this.#drop(name);
    await this.list();
  }

  async choose(name, id) {
    this.chosen[name] = id;
    if (this.tracks[name]) await this.#take(name);
  }

  /** The next camera: on a telephone the one on the other side. */
  async flip() {
    const all = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === KINDS.camera);
    const at = all.findIndex((one) => one.deviceId === this.tracks.camera?.getSettings().deviceId);
    await this.choose("camera", all[(at + 1) % all.length]?.deviceId);
    if (!this.tracks.camera) await this.#take("camera");
    await this.list();
  }

  async share(onEnd) {
    if (this.tracks.screen) return this.#drop("screen");
    const stream = await media().getDisplayMedia({ video: { frameRate: { max: 15 } } });
    this.tracks.screen = stream.getVideoTracks()[0];
    this.tracks.screen.addEventListener("ended", () => (this.#drop("screen"), onEnd()));
  }

  async list() {
    if (!navigator.mediaDevices) return;
    const all = await navigator.mediaDevices.enumerateDevices();
    const of = (kind) => all.filter((one) => one.kind === kind && one.deviceId);
    for (const name of Object.keys(KINDS)) this.chosen[name] ??= this.tracks[name]?.getSettings().deviceId;
    this.onList({ camera: of(KINDS.camera), microphone: of(KINDS.microphone) });
  }

  stop() {
    for (const name of Object.keys(this.tracks)) this.#drop(name);
  }

  #wish(name) {
    const id = this.chosen[name] ? { deviceId: { exact: this.chosen[name] } } : {};
    return name === "camera" ? { ...PICTURE, ...id } : { echoCancellation: true, noiseSuppression: true, ...id };
  }

  async #take(name) {
    this.#drop(name); // first: a telephone lends one camera at a time
    const stream = await media().getUserMedia({ [name === "camera" ? "video" : "audio"]: this.#wish(name) });
    [this.tracks[name]] = stream.getTracks();
  }

  #drop(name) {
    this.tracks[name]?.stop();
    this.tracks[name] = null;
  }
}

function media() {
  if (!navigator.mediaDevices) throw new Error("no devices");
  return navigator.mediaDevices;
}
