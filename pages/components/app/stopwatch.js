// How long a question stood before it was answered, by this browser's own clock. A press is noted
// in the capture phase, so that it is on its way before the button's own message.
let step = null;
let began = 0;
let stop = () => {}; // a new question comes without the old one's end

export default function ({ data, setStateValue }) {
  if (data.step !== step) {
    step = data.step;
    requestAnimationFrame(() => {
      began = performance.now();
      document.documentElement.dataset.stopwatch = String(step); // tests wait for it
    });
  }
  const note = (event) => {
    if (event.type === "keydown" ? !data.keys.includes(event.key) : !event.target.closest?.(data.where)) return;
    setStateValue("took", { step, ms: Math.round(performance.now() - began) });
  };
  stop();
  document.addEventListener("click", note, true);
  document.addEventListener("keydown", note, true);
  stop = () => {
    document.removeEventListener("click", note, true);
    document.removeEventListener("keydown", note, true);
  };
  return stop;
}
