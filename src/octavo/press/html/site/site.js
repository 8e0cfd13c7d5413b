/* What the pages of a site do by themselves: day and night, keys, and search. Without it all is there to be read. */
"use strict";

(() => {
  const root = document.documentElement;
  const assets = new URL(".", document.currentScript.src);
  const kept = {
    get: () => { try { return localStorage.getItem("octavo-scheme"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("octavo-scheme", value); } catch { /* not remembered, then */ } },
  };
  const night = matchMedia("(prefers-color-scheme: dark)");
  const chosen = kept.get();
  if (chosen === "dark" || chosen === "light") root.dataset.scheme = chosen; // before anything is painted

  const dark = () => (root.dataset.scheme || (night.matches ? "dark" : "light")) === "dark";

  function offerSchemes(button) {
    const show = () => { button.textContent = dark() ? button.dataset.light : button.dataset.dark; };
    button.addEventListener("click", () => {
      root.dataset.scheme = dark() ? "light" : "dark";
      kept.set(root.dataset.scheme);
      show();
    });
    night.addEventListener("change", show);
    button.hidden = false;
    show();
  }

  /* Keys. Whatever takes arrows for itself keeps them: fields, and boxes that scroll. */
  const busy = (event) => event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  const inField = (target) => target.closest("input, textarea, select, [contenteditable]");

  function turnPages(event) {
    if (busy(event) || inField(event.target) || event.target.closest("[tabindex], .search")) return;
    const ways = root.dir === "rtl" ? { ArrowLeft: "next", ArrowRight: "prev" } : { ArrowLeft: "prev", ArrowRight: "next" };
    const link = ways[event.key] && document.querySelector(`a[rel="${ways[event.key]}"]`);
    if (link) link.click();
  }

  /* Search. Its files are scripts that call `take`; they are asked for when the reader does. */
  const taken = new Map();
  const waiting = new Map();
  window.octavoSearch = { take: (name, data) => taken.set(name, data) };

  function run(name) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = new URL(`search/${name}.js`, assets);
        script.onload = done;
        script.onerror = () => { waiting.delete(name); failed(new Error(name)); };
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  }

  async function fetched(address) {
    const name = address.split("?")[0].replace(/^\/+/, "");
    await run(name);
    const bytes = Uint8Array.from(atob(taken.get(name)), (letter) => letter.charCodeAt(0));
    return { ok: true, arrayBuffer: async () => bytes.buffer, json: async () => JSON.parse(new TextDecoder().decode(bytes)) };
  }

  let engine;
  async function started() {
    if (!engine) {
      await run("pagefind");
      engine = octavoSearch.engine(fetched, undefined);
      await engine.options({ basePath: "/", baseUrl: "/", excerptLength: /^(?:ja|zh)\b/.test(root.lang) ? 60 : 24 });
    }
    return engine;
  }

  const MOST = 12; // pages
  const PER_PAGE = 3; // places on each

  /* Chinese and Japanese: every character is a word, and what is written without a space is looked for as it stands. */
  const CHARACTER = "[\\u3005-\\u3007\\u3041-\\u309f\\u30a1-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]";
  const unspaced = new RegExp(`(?<=\\S)(?=${CHARACTER})|(?<=${CHARACTER})(?=[\\p{L}\\p{N}])`, "gu");
  const gaps = new RegExp(`(?<=(?:${CHARACTER}|[\\u3000-\\u303f\\uff00-\\uffef])(?:</?mark>)*) (?=(?:</?mark>)*${CHARACTER})`, "gu");
  const joined = (text) => text.replace(gaps, "");

  function asked(words) {
    const spaced = words.replace(unspaced, " ");
    return spaced === words || /\s/.test(words) ? spaced : `"${spaced}"`;
  }

  async function find(words) {
    const { results } = await (await started()).search(asked(words));
    const pages = await Promise.all(results.slice(0, MOST).map((result) => result.data()));
    return pages.flatMap((page) => {
      const places = [...page.sub_results].sort((a, b) => weight(b) - weight(a)).slice(0, PER_PAGE);
      return places.map((place) => ({
        address: place.url.replace(/^\/+/, ""),
        title: joined(place.title || page.meta.title),
        under: place.title && place.title !== page.meta.title ? joined(page.meta.title) : "",
        excerpt: joined(place.excerpt),
      }));
    });
  }

  const weight = (place) => place.weighted_locations.reduce((sum, each) => sum + each.balanced_score, 0);

  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&amp;": "&" };
  const plain = (text) => text.replace(/&(?:lt|gt|quot|#39|#x27|amp);/g, (entity) => ENTITIES[entity]);

  function element(name, kind, text) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }

  function line({ address, title, under, excerpt }) {
    const item = element("li");
    const link = item.appendChild(element("a"));
    link.href = new URL(`../${address}`, assets);
    link.append(element("span", "to", plain(title)));
    if (under) link.append(" ", element("span", "under", plain(under)));
    const said = element("span", "excerpt");
    excerpt.split(/<\/?mark>/).forEach((part, at) => said.append(at % 2 ? element("mark", "", plain(part)) : plain(part)));
    link.append(" ", said);
    return item;
  }

  function offerSearch(box) {
    const field = box.querySelector("input");
    const panel = box.querySelector(".found");
    const status = panel.querySelector("[role=status]");
    const list = panel.querySelector("ol");
    const links = () => [...list.querySelectorAll("a")];
    let turn = 0;

    async function answer() {
      const mine = ++turn;
      const words = field.value.trim();
      let lines = [];
      if (words) {
        try { lines = (await find(words)).map(line); } catch (failure) { console.error(failure); }
      }
      if (mine !== turn) return; // the reader has typed on
      const at = links().indexOf(document.activeElement); // the reader may be among the places already
      list.replaceChildren(...lines);
      if (at >= 0) (links()[at] || field).focus();
      list.hidden = lines.length === 0;
      status.textContent = words && !lines.length ? status.dataset.none : "";
      panel.hidden = !words;
    }

    const close = () => { panel.hidden = true; };
    const open = () => { field.focus(); field.select(); };

    function step(event) {
      const all = links();
      const at = all.indexOf(document.activeElement);
      if (event.key === "Escape") {
        if (panel.hidden && !field.value) return field.blur();
        field.value = "";
        answer();
        field.focus();
      } else if (event.key === "ArrowDown" && all.length) {
        all[Math.min(at + 1, all.length - 1)].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        if (at === 0) field.focus(); else all[at - 1].focus();
      } else if (event.key === "Enter" && document.activeElement === field && all.length) {
        all[0].click();
      } else {
        return undefined;
      }
      return event.preventDefault();
    }

    let pause;
    field.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(answer, 120); });
    field.addEventListener("focus", () => { started().catch(console.error); if (links().length) panel.hidden = false; });
    box.addEventListener("keydown", step);
    list.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
    document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) close(); });
    document.addEventListener("focusin", (event) => { if (!box.contains(event.target)) close(); });
    document.addEventListener("keydown", (event) => {
      const asked = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
      if (asked || (event.key === "/" && !busy(event) && !inField(event.target))) {
        event.preventDefault();
        open();
      }
    });
    box.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    offerSchemes(document.querySelector(".scheme"));
    const search = document.querySelector(".search");
    if (search && typeof WebAssembly === "object") offerSearch(search);
    document.addEventListener("keydown", turnPages);
    const here = document.querySelector(".sidebar [aria-current]");
    const sidebar = here && here.closest(".sidebar");
    if (sidebar) sidebar.scrollTop = Math.max(0, here.offsetTop - sidebar.clientHeight / 3);
  });
})();
