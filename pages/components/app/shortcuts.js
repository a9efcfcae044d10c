// Keys that press buttons, and buttons inside our own HTML lists: a key clicks a Streamlit button,
// and a list's button tells the server which item of the list it was. A press in the first moment
// of a new question was meant for the one before, or doubled: it goes nowhere.
const SETTLING = 250; // milliseconds
let shown = { step: null, at: 0 };
let stop = () => {}; // a new question comes without the old one's end

export default function ({ data, setTriggerValue }) {
  const root = document.documentElement;
  if (data.step !== shown.step) {
    shown = { step: data.step, at: performance.now() };
    root.dataset.settled = "";
    setTimeout(() => (root.dataset.settled = String(shown.step)), SETTLING); // tests wait for it
  }
  const onPress = (event) => {
    if (shown.step === null || performance.now() - shown.at >= SETTLING) return;
    if (!event.target.closest?.(data.answers)) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  };
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const busy = "input, textarea, select, [contenteditable], [role=slider], [role=dialog]";
    if (event.target.closest?.(busy)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const button = document.querySelector(`.st-key-${data.keys[key] ?? "none"} button`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  };
  const onClick = (event) => {
    const pressed = event.target.closest?.("[data-act]");
    if (pressed) setTriggerValue("act", { act: pressed.dataset.act, item: pressed.dataset.item });
  };
  stop();
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onPress, true);
  document.addEventListener("click", onClick);
  root.dataset.gestures = "on"; // tests wait for it
  stop = () => {
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("click", onPress, true);
    document.removeEventListener("click", onClick);
  };
  return stop;
}
