// x<sup>2</sup>, pasted, stays x²: Draft.js, on which Wagtail's editor of rich text is built, drops the tags and would
// make it x2. Figures and signs become characters that are raised or lowered themselves; 1<sup>er</sup> reads as well.
(() => {
  const FROM = "0123456789+-\u2212=()";
  const TO = { SUP: "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾", SUB: "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎" };
  const shift = (node) => [...node.textContent.trim()].map((sign) => TO[node.tagName][FROM.indexOf(sign)]);
  document.addEventListener(
    "paste",
    (event) => {
      const html = event.clipboardData?.getData("text/html") ?? "";
      const copiedHere = html.includes("data-draftjs-conductor-fragment"); // which has its styles beside it
      if (!/<su[bp]\b/i.test(html) || copiedHere || !event.target.closest?.(".Draftail-Editor")) return;
      const pasted = new DOMParser().parseFromString(html, "text/html");
      const found = [...pasted.querySelectorAll("sup, sub")].map((node) => [node, shift(node)]);
      const changing = found.filter(([, signs]) => signs.length && !signs.includes(undefined));
      if (!changing.length) return;
      for (const [node, signs] of changing) node.replaceWith(signs.join(""));
      const data = new DataTransfer();
      data.setData("text/html", pasted.body.innerHTML);
      data.setData("text/plain", pasted.body.textContent);
      event.preventDefault();
      event.stopImmediatePropagation();
      event.target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    },
    true,
  );
})();
