// Filters, margin notes and copying. Without it the page says the same: the notes stand under their passages.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const cards = all(".card");
  const marks = all("mark").map((mark) => ({ mark, cards: mark.dataset.cards.split(" ") }));
  const numbers = all(".number").map((number) => ({ number, card: number.hash.slice(1) }));
  const wide = matchMedia("screen and (min-width: 72rem)");
  const gap = 10;

  /* Margin notes: each beside its passage, none over another; the chosen one exactly there. */

  const specs = all(".spec").map((spec) => ({ spec, cards: all(".card", spec), chosen: null }));
  const home = (card) => document.getElementById(card.dataset.home);

  function place({ spec, cards, chosen }) {
    spec.classList.toggle("placed", wide.matches);
    if (!wide.matches) {
      spec.style.minHeight = "";
      return;
    }
    const top = spec.getBoundingClientRect().top;
    const notes = cards.filter((card) => !card.hidden).map((card) => ({
      card,
      y: home(card).getBoundingClientRect().top - top - 12,
      height: card.offsetHeight,
    }));
    notes.sort((one, other) => one.y - other.y);
    const pivot = Math.max(0, notes.findIndex((note) => note.card === chosen));
    let edge = -Infinity;
    for (const note of notes.slice(pivot)) {
      note.y = Math.max(note.y, edge, 12);
      edge = note.y + note.height + gap;
    }
    const bottom = edge;
    edge = notes.length ? notes[pivot].y : 0;
    for (const note of notes.slice(0, pivot).reverse()) {
      note.y = Math.min(note.y, edge - note.height - gap);
      edge = note.y;
    }
    // Those above the chosen one may not leave the page.
    const lift = Math.min(0, edge - 12);
    for (const note of notes) note.card.style.setProperty("--y", `${note.y - lift}px`);
    spec.style.minHeight = Number.isFinite(bottom) ? `${bottom - lift + 12}px` : "";
  }
  let waiting = 0;
  function placeAll() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => specs.forEach(place));
  }

  /* A passage and its card belong together. */

  function light(ids, on) {
    for (const { mark, cards } of marks) {
      if (!mark.classList.contains("off")) mark.classList.toggle("lit", on && cards.some((id) => ids.includes(id)));
    }
    for (const id of ids) document.getElementById(id)?.classList.toggle("lit", on);
  }
  function choose(id) {
    const card = document.getElementById(id);
    if (!card?.matches(".card")) return;
    card.querySelector("details").open = true;
    const spec = specs.find((each) => each.cards.includes(card));
    if (spec) {
      spec.spec.classList.add("moving");
      spec.chosen = card;
      place(spec);
    }
    card.focus({ preventScroll: wide.matches && Boolean(spec) });
  }
  for (const { mark, cards: ids } of marks) {
    mark.addEventListener("mouseenter", () => light(ids, true));
    mark.addEventListener("mouseleave", () => light(ids, false));
    mark.addEventListener("click", (event) => {
      if (!event.target.closest("a") && getSelection().isCollapsed) choose(ids.find((id) => !document.getElementById(id)?.hidden));
    });
  }
  for (const card of cards) {
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      card.addEventListener(name, () => light([card.id], on));
    }
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link) setTimeout(() => choose(link.hash.slice(1)));
  });

  /* Filters */

  const form = document.querySelector(".filters");
  function filter() {
    const chosen = new FormData(form);
    const severities = chosen.getAll("severity");
    const is = (card, name) => !chosen.get(name) || card.dataset[name].split(" ").includes(chosen.get(name));
    const shown = new Set();
    for (const card of cards) {
      card.hidden = !(severities.includes(card.dataset.severity) && is(card, "kind") && is(card, "people") && is(card, "source"));
      if (!card.hidden) shown.add(card.id);
    }
    for (const { mark, cards } of marks) mark.classList.toggle("off", !cards.some((id) => shown.has(id)));
    for (const { number, card } of numbers) number.classList.toggle("off", !shown.has(card));
    for (const person of all("[data-person]")) {
      person.hidden = Boolean(chosen.get("people")) && person.dataset.person !== chosen.get("people");
    }
    const every = shown.size === cards.length;
    form.querySelector("output").value = every ? `${cards.length} findings` : `${shown.size} of ${cards.length} findings`;
    specs.forEach(place);
  }
  if (form) {
    form.hidden = false;
    form.addEventListener("change", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  /* Copying */

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
  }
  for (const button of all("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(document.getElementById(button.dataset.copy).content.textContent);
      const word = button.firstChild;
      word.data = "Copied";
      setTimeout(() => { word.data = "Copy"; }, 2000);
    });
  }

  const watch = new ResizeObserver(placeAll);
  for (const { spec, cards } of specs) [spec.firstElementChild, ...cards].forEach((each) => watch.observe(each));
  wide.addEventListener("change", placeAll);
  addEventListener("beforeprint", () => all("details").forEach((each) => { each.open = true; }));
  // In the margin there is room for one unfolded note; the others wait until they are chosen.
  if (wide.matches) {
    for (const { cards } of specs) cards.forEach((card) => { card.querySelector("details").open = card.matches("[id$=f1]"); });
  }
  specs.forEach(place);
  if (location.hash) choose(location.hash.slice(1));
})();
