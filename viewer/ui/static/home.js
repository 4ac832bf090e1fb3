// Taking home: asks the program for a file, waits for it without holding anything up, and hands it to the browser.
window.trame.utils.home = (() => {
  const ASK_MS = 350;
  const set = (values) => { for (const [name, value] of Object.entries(values)) window.trame.state.set(`home_${name}`, value); };
  const pause = () => new Promise((go) => setTimeout(go, ASK_MS));

  function save({ name, type, content }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  return {
    async make(trigger, kind, form) {
      set({ making: kind, made: "", problem: "" });
      try {
        const { number, problem } = await trigger("home_make", [kind, form]);
        let file = problem ? { problem } : null;
        while (!file) {
          await pause();
          file = await trigger("home_take", [number]);
        }
        if (file.problem) set({ problem: file.problem });
        else { save(file); set({ made: file.name }); }
      } finally { set({ making: "" }); }
    },
  };
})();
