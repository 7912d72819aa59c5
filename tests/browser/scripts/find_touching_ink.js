// Says which letters of display texts lie on a rule or on letters of another line, and which mark breaks into lines.
// Boxes are of ink: what canvas measures of each glyph, put on its baseline. A line's own letters may touch one another.
() => {
    const DISPLAY = `h1, h2, h3, h4, nav, caption, legend, .mark, .count, .name, .kicker, .lead, .label, .when, .facts,
        .state, .notice`;
    const TOLERANCE = 1; // CSS pixels: half a pixel of rounding on either side
    const canvas = document.createElement("canvas").getContext("2d");
    const measured = new Map();

    function measure(letter, style) {
        const font = `${style.fontStyle} ${style.fontWeight} 100px ${style.fontFamily}`;
        const key = `${style.fontStretch} ${font} ${letter}`;
        if (!measured.has(key)) {
            canvas.font = font;
            canvas.fontStretch = style.fontStretch === "75%" ? "condensed" : "normal";
            measured.set(key, canvas.measureText(letter));
        }
        return measured.get(key);
    }

    function inkOf(text, place, style) {
        const range = document.createRange();
        range.setStart(text, place);
        range.setEnd(text, place + 1);
        const [box] = range.getClientRects();
        if (!box || !box.width) return null;
        const glyph = measure(text.data[place], style);
        const scale = box.height / (glyph.fontBoundingBoxAscent + glyph.fontBoundingBoxDescent);
        const baseline = box.top + glyph.fontBoundingBoxAscent * scale;
        return {
            baseline,
            left: box.left - glyph.actualBoundingBoxLeft * scale,
            right: box.left + glyph.actualBoundingBoxRight * scale,
            top: baseline - glyph.actualBoundingBoxAscent * scale,
            bottom: baseline + glyph.actualBoundingBoxDescent * scale,
        };
    }

    function* textsIn(elements) {
        const seen = new Set();
        for (const element of elements) {
            const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            for (let text = walker.nextNode(); text; text = walker.nextNode()) {
                if (!seen.has(text) && text.data.trim()) yield text;
                seen.add(text);
            }
        }
    }

    const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
    const letters = [];
    for (const text of textsIn(document.querySelectorAll(DISPLAY))) {
        const element = text.parentElement;
        const style = getComputedStyle(element);
        if (!isShown(element) || style.clipPath !== "none") continue;
        let block = element;
        while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
        for (let place = 0; place < text.length; place++) {
            const ink = text.data[place].trim() && inkOf(text, place, style);
            if (ink) letters.push({ ...ink, element, block, name: `“${text.data[place]}” of “${text.data.trim().slice(0, 30)}”` });
        }
    }

    const rules = [];
    for (const element of document.querySelectorAll("body, body *")) {
        const style = getComputedStyle(element);
        if (!isShown(element) || style.display === "inline") continue;
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const name = `${element.localName}.${element.className}`;
        const over = parseFloat(style.borderTopWidth);
        const under = parseFloat(style.borderBottomWidth);
        const before = parseFloat(style.borderLeftWidth);
        const isDrawn = (side) => !style[`border${side}Color`].endsWith(", 0)");
        if (over && isDrawn("Top")) rules.push({ name: `rule over ${name}`, left, right, top, bottom: top + over });
        if (under && isDrawn("Bottom")) rules.push({ name: `rule under ${name}`, left, right, top: bottom - under, bottom });
        if (before && isDrawn("Left")) rules.push({ name: `rule before ${name}`, left, right: left + before, top, bottom });
        const first = getComputedStyle(element, "::before");
        if (element.matches(".leaf + .leaf, .colophon") && first.content !== "none") {
            const margin = style.display === "grid" ? parseFloat(style.gridTemplateColumns) + parseFloat(style.columnGap) : 0;
            const start = left + parseFloat(style.paddingLeft) + margin, height = parseFloat(first.borderTopWidth);
            const drawn = { left: start, right: start + parseFloat(first.width), top: top + parseFloat(style.paddingTop) };
            rules.push({ ...drawn, name: `rule over ${name}`, bottom: drawn.top + height });
        }
    }
    const margin = getComputedStyle(document.body, "::before");
    if (margin.content !== "none" && margin.display !== "none") {
        const left = parseFloat(margin.left);
        rules.push({ name: "margin line", left, right: left + 2, top: 0, bottom: document.body.scrollHeight, lowest: true });
    }

    function liesOnPaint(element) {
        while (element !== document.body && getComputedStyle(element).backgroundColor === "rgba(0, 0, 0, 0)") {
            element = element.parentElement;
        }
        return element !== document.body;
    }

    const faults = new Map();
    function compare(letter, other) {
        const wide = Math.min(letter.right, other.right) - Math.max(letter.left, other.left);
        const high = Math.min(letter.bottom, other.bottom) - Math.max(letter.top, other.top);
        if (wide <= TOLERANCE || high <= TOLERANCE || (other.lowest && liesOnPaint(letter.block))) return;
        const key = `${letter.element.className} ${letter.name.split(" of ")[1]} ${other.name.split(" of ").at(-1)}`;
        if (!faults.has(key)) faults.set(key, `${letter.name} on ${other.name} (${high.toFixed(1)} px)`);
    }

    letters.sort((a, b) => a.top - b.top);
    letters.forEach((letter, place) => {
        for (const rule of rules) compare(letter, rule);
        for (let next = place + 1; next < letters.length && letters[next].top < letter.bottom; next++) {
            const other = letters[next];
            const isSameLine = other.block === letter.block && Math.abs(other.baseline - letter.baseline) < 3;
            if (!isSameLine) compare(letter, other);
        }
    });
    for (const mark of document.querySelectorAll(".mark")) {
        const baselines = letters.filter((letter) => letter.element === mark).map((letter) => letter.baseline);
        if (Math.max(...baselines) - Math.min(...baselines) > 3) faults.set(mark, `“${mark.textContent}” breaks into lines`);
    }
    return [...faults.values()];
}
