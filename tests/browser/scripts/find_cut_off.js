// Texts that stick out of their box where it hides what sticks out. What is visually hidden, 1 px wide, is meant to;
// what one types scrolls in its field.
() => {
    const name = element => `${element.localName}.${element.className} “${element.textContent.trim().slice(0, 40)}”`;
    const faults = [], root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
        const widest = [...document.body.querySelectorAll("*")].filter(
            element => element.getBoundingClientRect().right > root.clientWidth + 1 && element.checkVisibility()
        );
        faults.push(`${root.scrollWidth} px wide in ${root.clientWidth}: ${widest.slice(0, 3).map(name).join(", ")}`);
    }
    const hides = overflow => ["hidden", "clip"].includes(overflow);
    for (const element of document.body.querySelectorAll(":not(input, select, textarea)")) {
        const style = getComputedStyle(element);
        if (element.clientWidth <= 1) continue;
        const tooWide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
        const tooHigh = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
        if (tooWide || tooHigh) faults.push(`cut off: ${name(element)}`);
    }
    return faults;
}
