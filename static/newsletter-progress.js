// Refreshes an issue's progress in the admin, without moving focus. Without it, "Look again" does.
(() => {
  const progress = document.getElementById("progress");
  const refresh = async () => {
    if (!document.hidden) {
      const answer = await fetch(location.href).catch(() => null);
      const page = answer && answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page && page.getElementById("progress");
      if (fresh) {
        progress.replaceChildren(...fresh.childNodes);
        if (!fresh.dataset.refresh) return location.reload();
      }
    }
    setTimeout(refresh, progress.dataset.refresh * 1000);
  };
  if (progress && progress.dataset.refresh) setTimeout(refresh, progress.dataset.refresh * 1000);
})();
