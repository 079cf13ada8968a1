// What the machine of a test has not: a second camera, whose picture is green, ears, and sight of its sockets.
(() => {
  const media = navigator.mediaDevices;
  if (!media) return;
  const [list, lend] = [media.enumerateDevices.bind(media), media.getUserMedia.bind(media)];
  const other = {deviceId: "other", kind: "videoinput", label: "The other side", groupId: ""};
  media.enumerateDevices = async () => [...(await list()), other];
  media.getUserMedia = async (wanted) => {
    if (wanted.video?.deviceId?.exact !== "other") return lend(wanted);
    const canvas = Object.assign(document.createElement("canvas"), {width: 320, height: 240});
    const context = canvas.getContext("2d");
    const paint = () => {
      context.fillStyle = "rgb(0, 255, 0)";
      context.fillRect(0, 0, 320, 240);
    };
    paint();
    setInterval(paint, 50);
    const stream = canvas.captureStream(20);
    const [track] = stream.getVideoTracks();
    const known = track.getSettings.bind(track);
    track.getSettings = () => ({...known(), deviceId: "other"});
    return stream;
  };
  globalThis.SpeechRecognition = class extends EventTarget {
    start() {
      const heard = Object.assign(new Event("result"), {results: [[{transcript: " Turn the red tap. "}]], resultIndex: 0});
      setTimeout(() => this.dispatchEvent(heard), 100);
    }
    stop() {}
  };
  const Own = WebSocket;
  globalThis.sockets = [];
  globalThis.WebSocket = class extends Own {
    constructor(address) {
      super(address);
      sockets.push(this);
    }
  };
})();
