// The page of a hand-out: wires the words to the body, prints, and saves itself with what was written into it.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const asMade = document.documentElement.cloneNode(true); // before anything here changes the page
  const { model, said } = JSON.parse($("data").textContent);
  const stage = $("stage"), canvas = $("body"), tip = $("tip"), spots = new Map(model.spots.map((spot) => [spot.id, spot]));
  let view = null, chosen = null;

  const ground = () => {
    const [, r, g, b] = /(\d+)\D+(\d+)\D+(\d+)/.exec(getComputedStyle(stage.querySelector(".frame")).backgroundColor) || [0, 255, 255, 255];
    return [r / 255, g / 255, b / 255];
  };

  function place() {
    if (!chosen) { tip.hidden = true; return; }
    const at = view.place(chosen), width = canvas.clientWidth;
    tip.hidden = false;
    tip.classList.toggle("behind", !at.faces);
    const half = tip.offsetWidth / 2;
    tip.style.left = `${Math.min(width - half - 4, Math.max(half + 4, at.x))}px`;
    tip.style.top = `${Math.max(34, at.y)}px`;
  }

  function tell(spot) {
    chosen = spot;
    $("said").textContent = spot ? said.touched.replace("{name}", spot.name) : said.nothing;
    tip.textContent = spot ? spot.name : "";
    tip.className = spot ? spot.system : "";
    for (const button of document.querySelectorAll("[data-spots]")) {
      const on = spot && button.dataset.spots.split(" ").includes(spot.id);
      button.closest("li").classList.toggle("chosen", Boolean(on));
    }
    view.ask();
  }

  function begin() {
    stage.hidden = false;
    try { view = new BodyView(canvas, model, tell); } catch (problem) { stage.hidden = true; return; }
    document.documentElement.classList.add("turns");
    view.drawn = place;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const paint = () => { view.ground = ground(); view.ask(); };
    dark.addEventListener("change", paint); paint();
    const first = spots.values().next().value;
    if (first) {
      // the side that shows most of the points
      const behind = [...spots.values()].filter((spot) => spot.normal[1] > 0).length * 2 > spots.size;
      view.goTo({ azimuth: behind ? 180 : 0, elevation: 0, focus: null, span: 0 }, true);
    }
    for (const button of document.querySelectorAll("[data-spots]")) {
      button.addEventListener("click", () => {
        const ids = button.dataset.spots.split(" "), now = chosen ? ids.indexOf(chosen.id) : -1;
        const spot = spots.get(ids[(now + 1) % ids.length]);
        tell(spot); view.face(spot);
        const behaviour = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
        stage.scrollIntoView({ block: "nearest", behavior: behaviour });
      });
    }
    const azimuths = { front: 0, back: 180, left: 90, right: -90 };
    for (const button of stage.querySelectorAll("[data-view]"))
      button.addEventListener("click", () => view.goTo({ azimuth: azimuths[button.dataset.view], elevation: 0, focus: null, span: 0 }));
    for (const button of stage.querySelectorAll("[data-zoom]"))
      button.addEventListener("click", () => view.zoom(button.dataset.zoom === "nearer" ? 0.75 : 1.33));
    for (const button of stage.querySelectorAll("[data-show]")) {
      button.addEventListener("click", () => {
        const on = button.getAttribute("aria-pressed") !== "true", name = button.dataset.show;
        button.setAttribute("aria-pressed", String(on));
        if (name === "muscles") {
          view.through = on;
          const zones = stage.querySelector("[data-show=zones]"); // what is painted on the skin would hide them
          if (on && zones && zones.getAttribute("aria-pressed") === "true") zones.click();
          view.ask();
        } else view.show(name, on);
      });
    }
    const row = document.querySelector(".pictures .row");
    if (row.dataset.count === "0") {
      // no pictures were made: what is seen now is what is printed
      addEventListener("beforeprint", () => {
        const seen = row.querySelector("img") || row.appendChild(new Image());
        seen.alt = canvas.getAttribute("aria-label"); seen.className = "snapshot";
        const was = view.ground; view.ground = [1, 1, 1]; view.draw();
        seen.src = canvas.toDataURL("image/png"); view.ground = was; view.ask();
      });
    }
    window.handout = { view, tell, spots }; // for those who look closer
  }

  function save() {
    const copy = asMade.cloneNode(true);
    for (const input of document.querySelectorAll("input")) copy.querySelector(`#${input.id}`).setAttribute("value", input.value);
    copy.querySelector("#note").textContent = $("note").innerText.trim();
    const file = new Blob(["<!doctype html>\n", copy.outerHTML], { type: "text/html" }), link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `${document.title.replace(/[\\/:*?"<>|]+/g, " ")}.html`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  for (const [id, act] of [["save", save], ["print", () => print()]]) { $(id).hidden = false; $(id).addEventListener("click", act); }
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  if (!("contentEditable" in $("note")) || $("note").contentEditable !== "plaintext-only") $("note").contentEditable = "true";
  begin();
})();
