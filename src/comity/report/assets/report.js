"use strict";
/* Evidence panel, filters, sorting. The page reads without it: every figure links to its row in the last table. */
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  let parsed;
  const data = () => (parsed ??= unpacked(JSON.parse($("data").textContent)));
  const panel = $("panel"), list = $("panel-passages"), form = $("filters");
  let opener = null;

  /* The data: tables by column, each text once and named by its number; rows again, from here on */
  const unpacked = ({ words, codes, ...tables }) => {
    const said = (number) => Array.isArray(number) ? number.map(said) : words[number];
    const rows = ({ texts, values }) => {
      const columns = { ...values, ...Object.fromEntries(Object.entries(texts).map(([name, numbers]) => [name, said(numbers)])) };
      const names = Object.keys(columns);
      return (columns[names[0]] ?? []).map((_, row) => Object.fromEntries(names.map((name) => [name, columns[name][row]])));
    };
    const figures = Object.fromEntries(rows(tables.figures).map((figure) => [figure.id, figure]));
    return { codes, figures, documents: rows(tables.documents), passages: rows(tables.passages) };
  };

  /* The address: #FIGURE?context=…&period=…&code=… */
  const address = () => {
    const raw = location.hash.slice(1), cut = raw.indexOf("?");
    const id = cut < 0 ? raw : raw.slice(0, cut);
    return { figure: decoded(id), filters: new URLSearchParams(cut < 0 ? "" : raw.slice(cut + 1)) };
  };
  const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };
  const encoded = (id) => encodeURIComponent(id).replaceAll("%2F", "/");
  const target = (figure) => {
    const kept = new URLSearchParams(chosen()).toString();
    return "#" + (figure ? encoded(figure) : "") + (kept ? "?" + kept : "");
  };
  const known = (id) => id && Object.hasOwn(data().figures, id);

  /* Panel */
  const element = (tag, text, kind) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const passage = (number, part, parts) => {
    const p = data().passages[number], source = data().documents[p.document], item = element("li");
    item.tabIndex = -1;
    const quote = element("blockquote");
    if (p.before) quote.append(element("span", p.before, "around"));
    const said = element("span", "", "said");
    if (p.steps.length) said.append(...p.steps.flatMap(turned));
    else if (p.hit) said.append(p.quote.slice(0, p.hit[0]), element("mark", p.quote.slice(...p.hit)), p.quote.slice(p.hit[1]));
    else said.append(p.quote);
    quote.append(said);
    if (p.after) quote.append(element("span", p.after, "around"));
    const from = element("p", "", "source");
    if (p.record) {
      const whence = p.locator ? "Source: " + p.locator : "No source is given";
      from.append(element("span", whence, p.locator ? "" : "unsourced"), element("br"), element("code", p.record));
      if (parts > 1) from.append(" · counted as " + part);
      item.append(quote, from);
      return item;
    }
    from.append(element("b", source.title || source.id));
    const where = [source.issuer, source.date, p.page && "p.\u00a0" + p.page, p.locator].filter(Boolean).join(", ");
    if (where) from.append(", " + where);
    if (p.row) {
      const kind = parts > 1 || !p.steps.length ? part : "";
      from.append([p.likeness && ` · likeness ${p.likeness.toFixed(2)}`, kind && ` · counted as ${kind}`].filter(Boolean).join(""));
      item.append(quote, from, ...(p.steps.length ? [beside(p)] : []));
      return item;
    }
    from.append(element("br"));
    from.append(element("span", p.stance, "stance " + p.stance), " " + label(p.code));
    if (parts > 1 && part !== p.stance && part !== p.code) from.append(" · counted as " + part);
    from.append(p.kind === "statement" ? " · paraphrase" : " · coder " + p.coder + (p.confidence === 1 ? "" : ` (${p.confidence})`) + (p.kind ? " · " + p.kind : ""));
    if (source.title && source.title !== source.id) from.append(" · ", element("code", source.id));
    item.append(quote, from);
    return item;
  };
  /* A passage that stands in another document: what was left out, what was put in, and the other passage whole */
  const turned = ([gone, come, same]) => [
    ...(gone ? [changed("del", "left out: ", gone), " "] : []), ...(come ? [changed("ins", "put in: ", come), " "] : []), ...(same ? [same + " "] : []),
  ];
  const changed = (tag, told, words) => {
    const made = element(tag);
    made.append(element("span", told, "sr"), words);
    return made;
  };
  const beside = (p) => {
    const other = data().documents[p.other], made = element("details", "", "beside"), quote = element("blockquote");
    const where = [other.issuer, other.date, p.other_page && "p.\u00a0" + p.other_page].filter(Boolean).join(", ");
    made.append(element("summary", `${p.row === "survived" ? "What came of it, in" : "As it stands in"} ${other.title || other.id}${where ? ", " + where : ""}`));
    const [before, words, after] = p.beside;
    quote.append(element("span", before, "around"), element("span", words, "said"), element("span", after, "around"));
    made.append(quote);
    return made;
  };
  const label = (code) => data().codes[code]?.label ?? code;
  const show = (id) => {
    const figure = data().figures[id], parts = new Set(figure.parts).size;
    $("panel-measure").textContent = figure.measure;
    $("panel-title").textContent = figure.name;
    $("panel-answer").textContent = figure.answer;
    $("panel-lines").replaceChildren(...figure.lines.map((line) => element("li", line)));
    const code = data().codes[figure.code], meaning = $("panel-code");
    meaning.hidden = !code?.definition;
    meaning.open = false;
    if (code) meaning.replaceChildren(element("summary", `What counts as “${code.label}”`), element("p", code.definition));
    list.replaceChildren(...figure.rows.map((number, at) => passage(number, figure.parts[at], parts)));
    const total = figure.total, more = total - figure.rows.length;
    if (!total) list.append(element("li", "Nothing stands behind this figure: nothing was found that it could count."));
    if (more > 0) {
      const rest = element("li", `and ${more.toLocaleString("en")} more. To see them: `);
      rest.append(element("code", `comity show "${id}"`));
      list.append(rest);
    }
    $("panel-count").textContent = total ? figure.counted : "";
    for (const name of ["previous", "next"]) $("panel-" + name).hidden = figure.rows.length < 2;
    panel.dataset.figure = id;
    hush();
    if (!panel.open) panel.showModal();
    list.scrollTop = 0;
    $("panel-title").focus({ preventScroll: true });
  };
  const step = (by) => {
    const items = all("li", list), at = items.indexOf(document.activeElement.closest("#panel-passages li"));
    const next = items[Math.min(items.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by))];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
    const total = data().figures[panel.dataset.figure].rows.length;
    $("panel-count").textContent = items.indexOf(next) < total ? `${items.indexOf(next) + 1} of ${total} shown` : "";
  };
  const follow = () => {
    const { figure, filters } = address();
    if (form) for (const control of form.elements) if (control.name) control.value = filters.get(control.name) ?? "";
    filter();
    if (known(figure)) show(figure);
    else if (panel.open) panel.close();
  };
  document.addEventListener("click", (event) => {
    const anchor = event.target.closest?.("a");
    const href = anchor?.getAttribute("href");
    if (!href?.startsWith("#") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const id = decoded(href.slice(1));
    if (!known(id)) return;
    event.preventDefault();
    opener = anchor;
    history.pushState(null, "", target(id));
    show(id);
  });
  panel.addEventListener("close", () => {
    if (address().figure === panel.dataset.figure) history.pushState(null, "", target("") === "#" ? location.pathname + location.search : target(""));
    const back = opener?.isConnected ? opener : all(`a[href="#${CSS.escape(encoded(panel.dataset.figure))}"]`).find((a) => a.checkVisibility?.() ?? true);
    opener = null;
    back?.focus();
  });
  panel.addEventListener("click", (event) => {
    const box = panel.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (event.target === panel && !inside) panel.close();
  });
  panel.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowRight: 1, j: 1, ArrowUp: -1, ArrowLeft: -1, k: -1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step(by);
  });
  $("panel-previous").addEventListener("click", () => step(-1));
  $("panel-next").addEventListener("click", () => step(1));
  $("panel-close").addEventListener("click", () => panel.close());
  $("panel-copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      $("panel-copy").textContent = "Copied";
    } catch {
      $("panel-copy").textContent = "Copy the address above";
    }
    setTimeout(() => { $("panel-copy").textContent = "Copy link"; }, 2000);
  });
  addEventListener("popstate", follow);

  /* Charts: one stop for the tab key each, arrows inside; words on hover and focus */
  for (const chart of all("svg")) {
    const links = all("a", chart);
    links.forEach((a, place) => a.setAttribute("tabindex", place ? "-1" : "0"));
    chart.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      const open = links.filter((a) => !a.hasAttribute("hidden")), at = open.indexOf(document.activeElement);
      if (!by || at < 0) return;
      event.preventDefault();
      const next = open[(at + by + open.length) % open.length];
      open[at].setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  }

  /* Networks: a slider over the years; every node keeps its place */
  const thickness = (weight, [least, step] = []) => (step ? least + step * Math.sqrt(weight) : 0.8 + 0.9 * weight).toFixed(1);
  const radius = (count, [least, step] = [4, 2.4]) => least + step * Math.sqrt(count);
  for (const slider of all("input[data-told]")) {
    const figure = slider.closest("figure"), labels = JSON.parse(slider.dataset.labels), told = JSON.parse(slider.dataset.told);
    const drawing = figure.querySelector("svg.debate").dataset;
    const scales = [drawing.line, drawing.node].map((scale) => scale && JSON.parse(scale));
    const marks = all("svg.debate a", figure).map((a) => [a, JSON.parse(a.dataset.w), a.querySelector("path.edge"), a.querySelector("g")]);
    slider.parentElement.hidden = false;
    slider.addEventListener("input", () => {
      const at = Number(slider.value);
      for (const [a, numbers, line, sign] of marks) {
        const number = numbers[at];
        a.setAttribute("aria-label", a.getAttribute("aria-label").replace(/\d+ (\w+?)s?$/, (_, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`));
        if (line) {
          a.toggleAttribute("hidden", !number);
          line.setAttribute("stroke-width", thickness(number, scales[0]));
        } else {
          a.classList.toggle("silent", !number);
          sign.setAttribute("transform", sign.getAttribute("transform").replace(/( scale.*)?$/, ` scale(${(radius(number, scales[1]) / radius(numbers[0], scales[1])).toFixed(3)})`));
        }
      }
      const links = marks.map(([a]) => a), seen = links.filter((a) => !a.hasAttribute("hidden"));
      if (!seen.some((a) => a.getAttribute("tabindex") === "0")) {
        for (const a of links) a.setAttribute("tabindex", "-1");
        seen[0]?.setAttribute("tabindex", "0");
      }
      slider.setAttribute("aria-valuetext", `${labels[at]}: ${told[at]}`);
      const [label, words] = figure.querySelector("output").children;
      label.textContent = labels[at];
      words.textContent = told[at];
    });
  }
  const tip = $("tip");
  const hush = () => { tip.hidden = true; };
  const place = (mark, middle) => {
    const box = mark.getBoundingClientRect(), own = tip.getBoundingClientRect(), x = middle ?? box.left + box.width / 2;
    tip.style.left = Math.max(8, Math.min(innerWidth - own.width - 8, x - own.width / 2)) + "px";
    tip.style.top = (box.top > own.height + 12 ? box.top - own.height - 6 : box.bottom + 6) + "px";
  };
  const tell = (event) => {
    const mark = event.target.closest?.("svg a, a.tells");
    if (!mark || mark.classList.contains("veiled")) return hush();
    tip.textContent = mark.getAttribute("aria-label");
    tip.hidden = false;
    place(mark, event.type === "focusin" ? undefined : event.clientX);
  };
  /* The step onto a mark out of sight scrolls the page: its words go with it */
  const keep = () => {
    const mark = document.activeElement?.closest("svg a, a.tells");
    if (mark && !tip.hidden && tip.textContent === mark.getAttribute("aria-label")) place(mark);
    else hush();
  };
  for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, tell);
  addEventListener("scroll", keep, { passive: true });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hush(); });

  /* Filters */
  function chosen() {
    return form ? Object.fromEntries([...new FormData(form)].filter(([, value]) => value)) : {};
  }
  const saysCode = (wanted, code, group) => !wanted || (wanted.endsWith(".") ? group === wanted.slice(0, -1) : code === wanted || (!code && groupOf(wanted) === group));
  const groupOf = (code) => form.querySelector(`option[value="${CSS.escape(code)}"]`)?.parentElement.firstElementChild.value.slice(0, -1);
  let touched = false;
  function filter() {
    if (!form) return;
    const { context = "", period = "", code = "" } = chosen(), any = Boolean(context || period || code);
    if (!any && !touched) return;
    touched = true;
    const option = form.elements.period?.selectedOptions[0]?.dataset ?? {};
    const inYears = (year) => !period || year == null || (year >= Number(option.from) && year <= Number(option.to));
    for (const section of all("main > section")) {
      const drawn = new Set(all("[data-by-period]", section).map((e) => e.dataset.byPeriod));
      const wanted = drawn.has(period) ? period : "";
      for (const note of all("[data-no-period]", section)) note.hidden = !period || drawn.has(period);
      for (const e of all("[data-context], [data-by-period], [data-code], [data-group]", section)) {
        const d = e.dataset;
        e.hidden = (d.context !== undefined && context && d.context !== context)
          || (d.byPeriod !== undefined && d.byPeriod !== wanted)
          || ((d.code !== undefined || d.group !== undefined) && !saysCode(code, d.code, d.group ?? groupOf(d.code)));
      }
    }
    const figures = data().figures;
    for (const row of all("tr[data-figure]")) {
      const f = figures[row.dataset.figure] ?? {};
      row.hidden = (context && f.context && f.context !== context) || (period && f.period !== period && !(f.year && inYears(f.year)))
        || (code && !saysCode(code, f.code, f.group)) || false;
    }
    for (const mark of all("svg a")) {
      const f = figures[decoded(mark.getAttribute("href").slice(1))];
      mark.classList.toggle("veiled", Boolean(f && ((f.code && !saysCode(code, f.code, f.group)) || !inYears(f.year))));
    }
    for (const control of form.elements) if (control.name) control.classList.toggle("set", Boolean(control.value));
    form.querySelector("[type=reset]").hidden = !any;
    $("filter-status").textContent = any ? "Filtered: " + all("select", form).filter((s) => s.value).map((s) => s.selectedOptions[0].textContent).join(", ") : "All shown";
  }
  form?.addEventListener("change", () => {
    history.replaceState(null, "", target("") === "#" ? location.pathname + location.search : target(""));
    filter();
  });
  form?.addEventListener("reset", () => setTimeout(() => form.dispatchEvent(new Event("change"))));
  form?.addEventListener("submit", (event) => event.preventDefault());

  /* The table of figures: of very many, the rows of single years are made when it opens */
  const cells = (f) => {
    const row = element("tr"), anchor = element("a", f.name), name = element("th");
    row.id = row.dataset.figure = f.id;
    name.scope = "row";
    anchor.href = "#" + encoded(f.id);
    name.append(anchor);
    const value = element("td", f.short);
    value.dataset.v = f.value ?? "";
    const counts = [f.n, f.documents].map((count) => element("td", count.toLocaleString("en"), "n"));
    row.append(element("td", f.measure), name, value, element("td", f.interval, "nowrap"), ...counts, element("td", f.status));
    return row;
  };
  const listing = document.querySelector("#figures details");
  listing.addEventListener("toggle", () => {
    const body = listing.querySelector("tbody"), figures = Object.values(data().figures).filter((f) => f.status);
    if (body.rows.length === figures.length) return;
    const written = new Map([...body.rows].map((row) => [row.id, row]));
    body.replaceChildren(...figures.map((f) => written.get(f.id) ?? cells(f)));
    filter();
  });

  /* Sorting */
  for (const table of all("table.sortable")) {
    all("thead th", table).forEach((head, column) => {
      const button = element("button", head.textContent);
      button.type = "button";
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const falling = head.getAttribute("aria-sort") === "ascending";
        all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", falling ? "descending" : "ascending");
        const body = table.tBodies[0], sorted = [...body.rows].map((row) => [key(row.cells[column]), row]);
        sorted.sort(([a], [b]) => (a === "") - (b === "") || (falling ? -1 : 1) * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true })));
        body.append(...sorted.map(([, row]) => row));
      });
    });
  }
  const key = (cell) => {
    const text = cell.dataset.v ?? cell.textContent.trim(), plain = text.replaceAll(",", "");
    return plain !== "" && !Number.isNaN(Number(plain)) ? Number(plain) : text;
  };
  addEventListener("beforeprint", () => all("#documents details").forEach((d) => { d.open = true; }));

  follow();
})();
