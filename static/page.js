// What assistive technology needs and Streamlit does not set. The app says how things stand in #page-state (ui/frame.py).
(() => {
  const set = (element, name, value) => { if (element && element.getAttribute(name) !== value) element.setAttribute(name, value); };

  function apply() {
    const state = document.getElementById("page-state");
    if (!state) return;
    set(document.documentElement, "lang", state.dataset.lang);
    const menu = document.querySelector(".st-key-menu");
    set(menu, "role", "navigation");
    set(menu, "aria-label", state.dataset.menu);
    menu?.querySelectorAll("a").forEach((link, place) => {
      if (String(place) === state.dataset.current) set(link, "aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  }

  // The search in the footer is a plain form; a field called "lang" is taken out of our HTML by Streamlit, so the language is added here.
  document.addEventListener("formdata", (event) => {
    const lang = document.getElementById("page-state")?.dataset.lang;
    if (event.target.matches("form.find") && lang !== "sv") event.formData.set("lang", lang);
  });

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; apply(); });
  };
  new MutationObserver(soon).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ["data-lang", "data-current"] });
})();
