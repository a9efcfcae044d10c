// A button that lets the wall fill the screen, and gives it back.
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button") ?? document.createElement("button");
  button.type = "button";
  button.className = "fullscreen";
  const name = () => (document.fullscreenElement ? data.leave : data.enter);
  const told = () => (button.textContent = name());
  button.onclick = () =>
    document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen().catch(() => {});
  document.addEventListener("fullscreenchange", told);
  told();
  parentElement.appendChild(button);
  return () => document.removeEventListener("fullscreenchange", told);
}
