// Files are sent as soon as they are chosen, in pieces: a connection that fails costs a piece, not the file, and
// one that was left half way goes on where it was. Without this script files come with the page.

const PAUSES = [1, 2, 5, 10, 20, 30]; // seconds between tries
const sheet = document.querySelector("form[data-sheet][enctype]");
const address = sheet?.dataset.uploads;
const token = () => sheet.querySelector("[name=csrfmiddlewaretoken]").value;
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
let going = 0;
let pressed = null; // the button that waits until every file is there
let begun = sheet?.dataset.begun === "yes";

class Refused extends Error {}

/** Send something until it arrives; raises `Refused` with what the server says against it. */
async function send(where, body, say) {
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(where, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token() }, body }).catch(() => null);
    if (answer?.ok || answer?.status === 409) return answer;
    if (answer && answer.status < 500 && answer.status !== 429) {
      const said = await answer.json().catch(() => null);
      throw new Refused(said?.problem ?? "This file could not be sent. Load the page again, then choose it once more.");
    }
    const pause = PAUSES[Math.min(tries, PAUSES.length - 1)];
    say(`The connection is gone. It is tried again in ${pause} ${pause === 1 ? "second" : "seconds"}.`);
    await wait(pause);
  }
}

/** Keep the page as it is. A form that nothing was saved of yet is begun by that. */
async function save() {
  const page = new FormData(sheet);
  for (const input of sheet.querySelectorAll("input[type=file]")) page.delete(input.name);
  page.set("then", "keep");
  const answer = await fetch(sheet.action, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token() }, body: page }).catch(() => null);
  begun ||= Boolean(answer?.ok);
  return answer;
}

async function upload(file, question, say, show) {
  if (!begun) await save();
  const about = new URLSearchParams({ question, name: file.name, size: file.size });
  let { address: where, received, piece } = await (await send(address, about, say)).json();
  for (;;) {
    show(received / file.size);
    say(`${file.name}: ${Math.floor((received / file.size) * 100)} %`);
    const answer = await send(`${where}?at=${received}`, file.slice(received, received + piece), say);
    const said = await answer.json();
    if (answer.status === 201) return said;
    received = said.received;
  }
}

function row(field, file) {
  const place = document.createElement("div");
  place.className = "progress";
  const said = document.createElement("p");
  said.className = "small";
  said.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  place.append(bar, said);
  field.append(place);
  return {
    place,
    show: (share) => { bar.value = share; },
    say: (sentence) => { if (said.textContent !== sentence) said.textContent = sentence; },
    stop: (sentence) => { bar.remove(); said.className = "error"; said.textContent = sentence; },
  };
}

function keep(input, field, { item, name, download }) {
  const kept = field.querySelector("template").content.firstElementChild.cloneNode(true);
  const [box, label, link] = [kept.querySelector("input"), kept.querySelector("label"), kept.querySelector("a")];
  box.value = item;
  box.id = `file-${item.split("/")[0]}`;
  label.htmlFor = box.id;
  label.textContent = `Keep ${name}`;
  link.href = download;
  link.querySelector("span").textContent = ` ${name}`;
  if (!input.multiple) for (const other of field.querySelectorAll(".choice")) other.remove();
  input.before(kept);
}

async function take(input, field, file) {
  const shown = row(field, file);
  going += 1;
  try {
    keep(input, field, await upload(file, input.dataset.question, shown.say, shown.show));
    shown.place.querySelector("progress").remove();
    shown.say(`${file.name} is there.`);
    await save();
  } catch (problem) {
    shown.stop(`${file.name}: ${problem instanceof Refused ? problem.message : "This file could not be sent. Choose it once more."}`);
    pressed = null;
  }
  going -= 1;
  if (!going && pressed) sheet.requestSubmit(pressed);
}

sheet?.addEventListener("change", (event) => {
  const input = event.target;
  if (!address || !input.matches("input[type=file]")) return;
  const field = input.closest(".field");
  for (const old of field.querySelectorAll(".progress")) if (!old.querySelector("progress")) old.remove();
  const files = [...input.files];
  input.value = "";
  // One behind the other: the first of a new form begins it.
  files.reduce((before, file) => before.then(() => take(input, field, file)), Promise.resolve());
});

sheet?.addEventListener("submit", (event) => {
  if (!going || event.submitter?.value === "look") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pressed = event.submitter;
  for (const said of sheet.querySelectorAll(".progress:has(progress) [role=status]")) said.textContent += " – the page goes on when it is there.";
}, true);
