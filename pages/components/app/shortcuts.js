// Keys that press buttons, and buttons inside our own HTML lists. Nothing else happens here: a key
// clicks a Streamlit button, and a list's button tells the server which item of the list it was.
export default function ({ data, setTriggerValue }) {
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
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.documentElement.dataset.gestures = "on"; // tests wait for it
  return () => {
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("click", onClick);
  };
}
