// The room works without this; with it, some things take fewer steps.
"use strict";
document.documentElement.classList.add("js");

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

function plainDay(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${months[month - 1]} ${year}`;
}

// As-of slider: the day is told while it moves; when it rests, the page as of that day comes in the place of this one.
function ready(slider) {
  if (!slider) return;
  const days = slider.dataset.days.split(" ");
  const range = slider.elements.day;
  const output = slider.querySelector("output");
  range.addEventListener("input", () => {
    const i = Number(range.value);
    const told = plainDay(days[i]) + (i === days.length - 1 ? " (now)" : "");
    output.textContent = told;
    range.setAttribute("aria-valuetext", told);
  });
  range.addEventListener("change", () => {
    const i = Number(range.value);
    const target = new URL(slider.action);
    if (i < days.length - 1) target.searchParams.set("as_of", days[i]);
    show(target);
  });
}
let asked = 0;
let shown = location.pathname + location.search;
async function show(target, { back = false } = {}) {
  const mine = ++asked;
  try {
    const answer = await fetch(target);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return; // the slider has moved on
    const slid = document.activeElement?.matches(".slider input");
    const place = scrollY;
    for (const part of ["header.top", "main"]) document.querySelector(part).replaceWith(page.querySelector(part));
    document.querySelector("body > .asof")?.remove();
    const asof = page.querySelector("body > .asof");
    if (asof) document.querySelector("main").before(asof);
    document.title = page.title;
    if (!back) history.pushState(null, "", target);
    shown = location.pathname + location.search;
    prepare();
    if (slid) document.querySelector(".slider input")?.focus({ preventScroll: true });
    scrollTo(0, place);
  } catch {
    location.assign(target);
  }
}
// Back and forward lead through the days; a step within the page is none.
addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) show(new URL(location.href), { back: true });
});

// Margin notes and the words that they speak of light up together.
function light(id, on) {
  for (const one of document.querySelectorAll("[data-s]")) {
    if (one.dataset.s.split(" ").includes(id)) one.classList.toggle("lit", on);
  }
}
// Keys: / search, j and k from entry to entry, t today.
let items = [];
let place = -1;
function go(step) {
  if (!items.length) return;
  items[place]?.classList.remove("here");
  place = Math.max(0, Math.min(items.length - 1, place + step));
  items[place].classList.add("here");
  const target = items[place].matches("a") ? items[place] : items[place].querySelector("a:not(.no)") || items[place].querySelector("a");
  target?.focus();
  items[place].scrollIntoView({ block: "nearest" });
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find").focus();
  } else if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    go(event.key === "j" ? 1 : -1);
  } else if (event.key === "t") {
    location.assign(document.querySelector(".brand").href);
  }
});

// What a page has, made ready; once more where a part of it was replaced.
function prepare() {
  ready(document.querySelector(".slider"));
  items = [...document.querySelectorAll("main [data-item]")].filter((item) => !item.closest("svg"));
  place = -1;
  // Copying: the link opens the text; with a clipboard at hand it is copied instead.
  for (const link of document.querySelectorAll("a[data-copy]")) {
    link.addEventListener("click", async (event) => {
      if (!navigator.clipboard || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      try {
        const answer = await fetch(link.href);
        if (!answer.ok) throw new Error(String(answer.status));
        await navigator.clipboard.writeText(await answer.text());
        document.querySelector(".copied").textContent = `Copied as ${link.textContent.trim()}.`;
      } catch {
        location.assign(link.href);
      }
    });
  }
  for (const note of document.querySelectorAll(".margin")) {
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      note.addEventListener(name, () => light(note.dataset.s, on));
    }
  }
  // What is written once in a form is filled in the next time, for as long as this tab is open.
  for (const kept of document.querySelectorAll("[data-keep]")) {
    kept.value ||= sessionStorage.getItem(kept.dataset.keep) || "";
    kept.form?.addEventListener("submit", () => sessionStorage.setItem(kept.dataset.keep, kept.value));
  }
}
prepare();
