// The lobby looks again every few seconds; as soon as there is anything but waiting, the page comes anew.
const { waits } = document.querySelector("[data-waits]").dataset;

async function look() {
  try {
    const answer = await fetch(waits, { cache: "no-store" });
    if (answer.status !== 204) return location.reload();
  } catch {
    // No network for a moment: the next look tells.
  }
  setTimeout(look, 2000);
}

setTimeout(look, 1000);
