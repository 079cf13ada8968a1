// Hands-free: a page of few large buttons, each named by what stands on it, so that head-worn devices press
// them by voice; and room for them on a telephone held upright.

const KEY = "alongside.call.hands-free";

export function handsFree(button) {
  const set = (on) => {
    document.body.classList.toggle("call-hands-free", on);
    button.setAttribute("aria-pressed", on);
    localStorage.setItem(KEY, on ? "yes" : "no");
  };
  button.addEventListener("click", () => set(!document.body.classList.contains("call-hands-free")));
  set(localStorage.getItem(KEY) === "yes");
}
