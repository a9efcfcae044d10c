// The room's map: one element a person, kept from update to update, so that CSS can let it glide.
// Everything is put in as text or as a number, never as HTML.
export default function ({ data, parentElement }) {
  const make = (parent, name) => {
    const element = document.createElement("div");
    element.className = name;
    return parent.appendChild(element);
  };
  let map = parentElement.querySelector(".map");
  if (!map) {
    map = make(parentElement, "map");
    for (const end of ["left", "right", "top", "bottom"]) make(map, `end ${end}`);
    const field = make(map, "field");
    field.setAttribute("role", "img");
    make(field, "mean");
  }
  for (const [end, [name, examples]] of Object.entries(data.ends)) {
    const label = map.querySelector(`.end.${end}`);
    if (label.dataset.name === name + examples) continue;
    label.dataset.name = name + examples;
    label.replaceChildren();
    make(label, "name").textContent = name;
    make(label, "examples").textContent = examples;
  }
  const field = map.querySelector(".field");
  field.setAttribute("aria-label", data.words);
  const place = (element, x, y) => {
    element.style.setProperty("--x", x);
    element.style.setProperty("--y", y);
  };
  const gone = new Map([...field.querySelectorAll(".person")].map((dot) => [dot.dataset.who, dot]));
  for (const { who, x, y, sure } of data.people) {
    let dot = gone.get(who);
    if (!dot) {
      dot = make(field, "person");
      dot.dataset.who = who;
      place(dot, 0.5, 0.5); // everybody begins as the average person
      dot.getBoundingClientRect(); // and is drawn there once, so that there is a way to glide
    }
    gone.delete(who);
    place(dot, x, y);
    dot.style.setProperty("--sure", sure);
  }
  for (const dot of gone.values()) dot.remove();
  const mean = field.querySelector(".mean");
  mean.hidden = data.people.length < 2;
  const average = (of) => data.people.reduce((sum, one) => sum + one[of], 0) / data.people.length;
  if (!mean.hidden) place(mean, average("x"), average("y"));
}
