// What one clicks in lists, menus and trails, and is under 24 px in one direction (WCAG 2.5.8, without its exceptions).
(least) => {
    const lists = ".top, .colophon, .kicker, .contents, .facets, .chosen, .pages, .more, .names, .rests, .marks, .shelf, .toc"
        + ", .articles";
    return [...document.querySelectorAll(`:is(${lists}) :is(a, button, summary)`)]
        .filter(target => target.checkVisibility())
        .map(target => [target, target.getBoundingClientRect()])
        .filter(([, box]) => box.width && Math.min(box.width, box.height) < least - .1)
        .map(([target, box]) =>
            `“${target.textContent.trim().slice(0, 30)}” of ${Math.round(box.width)} × ${Math.round(box.height)} px`);
}
