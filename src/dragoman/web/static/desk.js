"use strict";
// Small helps for those whose browser runs scripts. Every page works without them.
document.documentElement.classList.add("js");
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const one = (selector, within = document) => within.querySelector(selector);

// Light or dark, at once and remembered. The server reads the same cookie, so that no page flashes.
for (const link of all("[data-theme-switch]")) {
  const dark = () => document.documentElement.dataset.theme === "dark" ||
    (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  const name = () => { link.textContent = dark() ? "Light" : "Dark"; };
  name();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", name);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const to = dark() ? "light" : "dark";
    document.documentElement.dataset.theme = to;
    document.cookie = `theme=${to}; path=/; max-age=31536000; samesite=lax`;
    name();
  });
}

// Sortable tables: a click on a heading sorts the rows that are shown.
for (const table of all("table.sortable")) {
  const body = table.tBodies[0];
  if (!body || body.rows.length < 3) continue;
  Array.from(table.tHead.rows[0].cells).forEach((cell, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener("click", () => {
      const up = cell.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = (row) => { const at = row.cells[column]; return at.dataset.sort ?? at.textContent.trim(); };
      const rows = Array.from(body.rows).sort((a, b) =>
        value(a).localeCompare(value(b), "en", { numeric: true }) * (up ? 1 : -1));
      body.append(...rows);
    });
  });
}

// The slider of days: shows the day while it moves, goes there when it is let go.
const slide = one("#slide");
if (slide) {
  const days = slide.dataset.days.split(" ");
  const told = one("output", slide.parentElement);
  const say = () => {
    const day = new Date(`${days[slide.value]}T12:00:00Z`);
    const words = day.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).replace(",", "");
    told.textContent = words;
    slide.setAttribute("aria-valuetext", words);
  };
  slide.addEventListener("input", say);
  slide.addEventListener("change", () => {
    const query = new URLSearchParams(location.search);
    query.set("as_of", days[slide.value]);
    location.assign(`${slide.dataset.base}?${query}`);
  });
}

// Cards: what a cell of the matrix links to, shown beside it on hover and focus.
let pop = null;
const hide = () => { pop?.remove(); pop = null; };
for (const cell of all("[data-card]")) {
  const show = () => {
    hide();
    const source = document.getElementById(cell.dataset.card);
    if (!source) return;
    pop = document.createElement("div");
    pop.className = "pop";
    pop.setAttribute("role", "tooltip");
    for (const part of source.children) pop.append(part.cloneNode(true));
    for (const link of all("a", pop)) link.tabIndex = -1;
    document.body.append(pop);
    const at = cell.getBoundingClientRect(), size = pop.getBoundingClientRect();
    const below = at.bottom + size.height + 12 < innerHeight;
    pop.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    pop.style.top = `${Math.max(8, below ? at.bottom + 6 : at.top - size.height - 6)}px`;
  };
  cell.addEventListener("mouseenter", show);
  cell.addEventListener("focus", show);
  cell.addEventListener("mouseleave", hide);
  cell.addEventListener("blur", hide);
}

// Article: a record and its passages light up together.
const lit = (number, on) => {
  for (const mark of all(`mark[data-records~="${number}"]`)) mark.classList.toggle("on", on);
};
for (const record of all("[data-record]")) {
  for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    record.addEventListener(name, () => lit(record.dataset.record, on));
  }
}

for (const button of all("[data-print]")) { button.hidden = false; button.addEventListener("click", () => print()); }

// Keys. None is heard while one types.
const tasks = all("[data-task]");
let at = -1;
const choose = (to) => {
  if (!tasks.length) return;
  at = Math.max(0, Math.min(to, tasks.length - 1));
  tasks.forEach((task, number) => task.classList.toggle("on", number === at));
  tasks[at].focus({ preventScroll: true });
  tasks[at].scrollIntoView({ block: "nearest" });
};
if (one("[data-queue] [data-key]")) {
  at = 0;
  tasks[0].classList.add("on");
}
const keys = () => {
  const held = one("#h-keys")?.parentElement ?? null;
  if (!held) { location.assign("/about"); return; }
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", "Keys");
  for (const part of held.children) { const copy = part.cloneNode(true); copy.removeAttribute("id"); dialog.append(copy); }
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  if (event.key === "/") { event.preventDefault(); one(".find input")?.focus(); return; }
  if (event.key === "?") { event.preventDefault(); keys(); return; }
  if (!tasks.length) return;
  if (event.key === "j") { choose(at + 1); return; }
  if (event.key === "k") { choose(at - 1); return; }
  const target = one(`[data-key="${CSS.escape(event.key)}"]`, tasks[Math.max(at, 0)]);
  if (!target) return;
  event.preventDefault();
  if (target.tagName === "SUMMARY") {
    target.parentElement.open = true;
    one("select, input", target.parentElement)?.focus();
  } else {
    target.click();
  }
});
