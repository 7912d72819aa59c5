// What one clicks, but where a click would meet something else that lies over it. The window holds the whole page.
() => {
    const faults = [];
    for (const target of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
        const [box] = target.getClientRects();
        if (!box || box.width <= 1 || !target.checkVisibility() || box.bottom < 0) continue;
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        const label = target.labels?.[0];
        if (!top || !(target.contains(top) || label?.contains(top))) {
            const name = (target.textContent.trim() || target.name).slice(0, 40);
            faults.push(`${top?.localName}.${top?.className} lies over “${name}”`);
        }
    }
    return faults;
}
