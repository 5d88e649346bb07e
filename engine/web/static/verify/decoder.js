/** Reads the codes on a picture: by the browser itself where it can, else by zxing. */

import { prepareZXingModule, readBarcodes } from "./vendor/zxing-wasm/reader/index.js";

const LONG_SIDE = 3_000;
const ENLARGED_SIDE = 2_000;
const OPTIONS = { formats: ["QRCodeModel2"], tryHarder: true, maxNumberOfSymbols: 4 };

prepareZXingModule({ overrides: { locateFile: () => new URL("./vendor/zxing-wasm/reader/zxing_reader.wasm", import.meta.url).href } });

/** Return the texts of the codes on a photo, each once; of a larger one where none is seen at first. */
export async function codesOfPhoto(file) {
  const bitmap = await createImageBitmap(file);
  const long = Math.max(bitmap.width, bitmap.height);
  const found = await codesOf(drawn(bitmap, Math.min(1, LONG_SIDE / long)));
  return found.length || long > ENLARGED_SIDE ? found : codesOf(drawn(bitmap, 2));
}

/** Return the texts of the codes on what the camera shows now. */
export async function codesOfVideo(video) {
  return video.videoWidth ? codesOf(drawn(video, 1)) : [];
}

async function codesOf(canvas) {
  const seen = (await byBrowser(canvas)) ?? [];
  return [...new Set(seen.length ? seen : await byLibrary(canvas))];
}

async function byBrowser(canvas) {
  try {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return (await detector.detect(canvas)).map((code) => code.rawValue);
  } catch {
    return null;
  }
}

async function byLibrary(canvas) {
  const picture = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return (await readBarcodes(picture, OPTIONS)).filter((code) => code.isValid).map((code) => code.text);
}

function drawn(source, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round((source.videoWidth ?? source.width) * scale);
  canvas.height = Math.round((source.videoHeight ?? source.height) * scale);
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}
