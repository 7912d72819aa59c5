// Gives each heading of one size several lines, with the longest letters below and above one another.
() => {
    for (const heading of document.querySelectorAll("main :is(h1, h2, h3)")) {
        if (!heading.matches(".closed h1") && !heading.querySelector(".mark, .count")) {
            heading.textContent = "pdpd dpdp ".repeat(10);
        }
    }
}
