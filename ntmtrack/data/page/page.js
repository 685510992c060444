
(() => {
"use strict";
/* Without this script the page is whole: it only filters, sorts and shows where one points. */
const verdicts = ["u", "n", "m", "x", "a"];
const collator = new Intl.Collator("vi", {numeric: true});

/* As names are matched everywhere: no marks, đ as d, no case, single spaces. */
const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[đð]/g, "d").replace(/\s+/g, " ").trim();

const filled = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name) => name in values ? values[name] : whole);

/* Which verdict a cell tells, from the worst; -1 if none. */
const verdict = cell => {
  const marked = cell.firstElementChild || cell;
  return verdicts.findIndex(name => marked.classList.contains(name));
};

/* Totals stand in the foot of a table: they are neither filtered nor sorted.
   What a cell is put in order by; null where there is nothing, which always comes last. */
const keys = {
  words: cell => cell.textContent.trim() || null,
  value: cell => {
    const number = parseFloat(cell.dataset.sort ?? cell.textContent);
    return Number.isNaN(number) ? null : number;
  },
  verdict: cell => verdict(cell) < 0 ? null : verdict(cell),
};

const compared = (one, other, sign) => {
  if (one === null || other === null) return (one === null) - (other === null);
  return sign * (typeof one === "number" ? one - other : collator.compare(one, other));
};

const steer = section => {
  const table = section.querySelector("table");
  if (!table) return;
  const matrix = table.classList.contains("matrix");
  const head = table.tHead.rows[0];
  const bodies = [...table.tBodies];
  const all = document.createElement("tbody");
  const entries = bodies.flatMap(body => {
    const group = body.querySelector("tr.group");
    const name = group ? group.textContent : "";
    return [...body.rows].filter(row => row !== group).map(row => ({row, body, name}));
  });
  /* In a matrix the rows are found by what they are called, not by the words of verdicts. */
  const told = row => [...row.cells].filter(cell => !matrix || verdict(cell) < 0)
    .map(cell => cell.textContent).join(" ");
  for (const entry of entries) entry.text = fold(entry.name + " " + told(entry.row));
  const field = section.querySelector("input[type=search]");
  const only = section.querySelector("input[type=checkbox]");
  const output = section.querySelector("output");
  const whole = output ? output.textContent : "";
  let sorted = null;

  const tell = count => {
    if (!output) return;
    const filtered = count < entries.length;
    const words = field.value.trim();
    const said = [filtered ? filled(table.dataset.some, {shown: count, total: entries.length}) : whole];
    if (filtered && words) said.unshift("“" + words + "”");
    if (sorted) said.push(filled(table.dataset[sorted.sign > 0 ? "up" : "down"], {column: sorted.name}));
    const text = said.join(" · ");
    if (output.textContent !== text) output.textContent = text;
    section.classList.toggle("partial", filtered);
  };

  const filter = () => {
    const words = field ? fold(field.value).split(" ") : [];
    let count = 0;
    for (const {row, text} of entries) {
      row.hidden = !words.every(word => text.includes(word))
        || Boolean(only && only.checked && !row.querySelector("td.u"));
      count += !row.hidden;
    }
    for (const body of bodies) {
      const group = body.querySelector("tr.group");
      if (group) group.hidden = ![...body.rows].some(row => row !== group && !row.hidden);
    }
    tell(count);
  };

  /* Rows sorted across groups say in a last column of which group they are. */
  const part = flat => {
    for (const cell of table.querySelectorAll(".of-group")) cell.remove();
    if (!flat) return;
    const heading = document.createElement("th");
    heading.scope = "col";
    heading.textContent = table.dataset.group;
    heading.className = "of-group";
    head.append(heading);
    for (const {row, name} of entries) {
      const cell = document.createElement("td");
      cell.className = "of-group";
      cell.textContent = name;
      row.append(cell);
    }
  };

  const sort = (cell, name) => {
    const same = sorted && sorted.cell === cell;
    for (const other of head.cells) other.removeAttribute("aria-sort");
    sorted = same && sorted.sign < 0 ? null : {cell, name, sign: same ? -1 : 1};
    const grouped = bodies.some(body => body.querySelector("tr.group"));
    part(Boolean(sorted) && grouped);
    if (sorted) {
      cell.setAttribute("aria-sort", sorted.sign > 0 ? "ascending" : "descending");
      const key = keys[cell.dataset.kind];
      const place = cell.cellIndex;
      const keyed = entries.map(entry => ({row: entry.row, key: key(entry.row.cells[place])}));
      keyed.sort((one, other) => compared(one.key, other.key, sorted.sign));
      all.append(...keyed.map(entry => entry.row));
      for (const body of bodies) body.remove();
      table.insertBefore(all, table.tFoot);
    } else {
      for (const {row, body} of entries) body.append(row);
      all.remove();
      for (const body of bodies) table.insertBefore(body, table.tFoot);
    }
    filter();
  };

  for (const cell of entries.length > 1 ? head.cells : []) {
    const button = document.createElement("button");
    const name = cell.textContent;
    button.type = "button";
    button.append(...cell.childNodes);
    button.addEventListener("click", () => sort(cell, name));
    cell.append(button);
  }
  if (field) {
    section.querySelector(".controls").hidden = false;
    field.addEventListener("input", filter);
    field.addEventListener("keydown", event => {
      if (event.key === "Escape") {
        field.value = "";
        filter();
      }
    });
    if (only) only.addEventListener("change", filter);
    filter();
  }
  if (matrix) point(table, section);
};

/* Row and column of the cell that is pointed at; what it says is written over the table. */
const point = (table, section) => {
  const here = document.createElement("p");
  here.className = "here";
  here.setAttribute("aria-hidden", "true");
  here.hidden = true;
  section.querySelector(".region").after(here);
  let last = null;
  const go = event => {
    const cell = event.target.closest("td");
    if (cell === last) return;
    for (const marked of table.querySelectorAll(".at")) marked.classList.remove("at");
    last = cell;
    here.hidden = !cell;
    if (!cell) return;
    const place = cell.cellIndex;
    for (const row of table.rows) {
      if (row.cells.length > place) row.cells[place].classList.add("at");
    }
    for (const each of cell.parentNode.cells) each.classList.add("at");
    const heading = table.tHead.rows[0].cells[place];
    const column = (heading.textContent + " " + heading.title).trim();
    here.textContent = [cell.parentNode.cells[0].textContent, column, cell.textContent || "–"].join(" · ");
  };
  table.addEventListener("pointerover", go);
  table.addEventListener("click", go);
};

/* Cells of a matrix are copied as words between tabs: a sheet would keep the size of unseen words. */
document.addEventListener("copy", event => {
  const chosen = document.getSelection();
  const within = node => node && (node.closest ? node : node.parentElement).closest(".matrix");
  const table = within(chosen.anchorNode);
  if (!table || table !== within(chosen.focusNode)) return;
  const cells = row => [...row.cells].filter(cell => chosen.containsNode(cell, true));
  const lines = [...table.rows].filter(row => !row.hidden && chosen.containsNode(row, true))
    .map(row => cells(row).map(cell => cell.textContent).join("\t"));
  event.clipboardData.setData("text/plain", lines.join("\n"));
  event.preventDefault();
});

document.documentElement.classList.add("steered");
for (const section of document.querySelectorAll("main > section")) steer(section);
})();
