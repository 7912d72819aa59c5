// What one clicks, but where a click would meet something else that lies over it; texts, at both ends of each line, that
// something else lies over. The window holds the whole page.
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
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest("option, svg, textarea")) continue;
        range.selectNodeContents(texts.currentNode);
        for (const line of range.getClientRects()) {
            if (line.width <= 4 || line.bottom < 0) continue;
            for (const x of [line.left + 2, line.right - 2]) {
                const top = document.elementFromPoint(x, line.top + line.height / 2);
                if (top && !element.contains(top) && !top.contains(element)) {
                    const name = texts.currentNode.data.trim().slice(0, 40);
                    faults.push(`${top.localName}.${top.className} lies over “${name}”`);
                    break;
                }
            }
        }
    }
    return faults;
}
