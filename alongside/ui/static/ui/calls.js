// A call that rings at the agent's appears on whatever page they are. One tab listens for all of them:
// browsers keep only a few connections to a house open.

const place = document.querySelector("[data-calls]");
const tabs = new BroadcastChannel("alongside.calls");

function ring({ url }) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = "Open it";
  link.dataset.key = "a";
  place.replaceChildren("A call for you. ", link);
}

tabs.addEventListener("message", ({ data }) => ring(data));

function listen() {
  const source = new EventSource(place.dataset.calls);
  source.addEventListener("call", (event) => {
    const told = JSON.parse(event.data);
    ring(told);
    tabs.postMessage(told);
  });
  return new Promise(() => {}); // for as long as the page is there
}

if (place) navigator.locks ? navigator.locks.request("alongside.calls", listen) : listen();
