// A signature, drawn; without it a name is enough.
const form = document.querySelector("[data-signing]");
if (form) {
  const pad = form.querySelector("[data-pad]");
  const canvas = pad.querySelector("canvas");
  const context = canvas.getContext("2d");
  let drawn = false;
  Object.assign(context, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * canvas.width, ((event.clientY - box.top) / box.height) * canvas.height];
  };
  const clear = () => {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    drawn = false;
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    context.beginPath();
    context.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons !== 1) return;
    context.lineTo(...at(event));
    context.stroke();
    drawn = true;
  });
  pad.querySelector("[data-clear]").addEventListener("click", clear);
  form.addEventListener("submit", () => (form.elements.drawn.value = drawn ? canvas.toDataURL("image/png") : ""));
  clear();
  pad.hidden = false;
}
