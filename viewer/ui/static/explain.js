// Explaining to a patient: arrows go on and back wherever the focus is, Esc ends it; each step is read from its beginning.
(() => {
  const state = () => window.trame?.state?.get("explain");
  const click = (id) => document.querySelector(id)?.click();
  window.addEventListener("keydown", (event) => {
    if (!state() || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (by === 1) click("#explain-next");
    else if (by === -1) click("#explain-back");
    else if (event.key === "Escape") click("#explain-close");
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  let read = "", from = null;
  new MutationObserver(() => {
    const title = document.querySelector("#explain-title"), now = title?.textContent || "";
    if (now === read) return;
    if (!read) from = document.activeElement;
    read = now;
    if (now) {
      document.querySelector("#explain-text").scrollTo(0, 0);
      title.focus({ preventScroll: true });
    } else from?.isConnected && from.focus({ preventScroll: true });
  }).observe(document.documentElement, { subtree: true, childList: true, characterData: true });
})();
