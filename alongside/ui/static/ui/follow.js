// A page that stays open hears what others did to the thing it shows: it says so, and leaves what is typed alone.
// Only while it is looked at: browsers keep few connections to a house open.

const place = document.querySelector("[data-follows]");
let after = place?.dataset.after;
let source = null;

function listen() {
  if (document.hidden) return source = source?.close();
  if (source) return;
  source = new EventSource(`${place.dataset.follows}?after=${after}`);
  source.addEventListener("news", (event) => {
    const { said } = JSON.parse(event.data);
    const notice = place.querySelector(".notice");
    notice.querySelector("[data-said]").textContent = said && `${said}.`;
    notice.querySelector("a").href = location.pathname + location.search;
    notice.hidden = false;
    whoWrites(event); // perhaps it was what they wrote
  });
  source.addEventListener("writing", whoWrites);
}

function whoWrites({ lastEventId }) {
  after = lastEventId;
  document.body.dispatchEvent(new Event("writing"));
}

if (place) {
  listen();
  document.addEventListener("visibilitychange", listen);
}
