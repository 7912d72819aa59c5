// Note what Tab must reach, in the order of the document, and how each looks while it has no focus. Return the number
// of the stop that Tab comes to first: a form with errors puts the focus on them; whether it is in the text already.
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
    const start = document.activeElement;
    const comesAfter = stop => start.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING;
    const first = start === document.body ? 0 : window.stops.findIndex(comesAfter);
    return {
        first,
        number: window.stops.length,
        inText: Boolean(window.stops[first].closest("main")),
    };
}
