// Note what Tab must reach, in the order of the document, and how each looks while it has no focus; from now on, after
// each key, where the focus is: its number among the stops, whether one sees it there, the height it is at in the page.
// Return the number of the stop that Tab comes to first (a form with errors puts the focus on them), how many there are,
// whether the first is already in the text, and the address of the text.
() => {
    const reachable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const groups = new Set();
    window.look = stop => {
        const style = getComputedStyle(stop);
        return [style.outlineStyle, style.outlineWidth, style.outlineColor].join();
    };
    window.stops = [...document.querySelectorAll(reachable)].filter(stop => {
        if (stop.disabled || stop.tabIndex < 0 || !stop.checkVisibility()) return false;
        if (stop.type !== "radio") return true;
        const first = !groups.has(stop.name);
        groups.add(stop.name);
        return first;
    });
    window.unfocused = window.stops.map(window.look);
    const whereIsTheFocus = () => {
        const stop = document.activeElement, box = stop.getBoundingClientRect(), style = getComputedStyle(stop);
        const isStop = other => other === stop || (stop.type === "radio" && other.name === stop.name);
        const number = window.stops.findIndex(isStop);
        return {
            number,
            name: (stop.textContent.trim() || stop.name || stop.tagName).slice(0, 40),
            href: stop.getAttribute("href"),
            seen: number >= 0 && window.look(stop) !== window.unfocused[number]
                && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
            inSight: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
            top: box.top + scrollY,
            bottom: box.bottom + scrollY,
        };
    };
    if (!window.visited) addEventListener("keyup", () => window.visited.push(whereIsTheFocus()));
    window.visited = [];
    const start = document.activeElement;
    const comesAfter = stop => start.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING;
    const first = start === document.body ? 0 : window.stops.findIndex(comesAfter);
    return {
        first,
        number: window.stops.length,
        inText: Boolean(window.stops[first].closest("main")),
        text: "#" + document.querySelector("main").id,
    };
}
