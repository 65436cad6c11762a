// The sheet of a unit: sends what was typed, keeps it while the network is away, drops nothing.
const sheet = document.querySelector("[data-sheet]");
const said = JSON.parse(document.getElementById("loi").textContent);
const PREFIX = `parindex:phieu:${sheet.dataset.person}:${sheet.dataset.sheet}:`;
const QUIET = 700; // milliseconds after the last key
const PATIENCE = 20000; // milliseconds that one request may take
const lines = new Map();
const panels = new Map();
const net = { busy: false, away: false, signin: "", tries: 0, timer: 0, at: "", noStore: false };
let shownPanel = "";

const words = (name, gaps) => said[name].replace(/\{(\w+)\}/g, (gap, key) => (gaps || {})[key]);
const all = (selector, inside) => Array.from((inside || document).querySelectorAll(selector));
const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
const fieldsOf = (line) => all(`[data-field="${line.id}"]`, sheet);
const hasWork = (line) => line.sent !== null || Object.keys(line.values).length > 0;

function attempt() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ---- what may be typed -------------------------------------------------------------------------

function read(field, text) {
  const kind = field.dataset.kind, bare = text.trim();
  if (kind === "text") return { value: text };
  if (bare === "") return { value: "" };
  if (field.tagName === "SELECT") return choose(field, bare);
  return number(kind, bare.replace(/[\s\u00a0]/g, "").replace(/%$/, ""), bare);
}

function choose(field, bare) {
  const yesNo = { x: "yes", 1: "yes", true: "yes", yes: "yes", 0: "no", false: "no", no: "no" };
  const wanted = bare.normalize("NFC").toLowerCase();
  const found = all("option", field).find((it) => it.value
    && (it.value === bare || it.text.normalize("NFC").toLowerCase() === wanted
      || (field.dataset.kind === "yes_no" && it.value === yesNo[wanted])));
  return found ? { value: found.value } : { value: bare, fault: words("option", { text: bare }) };
}

function number(kind, digits, bare) {
  let text = digits;
  if (kind === "count" && /^\d{1,3}([.,]\d{3})+$/.test(text)) text = text.replace(/[.,]/g, "");
  if (/^\d{1,3}([.,])\d{3}(\1\d{3})+$/.test(text)) text = text.replace(/[.,]/g, "");
  const last = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  if (text.includes(".") && text.includes(",")) {
    text = text.slice(0, last).replace(/[.,]/g, "") + "," + text.slice(last + 1);
  }
  if (kind === "count") {
    return /^\d+$/.test(text) ? { value: text } : { value: bare, fault: words("count", { text: bare }) };
  }
  if (!/^\d+([.,]\d+)?$/.test(text)) return { value: bare, fault: words("number", { text: bare }) };
  const isTooMuch = kind === "percent" && parseFloat(text.replace(",", ".")) > 100;
  return isTooMuch ? { value: bare, fault: words("percent", { text: bare }) } : { value: text };
}

// ---- the queue on this machine -----------------------------------------------------------------

function keep(line) {
  try {
    if (!hasWork(line)) localStorage.removeItem(PREFIX + line.id);
    else localStorage.setItem(PREFIX + line.id, JSON.stringify({
      version: line.version, values: line.values, sent: line.sent }));
  } catch (error) {
    net.noStore = true;
  }
}

function restore(line) {
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(PREFIX + line.id)); } catch (error) { net.noStore = true; }
  if (!kept) return;
  Object.assign(line, { version: kept.version, values: kept.values, sent: kept.sent });
  show(line);
}

// ---- a row -------------------------------------------------------------------------------------

function adopt(element) {
  const line = { id: element.dataset.row, element, version: Number(element.dataset.version),
    values: {}, sent: null, saved: {}, faults: {}, problem: null, timer: 0 };
  lines.set(line.id, line);
  fieldsOf(line).forEach((field) => { line.saved[field.name] = field.value; });
}

function type(field, text) {
  const line = lines.get(field.dataset.field), found = read(field, text);
  delete line.faults[field.name];
  if (found.fault) line.faults[field.name] = found.fault;
  const before = line.sent && field.name in line.sent.values ? line.sent.values[field.name] : line.saved[field.name];
  if (found.value === before) delete line.values[field.name];
  else line.values[field.name] = found.value;
  line.problem = null;
  keep(line);
  show(line);
  return line;
}

function show(line) {
  const unsent = Object.assign({}, line.sent ? line.sent.values : {}, line.values);
  fieldsOf(line).forEach((field) => {
    const isMine = field.name in unsent;
    if (isMine && document.activeElement !== field && field.value !== unsent[field.name]) put(field, unsent[field.name]);
    if (isMine && !(field.name in line.faults)) {
      const fault = read(field, unsent[field.name]).fault;
      if (fault) line.faults[field.name] = fault;
    }
    field.classList.toggle("unsent", isMine);
    field.classList.toggle("wrong", field.name in line.faults);
    if (field.name in line.faults) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  });
  tell(line);
  report();
}

function put(field, value) {
  if (field.tagName !== "SELECT" || all("option", field).some((it) => it.value === value)) field.value = value;
}

function tell(line) {
  const place = line.element.querySelector(".problem");
  const faults = Object.values(line.faults), told = JSON.stringify([faults, line.problem]);
  if (line.told === told) return; // a button redrawn under the mouse would lose its click
  line.told = told;
  place.hidden = !line.problem && faults.length === 0;
  place.textContent = "";
  faults.forEach((fault) => place.append(make("p", fault)));
  if (line.problem) (line.problem.values ? bothValues : refusal)(line, place);
}

function button(label, action) {
  const it = Object.assign(make("button", label), { type: "button" });
  it.addEventListener("click", action);
  return it;
}

function refusal(line, place) {
  const it = line.problem, list = make("ul", "");
  place.append(make("p", [it.what, it.kept].filter(Boolean).join(" ")));
  (it.problems || []).forEach((each) => list.append(make("li", `${each.where}: ${each.what}. ${each.fix}.`)));
  if (it.problems && it.problems.length) place.append(list);
  if (it.fix) place.append(make("p", it.fix));
  place.append(
    button(said.again, () => { line.problem = null; show(line); flush(); }),
    button(said.drop, () => drop(line)));
}

function bothValues(line, place) {
  const it = line.problem, list = make("ul", "");
  place.append(make("p", it.what));
  it.values.forEach((each) => {
    const item = make("li", `${each.label}: `);
    item.append(make("b", each.mine), ` (${said.mine}) · `, make("b", each.theirs),
      ` (${words("theirs", it)})`);
    list.append(item);
  });
  place.append(list,
    button(said.keep_mine, () => { settle(line, it); flush(); }),
    button(words("keep_theirs", it), () => { settle(line, it); drop(line); }));
}

// What others wrote becomes the ground on which the own values stand.
function settle(line, it) {
  line.version = it.version;
  line.problem = null;
  Object.assign(line.saved, it.stored);
  fieldsOf(line).forEach((field) => {
    if (!(field.name in line.values) && field.name in it.stored) put(field, it.stored[field.name]);
  });
  keep(line);
  show(line);
}

function drop(line) {
  Object.assign(line, { values: {}, sent: null, problem: null, faults: {} });
  fieldsOf(line).forEach((field) => put(field, line.saved[field.name]));
  keep(line);
  show(line);
}

// ---- sending -----------------------------------------------------------------------------------

function token() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  const form = sheet.querySelector("[name=csrfmiddlewaretoken]");
  return found ? found[1] : form ? form.value : "";
}

const isReady = (line) => !line.problem
  && (line.sent !== null || Object.keys(line.values).some((name) => !(name in line.faults)));

function pack(line) {
  if (line.sent) return;
  const fine = {}, rest = {};
  Object.keys(line.values).forEach((name) => {
    (name in line.faults ? rest : fine)[name] = line.values[name];
  });
  line.sent = { request: attempt(), version: line.version, values: fine };
  line.values = rest;
  keep(line);
}

function bodyOf(line) {
  const body = { person: Number(sheet.dataset.person), version: line.sent.version, request: line.sent.request, facts: {} };
  Object.keys(line.sent.values).forEach((name) => {
    if (name.startsWith("fact:")) body.facts[name.slice(5)] = line.sent.values[name];
    else body[name] = line.sent.values[name];
  });
  return JSON.stringify(body);
}

async function flush() {
  if (net.busy) return;
  net.busy = true;
  clearTimeout(net.timer);
  let next;
  while ((next = Array.from(lines.values()).find(isReady)) !== undefined) {
    if (!await send(next)) break;
  }
  net.busy = false;
  report();
}

async function send(line) {
  pack(line);
  report();
  const stop = new AbortController(), end = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(line.element.dataset.save, {
      method: "POST", redirect: "manual", credentials: "same-origin", body: bodyOf(line), signal: stop.signal,
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
    });
    return await hear(line, answer);
  } catch (error) {
    return wait();
  } finally {
    clearTimeout(end);
  }
}

async function hear(line, answer) {
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
    const isWords = (answer.headers.get("content-type") || "").includes("json");
    net.signin = isWords ? (await answer.json()).what : "302";
    net.away = false;
    again(30000);
    return false;
  }
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return wait();
  const isWords = (answer.headers.get("content-type") || "").includes("json");
  const told = isWords ? await answer.json() : { what: said.unknown };
  Object.assign(net, { away: false, signin: "", tries: 0 });
  if (answer.ok) accept(line, told);
  else refuse(line, told);
  return true;
}

function wait() {
  net.away = true;
  net.tries += 1;
  again(Math.min(60000, 1000 * 2 ** net.tries));
  return false;
}

function again(after) {
  clearTimeout(net.timer);
  net.timer = setTimeout(flush, after);
}

function accept(line, told) {
  Object.assign(line.saved, line.sent.values);
  line.sent = null;
  line.version = told.version;
  net.at = told.at;
  keep(line);
  show(line);
  told.rows.forEach(follow);
  fieldsOf(line).forEach((field) => all(`[data-fact="${field.name.slice(5)}"]`, sheet).forEach((it) => {
    it.textContent = field.tagName === "SELECT" ? field.selectedOptions[0].text : field.value || "–";
  }));
  told.progress.forEach(progress);
  document.getElementById("tong").textContent = told.sum;
  document.getElementById("xong").textContent = told.done;
  sift();
}

function refuse(line, told) {
  const mine = line.sent.values;
  line.values = Object.assign({}, mine, line.values);
  line.sent = null;
  line.problem = told;
  keep(line);
  const same = told.values && told.values.every((each) => each.mine === each.theirs);
  if (same) {
    settle(line, told);
    drop(line);
  } else show(line);
}

// ---- what follows from a save ------------------------------------------------------------------

function follow(row) {
  const line = lines.get(String(row.id));
  if (!line) return;
  const it = line.element;
  it.dataset.state = row.state;
  it.dataset.lacks = row.lacks ? "yes" : "no";
  it.querySelector(".state").textContent = row.words;
  it.querySelector(".got").textContent = row.points;
  let differs = false;
  Object.keys(row.differs).forEach((name) => {
    const field = it.querySelector(`[name="fact:${name}"]`);
    if (!field) return;
    differs = differs || row.differs[name];
    field.closest(".fact").classList.toggle("differs", row.differs[name]);
    field.closest(".fact").querySelector(".unlike").hidden = !row.differs[name];
  });
  const why = it.querySelector(".difference");
  if (why) why.hidden = !differs;
  panels.delete(line.id);
  if (shownPanel === line.id) open(line.id, true);
}

function progress(each) {
  all(`[data-points="${each.key}"] output`).forEach((it) => { it.textContent = each.points; });
  all(`.sheet-tree [data-key="${each.key}"]`).forEach((it) => {
    it.classList.toggle("full", each.total > 0 && each.done === each.total);
    it.querySelector(".count").textContent = each.total ? `${each.done}/${each.total}` : "–";
  });
}

function report() {
  const place = document.getElementById("luu"), open = Array.from(lines.values());
  const bad = open.filter((line) => line.problem || Object.keys(line.faults).length).length;
  const n = open.filter(hasWork).length;
  let text = net.at ? words("saved", { at: net.at }) : said.fresh, tone = "good";
  if (net.signin && n) [text, tone] = [net.signin === "302" ? words("signin", { n }) : net.signin, "bad"];
  else if (net.away && n) [text, tone] = [words("offline", { n }), "wait"];
  else if (bad) [text, tone] = [words("refused", { n: bad }), "bad"];
  else if (n) [text, tone] = [said.saving, "wait"];
  if (net.noStore && n) text += ` ${said.storage}`;
  if (place.dataset.text === text) return;
  place.dataset.text = text;
  place.dataset.tone = tone;
  place.textContent = text;
  if (net.signin && n) {
    const link = make("a", said.login);
    Object.assign(link, { href: `${sheet.dataset.login}?next=${encodeURIComponent(location.pathname)}`, target: "_blank" });
    place.append(" ", link);
  }
}

// ---- the panel ---------------------------------------------------------------------------------

const isWide = () => matchMedia("(min-width: 72rem)").matches;
const aside = document.querySelector(".sheet-panel");

async function open(id, isAgain) {
  const line = lines.get(id);
  if (!line || (shownPanel === id && !isAgain)) return;
  if (isAgain && aside.contains(document.activeElement)) return;
  shownPanel = id;
  all(".line.here").forEach((it) => it.classList.remove("here"));
  line.element.classList.add("here");
  if (isWide()) sheet.append(aside); else line.element.append(aside);
  try {
    if (!panels.has(id)) {
      const answer = await fetch(line.element.querySelector(".open").href, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      panels.set(id, await answer.text());
    }
    if (shownPanel === id) fill(line, panels.get(id));
  } catch (error) {
    if (shownPanel === id && !isAgain) aside.textContent = said.panel;
  }
}

function fill(line, html) {
  const parsed = new DOMParser().parseFromString(html, "text/html").querySelector(".panel-body");
  if (!parsed) return;
  aside.textContent = "";
  aside.append(document.adoptNode(parsed));
  aside.scrollTop = 0;
  all("[data-field]", aside).forEach((field) => {
    if (!(field.name in line.values) && !line.sent) line.saved[field.name] = field.value;
  });
  const it = line.element, told = parsed.dataset;
  if (!hasWork(line)) {
    it.dataset.state = told.state;
    it.dataset.lacks = told.lacks;
    it.querySelector(".state").textContent = told.words;
  }
  show(line);
}

aside.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target, id = shownPanel, line = lines.get(id);
  const place = line.element.querySelector(".problem");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form),
      headers: { "X-Requested-With": "fetch", Accept: "application/json", "X-CSRFToken": token() } });
    const isWords = (answer.headers.get("content-type") || "").includes("json");
    if (!answer.ok) throw new Error(isWords ? Object.values(await answer.json()).filter((it) => typeof it === "string").join(" ") : said.unknown);
    panels.set(id, await answer.text());
    fill(line, panels.get(id));
    place.hidden = !line.problem;
  } catch (error) {
    line.told = null;
    place.hidden = false;
    place.textContent = error.name === "TypeError" ? said.panel : error.message;
  }
});

// ---- keyboard, paste, search -------------------------------------------------------------------

const cells = () => all(".facts [data-field]", sheet).filter((it) => it.offsetParent !== null && it.tagName !== "TEXTAREA");

function step(field, by) {
  const found = cells(), next = found[found.indexOf(field) + by];
  if (!next) return;
  next.focus();
  if (next.select) next.select();
  next.scrollIntoView({ block: "nearest" });
}

function commit(field) {
  const found = read(field, field.value);
  if (!found.fault && field.tagName === "INPUT") field.value = found.value;
  const line = lines.get(field.dataset.field);
  clearTimeout(line.timer);
  flush();
}

function stepLine(element, by) {
  const found = all(".line:not(.hidden) .open", sheet);
  const next = found[found.indexOf(element.querySelector(".open")) + by];
  if (next) next.focus();
}

sheet.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-field]"), by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (!field) {
    const line = event.target.closest(".line");
    if (by && line && (event.target === line || event.target.matches(".open"))) {
      event.preventDefault();
      stepLine(line, by);
    }
    return;
  }
  if (event.key === "Escape") {
    lines.get(field.dataset.field).element.focus({ preventScroll: true });
  } else if (field.tagName !== "TEXTAREA" && (by || event.key === "Enter")) {
    event.preventDefault();
    if (event.key === "Enter") commit(field);
    step(field, by || (event.shiftKey ? -1 : 1));
  }
});

sheet.addEventListener("input", (event) => {
  const field = event.target.closest("[data-field]");
  if (!field) return;
  const line = type(field, field.value);
  clearTimeout(line.timer);
  line.timer = setTimeout(flush, QUIET);
});

sheet.addEventListener("focusout", (event) => {
  const field = event.target.closest("[data-field]");
  if (field && hasWork(lines.get(field.dataset.field))) commit(field);
});

sheet.addEventListener("focusin", (event) => {
  const line = event.target.closest(".line");
  if (line && isWide()) open(line.dataset.row);
});

sheet.addEventListener("click", (event) => {
  const link = event.target.closest(".open"), line = event.target.closest(".line");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if (shownPanel === line.dataset.row && !isWide()) close(line);
    else open(line.dataset.row);
  } else if (line && isWide()) open(line.dataset.row);
});

function close(line) {
  shownPanel = "";
  line.element ? line.element.classList.remove("here") : line.classList.remove("here");
  sheet.append(aside);
}

sheet.addEventListener("submit", (event) => {
  if (event.target.closest(".line > form")) {
    event.preventDefault();
    flush();
  }
});

sheet.addEventListener("paste", (event) => {
  const field = event.target.closest(".facts [data-field]");
  const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
  if (!field || field.tagName === "TEXTAREA" || !(/[\n\t]/.test(text) || field.tagName === "SELECT")) return;
  event.preventDefault();
  const found = cells(), from = found.indexOf(field), block = text.split(/[\n\t]/);
  block.slice(0, found.length - from).forEach((cell, place) => paste(found[from + place], cell));
  const left = block.slice(found.length - from).filter((cell) => cell.trim());
  flush();
  if (left.length) {
    const last = lines.get(found[found.length - 1].dataset.field), place = last.element.querySelector(".problem");
    last.told = null;
    place.hidden = false;
    place.append(make("p", words("no_place", { n: left.length, cells: left.join(" · ") })));
  }
});

function paste(field, cell) {
  if (!cell.trim()) return;
  const line = type(field, cell);
  put(field, field.name in line.values ? line.values[field.name] : line.saved[field.name]);
}

const search = document.getElementById("tim-muc"), filter = document.getElementById("loc-muc");
const KEEPS = {
  "": () => true,
  open: (line) => /^(empty|partly|differs)$/.test(line.element.dataset.state),
  lacks: (line) => line.element.dataset.lacks === "yes",
  differs: (line) => line.element.dataset.state === "differs",
  unsaved: (line) => hasWork(line),
};

function sift() {
  const phrase = fold(search.value.trim());
  if (!search.value.trim() && !filter.value && !sheet.querySelector(".hidden")) return;
  lines.forEach((line) => {
    line.text = line.text || fold([...all("h4", line.element), ...all("label", line.element)].map((it) => it.textContent).join(" "));
  });
  // All lines with the very words if there are any, else those with each of them.
  const isWhole = Array.from(lines.values()).some((line) => line.text.includes(phrase));
  const wanted = isWhole ? [phrase] : phrase.split(/\s+/);
  let n = 0;
  lines.forEach((line) => {
    const isHere = line.element.contains(document.activeElement);
    const isShown = isHere || (KEEPS[filter.value](line) && wanted.every((word) => line.text.includes(word)));
    line.element.classList.toggle("hidden", !isShown);
    n += isShown;
  });
  all(".field", sheet).forEach((it) => it.classList.toggle("hidden", !it.querySelector(".line:not(.hidden)")));
  all(".sheet-rows h3").forEach((it) => {
    let next = it.nextElementSibling, isShown = false;
    for (; next && next.tagName !== "H3"; next = next.nextElementSibling) isShown = isShown || !next.classList.contains("hidden");
    it.classList.toggle("hidden", !isShown);
  });
  document.querySelector(".nothing").hidden = n > 0;
}

search.addEventListener("input", sift);
filter.addEventListener("change", sift);
search.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { search.value = ""; sift(); search.blur(); }
  if (event.key === "Enter" && cells().length) { event.preventDefault(); cells()[0].focus(); }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.target.matches("input, select, textarea")) return;
  event.preventDefault();
  search.focus();
});

// ---- start -------------------------------------------------------------------------------------

addEventListener("online", () => { net.tries = 0; flush(); });
addEventListener("offline", () => { net.away = true; report(); });
addEventListener("focus", () => { if (net.signin || net.away) flush(); });
addEventListener("beforeunload", (event) => {
  if (Array.from(lines.values()).some(hasWork)) {
    event.preventDefault();
    event.returnValue = "";
  }
});
document.documentElement.classList.add("js");
if (matchMedia("(max-width: 61.99rem)").matches) sheet.querySelector(".sheet-tree details").open = false;
all(".line", sheet).forEach(adopt);
lines.forEach(restore);
net.away = navigator.onLine === false;
report();
flush();
