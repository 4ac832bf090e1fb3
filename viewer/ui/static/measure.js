// The ruler: an end of what is measured is dragged where the pointer goes.
window.trame.utils.measure = (() => {
  const NEAR_PX = 6;
  let box, trigger, grip = -1, dragging = -1;
  const measured = () => window.trame.state.get("measure");
  const place = (event) => {
    const b = box.getBoundingClientRect();
    return [event.clientX - b.left, event.clientY - b.top, b.width, b.height];
  };
  // One request under way at a time, the newest waiting.
  function latest(send) {
    let busy = false, next = null;
    const pump = async () => {
      if (busy || next === null) return;
      busy = true;
      const args = next;
      next = null;
      try { await send(args); } finally { busy = false; }
      pump();
    };
    return (args) => { next = args; pump(); };
  }
  // As an attribute: the picture's own script sets the cursor too, for the marks that it names.
  function show() {
    if (!measured()) delete box.dataset.ruler;
    else box.dataset.ruler = dragging >= 0 ? "drags" : grip >= 0 ? "grips" : "waits";
  }
  const feel = latest(async (args) => {
    grip = measured()?.ends.length ? await trigger("measure_end_at", [...args, NEAR_PX]) : -1;
    show();
  });
  const drag = latest(async ([number, ...args]) => {
    await trigger(...(number < 0 ? ["measure_drop", []] : ["measure_drag", [number, ...args]]));
  });
  function onMove(event) {
    if (!measured()) {
      grip = -1;
      show();
      return;
    }
    if (dragging >= 0) {
      take(event);
      drag([dragging, ...place(event)]);
    } else if (!event.buttons && event.pointerType !== "touch") feel(place(event));
  }
  // A drag that begins on an end moves it; any other turns the body, as always. A finger taps an end, then its place.
  function onDown(event) {
    if (!measured() || grip < 0 || event.pointerType === "touch" || event.button !== 0 || !event.isPrimary) return;
    dragging = grip;
    const tip = box.querySelector(".am-tip"); // nothing is named while an end moves
    if (tip) tip.style.display = "none";
    box.setPointerCapture(event.pointerId);
    show();
    take(event);
  }
  function onUp(event) {
    if (dragging < 0) return;
    dragging = -1;
    show();
    take(event);
    drag([-1]);
  }
  function take(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  return {
    attach(trameTrigger) {
      box = document.querySelector("#body-view");
      if (!box || box.dataset.measures) return;
      trigger = trameTrigger;
      // on the document: before anything that listens on the picture itself
      const inside = (act) => (event) => { if (dragging >= 0 || box.contains(event.target)) act(event); };
      document.addEventListener("pointerdown", inside(onDown), true);
      document.addEventListener("pointermove", inside(onMove), true);
      for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, inside(onUp), true);
      box.dataset.measures = "1";
    },
  };
})();
