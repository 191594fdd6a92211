/* Returns the texts of a page whose contrast with what is behind them is below WCAG AA. */
((texts) => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  const colour = (text) => {
    pen.clearRect(0, 0, 1, 1); pen.fillStyle = text; pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = (c) => [0, 1, 2].map((i) => c[i] / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const background = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      // pictures and colours that the writer chose are not the theme's to judge
      if (style.backgroundImage !== "none" || e.matches(".kg-header-card, .kg-signup-card, .kg-video-card")) return null;
      layers.push(colour(style.backgroundColor));
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const weak = [];
  for (const element of document.querySelectorAll(texts)) {
    const said = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!said || !element.checkVisibility()) continue;
    const under = background(element);
    if (!under) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(over(colour(style.color), under)), light(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) {
      weak.push(`${element.className || element.tagName} ${ratio.toFixed(2)} ${element.textContent.trim().slice(0, 40)}`);
    }
  }
  return weak;
})
