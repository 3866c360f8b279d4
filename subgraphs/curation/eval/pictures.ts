import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderImage } from '@marquee/platform';
import sharp, { type Sharp } from 'sharp';

/** How pictures are spoilt; the measures were made without any of these. */
const SPOILT: Readonly<Record<string, (picture: Sharp, width: number) => Sharp>> = {
  'blurred by movement': (picture) => picture.convolve({ width: 7, height: 7, kernel: movement(7) }),
  'enlarged four times': (picture, width) => picture.resize({ width: Math.round(width / 4) }),
  'much too dark': (picture) => picture.linear(0.15, 0),
  'burnt out': (picture) => picture.linear(1.2, 130),
  'the size of a stamp': (picture) => picture.resize({ width: 240 }),
};

/** How many of the spoilt pictures are judged worse than the pictures they were made of, by kind. */
export async function pictureFigures(folder: string): Promise<{ kind: string; worse: number; of: number }[]> {
  const files = readdirSync(folder).filter((file) => /\.(?:jpe?g|png|webp)$/i.test(file));
  const figures = Object.keys(SPOILT).map((kind) => ({ kind, worse: 0, of: 0 }));
  for (const file of files) {
    const bytes = readFileSync(join(folder, file));
    const { width } = await sharp(bytes).metadata();
    const { quality } = await renderImage(bytes);
    for (const figure of figures) {
      let spoilt = await SPOILT[figure.kind]!(sharp(bytes), width).jpeg({ quality: 90 }).toBuffer();
      if (figure.kind === 'enlarged four times') spoilt = await sharp(spoilt).resize({ width }).jpeg({ quality: 90 }).toBuffer();
      figure.of++;
      if ((await renderImage(spoilt)).quality < quality) figure.worse++;
    }
  }
  return figures;
}

/** A kernel that smears along a row. */
const movement = (size: number): number[] =>
  Array.from({ length: size * size }, (_, at) => (Math.floor(at / size) === (size - 1) / 2 ? 1 : 0));
