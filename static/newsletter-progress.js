// Refreshes an issue's progress in the admin without moving focus, until one stops it (WCAG 2.2.2). Without it, "Look
// again" does. What has changed is said when it is news: another state, or ten more in a hundred.
(() => {
  const progress = document.getElementById("progress");
  const seconds = Number(progress?.dataset.refresh);
  if (!seconds) return;
  const button = document.querySelector("[data-stop]");
  const note = document.querySelector("[data-refreshing]");
  const spoken = document.querySelector("[data-spoken]");
  let timer = 0;
  let running = false;

  const read = () => {
    const percent = Number(progress.querySelector("[data-percent]")?.dataset.percent ?? 0);
    return { state: progress.querySelector("[data-state]").textContent.trim(), tens: Math.floor(percent / 10) * 10 };
  };
  let said = read();

  const say = () => {
    const now = read();
    if (now.state === said.state && now.tens === said.tens) return;
    said = now;
    spoken.textContent = `${now.state}, ${now.tens} %`;
  };

  const swap = (page, id) => {
    const here = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (!here || !fresh || here.innerHTML === fresh.innerHTML) return;
    const hadFocus = here.contains(document.activeElement);
    here.replaceChildren(...fresh.childNodes);
    if (hadFocus) progress.focus();
  };

  const refresh = async () => {
    if (!document.hidden) {
      const answer = await fetch(location.href).catch(() => null);
      const page = answer && answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page && page.getElementById("progress");
      if (fresh && running) {
        const goesOn = fresh.dataset.refresh;
        swap(page, "progress");
        say();
        if (!goesOn) return end(page);
      }
    }
    if (running) timer = setTimeout(refresh, seconds * 1000);
  };

  const end = (page) => {
    swap(page, "acts");
    if (document.activeElement === button) progress.focus();
    note.hidden = button.hidden = true;
  };

  const run = (on) => {
    running = on;
    note.hidden = !on;
    button.textContent = on ? button.dataset.stop : button.dataset.goOn;
    clearTimeout(timer);
    if (on) timer = setTimeout(refresh, seconds * 1000);
  };

  button.addEventListener("click", () => run(!running));
  button.hidden = false;
  run(true);
})();
