// Posters that are tapped. A tap changes the page only; what was tapped goes to the server when the
// person says that they are done, with the step of the screen that it was said to. The page itself
// holds what is tapped, so that what is sent is what was seen.
const SETTLING = 400; // milliseconds in which nobody has read a new screen: a doubled press
let shown = { step: null, at: 0 };
let byKey = false; // the last screen was answered with the focus in it
let stop = () => {}; // a new screen comes without the old one's end

const screen = () => document.querySelector(".screen");
const taps = () => [...document.querySelectorAll(".screen .tap")];
const isMarking = () => screen()?.classList.contains("marking");

function set(tap, state) {
  tap.dataset.state = state;
  tap.setAttribute("aria-pressed", String(state !== ""));
  tap.querySelector(".state").textContent = state ? screen().dataset[state] : "";
  const done = screen().querySelector("[data-screen=done]");
  const some = taps().filter((own) => own.dataset.state && own.dataset.state !== "unseen").length;
  const any = taps().some((own) => own.dataset.state);
  screen().classList.toggle("some", some > 0);
  done.disabled = done.hasAttribute("data-needs") && !any;
}

function toggle(tap) {
  const state = tap.dataset.state;
  if (isMarking()) return set(tap, state === "unseen" ? "" : "unseen");
  if (state) {
    set(tap, "");
    if (state === "best") at("worst").forEach((own) => set(own, "best"));
    return;
  }
  if (screen().dataset.kind === "taps") return set(tap, "liked");
  if (!at("best").length) return set(tap, "best");
  at("worst").forEach((own) => set(own, ""));
  set(tap, "worst");
}

const at = (state) => taps().filter((own) => own.dataset.state === state);
const places = (state) => at(state).map((own) => Number(own.dataset.place));

function mark(on) {
  const grid = screen();
  grid.classList.toggle("marking", on);
  grid.querySelector("[data-screen=unseen]").setAttribute("aria-pressed", String(on));
}

export default function ({ data, setTriggerValue }) {
  if (data.step !== shown.step) {
    shown = { step: data.step, at: performance.now() };
    if (byKey) screen()?.querySelector("h1")?.focus({ preventScroll: true });
    setTimeout(() => {
      document.documentElement.dataset.screen = String(data.step); // tests wait for it
    }, SETTLING);
  }
  const done = () => {
    const grid = screen();
    const step = Number(grid.dataset.step);
    if (step !== shown.step || performance.now() - shown.at < SETTLING) return;
    if (grid.querySelector("[data-screen=done]").disabled) return;
    byKey = grid.contains(document.activeElement);
    const chosen = [...places("liked"), ...places("best"), ...places("worst")];
    setTriggerValue("said", { step, chosen, unseen: places("unseen") });
  };
  const onClick = (event) => {
    const pressed = event.target.closest?.(".screen .tap, .screen [data-screen]");
    if (!pressed) return;
    if (pressed.dataset.screen === "done") done();
    else if (pressed.dataset.screen === "unseen") mark(!isMarking());
    else toggle(pressed);
  };
  const onKey = (event) => {
    if (!screen() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const busy = "input, textarea, select, [contenteditable], [role=slider], [role=dialog]";
    if (event.target.closest?.(busy)) return;
    const key = event.key.toLowerCase();
    // Enter on what the keyboard has focused presses that
    const focused = document.activeElement?.closest("button, a, summary");
    if (key === "enter" && focused?.matches(":focus-visible")) return;
    if (key === "enter") done();
    else if (key === "0" && taps().some((own) => own.dataset.state)) {
      taps().forEach((own) => set(own, ""));
    } else if (key === "0") done();
    else if (key === "h") mark(!isMarking());
    else if (/^[1-9]$/.test(key) && taps()[Number(key) - 1]) toggle(taps()[Number(key) - 1]);
    else return;
    event.preventDefault();
  };
  stop();
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  stop = () => {
    document.removeEventListener("click", onClick);
    document.removeEventListener("keydown", onKey);
  };
  return stop;
}
