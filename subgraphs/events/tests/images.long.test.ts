import { aViewer } from '@marquee/platform/testing';
import sharp from 'sharp';
import { complete, draw, askUpload, imageOf, send } from './images';
import { sqlOn } from './sql';
import { startWorld } from './world';

const UPLOADS = 500;
const MB = 1024 * 1024;
/** A picture of 12 megapixels takes some 36 MB while it is drawn; 500 at once would take 18 GB. */
const MOST_MB = 700;

test('500 pictures that come at once are drawn one after the other, in the memory of one', { timeout: 600_000 }, async () => {
  const world = await startWorld({ settings: { NEW_ACCOUNT_IMAGES: '1000' } });
  const people = Array.from({ length: 20 }, () => aViewer());
  const large = await sharp({ create: { width: 4_000, height: 3_000, channels: 3, background: '#2a7' } })
    .jpeg()
    .toBuffer();
  const small = await sharp({ create: { width: 200, height: 150, channels: 3, background: '#a27' } })
    .jpeg()
    .toBuffer();
  const before = process.memoryUsage.rss();
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  const made = await Promise.all(
    people.map(async (viewer) => {
      const ids: string[] = [];
      for (let at = 0; at < UPLOADS / people.length; at++) {
        const file = at === 0 ? large : small;
        const { upload } = await askUpload(world, viewer, { size: file.length });
        await send(world, upload.url as string, file);
        await complete(world, viewer, upload.id as string);
        ids.push(upload.id as string);
      }
      return { viewer, ids };
    }),
  );
  const waiting = await sqlOn(world)(`SELECT 1 FROM images WHERE state = 'WAITING'`);
  expect(waiting.rowCount).toBe(UPLOADS);
  for (let turn = 0; turn < UPLOADS / 100 + 1; turn++) await draw(world);
  clearInterval(watch);
  const { rows } = await sqlOn(world)('SELECT state, count(*)::int AS count FROM images GROUP BY state');
  expect(rows).toEqual([{ state: 'READY', count: UPLOADS }]);
  expect((await imageOf(world, made[0]!.viewer, made[0]!.ids[0]!)).width).toBe(4_000);
  expect((most - before) / MB).toBeLessThan(MOST_MB);
});
