// Notes: saving and opening files, links to a view, undo and redo by keys. In templates: utils.notes
window.trame.utils.notes = (() => {
  const MOST_MB = 3, START = "#v=";
  let trigger = null, picker = null, within = 0;
  const plain = /^(text|search|email|url|tel|number|password|date|time|)$/;
  // Inside a text the browser's own undo works.
  const typing = (element) => element?.isContentEditable || element?.tagName === "TEXTAREA" || (element?.tagName === "INPUT" && plain.test(element.getAttribute("type") || ""));

  // What is typed or slid, until the program has taken it.
  const live = () => window.trame.state.get("notes_live") || {};
  const valueOf = (field) => (field.type === "range" ? +field.value : field.value);
  function known(id, of) {
    const notes = window.trame.state.get("notes");
    return id ? notes?.rows.find((row) => row.id === id)?.[of] : notes?.title;
  }
  function type(id, of, field) { window.trame.state.set("notes_live", { ...live(), [`${of} ${id}`]: valueOf(field) }); }
  async function edit(id, of, field) {
    const value = valueOf(field), was = known(id, of);
    type(id, of, field);
    await trigger("note_edit", [id, of, value]);
    // the answer comes before the news: until then what was typed stands
    for (let wait = 0; value !== was && known(id, of) === was && wait < 40; wait += 1) await new Promise((done) => setTimeout(done, 25));
    const { [`${of} ${id}`]: now, ...others } = live();
    if (now === value) window.trame.state.set("notes_live", others);
  }
  const now = (typed, id, of, kept) => (typed && `${of} ${id}` in typed ? typed[`${of} ${id}`] : kept);

  async function save(name) {
    if (!window.showSaveFilePicker) return download(await trigger("notes_file", []));
    let handle;
    try {
      handle = await window.showSaveFilePicker({ suggestedName: name, types: [{ accept: { "application/json": [".json"] } }] });
    } catch (error) {
      if (error.name === "AbortError") return; // the visitor thought better of it
      return download(await trigger("notes_file", [])); // not allowed here
    }
    const { text } = await trigger("notes_file", []);
    const file = await handle.createWritable();
    await file.write(text);
    await file.close();
    trigger("notes_saved", [handle.name]);
  }
  function download({ name, text }) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    trigger("notes_saved", [name]);
  }

  async function open(file) {
    if (!file) return;
    if (file.size > MOST_MB * 1e6) trigger("notes_large", [file.name, MOST_MB]);
    else trigger("notes_open", [file.name, await file.text()]);
  }
  function choose() {
    picker ||= Object.assign(document.createElement("input"), { type: "file", accept: ".json,application/json", id: "notes-picker", hidden: true, onchange: () => { open(picker.files[0]); picker.value = ""; } });
    if (!picker.isConnected) document.body.append(picker);
    picker.click();
  }

  async function link() {
    const address = location.origin + "/" + (await trigger("view_link", []));
    try {
      await navigator.clipboard.writeText(address);
      trigger("link_copied", []);
    } catch {
      window.trame.state.set("notes_link", address); // not allowed here: the visitor copies it
    }
  }
  // A link to a view: what stands behind the # is ours, and is taken out of the address.
  function follow() {
    if (!location.hash.startsWith(START)) return;
    const wanted = location.hash;
    history.replaceState(null, "", location.pathname + location.search);
    trigger("link_open", [wanted]);
  }

  function onKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || typing(document.activeElement)) return;
    const key = event.key.toLowerCase();
    const step = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" && !event.shiftKey ? "redo" : "";
    if (!step) return;
    event.preventDefault();
    trigger(step, []);
  }

  const carriesFile = (event) => Array.from(event.dataTransfer?.types || []).includes("Files");
  const dropping = (is) => document.documentElement.classList.toggle("am-dropping", is);
  function onDrag(event) {
    if (!carriesFile(event)) return;
    event.preventDefault();
    if (event.type === "dragenter") within += 1;
    if (event.type === "dragleave") within -= 1;
    if (event.type === "drop") { within = 0; open(event.dataTransfer.files[0]); }
    dropping(within > 0);
  }

  return {
    save, choose, link, type, edit, now,
    // On a narrow page the drawer lies over the body, which is what the visitor wants to see now.
    aside() { if (innerWidth <= 1100) window.trame.state.set("drawer", ""); },
    attach(trameTrigger) {
      if (trigger) return;
      trigger = trameTrigger;
      document.addEventListener("keydown", onKey);
      for (const type of ["dragenter", "dragover", "dragleave", "drop"]) document.addEventListener(type, onDrag);
      addEventListener("hashchange", follow);
      follow();
    },
  };
})();
