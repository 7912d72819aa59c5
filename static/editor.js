// The translation desk: saves by itself a second after the last key, and goes from text to text by keyboard.
// Without it, the form works as any other.
(() => {
  const form = document.querySelector("[data-editor]");
  if (!form) return;
  const told = form.querySelector("[data-told]");
  const spoken = form.querySelector("[data-spoken]");
  const preview = document.querySelector(".editor-preview");
  const PAUSE = 1000; // milliseconds
  const SILENCE = 60_000; // milliseconds between two "saved" that are said over somebody's typing
  let timer = 0;
  let changes = 0;
  let sending = false;
  let quietUntil = 0;

  const tell = (message, saved) => {
    told.textContent = message;
    if (saved && performance.now() < quietUntil) return;
    spoken.textContent = message;
    quietUntil = saved ? performance.now() + SILENCE : 0;
  };

  const showPreview = () => {
    const frame = preview?.querySelector("iframe");
    if (frame && preview.open) frame.src = frame.dataset.src;
  };

  const bringUpToDate = (line) => {
    const section = form.querySelector(`[data-prefix="${line.prefix}"]`);
    if (!section) return;
    form.elements[`${line.prefix}-shown`].value = line.shown;
    form.elements[`${line.prefix}-source`].value = line.source;
    const state = section.querySelector("[data-state]");
    if (state.innerHTML !== line.state) state.innerHTML = line.state;
    if (line.source_cell) section.querySelector("[data-source]").innerHTML = line.source_cell;
    section.dataset.status = state.querySelector("[data-status]").dataset.status;
  };

  const save = async () => {
    if (sending || !told || !("savesItself" in form.dataset)) return;
    sending = true;
    const seen = changes;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      const { message, lines, own, saved } = await answer.json();
      form.elements.own.value = own;
      tell(message, saved);
      lines.forEach(bringUpToDate);
      if (seen === changes) form.removeAttribute("data-changed");
      showPreview();
    } catch {
      tell(form.dataset.failed, false);
    }
    sending = false;
    if (seen !== changes) wait();
  };

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  form.addEventListener("input", () => {
    changes += 1;
    form.setAttribute("data-changed", "");
    wait();
  });
  form.addEventListener("change", () => {
    changes += 1;
    wait();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    form.removeAttribute("data-changed");
  });
  window.addEventListener("beforeunload", (event) => {
    if (form.hasAttribute("data-changed")) event.preventDefault();
  });
  preview?.addEventListener("toggle", showPreview);

  const editors = () =>
    [...form.querySelectorAll(".editor-translation")]
      .map((part) => part.querySelector("[contenteditable=true], textarea:not([hidden]), input[type=text]"))
      .filter(Boolean);

  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!event.altKey || !step) return;
    const all = editors();
    const here = all.findIndex((editor) => editor.contains(document.activeElement));
    const next = all[here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "center" });
  }, true);
})();
