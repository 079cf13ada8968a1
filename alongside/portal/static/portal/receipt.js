/* Checks a receipt in the browser of whoever has it; nothing is sent anywhere.

   A receipt holds an entry, the hashes beside its way up the tree of the log, and a checkpoint: the size
   and the root of that tree, signed by the house (C2SP tlog-proof, tlog-checkpoint, signed-note). */

const form = document.querySelector("[data-receipts]");
const result = document.querySelector("[data-result]");
const verdict = result.querySelector("[data-verdict]");
const steps = result.querySelector("[data-steps]");
const facts = result.querySelector("[data-facts]");
const file = form.querySelector("#receipt");
const keys = form.querySelector("#trusted");

const LARGEST = 1_000_000; // characters of a receipt; an entry has 65,535 at most
const DASH = "\u2014 ";
const text = new TextEncoder();

/** What is wrong with a receipt, in a sentence. */
class Wrong extends Error {}
/** What this browser cannot do, in a sentence. */
class Unable extends Error {}

form.hidden = false;
document.querySelector("[data-without]").hidden = true;
file.addEventListener("change", check);
keys.addEventListener("change", check);

let turn = 0; // an answer that comes late, to what was asked before, is not shown

async function check() {
  const [chosen] = file.files;
  if (!chosen) return;
  const mine = ++turn;
  const done = [];
  let receipt = {};
  let problem = null;
  try {
    if (chosen.size > LARGEST) throw new Wrong("This file is too large for a receipt.");
    receipt = read(await chosen.text());
    await prove(receipt, keysOf(keys.value), done);
  } catch (found) {
    problem = found;
  }
  if (mine === turn) show(receipt, done, problem);
}

/** The parts of a receipt, or of a bare proof. */
function read(content) {
  let said = {};
  let proof = content;
  if (content.trimStart().startsWith("{")) {
    try {
      said = JSON.parse(content);
    } catch {
      throw new Wrong("This file cannot be read as a receipt.");
    }
    proof = typeof said.proof === "string" ? said.proof : "";
  }
  const cut = proof.indexOf("\n\n");
  const [format, extra, index, ...path] = proof.slice(0, Math.max(0, cut)).split("\n");
  if (format !== "c2sp.org/tlog-proof@v1" || !extra?.startsWith("extra ") || !index?.startsWith("index ")) {
    throw new Wrong("This is not a receipt with its entry in it.");
  }
  const leaf = bytes(extra.slice(6));
  return { said, leaf, number: whole(index.slice(6)), path: path.map(bytes), ...noteOf(proof.slice(cut + 2)) };
}

/** The signed checkpoint: what was signed, by whom, and what it says. */
function noteOf(note) {
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0) throw new Wrong("The receipt holds no signed checkpoint.");
  const body = note.slice(0, cut + 1);
  const [origin, size, root] = body.split("\n");
  const signatures = note.slice(cut + 2).trimEnd().split("\n").map((line) => {
    const [name, raw, more] = line.slice(DASH.length).split(" ");
    if (!line.startsWith(DASH) || !raw || more) throw new Wrong("The receipt holds no signed checkpoint.");
    return { name, raw: bytes(raw) };
  });
  return { body, origin, size: whole(size), root: bytes(root ?? ""), signatures };
}

/** Goes through what must hold, and notes each thing that does; throws at the first that does not. */
async function prove(receipt, trusted, done) {
  if (!globalThis.crypto?.subtle) {
    throw new Unable("This browser checks nothing on a page that did not come by https.");
  }
  const { leaf, number, size, path, root, origin, body } = receipt;
  const header = headerOf(leaf, number, origin);
  receipt.header = header;
  done.push(`The entry says of itself that it is number ${number.toLocaleString("en-GB")} of this log.`);
  const top = await climb(await hash(0, leaf), number, size, path);
  if (!top || !same(top, root)) {
    throw new Wrong("The entry is not the one that the log holds at this place: one of them was changed.");
  }
  done.push(`It is in the log of ${size.toLocaleString("en-GB")} entries that the checkpoint stands for (${path.length} hashes lead there).`);
  const by = await signer(receipt, await trusted, text.encode(body));
  done.push(`The checkpoint was signed with the key ${by} of this log.`);
}

function headerOf(leaf, number, origin) {
  let header;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(leaf).split("\n")[0]);
  } catch {
    throw new Wrong("The entry cannot be read.");
  }
  if (header?.number !== number) throw new Wrong("The entry says that it stands at another place of the log.");
  if (!origin.endsWith(`/history/${header.tenant}`)) throw new Wrong("The entry belongs to another log.");
  return header;
}

/** The name and hash of the trusted key that signed; a signature in its name that is not its own is fraud. */
async function signer({ origin, signatures }, trusted, signed) {
  if (!trusted.length) throw new Unable("Enter the public key of the house, or nobody knows who signed.");
  let by = "";
  for (const { name, raw } of signatures) {
    const id = hex(raw.slice(0, 4));
    const key = trusted.find((one) => one.name === name && one.id === id && name === origin);
    if (!key) continue;
    if (!(await verified(key.public, raw.slice(4), signed))) {
      throw new Wrong("The signature does not fit: the checkpoint was changed, or another key made it.");
    }
    by = id;
  }
  if (!by) throw new Wrong("The checkpoint is not signed with the key that you trust.");
  return by;
}

async function verified(key, signature, signed) {
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  } catch (problem) {
    if (problem.name === "NotSupportedError") {
      throw new Unable("The hashes fit, but this browser cannot check Ed25519 signatures. A newer one can, and so does the program below.");
    }
    throw new Wrong("The public key is no key.");
  }
  return crypto.subtle.verify("Ed25519", imported, signature, signed);
}

/** Public keys from lines of name+hash+base64. */
async function keysOf(lines) {
  const found = [];
  for (const line of lines.split("\n").map((one) => one.trim()).filter(Boolean)) {
    const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line) ?? [];
    const raw = encoded ? bytes(encoded) : new Uint8Array();
    const digest = await crypto.subtle.digest("SHA-256", joined(text.encode(`${name}\n`), raw));
    if (raw.length !== 33 || raw[0] !== 1 || hex(new Uint8Array(digest).slice(0, 4)) !== id) {
      throw new Unable(`\u201c${line.slice(0, 60)}\u201d is no public key: it looks like name+hash+key.`);
    }
    found.push({ name, id, public: raw.slice(1) });
  }
  return found;
}

/** The root to which a leaf and its siblings lead (RFC 9162 2.1.3.2); null when there are too few or many. */
async function climb(node, number, size, path) {
  if (number >= size) return null;
  const siblings = path[Symbol.iterator]();
  for (let place = number, last = size - 1; last > 0; place = Math.floor(place / 2), last = Math.floor(last / 2)) {
    const right = place % 2 === 1;
    if (!right && place === last) continue;
    const { value: sibling, done } = siblings.next();
    if (done || sibling.length !== 32) return null;
    node = right ? await hash(1, sibling, node) : await hash(1, node, sibling);
  }
  return siblings.next().done ? node : null;
}

async function hash(kind, ...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(Uint8Array.of(kind), ...parts)));
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function bytes(encoded) {
  try {
    return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  } catch {
    throw new Wrong("The receipt cannot be read: a part of it is damaged.");
  }
}

function whole(written) {
  if (!/^(0|[1-9][0-9]{0,14})$/.test(written)) throw new Wrong("The receipt cannot be read: a number is damaged.");
  return Number(written);
}

const hex = (raw) => Array.from(raw, (one) => one.toString(16).padStart(2, "0")).join("");
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

function show({ said, header, size }, done, problem) {
  const wrong = problem && !(problem instanceof Unable);
  if (problem && !(problem instanceof Unable || problem instanceof Wrong)) console.warn(problem);
  verdict.textContent = !problem ? "This receipt is genuine" : wrong ? "This receipt is not genuine" : "This receipt could not be checked";
  verdict.className = !problem ? "good" : wrong ? "bad" : "warn";
  const lines = done.map((line) => [`\u2713 ${line}`, "good"]);
  if (problem) lines.push([`\u2717 ${wrong && !(problem instanceof Wrong) ? "The receipt is damaged." : problem.message}`, wrong ? "bad" : "warn"]);
  steps.replaceChildren(...lines.map(([line, kind]) => element("li", line, kind)));
  facts.replaceChildren(...(problem ? [] : told(said, header, size)).map(([name, value]) => {
    const pair = document.createElement("div");
    pair.append(element("dt", name), element("dd", value));
    return pair;
  }));
  result.hidden = false;
}

function told(said, header, size) {
  const words = typeof said?.said === "string" ? [["The house says (this sentence is not signed)", said.said]] : [];
  return [
    ["Entry", `${header.number.toLocaleString("en-GB")} of ${size.toLocaleString("en-GB")} at the time`],
    ["When", new Date(header.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "medium" })],
    ["Kind of deed", header.kind],
    ["By", header.actor === header.person ? `${header.actor} (themselves)` : header.actor],
    ["For", header.person],
    ["Allowed by the rule", header.rule],
    ["Outcome", header.outcome],
    ...(header.assistance ? [["In the assistance", header.assistance]] : []),
    ...(header.about ? [["About", header.about]] : []),
    ...words,
  ].map(([name, value]) => [name, String(value)]);
}

function element(name, words, kind) {
  const made = document.createElement(name);
  made.textContent = words;
  if (kind) made.className = kind;
  return made;
}
