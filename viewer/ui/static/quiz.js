// The quiz by keyboard: a cross on the picture, and the focus where the next answer is given.
(() => {
  window.trame.utils.learn = { narrow: () => innerWidth <= 1100 };
  const STEP_PX = 12, FINE_PX = 3, HURRY = 6; // a held key hurries after so many steps
  let box, cross, at = null, held = 0, last = 0, key = "", byKeys = false; // the cross is there for those who use keys
  const quiz = () => window.trame.state.get("quiz");
  const trigger = (name, args) => window.trame.trigger(name, args);
  const size = () => [box.clientWidth, box.clientHeight];

  function place() {
    const [width, height] = size();
    at = at ? [Math.max(0, Math.min(width, at[0])), Math.max(0, Math.min(height, at[1]))] : [width / 2, height / 2];
    cross.style.display = quiz()?.spot && byKeys ? "block" : "none";
    cross.style.transform = `translate(${at[0]}px,${at[1]}px)`;
  }
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function onKey(event) {
    if (!quiz()?.spot || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    byKeys = true;
    if (way && event.shiftKey) trigger("key", [event.key]); // turns the body
    else if (way) {
      held = event.repeat ? held + 1 : 0;
      const step = held > HURRY ? 2 * STEP_PX : held || !event.repeat && performance.now() - last > 250 ? STEP_PX : FINE_PX;
      last = performance.now();
      at = [at[0] + step * way[0], at[1] + step * way[1]];
      place();
    } else if (event.key === "+" || event.key === "=" || event.key === "-") trigger("zoom", [event.key === "-" ? 1 / 1.3 : 1.3, ...at, ...size()]);
    else if (event.key === "Enter" || event.key === " ") trigger("pick_at", [...at, ...size(), 6]);
    else return;
    event.preventDefault();
    event.stopPropagation();
    place();
  }

  // Where the next answer is given, there the focus is; who clicks about is not disturbed.
  function settle(now) {
    if (!box) begin();
    if (!box) return;
    place();
    if (!now || now.key === key) { key = now?.key || ""; return; }
    const mine = !document.activeElement || document.activeElement === document.body || document.activeElement.closest("#card, #body-view, #drawer");
    if (!key && window.trame.utils.learn.narrow()) window.trame.state.set("drawer", ""); // there it lies over the picture
    key = now.key;
    window.trame.state.set("quiz_text", "");
    if (now.spot) at = null;
    requestAnimationFrame(() => {
      place();
      document.querySelector("#card")?.scrollTo(0, 0);
      if (!mine) return;
      const goal = now.end ? "#quiz-ended" : now.verdict ? "#quiz-next" : now.spot ? "#body-view" : now.typed ? "#quiz-text" : "#quiz-question";
      document.querySelector(goal)?.focus({ preventScroll: true });
      if (now.verdict) document.querySelector("#quiz-verdict")?.scrollIntoView({ block: "nearest" });
    });
  }
  function begin() {
    box = document.querySelector("#body-view");
    if (!box) return;
    cross = document.createElement("div");
    cross.className = "am-cross";
    cross.setAttribute("aria-hidden", "true");
    const way = "M0 -22V-11M0 11V22M-22 0H-11M11 0H22M0 -6A6 6 0 1 0 0 6A6 6 0 1 0 0 -6M0 0h.01";
    cross.innerHTML = `<svg viewBox="-24 -24 48 48"><path class="under" d="${way}"/><path class="over" d="${way}"/></svg>`;
    box.append(cross);
    box.addEventListener("keydown", onKey, true);
    box.addEventListener("focus", () => { byKeys = box.matches(":focus-visible"); place(); });
    box.addEventListener("pointermove", (event) => { if (byKeys && event.movementX | event.movementY) { byKeys = false; place(); } });
    new ResizeObserver(place).observe(box);
    place();
  }
  const wait = setInterval(() => {
    if (!window.trame?.state?.watch || !document.querySelector("#body-view")?.dataset.ready) return;
    clearInterval(wait);
    begin();
    trigger("quiz_still", [matchMedia("(prefers-reduced-motion: reduce)").matches]);
    window.trame.state.watch(["quiz"], settle);
    settle(quiz());
  }, 100);
})();
