// The body of a hand-out: draws the model, turns it by finger, mouse or keys, and says which point was touched.
"use strict";

const VERTEX = `
attribute vec3 position; attribute vec3 normal; attribute vec4 colour; attribute vec3 growth;
uniform mat4 camera; uniform mat3 turn; uniform vec3 low; uniform vec3 size; uniform float grow; uniform float alpha;
varying vec3 outward; varying vec4 paint;
void main() {
  vec3 at = low + size * position + growth * grow;
  outward = turn * normal; paint = vec4(colour.rgb, colour.a * alpha);
  gl_Position = camera * vec4(at, 1.0);
}`;
const FRAGMENT = `
precision mediump float;
uniform vec3 ways[4]; uniform vec3 lights[4]; uniform vec4 material;
varying vec3 outward; varying vec4 paint;
void main() {
  vec3 n = normalize(outward); vec3 seen = material.x * paint.rgb; float shine = 0.0;
  for (int i = 0; i < 4; i++) {
    float facing = dot(n, ways[i]);
    seen += material.y * max(facing, 0.0) * lights[i] * paint.rgb;
    if (facing > 0.0) shine += pow(max(2.0 * facing * n.z - ways[i].z, 0.0), material.w) * lights[i].g;
  }
  gl_FragColor = vec4(min(seen + material.z * shine, 1.0), paint.a);
}`;
const KINDS = { u1: [Uint8Array, 5121], i1: [Int8Array, 5120], u2: [Uint16Array, 5123], i2: [Int16Array, 5122], u4: [Uint32Array, 5125] };
const UP = [0, 0, 1];
const add = (a, b, s = 1) => [a[0] + s * b[0], a[1] + s * b[1], a[2] + s * b[2]];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const unit = (a) => { const l = Math.hypot(...a) || 1; return [a[0] / l, a[1] / l, a[2] / l]; };
const clamp = (v, low, high) => Math.min(high, Math.max(low, v));

class BodyView {
  // canvas to draw on, model as made by viewer/handout/model.py, told(spot or null) when a point is touched
  constructor(canvas, model, told) {
    const gl = canvas.getContext("webgl", { antialias: true, alpha: false, preserveDrawingBuffer: true });
    if (!gl) throw new Error("no WebGL");
    Object.assign(this, { canvas, model, told, gl, selected: null, ground: [1, 1, 1], through: false });
    this.low = model.box[0]; this.size = model.box[1];
    this.tangent = Math.tan((model.field * Math.PI) / 360);
    this.program();
    const bytes = Uint8Array.from(atob(model.data), (c) => c.charCodeAt(0)).buffer;
    this.parts = model.parts.map((part) => this.upload(part, bytes));
    this.view = { azimuth: 0, elevation: 0, focus: add(this.low, this.size, 0.5), distance: 1 };
    this.goTo({ azimuth: 0, elevation: 0, focus: null, span: 0 }, true);
    this.listen();
    new ResizeObserver(() => this.ask()).observe(canvas);
    canvas.addEventListener("webglcontextlost", (e) => e.preventDefault());
    canvas.addEventListener("webglcontextrestored", () => {
      this.program(); this.parts = model.parts.map((part) => this.upload(part, bytes)); this.ask();
    });
    this.ask();
  }

  program() {
    const gl = this.gl, made = gl.createProgram();
    for (const [kind, text] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, text); gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
      gl.attachShader(made, shader);
    }
    gl.linkProgram(made);
    if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made));
    this.at = {};
    for (const name of ["position", "normal", "colour", "growth"]) this.at[name] = gl.getAttribLocation(made, name);
    for (const name of ["camera", "turn", "low", "size", "grow", "alpha", "ways", "lights", "material"])
      this.at[name] = gl.getUniformLocation(made, name);
    gl.useProgram(made);
    gl.getExtension("OES_element_index_uint");
    gl.uniform3fv(this.at.low, this.low); gl.uniform3fv(this.at.size, this.size);
    gl.uniform3fv(this.at.ways, this.model.lamps.flatMap((lamp) => lamp.way));
    gl.uniform3fv(this.at.lights, this.model.lamps.flatMap((lamp) => lamp.light));
    gl.enable(gl.CULL_FACE); gl.enable(gl.DEPTH_TEST); gl.depthFunc(gl.LEQUAL);
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
  }

  upload(part, bytes) {
    const gl = this.gl, buffers = {}, arrays = {};
    for (const [name, [start, count, kind]] of Object.entries(part.arrays)) {
      const [Kind, number] = KINDS[kind];
      arrays[name] = new Kind(bytes, start, count);
      buffers[name] = { type: number, buffer: gl.createBuffer() };
      const target = name === "index" ? gl.ELEMENT_ARRAY_BUFFER : gl.ARRAY_BUFFER;
      gl.bindBuffer(target, buffers[name].buffer); gl.bufferData(target, arrays[name], gl.STATIC_DRAW);
    }
    if (!arrays.normal) {
      buffers.normal = { type: gl.FLOAT, buffer: gl.createBuffer() };
      gl.bindBuffer(gl.ARRAY_BUFFER, buffers.normal.buffer);
      gl.bufferData(gl.ARRAY_BUFFER, this.normals(arrays), gl.STATIC_DRAW);
    }
    return { ...part, buffers, count: part.arrays.index[1] };
  }

  normals({ position, index }) {
    const out = new Float32Array(position.length), s = this.size;
    for (let i = 0; i < index.length; i += 3) {
      const a = 3 * index[i], b = 3 * index[i + 1], c = 3 * index[i + 2], u = [], v = [];
      for (let k = 0; k < 3; k++) { u.push((position[b + k] - position[a + k]) * s[k]); v.push((position[c + k] - position[a + k]) * s[k]); }
      const n = cross(u, v);
      for (const at of [a, b, c]) for (let k = 0; k < 3; k++) out[at + k] += n[k];
    }
    for (let i = 0; i < out.length; i += 3) {
      const l = Math.hypot(out[i], out[i + 1], out[i + 2]) || 1;
      out[i] /= l; out[i + 1] /= l; out[i + 2] /= l;
    }
    return out;
  }

  // -- camera

  get toward() {
    const a = (this.view.azimuth * Math.PI) / 180, e = (this.view.elevation * Math.PI) / 180;
    return [Math.cos(e) * Math.sin(a), -Math.cos(e) * Math.cos(a), Math.sin(e)];
  }
  get axes() { const d = this.toward, r = unit(cross(UP, d)); return [r, cross(d, r), d]; }
  get aspect() { return this.canvas.clientWidth / Math.max(1, this.canvas.clientHeight); }
  get mmPerPixel() { return (2 * this.view.distance * this.tangent) / Math.max(1, this.canvas.clientHeight); }

  // distance from which so many millimetres upwards and across are in the picture
  fitting(high, wide) { return Math.max(high, wide / this.aspect) / (2 * this.tangent); }
  get whole() { return this.fitting(this.size[2] * 1.02, this.size[0] * 1.02); }

  matrix() {
    const [r, u, d] = this.axes, eye = add(this.view.focus, d, this.view.distance);
    const near = Math.max(20, this.view.distance - 1500), far = this.view.distance + 1500;
    const f = 1 / this.tangent, g = f / this.aspect, z = -(far + near) / (far - near), w = (-2 * far * near) / (far - near);
    const m = new Float32Array(16);
    for (let k = 0; k < 3; k++) { m[4 * k] = g * r[k]; m[4 * k + 1] = f * u[k]; m[4 * k + 2] = z * d[k]; m[4 * k + 3] = -d[k]; }
    m[12] = -g * dot(r, eye); m[13] = -f * dot(u, eye); m[14] = -z * dot(d, eye) + w; m[15] = dot(d, eye);
    return m;
  }

  // pixel of a place and whether its skin faces us
  place(spot) {
    const [r, u, d] = this.axes, eye = add(this.view.focus, d, this.view.distance), from = add(spot.at, eye, -1);
    const depth = -dot(from, d), scale = this.canvas.clientHeight / (2 * this.tangent * depth);
    const x = this.canvas.clientWidth / 2 + scale * dot(from, r), y = this.canvas.clientHeight / 2 - scale * dot(from, u);
    return { x, y, depth, faces: -dot(unit(from), spot.normal) > 0.08 };
  }

  goTo(target, now) {
    const start = { ...this.view, focus: [...this.view.focus] };
    const end = { ...start, ...target };
    if (!target.focus) end.focus = add(this.low, this.size, 0.5);
    if ("span" in target) end.distance = target.span ? this.fitting(target.span, target.span) : this.whole;
    end.azimuth = start.azimuth + ((((end.azimuth - start.azimuth) % 360) + 540) % 360) - 180;
    this.fitted = "span" in target && !target.span;
    cancelAnimationFrame(this.gliding);
    if (now || matchMedia("(prefers-reduced-motion: reduce)").matches) { this.view = end; this.ask(); return; }
    const began = performance.now();
    const step = (time) => {
      const t = clamp((time - began) / 550, 0, 1), s = t * t * (3 - 2 * t), mix = (a, b) => a + (b - a) * s;
      this.view = {
        azimuth: mix(start.azimuth, end.azimuth), elevation: mix(start.elevation, end.elevation),
        distance: mix(start.distance, end.distance), focus: start.focus.map((v, k) => mix(v, end.focus[k])),
      };
      this.ask();
      if (t < 1) this.gliding = requestAnimationFrame(step);
    };
    this.gliding = requestAnimationFrame(step);
  }

  // straight before a point
  face(spot) {
    const n = spot.normal, level = Math.hypot(n[0], n[1]);
    this.goTo({
      azimuth: level > 0.05 ? (Math.atan2(n[0], -n[1]) * 180) / Math.PI : this.view.azimuth,
      elevation: clamp((Math.asin(clamp(n[2], -1, 1)) * 180) / Math.PI, -35, 38), focus: spot.at, span: 420,
    });
  }

  turn(across, up) {
    cancelAnimationFrame(this.gliding);
    this.view.azimuth -= across; this.view.elevation = clamp(this.view.elevation + up, -80, 80); this.ask();
  }
  zoom(by) {
    cancelAnimationFrame(this.gliding); this.fitted = false;
    this.view.distance = clamp(this.view.distance * by, 380, this.whole * 1.5); this.ask();
  }
  shift(x, y) {
    const [r, u] = this.axes, mm = this.mmPerPixel;
    this.fitted = false;
    const focus = add(add(this.view.focus, r, -x * mm), u, y * mm);
    this.view.focus = focus.map((v, k) => clamp(v, this.low[k], this.low[k] + this.size[k])); this.ask();
  }

  // -- drawing

  ask() { if (!this.asked) this.asked = requestAnimationFrame(() => { this.asked = 0; this.draw(); }); }

  draw() {
    const gl = this.gl, canvas = this.canvas, dense = Math.min(window.devicePixelRatio || 1, 2.5);
    const width = Math.round(canvas.clientWidth * dense), height = Math.round(canvas.clientHeight * dense);
    if (!width || !height || gl.isContextLost()) return;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width; canvas.height = height;
      if (this.fitted) this.view.distance = this.whole;
    }
    gl.viewport(0, 0, width, height); gl.clearColor(...this.ground, 1); gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    gl.uniformMatrix4fv(this.at.camera, false, this.matrix());
    const [r, u, d] = this.axes;
    gl.uniformMatrix3fv(this.at.turn, false, [r[0], u[0], d[0], r[1], u[1], d[1], r[2], u[2], d[2]]);
    const { mark, least, most } = this.model.sizes, mm = this.mmPerPixel;
    gl.uniform1f(this.at.grow, ((1.35 * clamp(mark / mm, least, most)) / least) * (mm / this.model.growth_steps));
    for (const part of this.parts) this.drawPart(part);
    if (this.drawn) this.drawn();
  }

  drawPart(part) {
    const gl = this.gl, skin = part.kind === "skin", through = skin && this.through;
    if (!part.shown || (part.kind === "flesh" && !this.through) || (part.kind === "eyes" && this.through)) return;
    for (const name of ["position", "normal", "colour", "growth"]) {
      const held = part.buffers[name], at = this.at[name];
      if (!held) { gl.disableVertexAttribArray(at); gl.vertexAttrib4f(at, 0, 0, 0, 1); continue; }
      gl.bindBuffer(gl.ARRAY_BUFFER, held.buffer); gl.enableVertexAttribArray(at);
      const parts = name === "colour" && part.clear ? 4 : 3, growth = name === "growth";
      gl.vertexAttribPointer(at, parts, held.type, !growth && held.type !== gl.FLOAT, 0, 0);
    }
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, part.buffers.index.buffer);
    gl.uniform4fv(this.at.material, part.material);
    gl.uniform1f(this.at.alpha, through ? this.model.seen_through : 1);
    const draw = () => gl.drawElements(gl.TRIANGLES, part.count, part.buffers.index.type, 0);
    const clear = part.clear || through;
    if (through) { gl.colorMask(false, false, false, false); draw(); gl.colorMask(true, true, true, true); }
    if (clear) { gl.enable(gl.BLEND); gl.depthMask(false); }
    draw();
    gl.disable(gl.BLEND); gl.depthMask(true);
  }

  show(kind, on) { for (const part of this.parts) if (part.name === kind || part.kind === kind) part.shown = on; this.ask(); }

  // -- fingers, mouse and keys

  nearest(x, y, reach) {
    let best = null, least = reach;
    for (const spot of this.model.spots) {
      const at = this.place(spot), far = Math.hypot(at.x - x, at.y - y);
      if (at.faces && far < least) { best = spot; least = far; }
    }
    return best;
  }

  listen() {
    const canvas = this.canvas, held = new Map();
    let start = null, apart = 0;
    const place = (e) => { const box = canvas.getBoundingClientRect(); return [e.clientX - box.left, e.clientY - box.top]; };
    canvas.addEventListener("pointerdown", (e) => {
      canvas.setPointerCapture(e.pointerId); held.set(e.pointerId, place(e));
      start = held.size === 1 ? { at: place(e), moved: false } : null;
      apart = 0;
    });
    canvas.addEventListener("pointermove", (e) => {
      const last = held.get(e.pointerId);
      if (!last) { if (e.pointerType === "mouse") canvas.style.cursor = this.nearest(...place(e), 14) ? "pointer" : "grab"; return; }
      const now = place(e), x = now[0] - last[0], y = now[1] - last[1];
      held.set(e.pointerId, now);
      if (start && Math.hypot(now[0] - start.at[0], now[1] - start.at[1]) > (e.pointerType === "mouse" ? 4 : 9)) start.moved = true;
      if (held.size === 2) {
        const [a, b] = [...held.values()], far = Math.hypot(a[0] - b[0], a[1] - b[1]);
        if (apart) this.zoom(apart / Math.max(far, 1));
        apart = far; this.shift(x / 2, y / 2);
      } else if (e.shiftKey || e.buttons === 2) this.shift(x, y);
      else if (!start || start.moved) this.turn(0.45 * x, 0.35 * y);
    });
    const lift = (e) => {
      if (e.type === "pointerup" && start && !start.moved) this.told(this.nearest(...place(e), e.pointerType === "mouse" ? 14 : 26));
      held.delete(e.pointerId); start = null; apart = 0;
    };
    for (const kind of ["pointerup", "pointercancel"]) canvas.addEventListener(kind, lift);
    canvas.addEventListener("contextmenu", (e) => e.preventDefault());
    canvas.addEventListener("wheel", (e) => {
      if (!e.ctrlKey && document.activeElement !== canvas) return;
      e.preventDefault(); this.zoom(Math.exp(clamp(e.deltaY, -120, 120) * 0.0016));
    }, { passive: false });
    const keys = {
      ArrowLeft: () => this.turn(-12, 0), ArrowRight: () => this.turn(12, 0), ArrowUp: () => this.turn(0, 8), ArrowDown: () => this.turn(0, -8),
      "+": () => this.zoom(0.85), "=": () => this.zoom(0.85), "-": () => this.zoom(1.18), Home: () => this.goTo({ azimuth: 0, elevation: 0, span: 0 }),
    };
    canvas.addEventListener("keydown", (e) => { if (keys[e.key] && !e.ctrlKey && !e.metaKey && !e.altKey) { e.preventDefault(); keys[e.key](); } });
  }
}
