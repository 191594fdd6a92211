/* Scrolls through the page, so that everything lazy is loaded, and waits for it. */
(async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo({top: y, behavior: "instant"});
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
  }
  const missing = [...document.images].filter((image) => !image.complete);
  await Promise.all(missing.map((image) => new Promise((done) => (image.onload = image.onerror = done))));
})()
