// Where the focus is now: its number among the stops, whether one sees it there, and the height it is at in the page.
() => {
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
}
