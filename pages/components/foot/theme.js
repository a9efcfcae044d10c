// The choice is kept as the platform keeps its own, and read from there.
const VERSION = 2; // of the platform's record; tests/pages/foot would notice another
const key = (path) => `stActiveTheme-${path}-v${VERSION}`;
const read = () => {
  try {
    return JSON.parse(localStorage.getItem(key(location.pathname)) ?? '"System"');
  } catch {
    return "System";
  }
};

export default function ({ data, parentElement }) {
  const chosen = read();
  // what hangs beside the app, such as dialogs, follows this and not the app's own scheme
  document.documentElement.dataset.theme = chosen.toLowerCase();
  let group = parentElement.querySelector(".theme-switch");
  if (!group) {
    group = document.createElement("div");
    group.className = "theme-switch";
    group.setAttribute("role", "radiogroup");
    parentElement.appendChild(group);
  }
  group.setAttribute("aria-label", data.title);
  group.replaceChildren(
    ...Object.entries(data.labels).map(([name, label]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.dataset.theme = name;
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", String(name === chosen));
      button.onclick = () => choose(name, data.pages);
      return button;
    }),
  );
}

function choose(name, pages) {
  const parts = location.pathname.split("/");
  const base = parts.slice(0, pages.includes(parts.at(-1)) ? -1 : undefined).join("/");
  try {
    for (const page of pages) localStorage.setItem(key(`${base}/${page}`), JSON.stringify(name));
  } catch {
    return; // a browser that keeps nothing stays as it is
  }
  location.reload();
}
