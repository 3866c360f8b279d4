/** A picture in shades of grey: one byte a pixel, row by row. */
export interface GreyPicture {
  width: number;
  height: number;
  shades: Uint8Array;
}

/** What pixels tell of how good a picture is; each 0 to 1. */
export interface ImageMeasures {
  /** How much of it is sharp: the variance of the Laplacian (Pech-Pacheco et al. 2000), 0.63 at a variance of 150. */
  sharpness: number;
  /** 1: neither too dark nor too bright, and not burnt out. */
  exposure: number;
  /** 0.45 size + 0.35 sharpness + 0.2 exposure; size is full at 1200 × 630 and nothing at 200 pixels. */
  quality: number;
}

const USUAL_VARIANCE = 150;
const [FULL_WIDTH, FULL_HEIGHT, LEAST] = [1_200, 630, 200];

/** `width` and `height` are those of the whole picture, `grey` a smaller one of it. */
export function measure(grey: GreyPicture, { width, height }: { width: number; height: number }): ImageMeasures {
  const sharpness = 1 - Math.exp(-laplacianVariance(grey) / USUAL_VARIANCE);
  const exposure = exposureOf(grey.shades);
  const size = Math.min(share(width, FULL_WIDTH), share(height, FULL_HEIGHT));
  return { sharpness: rounded(sharpness), exposure: rounded(exposure), quality: rounded(0.45 * size + 0.35 * sharpness + 0.2 * exposure) };
}

function laplacianVariance({ width, height, shades }: GreyPicture): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const value = 4 * shades[at]! - shades[at - 1]! - shades[at + 1]! - shades[at - width]! - shades[at + width]!;
      sum += value;
      squares += value * value;
      count++;
    }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

/** Falls where the mean leaves a quarter to three quarters of the scale, and where more than a third of the pixels are at its ends. */
function exposureOf(shades: Uint8Array): number {
  if (shades.length === 0) return 0;
  let [sum, ends] = [0, 0];
  for (const shade of shades) {
    sum += shade;
    if (shade <= 4 || shade >= 251) ends++;
  }
  const mean = sum / shades.length / 255;
  const dark = Math.max(0, 0.25 - mean, mean - 0.75) / 0.25;
  const burnt = Math.max(0, ends / shades.length - 1 / 3) * 1.5;
  return Math.max(0, 1 - dark - burnt);
}

const share = (length: number, full: number): number => Math.min(1, Math.max(0, (length - LEAST) / (full - LEAST)));
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
