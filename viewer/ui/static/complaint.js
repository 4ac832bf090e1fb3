// The list of complaints: those whose names have all words of a filter, and the arrow keys in it.
window.trame.utils.complaint = (() => {
  const buttons = () => [...document.querySelectorAll("#complaint-list button")];
  return {
    found(list, text) {
      const words = (text || "").toLocaleLowerCase().split(/\s+/).filter(Boolean);
      return (list || []).filter((one) => words.every((word) => `${one.name} ${one.also}`.toLocaleLowerCase().includes(word)));
    },
    first: () => buttons()[0]?.click(),
    step(by) {
      const all = buttons(), at = all.indexOf(document.activeElement);
      if (at + by < 0) document.querySelector("#complaint-filter")?.focus();
      else all[Math.min(at + by, all.length - 1)]?.focus();
    },
  };
})();
