// Keys of the appraisal pages. Everything here is also a link or a button.
document.documentElement.classList.add("js");

const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select";
const form = document.querySelector("[data-score]");
const grid = document.querySelector("[data-grid]");

const refused = document.getElementById("tu-choi");
if (refused) refused.focus();

function submitNext() {
  const next = document.querySelector("[data-next]");
  if (next) next.requestSubmit();
}

function chooseReason(key) {
  const choice = form.querySelector(`[data-key="${key}"]`);
  if (!choice) return;
  choice.checked = true;
  choice.focus();
}

function showEvidence() {
  const docs = [...document.querySelectorAll("[data-doc]")];
  const open = docs.findIndex((doc) => doc.open);
  const here = document.activeElement && document.activeElement.closest("[data-doc]");
  const place = here ? (docs.indexOf(here) + 1) % docs.length : Math.max(open, 0);
  const target = docs[place];
  if (!target) {
    document.getElementById("minh-chung").focus();
    return;
  }
  for (const doc of docs) doc.open = doc === target;
  target.querySelector("summary").focus();
}

function move(step) {
  const stops = [...grid.querySelectorAll("[data-open]")];
  const place = stops.indexOf(document.activeElement);
  const to = place < 0 ? (step > 0 ? 0 : stops.length - 1) : place + step;
  if (stops[to]) stops[to].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.matches(TYPING)) return;
  const { key } = event;
  if (grid && (key === "ArrowDown" || key === "ArrowUp")) {
    event.preventDefault();
    move(key === "ArrowDown" ? 1 : -1);
  } else if (form && /^[0-9]$/.test(key)) {
    event.preventDefault();
    chooseReason(key);
  } else if (key === "n" && document.querySelector("[data-next]")) {
    event.preventDefault();
    submitNext();
  } else if (key === "e" && document.getElementById("minh-chung")) {
    event.preventDefault();
    showEvidence();
  } else if (key === "b" && document.querySelector("[data-back]")) {
    event.preventDefault();
    document.querySelector("[data-back]").click();
  }
});
