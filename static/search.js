// Suggestions in a search field as one types: the combobox of ARIA's authoring practices (list autocomplete, manual selection). The form is a
// plain one that leads to the page of the results (cards/sok/found.py). The list is filtered here, from one index in the reader's language
// that is asked for when the field is first entered: nothing that is typed leaves the browser before the reader chooses.
(() => {
  const MOST = { area: 4, measure: 4, page: 2, goal: 2, word: 2 }, LONGEST = 9;  // kinds in the order of the list
  const indexes = {};  // address → entries, on their way or here
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const words = (text) => fold(text).match(/[a-z0-9]+/g) ?? [];

  async function read(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).items.map((item) => ({ ...item, named: fold(item.name), all: [...words(item.name), ...item.words] }));
  }
  const index = (address) => indexes[address] ??= read(address).catch(() => { delete indexes[address]; return []; });

  // Whether a word begins as asked but for one letter that is wrong, missing, too many or in the place of its neighbour.
  function nearly(asked, word) {
    let i = 0;
    while (i < asked.length && asked[i] === word[i]) i += 1;
    const rest = (theirs, ours) => word.slice(i + ours).startsWith(asked.slice(i + theirs));
    return rest(1, 1) || rest(0, 1) || rest(1, 0) || (asked[i] === word[i + 1] && asked[i + 1] === word[i] && rest(2, 2));
  }

  function find(items, text) {
    const asked = words(text), ways = [(word, one) => one.startsWith(word), (word, one) => word.length > 3 && (one.includes(word) || nearly(word, one))];
    for (const fits of asked.length ? ways : []) {
      const found = items.filter(({ all }) => asked.every((word) => all.some((one) => fits(word, one))));
      const begins = ({ named }) => (named.startsWith(fold(text.trim())) ? 0 : 1);
      const best = Object.entries(MOST).flatMap(([kind, most]) =>
        found.filter((item) => item.kind === kind).sort((a, b) => begins(a) - begins(b)).slice(0, most));
      if (best.length) return best.slice(0, LONGEST);
    }
    return [];
  }

  const made = (name, text, attributes = {}) => {
    const element = Object.assign(document.createElement(name), { textContent: text });
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    return element;
  };
  const fieldOf = (target) => target.closest?.('form.find[data-index] input[type="search"]');
  const listOf = (field) => field.form.querySelector(".suggestions");

  function close(field) {
    listOf(field)?.remove();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function mark(field, option) {
    listOf(field)?.querySelectorAll("[role=option]").forEach((each) => each.setAttribute("aria-selected", String(each === option)));
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  async function suggest(field) {
    const { index: address, all, without, list: label } = field.form.dataset, text = field.value;
    const items = await index(address);
    if (field.value !== text || document.activeElement !== field) return;  // the reader has gone on
    if (!words(text).length) { close(field); return; }
    const id = `suggestions-${address}`, list = made("ul", "", { class: "suggestions", role: "listbox", id, "aria-label": label });
    find(items, text).forEach(({ name, detail, with_figures: figures, href, kind }, place) => {
      const option = made("li", "", { role: "option", id: `${id}-${place}`, "aria-selected": "false", "data-href": href, "data-kind": kind });
      const told = [detail, figures ? "" : without].filter(Boolean).join(" · ");
      option.append(made("b", name), ...(told ? [" ", made("span", told)] : []));
      list.append(option);
    });
    list.append(made("li", all.replace("{asked}", text.trim()), { role: "option", id: `${id}-all`, "aria-selected": "false" }));
    listOf(field)?.remove();
    field.form.append(list);
    field.setAttribute("aria-controls", id);
    field.setAttribute("aria-expanded", "true");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(field, option) {
    const { form } = field, { href } = option.dataset;
    if (!href) { form.requestSubmit(); return; }
    const to = new URL(href, location.origin), korg = document.getElementById("page-state")?.dataset.korg;
    form.querySelectorAll('input[type="hidden"]').forEach(({ name, value }) => to.searchParams.has(name) || to.searchParams.set(name, value));
    if (korg) to.searchParams.set("korg", korg);
    location.assign(to);
  }

  document.addEventListener("focusin", ({ target }) => {
    const field = fieldOf(target);
    if (!field || field.getAttribute("role") === "combobox") return;
    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" }).forEach((pair) => field.setAttribute(...pair));
    index(field.form.dataset.index);
  });
  document.addEventListener("focusout", ({ target }) => { if (fieldOf(target)) close(fieldOf(target)); });
  document.addEventListener("input", ({ target }) => { if (fieldOf(target)) suggest(fieldOf(target)); });
  document.addEventListener("keydown", (event) => {
    const field = fieldOf(event.target), list = field && listOf(field);
    if (!field || event.isComposing) return;
    const options = [...(list?.querySelectorAll("[role=option]") ?? [])], here = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" && !list) suggest(field);
    else if (event.key === "ArrowDown") mark(field, options[here + 1]);  // past the last one the field itself is next
    else if (event.key === "ArrowUp" && list) mark(field, options[here < 0 ? options.length - 1 : here - 1]);
    else if (event.key === "Escape" && list) { close(field); event.stopPropagation(); }
    else if (event.key === "Enter" && here >= 0) choose(field, options[here]);
    else return;
    event.preventDefault();
  }, true);
  document.addEventListener("pointerdown", (event) => { if (event.target.closest?.(".suggestions")) event.preventDefault(); });  // the field keeps the focus
  document.addEventListener("click", ({ target }) => {
    const option = target.closest?.(".suggestions [role=option]");
    if (option) choose(option.closest("form").querySelector('input[type="search"]'), option);
  });
})();
