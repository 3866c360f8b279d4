import { createHash } from 'node:crypto';
import type { Sharp } from 'sharp';
import { imageTypeOf } from '../files';
import { hidesContent } from './hidden-content';
import { ImageRefused } from './image-fault';
import { measure, type ImageMeasures } from './image-measures';

/** What a rendition is for: to be shown as it is, or cut for previews of links (1200 × 630) and for square places. */
export type RenditionUse = 'DISPLAY' | 'LINK_PREVIEW' | 'SQUARE';
export type RenditionFormat = 'JPEG' | 'WEBP' | 'AVIF';

export interface Rendition {
  use: RenditionUse;
  format: RenditionFormat;
  width: number;
  height: number;
  bytes: Buffer;
  /** SHA-256 of the bytes, hex. */
  hash: string;
}

/** A picture drawn anew from its pixels: upright, in sRGB, without anything that was told beside them (place, camera, author). */
export interface RenderedImage extends ImageMeasures {
  /** Of the picture as it was sent, upright. */
  width: number;
  height: number;
  blurhash: string;
  renditions: Rendition[];
}

/** Sent pictures are at most so many bytes. */
export const MAX_IMAGE_BYTES = 15 * 1024 * 1024;
/** Of what is decoded: 40 megapixels are 120 MB for a moment. A small file may claim any number. */
const MAX_PIXELS = 40_000_000;
const LEAST_SIDE = 100;
const WIDTHS = [320, 640, 1_280, 2_048] as const;
/** AVIF takes ten times as long as WebP: not for the largest. */
const WIDEST_AVIF = 1_280;
const JPEG_WIDTH = 1_280;
const [PREVIEW_WIDTH, PREVIEW_HEIGHT, SQUARE_SIDE] = [1_200, 630, 1_080];
const WITHIN_SECONDS = 30;

interface Pixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 1 | 2 | 3 | 4;
}

/**
 * Draws a PNG, JPEG or WebP in all sizes and formats in which it is shown; throws ImageRefused for what is none, or is broken. One at a time
 * in a process (`inTurn`): what it takes of memory is bounded by the pixels of one picture. `type`: what it was said to be.
 */
export async function renderImage(bytes: Buffer, type?: string): Promise<RenderedImage> {
  const found = imageTypeOf(bytes);
  if (!found) throw new ImageRefused('NOT_AN_IMAGE');
  if (type !== undefined && type !== found) throw new ImageRefused('OTHER_TYPE');
  if (hidesContent(bytes)) throw new ImageRefused('HIDDEN_CONTENT');
  return inTurn(() => draw(bytes, found));
}

async function draw(bytes: Buffer, type: string): Promise<RenderedImage> {
  const sharp = await loadSharp();
  const open = () => sharp(bytes, { failOn: 'error', limitInputPixels: false });
  const head = await open().metadata().catch(refuse('BROKEN'));
  if (`image/${head.format}` !== type) throw new ImageRefused('OTHER_TYPE');
  if ((head.pages ?? 1) > 1) throw new ImageRefused('ANIMATED');
  if (head.width * head.height > MAX_PIXELS) throw new ImageRefused('TOO_MANY_PIXELS');
  const { width, height } = head.autoOrient;
  if (Math.min(width, height) < LEAST_SIDE) throw new ImageRefused('TOO_SMALL');
  const largest = WIDTHS.at(-1)!;
  const base = await pixelsOf(
    sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS })
      .timeout({ seconds: WITHIN_SECONDS })
      .autoOrient()
      .toColourspace('srgb')
      .resize({ width: largest, height: largest, fit: 'inside', withoutEnlargement: true }),
  ).catch(refuse('BROKEN'));
  const from = () => sharp(base.data, { raw: base });
  const grey = await pixelsOf(from().resize({ width: 512, height: 512, fit: 'inside', withoutEnlargement: true }).flatten().greyscale());
  const shades = grey.channels === 1 ? grey.data : grey.data.filter((_, at) => at % grey.channels === 0);
  return {
    ...{ width, height },
    ...measure({ ...grey, shades }, { width, height }),
    blurhash: await blurhashOf(from()),
    renditions: await renditionsOf(from, base),
  };
}

async function renditionsOf(from: () => Sharp, base: Pixels): Promise<Rendition[]> {
  const made: Rendition[] = [];
  const add = async (use: RenditionUse, format: RenditionFormat, picture: Sharp) => {
    const { data, info } = await encode(picture, format).toBuffer({ resolveWithObject: true });
    const hash = createHash('sha256').update(data).digest('hex');
    made.push({ use, format, width: info.width, height: info.height, bytes: data, hash });
  };
  const widths = [...new Set(WIDTHS.map((width) => Math.min(width, base.width)))];
  await add('DISPLAY', 'JPEG', from().resize({ width: Math.min(JPEG_WIDTH, base.width) }));
  for (const width of widths) {
    await add('DISPLAY', 'WEBP', from().resize({ width }));
    if (width <= WIDEST_AVIF) await add('DISPLAY', 'AVIF', from().resize({ width }));
  }
  const cut = { fit: 'cover', position: 'attention' } as const;
  if (base.width >= PREVIEW_WIDTH / 2 && base.height >= PREVIEW_HEIGHT / 2)
    await add('LINK_PREVIEW', 'JPEG', from().resize({ width: PREVIEW_WIDTH, height: PREVIEW_HEIGHT, ...cut }));
  const side = Math.min(SQUARE_SIDE, base.width, base.height);
  await add('SQUARE', 'JPEG', from().resize({ width: side, height: side, ...cut }));
  return made;
}

function encode(picture: Sharp, format: RenditionFormat): Sharp {
  switch (format) {
    case 'JPEG':
      return picture.flatten({ background: '#ffffff' }).jpeg({ quality: 80 });
    case 'WEBP':
      return picture.webp({ quality: 78, effort: 3 });
    case 'AVIF':
      return picture.avif({ quality: 55, effort: 1 });
  }
}

async function blurhashOf(picture: Sharp): Promise<string> {
  const { encode: encodeHash } = await import('blurhash');
  const { data, width, height } = await pixelsOf(picture.resize({ width: 32, height: 32, fit: 'inside' }).ensureAlpha());
  return encodeHash(new Uint8ClampedArray(data), width, height, 4, 3);
}

async function pixelsOf(picture: Sharp): Promise<Pixels> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels as Pixels['channels'] };
}

const refuse =
  (fault: 'BROKEN') =>
  (cause: unknown): never => {
    throw new ImageRefused(fault, cause);
  };

/** The library is large: nobody loads it who draws nothing. One thread a picture, and nothing kept between two. */
async function loadSharp() {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}

let turn: Promise<unknown> = Promise.resolve();

/** One picture after the other, whoever asks. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  return mine;
}
