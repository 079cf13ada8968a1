// Pointing and drawing on a picture. Places are shares of the picture itself, not of the box that shows it.

const POINTED = 1500; // milliseconds a pointer stays

/** Where within its box a picture is shown: the rest of the box is empty. */
export function shown(video, box) {
  const wide = video.videoWidth || 4;
  const high = video.videoHeight || 3;
  const scale = Math.min(box.width / wide, box.height / high);
  const [width, height] = [wide * scale, high * scale];
  return { x: (box.width - width) / 2, y: (box.height - height) / 2, width, height };
}

export class Ink {
  constructor(video, canvas) {
    Object.assign(this, { video, canvas, strokes: [], pointers: new Map() });
    new ResizeObserver(() => this.draw()).observe(canvas);
    video.addEventListener("resize", () => this.draw());
  }

  /** Where in the picture an event happened, or null beside it. */
  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const area = shown(this.video, box);
    const x = (event.clientX - box.left - area.x) / area.width;
    const y = (event.clientY - box.top - area.y) / area.height;
    return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? [round(x), round(y)] : null;
  }

  add(from, stroke) {
    const known = this.strokes.find((one) => one.from === from && one.id === stroke.id);
    if (known) known.points.push(...stroke.points);
    else this.strokes.push({ ...stroke, from, points: [...stroke.points] });
    this.draw();
  }

  undo(from) {
    const last = this.strokes.findLastIndex((one) => one.from === from);
    if (last >= 0) this.strokes.splice(last, 1);
    this.draw();
  }

  clear() {
    this.strokes = [];
    this.draw();
  }

  point(from, colour, x, y) {
    clearTimeout(this.pointers.get(from)?.timer);
    const timer = setTimeout(() => (this.pointers.delete(from), this.draw()), POINTED);
    this.pointers.set(from, { colour, x, y, timer });
    this.draw();
  }

  draw() {
    const box = this.canvas.getBoundingClientRect();
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(box.width * ratio);
    this.canvas.height = Math.round(box.height * ratio);
    const context = this.canvas.getContext("2d");
    context.scale(ratio, ratio);
    this.paint(context, shown(this.video, box));
  }

  /** Draw everything into an area: the box on the page, or a snapshot. */
  paint(context, area) {
    const wide = Math.max(3, area.width / 160);
    Object.assign(context, { lineCap: "round", lineJoin: "round" });
    const at = ([x, y]) => [area.x + x * area.width, area.y + y * area.height];
    for (const { colour, points } of this.strokes) {
      for (const [style, width] of [["#000a", wide + 3], [COLOURS[colour], wide]]) {
        context.beginPath();
        context.moveTo(...at(points[0]));
        for (const one of points.length > 1 ? points : [points[0], points[0]]) context.lineTo(...at(one));
        Object.assign(context, { strokeStyle: style, lineWidth: width }).stroke();
      }
    }
    for (const { colour, x, y } of this.pointers.values()) {
      context.beginPath();
      context.arc(...at([x, y]), 3 * wide, 0, 7);
      Object.assign(context, { strokeStyle: "#000", lineWidth: wide + 3 }).stroke();
      Object.assign(context, { strokeStyle: COLOURS[colour], lineWidth: wide }).stroke();
    }
  }
}

export const COLOURS = { red: "#ff3b30", yellow: "#ffd60a", green: "#34d058", blue: "#4da3ff" };

const round = (share) => Math.round(share * 10000) / 10000;
