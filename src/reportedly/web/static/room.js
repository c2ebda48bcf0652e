// The room works without this; with it, some things take fewer steps.
"use strict";
document.documentElement.classList.add("js");

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

function plainDay(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${months[month - 1]} ${year}`;
}

// As-of slider: the day is told while it moves, the page follows when it rests.
const slider = document.querySelector(".slider");
if (slider) {
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
    // The place is kept for the page that follows, so that arrow keys go on from there.
    sessionStorage.setItem("slid", "1");
    location.assign(target);
  });
  if (sessionStorage.getItem("slid")) {
    sessionStorage.removeItem("slid");
    range.focus({ preventScroll: true });
  }
}

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

// Margin notes and the words that they speak of light up together.
function light(id, on) {
  for (const one of document.querySelectorAll("[data-s]")) {
    if (one.dataset.s.split(" ").includes(id)) one.classList.toggle("lit", on);
  }
}
for (const note of document.querySelectorAll(".margin")) {
  for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    note.addEventListener(name, () => light(note.dataset.s, on));
  }
}

// Keys: / search, j and k from entry to entry, t today.
const items = [...document.querySelectorAll("main [data-item]")].filter((item) => !item.closest("svg"));
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

// What is written once in a form is filled in the next time, for as long as this tab is open.
for (const kept of document.querySelectorAll("[data-keep]")) {
  kept.value ||= sessionStorage.getItem(kept.dataset.keep) || "";
  kept.form?.addEventListener("submit", () => sessionStorage.setItem(kept.dataset.keep, kept.value));
}
