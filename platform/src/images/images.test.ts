import { deflateSync } from 'node:zlib';
import { decode } from 'blurhash';
import sharp from 'sharp';
import { ImageRefused } from './image-fault';
import { measure } from './image-measures';
import { renderImage } from './render-image';

/** A picture with something to see: rings on a slope of colours. */
const picture = (width: number, height: number) => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g"><stop stop-color="#274"/>
    <stop offset="1" stop-color="#fb5"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/>${Array.from(
      { length: 12 },
      (_, at) => `<circle cx="50%" cy="50%" r="${4 * at}%" fill="none" stroke="#123" stroke-width="2"/>`,
    ).join('')}</svg>`;
  return sharp(Buffer.from(svg));
};
const jpeg = (width = 900, height = 600) => picture(width, height).jpeg().toBuffer();
const png = (width = 300, height = 200) => picture(width, height).png().toBuffer();
const behind = async (bytes: Promise<Buffer>, more: string | Buffer) => Buffer.concat([await bytes, Buffer.from(more as string, 'latin1')]);
const changed = async (bytes: Promise<Buffer>, change: (bytes: Buffer) => Buffer | void) => {
  const copy = Buffer.from(await bytes);
  return change(copy) ?? copy;
};

/** A chunk of a PNG. */
const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};
function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** A PNG of black pixels that says it is so large; what it takes to say so is some kilobytes. */
const bomb = (width: number, height: number, rows = height): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const line = 1 + Math.ceil(width / 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(line * rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
const zip = Buffer.concat([Buffer.from('PK\x03\x04x', 'latin1'), Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);
const animation = (format: 'webp' | 'gif') =>
  sharp({ create: { width: 120, height: 240, channels: 3, background: '#123' } })
    .composite([{ input: { create: { width: 120, height: 120, channels: 3, background: '#fed' } }, top: 0, left: 0 }])
    .raw()
    .toBuffer()
    .then((data) =>
      sharp(data, { raw: { width: 120, height: 240, channels: 3, pageHeight: 120 } })
        [format]()
        .toBuffer(),
    );

describe('what is no picture, or more than one, is refused by name', () => {
  test.each<[string, string, () => Buffer | Promise<Buffer>, string?]>([
    ['an SVG with a script', 'NOT_AN_IMAGE', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['an SVG behind a byte order mark', 'NOT_AN_IMAGE', () => Buffer.from('\uFEFF<?xml version="1.0"?><svg onload="alert(1)"/>')],
    ['a page', 'NOT_AN_IMAGE', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a program', 'NOT_AN_IMAGE', () => Buffer.from('\x7fELF\x02\x01\x01', 'latin1')],
    ['a program of Windows', 'NOT_AN_IMAGE', () => Buffer.from('MZ\x90\0', 'latin1')],
    ['a PDF', 'NOT_AN_IMAGE', () => Buffer.from('%PDF-1.7 /JS (app.alert(1))')],
    ['an archive', 'NOT_AN_IMAGE', () => zip],
    ['an animation of another format', 'NOT_AN_IMAGE', () => animation('gif')],
    ['PostScript', 'NOT_AN_IMAGE', () => Buffer.from('%!PS-Adobe-3.0 (%pipe%id) (w) file')],
    ['a script for ImageMagick', 'NOT_AN_IMAGE', () => Buffer.from('push graphic-context\nfill \'url(https://x/"|ls "-la)\'')],
    ['nothing', 'NOT_AN_IMAGE', () => Buffer.alloc(0)],
    ['a PNG that is said to be a JPEG', 'OTHER_TYPE', () => png(), 'image/jpeg'],
    ['a JPEG with a page behind it', 'HIDDEN_CONTENT', () => behind(jpeg(), '<html><script>alert(1)</script>')],
    [
      'a JPEG with PHP in its comment',
      'HIDDEN_CONTENT',
      () =>
        changed(jpeg(), (bytes) => {
          const text = Buffer.from("<?php system($_GET['c']); ?>");
          const mark = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
          return Buffer.concat([bytes.subarray(0, 2), mark, text, bytes.subarray(2)]);
        }),
    ],
    ['a PNG that is an archive, too', 'HIDDEN_CONTENT', async () => behind(png(), zip)],
    [
      'a PNG with a script in its text',
      'HIDDEN_CONTENT',
      () =>
        changed(png(), (bytes) =>
          Buffer.concat([bytes.subarray(0, 33), chunk('tEXt', Buffer.from('a\0<SCRIPT src=//x>')), bytes.subarray(33)]),
        ),
    ],
    [
      'a JPEG that is a PDF, too',
      'HIDDEN_CONTENT',
      () =>
        changed(jpeg(), (bytes) =>
          Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 10]), Buffer.from('%PDF-1.4'), bytes.subarray(2)]),
        ),
    ],
    ['a JPEG that is cut off', 'BROKEN', () => changed(jpeg(), (bytes) => bytes.subarray(0, bytes.length / 2))],
    ['a PNG that is cut off', 'BROKEN', () => changed(png(), (bytes) => bytes.subarray(0, bytes.length / 2))],
    ['a WebP that is cut off', 'BROKEN', async () => (await picture(300, 200).webp().toBuffer()).subarray(0, 400)],
    ['the beginning of a PNG alone', 'BROKEN', () => SIGNATURE],
    ['a JPEG of its first bytes alone', 'BROKEN', () => Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['a PNG whose pixels are changed', 'BROKEN', () => changed(png(), (bytes) => void bytes.fill(0x55, 60, 160))],
    ['a PNG whose head is another size than its pixels', 'BROKEN', () => bomb(400, 400, 10)],
    ['a bomb of 2.5 gigapixels', 'TOO_MANY_PIXELS', () => bomb(50_000, 50_000, 1)],
    ['a bomb of 41 megapixels that is whole', 'TOO_MANY_PIXELS', () => bomb(8_200, 5_000)],
    ['a line of pixels', 'TOO_SMALL', () => png(1_000, 3)],
    ['a pixel that counts who looks', 'TOO_SMALL', () => bomb(1, 1)],
    ['a WebP that moves', 'ANIMATED', () => animation('webp')],
  ])('%s: %s', async (_, fault, make, type?: string) => {
    const refused = await renderImage(await make(), type).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ImageRefused);
    expect((refused as ImageRefused).fault).toBe(fault);
  });
});

test('a picture is drawn in sizes that fit it, in three formats, and each is what it says (X112, X114)', async () => {
  const image = await renderImage(await jpeg(1_500, 900));
  expect(image).toMatchObject({ width: 1_500, height: 900 });
  const told = image.renditions.map(({ use, format, width, height }) => `${use} ${format} ${width}×${height}`);
  expect(told).toEqual([
    'DISPLAY JPEG 1280×768',
    'DISPLAY WEBP 320×192',
    'DISPLAY AVIF 320×192',
    'DISPLAY WEBP 640×384',
    'DISPLAY AVIF 640×384',
    'DISPLAY WEBP 1280×768',
    'DISPLAY AVIF 1280×768',
    'DISPLAY WEBP 1500×900',
    'LINK_PREVIEW JPEG 1200×630',
    'SQUARE JPEG 900×900',
  ]);
  for (const { bytes, format, width, height } of image.renditions) {
    const found = await sharp(bytes).metadata();
    expect([found.format, found.width, found.height]).toEqual([format === 'AVIF' ? 'heif' : format.toLowerCase(), width, height]);
  }
  expect(decode(image.blurhash, 8, 8)).toHaveLength(8 * 8 * 4);
});

test('what was told beside the pixels is gone: place, camera, author; and it is upright', async () => {
  const sent = await picture(600, 400)
    .jpeg()
    .withExif({ IFD0: { Artist: 'Ann Secret', Orientation: '6' }, IFD3: { GPSLatitude: '43/1 39/1 0/1', GPSLatitudeRef: 'N' } })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>Ann Secret</rdf></x:xmpmeta>')
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const { width, height, renditions } = await renderImage(sent, 'image/jpeg');
  expect([width, height]).toEqual([400, 600]);
  for (const { bytes } of renditions) {
    const { exif, xmp, iptc, icc, orientation } = await sharp(bytes).metadata();
    expect([exif, xmp, iptc, icc, orientation ?? 1]).toEqual([undefined, undefined, undefined, undefined, 1]);
    expect(bytes.includes('Secret')).toBe(false);
  }
});

test('a small picture is not enlarged, and one with holes keeps them where the format can', async () => {
  const holes = await sharp({ create: { width: 150, height: 120, channels: 4, background: { r: 200, g: 10, b: 10, alpha: 0.4 } } })
    .png()
    .toBuffer();
  const { renditions } = await renderImage(holes);
  expect(renditions.map(({ use, format, width }) => [use, format, width])).toEqual([
    ['DISPLAY', 'JPEG', 150],
    ['DISPLAY', 'WEBP', 150],
    ['DISPLAY', 'AVIF', 150],
    ['SQUARE', 'JPEG', 120],
  ]);
  expect((await sharp(renditions[1]!.bytes).metadata()).hasAlpha).toBe(true);
});

test('blurred, dark and small pictures measure less', async () => {
  const sharpOne = await renderImage(await jpeg(1_400, 900));
  const blurred = await renderImage(await picture(1_400, 900).blur(12).jpeg().toBuffer());
  const dark = await renderImage(await picture(1_400, 900).linear(0.05, 0).jpeg().toBuffer());
  const small = await renderImage(await jpeg(280, 200));
  expect(blurred.sharpness).toBeLessThan(sharpOne.sharpness / 2);
  expect(dark.exposure).toBeLessThan(0.3);
  expect(sharpOne.exposure).toBe(1);
  for (const { quality } of [blurred, dark, small]) expect(quality).toBeLessThan(sharpOne.quality - 0.1);
  for (const { quality } of [sharpOne, blurred, dark, small]) expect(quality >= 0 && quality <= 1).toBe(true);
});

test('nothing at all is neither sharp nor well lit', () => {
  expect(measure({ width: 0, height: 0, shades: new Uint8Array() }, { width: 1, height: 1 })).toEqual({
    sharpness: 0,
    exposure: 0,
    quality: 0,
  });
});
