// Texts whose colour is too near to that of what lies under them, and controls without an edge.
() => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const channels = colour => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    // Relative luminance and contrast as WCAG 2.2 defines them
    const linear = part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const luminance = ([red, green, blue]) =>
        0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
    const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const ground = element => {
        for (let below = element; below; below = below.parentElement) {
            const colour = channels(getComputedStyle(below).backgroundColor);
            if (colour[3] === 255) return colour;
        }
        return channels("Canvas");
    };
    const faults = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement, text = texts.currentNode.data.trim();
        if (!text || !element.checkVisibility({visibilityProperty: true})) continue;
        const found = contrast(luminance(channels(getComputedStyle(element).color)), luminance(ground(element)));
        if (found < 4.5) faults.add(`“${text.slice(0, 40)}” has a contrast of ${found.toFixed(1)}`);
    }
    for (const control of document.querySelectorAll("input:not([type=hidden]), select, textarea, button")) {
        const style = getComputedStyle(control);
        const edges = ["Top", "Right", "Bottom", "Left"].filter(side => parseFloat(style[`border${side}Width`]) > 0);
        if (!edges.length && style.appearance === "none") faults.add(`${control.localName} ${control.name} has no edge`);
    }
    return [...faults];
}
