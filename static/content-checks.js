// The checks of translations/content_checks.py, for Wagtail's bar: each returns whether an element passes.
(() => {
  const own = (node) => [...node.childNodes].map((it) => (it.nodeType === 3 || it.matches?.("a, b, em, i, strong, span, small") ? it.textContent : " ")).join("");
  const language = (node) => node.closest("[lang]")?.lang.slice(0, 2);
  const FORM = /(?<![\p{L}\p{N}@./:-])\p{L}{2,}\.(?:e|es|euse|euses|rice|rices|trice|trices|ne|nes|ère|ères|ive|ives|ale|ales|elle|elles|onne|onnes)(?:\.s)?(?![\p{L}\p{N}@/:-]|\.\p{L})/u;
  const CHECKS = {
    "check-missing-alt-text": (node) => Boolean(node.getAttribute("alt")?.trim()),
    "check-vague-link": (node, options) => {
      if (node.querySelector("img")) return true;
      const words = node.textContent.toLowerCase().replace(/['’]/g, "’").replace(/[\s\u00a0\u202f]+/g, " ");
      return !options.words.includes(words.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ""));
    },
    "check-inclusive-full-stops": (node) => language(node) !== "fr" || !FORM.test(own(node)),
    "check-untranslated-slug": (node, options) => options.translated,
  };
  customElements.whenDefined("wagtail-userbar").then(() => {
    const bar = document.querySelector("wagtail-userbar");
    for (const [name, check] of Object.entries(CHECKS)) bar?.registerCheck(name, check);
  });
})();
