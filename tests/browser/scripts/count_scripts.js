// Scripts, in elements or in attributes such as onclick; data for search engines is none.
() => {
    const scripts = document.querySelectorAll("script:not([type='application/ld+json'])");
    const hasHandler = element => element.getAttributeNames().some(name => name.startsWith("on"));
    return scripts.length + [...document.querySelectorAll("*")].filter(hasHandler).length;
}
