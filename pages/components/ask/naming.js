// Search as you type, by the pattern of a combobox with a list. Titles are only ever set as text.
// What was typed goes to the server a moment after the last key; what was named stays here until
// the person is done, and goes with the step of the screen.
const PAUSE = 120; // milliseconds without a key before the server is asked
const SETTLING = 400; // milliseconds in which a press was meant for the screen before
let kept = null; // { step, at, named, typed }, also while the page draws this part anew

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".naming");
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const [input, list, named, done, note] = ["input", "list", "named", "done", "note"].map(part);
  const isNew = data.step !== kept?.step;
  if (isNew) {
    kept = { step: data.step, at: performance.now(), named: [], typed: "" };
    input.value = "";
    setTimeout(() => {
      document.documentElement.dataset.screen = String(data.step); // tests wait for it
    }, SETTLING);
  }
  let timer = 0;
  let active = -1;
  const options = () => [...list.children];
  const isFull = () => kept.named.length >= data.most;

  const select = (n) => {
    active = n < options().length ? n : -1;
    options().forEach((own, at) => own.setAttribute("aria-selected", String(at === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options()[active].id);
      options()[active].scrollIntoView({ block: "nearest" });
    }
  };

  const search = () => {
    kept.typed = input.value;
    const found = data.query === input.value.trim() && data.query ? data.found : [];
    const fresh = found.filter((own) => !kept.named.some((other) => other.key === own.key));
    list.replaceChildren(
      ...fresh.map((own, at) => {
        const option = document.createElement("li");
        option.id = `naming-${at}`;
        option.setAttribute("role", "option");
        option.textContent = own.title;
        if (own.year) {
          const year = document.createElement("span");
          year.className = "year";
          year.textContent = ` ${own.year}`;
          option.append(year);
        }
        option.onmousedown = (event) => event.preventDefault(); // the field keeps the focus
        option.onclick = () => add(own);
        return option;
      }),
    );
    list.hidden = !fresh.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    note.textContent = data.query && data.query === input.value.trim() ? data.note : "";
    select(data.isExact && fresh.length ? 0 : -1);
  };

  const draw = () => {
    named.replaceChildren(
      ...kept.named.map((own) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.className = "chosen";
        button.textContent = own.title;
        button.setAttribute("aria-label", data.texts.remove.replace("{title}", own.title));
        button.onclick = () => {
          kept.named = kept.named.filter((other) => other.key !== own.key);
          draw();
          input.focus();
        };
        item.append(button);
        return item;
      }),
    );
    input.disabled = isFull();
    done.textContent = kept.named.length ? data.texts.done : data.texts.skip;
    done.classList.toggle("main", kept.named.length > 0);
    search();
  };

  const add = (own) => {
    if (isFull()) return;
    kept.named = [...kept.named, own];
    input.value = "";
    draw();
    (isFull() ? done : input).focus({ preventScroll: true });
  };

  const say = () => {
    if (performance.now() - kept.at < SETTLING) return;
    setTriggerValue("said", { step: kept.step, named: kept.named.map((own) => own.key) });
  };

  input.oninput = () => {
    clearTimeout(timer);
    search();
    timer = setTimeout(() => setTriggerValue("query", input.value), PAUSE);
  };
  input.onkeydown = (event) => {
    if (event.isComposing) return;
    const n = options().length;
    if (event.key === "ArrowDown") select(n ? (active + 1) % n : -1);
    else if (event.key === "ArrowUp") select(active > 0 ? active - 1 : n - 1);
    else if (event.key === "Enter" && active >= 0) options()[active].click();
    else if (event.key === "Enter" && !input.value.trim()) say();
    else if (event.key === "Escape" && input.value) {
      input.value = "";
      search();
    } else if (event.key === "Backspace" && !input.value && kept.named.length) {
      kept.named = kept.named.slice(0, -1);
      draw();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  done.onclick = say;
  // where there is no keyboard on the screen that would come up
  if (isNew && matchMedia("(hover: hover)").matches && document.activeElement === document.body) {
    input.focus({ preventScroll: true });
  }
  if (input.value !== kept.typed && document.activeElement !== input) input.value = kept.typed;
  part("label").textContent = data.texts.label;
  input.placeholder = data.texts.placeholder;
  named.setAttribute("aria-label", data.texts.named);
  list.setAttribute("aria-label", data.texts.found);
  draw();
  return () => clearTimeout(timer);
}
