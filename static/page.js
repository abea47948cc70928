// What assistive technology needs and Streamlit does not set, and what a card's links need. The app says how things stand in #page-state
// (ui/frame.py) and in each card's .card-address (ui/take.py).
(() => {
  const set = (element, name, value) => { if (element && element.getAttribute(name) !== value) element.setAttribute(name, value); };
  // Below a sub-path (server.baseUrlPath) our own HTML, whose addresses begin at the site's root, is led there (charts/root.py).
  const root = new URL("../..", document.currentScript.src).pathname.replace(/\/$/, "");
  const rooted = (path) => (path.startsWith("/") && !path.startsWith("//") && !path.startsWith(`${root}/`) ? root + path : path);
  const lead = (name, found) => document.querySelectorAll(found).forEach((element) => set(element, name, rooted(element.getAttribute(name))));
  const TAKE = '[class*="st-key-take-card-"]';
  let seen = "0", owed = "";  // the last change whose focus was asked for, and the control that is still to have it

  function apply() {
    if (root) Object.entries({ href: 'a[href^="/"]', action: 'form[action^="/"]', "data-index": '[data-index^="/"]' }).forEach((each) => lead(...each));
    const state = document.getElementById("page-state");
    if (!state) return;
    set(document.documentElement, "lang", state.dataset.lang);
    const menu = document.querySelector(".st-key-menu");
    set(menu, "role", "navigation");
    set(menu, "aria-label", state.dataset.menu);
    const links = [...(menu?.querySelectorAll("a") ?? [])], here = links[state.dataset.current];
    const door = here?.closest('[class*="st-key-door-"]')?.querySelector("a");
    links.forEach((link) => {
      if (link === here) set(link, "aria-current", "page");
      else if (link === door) set(link, "aria-current", "true");  // the page is another of those behind it
      else link.removeAttribute("aria-current");
    });
    const words = JSON.parse(state.dataset.words);  // what Streamlit's own controls say → in the reader's language
    Object.entries(words).forEach(([theirs, ours]) => {
      document.querySelectorAll(`[aria-label="${theirs}"], [data-title="${theirs}"]`).forEach((control) => {
        set(control, "aria-label", ours);
        if (control.dataset.title) control.dataset.title = ours;
      });
    });
    const skip = document.querySelector('a[href="#stMain"]');
    if (skip && words[skip.textContent]) skip.textContent = words[skip.textContent];
    document.querySelectorAll(".card-address").forEach(addressed);
    document.querySelectorAll(".track:has(> s[data-area])").forEach(named);
    document.querySelectorAll("ul.map-classes").forEach(filtered);
    document.querySelectorAll(".js-plotly-plot").forEach(pointed);
    shine();
    unfold(document.documentElement.dataset.menu === "open");
    refocus();
  }

  // On a phone the pages stand behind a button (static/style.css hides them only while this script is at work).
  function unfold(open) {
    set(document.documentElement, "data-menu", open ? "open" : "closed");
    set(document.querySelector(".menu-button"), "aria-expanded", String(open));
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".menu-button");
    if (button) unfold(button.getAttribute("aria-expanded") === "false");
    else if (target.closest(".st-key-header a")) unfold(false);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || document.documentElement.dataset.menu !== "open") return;
    unfold(false);
    document.querySelector(".menu-button")?.focus();
  });

  // The addresses of a card's links: the list of them is the same for every card and sent once.
  function addressed(address) {
    const take = address.closest(TAKE), { card: id, query } = address.dataset;
    const alone = rooted(`/?kort=${id}&${query}`);
    set(take.querySelector("[data-alone]"), "href", alone);
    take.querySelectorAll("[data-format]").forEach((link) => set(link, "href", rooted(`/api/v1/cards/${id}.${link.dataset.format}?${query}`)));
    take.querySelectorAll("[data-picture]").forEach((link) => set(link, "href", rooted(`/bild?kort=${id}&${query}`)));
    const full = take.querySelector('[data-do="full"]');
    if (full) full.hidden = !document.fullscreenEnabled;
    const code = take.querySelector(".embed-code");
    if (!code) return;
    const text = (plain) => plain.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
    const frame = `<iframe src="${text(`${location.origin}${alone}&ram=1`)}" title="${text(address.textContent)}" width="100%" height="700" style="border:0" loading="lazy"></iframe>`;
    if (code.value !== frame) code.value = frame;
  }

  // A row's ticks say which area they are: to the pointer, to touch, and to the arrow keys on the track, which is one stop.
  const ticks = (track) => [...track.querySelectorAll("s[data-area]")];
  function named(track) {
    if (track.role === "slider") return;
    track.role = "slider";
    track.tabIndex = 0;
    set(track, "aria-label", track.closest("tr").querySelector(".measure").textContent);
    set(track, "aria-valuemin", "1");
    set(track, "aria-valuemax", String(ticks(track).length));
    point(track, 0);
    hush(track);
  }
  function point(track, place) {
    const every = ticks(track), tick = every[Math.min(Math.max(place, 0), every.length - 1)];
    every.forEach((other) => other.classList.toggle("here", other === tick));
    track.dataset.said = tick.dataset.area;
    track.style.setProperty("--at", tick.style.left);
    set(track, "aria-valuenow", String(every.indexOf(tick) + 1));
    set(track, "aria-valuetext", tick.dataset.area);
    light(whose(tick));
  }
  function hush(track) {
    if (track.dataset.said) light([]);
    delete track.dataset.said;
    track.querySelector("s.here")?.classList.remove("here");
  }
  const hushed = (but) => document.querySelectorAll(".track[data-said]").forEach((track) => { if (track !== but) hush(track); });
  ["pointermove", "pointerdown"].forEach((kind) => document.addEventListener(kind, ({ target, clientX }) => {
    const track = target.closest?.('.track[role="slider"]');
    if (kind === "pointerdown" || document.activeElement?.role !== "slider") hushed(track);
    if (!track) return lightUnder(target);
    over = track;
    const away = ticks(track).map((tick) => Math.abs(tick.getBoundingClientRect().left - clientX));
    point(track, away.indexOf(Math.min(...away)));
  }));
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches('.track[role="slider"]')) point(target, target.getAttribute("aria-valuenow") - 1);
    else light(whose(target.closest("[data-code]")));
  });
  document.addEventListener("focusout", ({ target }) => { if (target.matches?.('.track[role="slider"]')) hush(target); });
  const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, Home: -999, End: 999 };
  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.('.track[role="slider"]') && STEPS[event.key]) {
      event.preventDefault();
      point(event.target, event.target.getAttribute("aria-valuenow") - 1 + STEPS[event.key]);
    } else if (event.key === "Escape") hushed();
  });

  // An area that is pointed at in one chart is lit in every chart of the page, and one that the reader has chosen stands out in each. Whose a
  // mark is, HTML says by data-code; a plotly trace by its `meta`, a code for each of its points or one for all (charts/plotly/whose.py),
  // and a map by its locations.
  const MARKS = ".trace :is(.point, .choroplethlocation), .trace .js-line, [data-code]";
  let lit = [], over = null;  // codes, and what the pointer is over
  function whose(mark) {
    if (!mark) return [];
    if (mark.dataset.code !== undefined) return mark.dataset.code.split(" ").filter(Boolean);
    const datum = mark.__data__, all = mark.closest(".trace").__data__, codes = all?.[0]?.trace?.meta;
    if (datum?.loc) return [datum.loc];
    return Array.isArray(codes) ? [codes[codes.length > 1 ? all.indexOf(datum) : 0]].filter(Boolean) : [];
  }
  function light(codes) {
    if (codes.join() === lit.join()) return;
    lit = codes;
    shine();
  }
  function shine() {
    const chosen = document.getElementById("chosen-areas")?.dataset.codes.split(" ") ?? [];
    document.querySelectorAll(MARKS).forEach((mark) => {
      const of = whose(mark);
      mark.classList.toggle("lit", of.some((code) => lit.includes(code)));
      mark.classList.toggle("picked", of.some((code) => chosen.includes(code)));
    });
  }
  // What the pointer is over; over none, what the keyboard is on. In a picture of plotly's it says itself what is pointed at.
  function lightUnder(target) {
    const at = target.closest?.("[data-code], .js-plotly-plot") ?? null, held = document.activeElement;
    if (at === over) return;
    over = at;
    light(whose(at ? at.closest("[data-code]") : held?.querySelector("s.here") ?? held?.closest("[data-code]")));
  }
  const listening = new WeakMap();
  function pointed(plot) {
    if (!plot.on || listening.get(plot) === plot._ev) return;
    listening.set(plot, plot._ev);
    const nearest = ({ points, event }) => {  // at a place of the axis every line has a point
      const off = ({ yaxis, y }) => (yaxis ? Math.abs(yaxis.c2p(y) + yaxis._offset + plot.getBoundingClientRect().top - event.clientY) : 0);
      return points.reduce((best, one) => (off(one) < off(best) ? one : best));
    };
    plot.on("plotly_hover", (seen) => {
      const { data, pointNumber, location } = nearest(seen), codes = data.meta;
      const code = location ?? (codes?.length > 1 ? codes[pointNumber] : codes?.[0]);
      light(code ? [code] : []);
    });
    plot.on("plotly_unhover", () => light([]));
  }

  // The classes of a map's key are buttons: those pressed keep their areas, the other classes pale until none is pressed.
  // The key is drawn anew with each year: those pressed stay so while its classes are the same.
  const kept = new Map();  // by card: the classes of its key, and which are pressed
  const said = (classes) => classes.map((name) => name.textContent);
  const pressed = (classes) => classes.filter((name) => name.ariaPressed === "true");
  function filtered(key) {
    const areas = [...(key.closest('[class*="st-key-card-"]')?.querySelectorAll(".choroplethlayer path") ?? [])];
    if (!areas.length) return;
    const classes = [...key.querySelectorAll("li > span")], colour = (name) => getComputedStyle(name.querySelector("i")).backgroundColor;
    const of = key.closest('[class*="st-key-card-"]').className, last = kept.get(of), same = last?.all === said(classes).join();
    classes.filter((name) => !name.role).forEach((name) => {
      name.role = "button";
      name.tabIndex = 0;
      name.ariaPressed = String(same && last.pressed.includes(name.textContent));
    });
    kept.set(of, { all: said(classes).join(), pressed: said(pressed(classes)) });
    const every = new Set(classes.map(colour)), shown = new Set(pressed(classes).map(colour));
    areas.forEach((area) => {
      const { fill } = getComputedStyle(area);
      area.classList.toggle("pale", shown.size > 0 && every.has(fill) && !shown.has(fill));
    });
  }
  ["click", "keydown"].forEach((kind) => document.addEventListener(kind, (event) => {
    const name = event.target.closest?.('ul.map-classes span[role="button"]');
    if (!name || (kind === "keydown" && ![" ", "Enter"].includes(event.key))) return;
    event.preventDefault();
    name.ariaPressed = String(name.ariaPressed !== "true");
    filtered(name.closest("ul"));
  }));

  // What a card can be taken away as is let down over the page: a click beside it or Escape takes it up.
  document.addEventListener("click", ({ target }) => {
    document.querySelectorAll("details.take[open]").forEach((open) => { if (!open.contains(target)) open.open = false; });
  });
  document.addEventListener("keydown", ({ key, target }) => {
    const open = key === "Escape" ? target.closest?.("details.take[open]") : null;
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // On paper what is folded is printed open (static/style.css); a browser that cannot do that by style alone is helped.
  const folded = (open) => document.querySelectorAll("details.how").forEach((how) => { if (open ? !how.open : how.dataset.printed) { how.open = open; how.dataset.printed = open ? "1" : ""; } });
  if (!CSS.supports("selector(::details-content)")) ["beforeprint", "afterprint"].forEach((kind) => addEventListener(kind, () => folded(kind === "beforeprint")));

  // After a change in the collection the keyboard stays on the button that made it. Streamlit draws a page piece by piece and may draw
  // that button anew after it got the focus, so it is given back until the reader does something.
  function refocus() {
    const { key, count } = document.getElementById("focus-here")?.dataset ?? {};
    const fresh = Boolean(key) && count !== seen;
    if (fresh) owed = key;
    if (!owed || !(fresh || document.activeElement === document.body)) return;
    const button = document.querySelector(`.st-key-${owed} button, .st-key-${owed} input`);
    if (!button) return;
    if (fresh) seen = count;
    button.focus();
  }
  ["keydown", "pointerdown"].forEach((kind) => document.addEventListener(kind, () => { owed = ""; }, true));

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-do]"), take = button?.closest(TAKE);
    if (!take) return;
    if (button.dataset.do === "full") {
      const address = take.querySelector(".card-address"), own = [...take.classList].find((name) => name.startsWith("st-key-take-"));
      const card = document.querySelector(`.${own.replace("take-", "")}`);
      if (card && !card.querySelector("h1, h2.card-title")) card.dataset.fullTitle = address.textContent;  // said above the card, so not in the picture
      card?.requestFullscreen();
      return;
    }
    const link = take.querySelector("[data-alone]"), label = button.textContent;
    try {
      await navigator.clipboard.writeText(link.href);
      button.setAttribute("role", "status");
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; button.removeAttribute("role"); }, 2500);
    } catch {
      location.assign(link.href);  // no clipboard here: the address bar will have the link
    }
  });

  // The basket goes along in links to other pages of ours, without standing in each of them.
  const follow = (event) => {
    const link = event.target.closest?.("[data-testid=stHtml] a[href]"), korg = document.getElementById("page-state")?.dataset.korg;
    if (!link || !korg || link.origin !== location.origin || /^\/api\/|\./.test(link.pathname.slice(root.length)) || link.target) return;
    const to = new URL(link.href);
    to.searchParams.set("korg", korg);
    link.href = to.pathname + to.search + to.hash;
  };
  ["click", "auxclick"].forEach((kind) => document.addEventListener(kind, follow, true));

  // A card of the collection is dragged by its picture to another's place: the field for its place says so, as from the keyboard.
  let dragged = null;
  const row = (element) => element.closest?.('[class*="st-key-korg-item-"]');
  const marked = (over) => document.querySelectorAll(".drag-over").forEach((one) => one !== over && one.classList.remove("drag-over"));
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.matches?.(".korg-grip") ? row(event.target) : null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    dragged.classList.add("dragged");
  });
  document.addEventListener("dragover", (event) => {
    const over = dragged && row(event.target);
    marked(over);
    if (!over) return;
    event.preventDefault();
    over.classList.toggle("drag-over", over !== dragged);
  });
  document.addEventListener("drop", (event) => {
    const over = dragged && row(event.target);
    if (!over || over === dragged) return;
    event.preventDefault();
    const field = dragged.querySelector('[class*="st-key-korg-place-"] input'), to = over.className.match(/st-key-korg-item-(\d+)/)[1];
    field.focus();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, String(Number(to) + 1));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.blur();
  });
  document.addEventListener("dragend", () => { dragged?.classList.remove("dragged"); dragged = null; marked(null); });

  // The search is a plain form; a field called "lang" is taken out of our HTML by Streamlit, so the language is added here. A reader may be
  // quicker than the rest of the page: how things stand is then known from the address, which the document's language follows.
  document.addEventListener("formdata", (event) => {
    const asked = { lang: document.documentElement.lang, korg: new URLSearchParams(location.search).get("korg") };
    const { lang, korg } = document.getElementById("page-state")?.dataset ?? asked;
    if (!event.target.matches('form.find[method="get"]')) return;
    if (lang !== "sv") event.formData.set("lang", lang);
    if (korg) event.formData.set("korg", korg);
  });

  // What the server sent to be seen first lies over the app until that has drawn the page. Where nothing comes through, it stays, and says so.
  const first = document.getElementById("first-view");
  document.documentElement.classList.toggle("starting", Boolean(first));
  if (first) setTimeout(() => { first.querySelector(".waiting").hidden = false; }, 8_000);
  function uncover() {
    const app = document.querySelector("[data-testid=stApp]");  // while it runs, or a control is still to be drawn, what is below moves
    if (!first?.isConnected || !document.querySelector(".st-key-page h1, [data-testid=stException]") || app?.dataset.testScriptState !== "notRunning") return;
    if (document.querySelector(':is([class*="st-key-controls-"], .st-key-header) [data-testid=stSkeleton]')) return;
    first.remove();
    document.documentElement.classList.remove("starting");
  }

  // A browser says what file is chosen in its own language: here the page's words stand instead.
  document.addEventListener("change", ({ target }) => {
    const said = target.matches('form.find input[type="file"]') && target.form.querySelector("output");
    if (said && target.files.length) said.textContent = target.files[0].name;
  });

  // On paper: where the page is found, and on which day it was printed.
  addEventListener("beforeprint", () => document.querySelectorAll(".paper-head").forEach((head) => {
    const day = head.querySelector("time"), now = new Date();
    head.querySelector("span").textContent = decodeURI(location.href);
    day.textContent = day.dataset.words.replace("{day}", now.toLocaleDateString("sv-SE"));
  }));

  // A page whose server is gone is connected to another that has not run it, where the first change would find nobody who knows it. So it
  // is run there at once, with the address and the choices that the browser has (ui/frame.py).
  let connected = true;
  function connection() {
    const state = document.querySelector("[data-testid=stApp]")?.dataset.testConnectionState;
    if (!state) return;
    if (state === "CONNECTED" && !connected) document.querySelector(".st-key-again button")?.click();
    connected = state === "CONNECTED" || (connected && state === "INITIAL");
    document.documentElement.classList.toggle("lost", !connected);  // Streamlit's own notice speaks English to whoever runs it
  }

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; connection(); apply(); uncover(); });
  };
  const watched = ["data-lang", "data-current", "data-card", "data-query", "data-count", "data-test-script-state", "data-test-connection-state"];
  new MutationObserver(soon).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: watched });
})();
