// Pointer, touch and keyboard on the picture of the body. In templates: utils.ashimap
window.trame.utils.ashimap = (() => {
  const NEAR_PX = { mouse: 6, pen: 10, touch: 18 }; // how far beside a mark still counts as on it
  const STILL_PX = { mouse: 4, pen: 6, touch: 10 }; // more movement than this is a drag, not a click
  const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "+", "=", "-", "f", "b", "l", "r", "t", "s", "Escape"]);
  const actKeys = () => window.trame.state.get("act_keys") || []; // what the tools and steps listen to
  const ACTS = { n: () => ["step", [true, still()]], p: () => ["step", [false, still()]], w: () => ["twitch", [still()]] };
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  let box, tip, trigger, down = null;

  // Where the browser draws, the camera lives here: the program has to know it before it acts on what is seen.
  function camera() {
    const view = Object.values(window.trame.refs || {}).find((ref) => ref?.getCamera);
    if (!view) return null;
    const { position, focalPoint, viewUp, viewAngle } = view.getCamera();
    return [[...position], [...focalPoint], [...viewUp], viewAngle];
  }
  async function call(name, args) {
    const now = camera();
    if (now) await trigger("camera_is", now);
    return trigger(name, args);
  }

  const place = (event) => {
    const b = box.getBoundingClientRect();
    return [event.clientX - b.left, event.clientY - b.top, b.width, b.height];
  };
  const typing = () => /INPUT|TEXTAREA|SELECT/.test(document.activeElement?.tagName || "");

  // One request under way at a time, the newest waiting: a slow machine is never flooded.
  function latest(send) {
    let busy = false, next = null;
    const pump = async () => {
      if (busy || next === null) return;
      busy = true;
      const args = next;
      next = null;
      try { await send(args); } finally { busy = false; }
      if (next !== null) setTimeout(pump, 30);
    };
    return { ask(args) { next = args; pump(); }, drop() { next = null; } };
  }

  const hover = latest(async (args) => {
    const name = await call("hover_at", args);
    tip.style.display = name ? "block" : "none";
    box.style.cursor = name ? "pointer" : "";
    if (!name) return;
    tip.textContent = name;
    const [x, y, width, height] = args;
    const left = Math.min(x + 14, width - tip.offsetWidth - 6), top = Math.min(y + 14, height - tip.offsetHeight - 6);
    tip.style.transform = `translate(${Math.max(left, 6)}px,${Math.max(top, 6)}px)`;
  });
  const hideTip = () => { hover.drop(); tip.style.display = "none"; };

  // Wheel and two fingers keep the spot under them where it is. The remote view ignores fingers and zooms to the middle.
  const fingers = new Map();
  let spread = 0, middle = null, factor = 1, shift = [0, 0];
  const zoom = latest(async ([x, y, width, height]) => {
    const by = factor, move = shift;
    factor = 1;
    shift = [0, 0];
    if (Math.abs(by - 1) > 0.004) await call("zoom", [by, x, y, width, height]);
    if (Math.hypot(...move) > 1) await call("shift", move);
  });
  function onWheel(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    hideTip();
    const lines = event.deltaMode === 1 ? 30 : 1;
    factor *= Math.exp(-Math.max(-240, Math.min(240, event.deltaY * lines)) / 500);
    zoom.ask(place(event));
  }
  function pinch(event) {
    if (event.pointerType !== "touch") return false;
    if (event.type === "pointerup" || event.type === "pointercancel") {
      fingers.delete(event.pointerId);
      spread = 0;
      return false;
    }
    if (event.type === "pointerdown" || fingers.has(event.pointerId)) fingers.set(event.pointerId, event);
    if (fingers.size < 2) return false;
    const [a, b] = [...fingers.values()];
    const distance = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const centre = { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 };
    if (spread) {
      factor *= distance / spread;
      shift = [shift[0] + centre.clientX - middle.clientX, shift[1] + centre.clientY - middle.clientY];
      zoom.ask(place(centre));
    }
    spread = distance;
    middle = centre;
    down = null;
    return true;
  }

  // Painting where it hurts: what the pointer passes is sent in order, all that has gathered at a time.
  const tool = () => window.trame.state.get("ViewState__pain__PainState__tool");
  const asking = () => tool() !== "off";
  const painting = () => tool() === "paint";
  let ring, brush = 0, stroke = null, sending = false;
  const feel = latest(async (args) => { brush = painting() ? await call("brush_at", args) : 0; circle(args); });
  function circle([x, y]) {
    ring.style.display = brush > 0 ? "block" : "none";
    ring.style.width = ring.style.height = `${2 * brush}px`;
    ring.style.transform = `translate(${x - brush}px,${y - brush}px)`;
  }
  async function send() {
    if (sending) return;
    sending = true;
    while (stroke?.pixels.length) {
      const { pixels, size, begins } = stroke;
      stroke.pixels = [];
      stroke.begins = false;
      await call("paint", [pixels, ...size, begins]);
    }
    sending = false;
    if (stroke?.ended) { stroke = null; await call("paint_ends", []); }
  }
  // A drag that begins beside the body turns it, as always; so does one with Shift (it shifts), and two fingers.
  function paint(event) {
    if (event.type === "pointerdown") {
      const meant = painting() && event.isPrimary && event.button === 0 && !event.shiftKey;
      if (!meant || (event.pointerType === "mouse" && !brush) || stroke) return false;
      stroke = { pixels: [], size: place(event).slice(2), begins: true, ended: false };
      box.setPointerCapture(event.pointerId);
    } else if (!stroke || stroke.ended || !event.isPrimary) return false;
    const passed = event.type === "pointermove" ? event.getCoalescedEvents?.() || [] : [];
    for (const one of passed.length ? passed : [event]) stroke.pixels.push(place(one).slice(0, 2));
    if (event.type === "pointermove") circle(place(event));
    if (event.type === "pointerup" || event.type === "pointercancel") stroke.ended = true;
    send();
    return true;
  }
  const slide = latest(([mm]) => trigger("overlap_slide", [mm]));
  // [ and ] move the tolerance wherever the focus is, as the arrow keys do on the slider itself.
  function nudge(by) {
    const slider = document.querySelector("#overlap-mm");
    if (!slider) return;
    slider.value = +slider.value + by;
    slider.dispatchEvent(new Event("input"));
  }
  const glance = latest(([id]) => trigger("pain_glance", [id]));

  function onUp(event) {
    if (!down || !event.isPrimary) return;
    const moved = Math.hypot(event.clientX - down[0], event.clientY - down[1]);
    down = null;
    if (moved <= (STILL_PX[event.pointerType] || 4) && event.button === 0) call("pick_at", [...place(event), NEAR_PX[event.pointerType] || 6]);
  }
  function onMove(event) {
    if (event.buttons || event.pointerType === "touch") { hideTip(); return; }
    if (painting()) { hideTip(); circle(place(event)); feel.ask(place(event)); return; }
    if (brush) { brush = 0; circle([0, 0]); }
    if (asking()) { hideTip(); box.style.cursor = "crosshair"; return; } // the skin is meant, not the marks on it
    hover.ask(place(event));
  }
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !(KEYS.has(event.key) || event.key in ACTS || actKeys().includes(event.key))) return;
    event.preventDefault();
    event.stopPropagation(); // else the page would act on Escape once more
    if (event.key in ACTS) call(...ACTS[event.key]());
    else call("key", [(event.shiftKey && event.key.startsWith("Arrow") ? "Shift+" : "") + event.key]);
  }
  function onPageKey(event) {
    if (typing() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { event.preventDefault(); document.querySelector("#search")?.focus(); }
    else if (event.key === "[" || event.key === "]") nudge(event.key === "]" ? 1 : -1);
    else if (event.key in ACTS) call(...ACTS[event.key]());
    else if (event.key === "Escape" || actKeys().includes(event.key)) call("key", [event.key]);
  }
  // Marks keep their size on the screen: after turning and zooming in the browser the program fits them anew.
  let settling = 0;
  function settle() {
    clearTimeout(settling);
    settling = setTimeout(() => { const now = camera(); if (now) trigger("camera_is", now); }, 200);
  }
  // The remote view brings images without alt and a Tab stop without a name: the picture as a whole has both.
  function tidy() {
    box.querySelectorAll("img:not([alt])").forEach((image) => image.setAttribute("alt", ""));
    box.querySelectorAll("[tabindex='0']").forEach((part) => part.setAttribute("tabindex", "-1"));
  }
  // What is selected next is read from its beginning.
  let read = "", kept = 0, listed = false; // and the list of pairs where it was left
  const pairsThere = () => Boolean(document.querySelector("#overlap-pairs"));
  function toTop() {
    if (!document.querySelector("#overlap-tools")) kept = 0;
    if (pairsThere() && !listed) document.querySelector("#card").scrollTo(0, kept);
    listed = pairsThere();
    const outside = document.querySelector("#overlap-tools") ? "" : "start";
    const now = document.querySelector("#card-title")?.textContent || outside;
    if (now && now !== read) document.querySelector("#card").scrollTo(0, 0);
    read = now;
  }
  // On its way out the page has closed its socket: what the widgets still ask for then fails, and need not be told.
  let leaving = false;
  window.addEventListener("beforeunload", () => {
    leaving = true;
    window.addEventListener("unhandledrejection", (event) => event.preventDefault());
  });
  // Chromium reports a menu that is laid out in two steps as an error; trame would log it, here and in the program.
  const report = console.error;
  console.error = (...words) => { if (!leaving && !/ResizeObserver loop/.test(words[0])) report(...words); };

  // A newcomer is told once how to turn and read the body; this browser remembers that.
  const KNOWN = "ashimap.known";
  const remembered = () => { try { return localStorage.getItem(KNOWN); } catch { return "1"; } };
  function known() {
    try { localStorage.setItem(KNOWN, "1"); } catch { /* then it is told once more the next time */ }
    window.trame.state.set("newcomer", false);
  }

  return {
    known,
    glance: (id) => glance.ask([id]),
    still,
    slide: (mm) => slide.ask([mm]),
    told: (event) => event.target.closest?.("[data-told]")?.dataset.told || "",
    // Pairs that have all words of a filter, by a column; equal ones by distance.
    pairs(rows, text, by, down) {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const fits = (row) => words.every((word) => (row.trigger + " " + row.acupoint_name + " " + row.region).toLowerCase().includes(word));
      const order = (a, b) => (typeof a === "string" ? a.localeCompare(b, document.documentElement.lang, { numeric: true }) : a - b);
      return rows.filter(fits).sort((a, b) => (down ? -1 : 1) * order(a[by], b[by]) || a.mm - b.mm);
    },
    // Groups of muscles whose English or Latin names have all words of a filter.
    muscles(groups, text) {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const fits = (muscle) => words.every((word) => (muscle.name + " " + muscle.latin).toLowerCase().includes(word));
      return groups.map((group) => ({ ...group, muscles: group.muscles.filter(fits) })).filter((group) => group.muscles.length);
    },
    attach(trameTrigger) {
      box = document.querySelector("#body-view");
      if (!box || box.dataset.ready) return;
      trigger = trameTrigger;
      tip = document.createElement("div");
      tip.className = "am-tip";
      tip.setAttribute("role", "tooltip");
      ring = document.createElement("div");
      ring.className = "am-brush";
      box.append(tip, ring);
      const viewport = document.querySelector("meta[name=viewport]") || document.head.appendChild(Object.assign(document.createElement("meta"), { name: "viewport" }));
      viewport.content = "width=device-width,initial-scale=1";
      window.trame.state.watch(["ViewState__language"], (language) => { document.documentElement.lang = language; });
      for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel"])
        box.addEventListener(type, (event) => { if (pinch(event)) { if (stroke) { stroke.ended = true; send(); } event.stopImmediatePropagation(); } }, true);
      for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel"])
        box.addEventListener(type, (event) => { if (paint(event)) { event.preventDefault(); event.stopImmediatePropagation(); } }, true);
      box.addEventListener("pointerdown", (event) => { down = event.isPrimary ? [event.clientX, event.clientY] : null; hideTip(); }, true);
      box.addEventListener("pointerup", onUp, true);
      box.addEventListener("pointerup", () => { if (!remembered()) known(); });
      box.addEventListener("pointermove", onMove, true);
      box.addEventListener("pointerleave", () => { hideTip(); ring.style.display = "none"; hover.ask([-100, -100, box.clientWidth, box.clientHeight]); });
      box.addEventListener("wheel", onWheel, { capture: true, passive: false });
      box.addEventListener("pointerup", settle);
      box.addEventListener("keydown", onKey);
      document.addEventListener("keydown", onPageKey);
      document.querySelector("#card").addEventListener("scroll", (event) => { if (pairsThere()) kept = event.target.scrollTop; });
      window.trame.state.watch(["drawer"], () => { document.querySelector("#drawer").scrollTop = 0; }); // each begins at its head
      // Where the drawer lies over the picture, whoever has chosen in it wants to see what was chosen.
      document.querySelector("#drawer").addEventListener("click", (event) => {
        if (innerWidth <= 1100 && event.target.closest(".am-leads")) window.trame.state.set("drawer", "");
      });
      new MutationObserver(toTop).observe(document.querySelector("#card"), { subtree: true, childList: true, characterData: true });
      new MutationObserver(tidy).observe(box, { subtree: true, childList: true });
      tidy();
      requestAnimationFrame(() => {
        if (innerWidth <= 1100) window.trame.state.set("drawer", "");
        if (innerWidth <= 600) window.trame.state.set("legend_open", false);
        if (!remembered()) window.trame.state.set("newcomer", true);
        window.trame.state.set("still", still());
      }); // there the panel lies over the picture
      // Drawn pixels differ from seen ones while the picture moves: the program has to know the seen size.
      new ResizeObserver(() => call("seen", [box.clientWidth, box.clientHeight])).observe(box);
      box.dataset.ready = "1";
    },
  };
})();
