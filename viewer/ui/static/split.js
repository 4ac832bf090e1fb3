// Side by side: where the pointer is in one half, a small sign shows the same spot in the other.
window.trame.utils.split = (() => {
  let box, trigger;
  const state = (name) => window.trame.state.get(name);
  const ghost = () => document.querySelector(".am-split-ghost");
  const hide = () => { const sign = ghost(); if (sign) sign.style.display = "none"; };

  // Both halves are as large, and one camera looks into both: half a picture further is the same spot.
  function other(x, y, width, height) {
    if (state("split_stacked")) return [x, y < height / 2 ? y + height / 2 : y - height / 2];
    return [x < width / 2 ? x + width / 2 : x - width / 2, y];
  }
  function follow(event) {
    const sign = ghost();
    if (!sign) return;
    if (event.pointerType === "touch" && !event.buttons) { hide(); return; }
    const b = box.getBoundingClientRect();
    const [x, y] = other(event.clientX - b.left, event.clientY - b.top, b.width, b.height);
    sign.style.display = "block";
    sign.style.transform = `translate(${x}px,${y}px)`;
  }
  return {
    attach(trameTrigger) {
      box = document.querySelector("#body-view");
      if (!box || box.dataset.splits) return;
      trigger = trameTrigger;
      box.addEventListener("pointermove", follow, true);
      for (const type of ["pointerleave", "pointercancel"]) box.addEventListener(type, hide);
      new ResizeObserver(() => trigger("split_seen", [box.clientWidth, box.clientHeight])).observe(box);
      box.dataset.splits = "1";
    },
  };
})();
