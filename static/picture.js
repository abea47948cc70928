// Draws a card's picture in the reader's browser (exports/drawn_by_reader.py): plotly's pictures into their places on the sheet, then the
// sheet as SVG and PNG to save.
(async () => {
  const job = JSON.parse(document.getElementById("job").textContent);
  const image = document.querySelector("img"), state = document.querySelector("[role=status]");
  const address = (content, type) => URL.createObjectURL(new Blob([content], { type }));
  try {
    let sheet = job.svg;
    for (const [number, { figure, width, height }] of job.pictures.entries()) {
      const drawn = await Plotly.toImage(figure, { format: "svg", width, height, imageDataOnly: true });
      sheet = sheet.replace(job.places[number], () => drawn);
    }
    const svg = address(sheet, "image/svg+xml");
    image.alt = job.alt;
    image.src = svg;
    image.hidden = false;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: job.width * job.scale, height: job.height * job.scale });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise((done) => canvas.toBlob(done, "image/png"));
    document.querySelector('[data-save="svg"]').href = svg;
    document.querySelector('[data-save="png"]').href = URL.createObjectURL(png);
    document.querySelector(".saves").hidden = false;
  } catch (error) {
    state.textContent = state.dataset.failed;
    throw error;
  }
})();
