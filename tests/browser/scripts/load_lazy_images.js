// Scroll to each image, so that lazy ones come too, and wait for all of them.
async () => {
    for (const image of document.images) {
        image.scrollIntoView();
        await image.decode();
    }
}
