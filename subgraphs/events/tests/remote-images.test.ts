import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterTests, aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { events } from '../src';
import { keep } from '../src/kept';
import { ImageUnreachable, type ImageSource } from '../src/ports/image-source';
import { WebImages } from '../src/ports/web-images';
import { UpdatePicturesDocument } from './generated/documents';
import { aPicture, deleteImage, draw, picturesOf, ready } from './images';
import { sqlOn } from './sql';
import { startWorld, type World } from './world';

const withSource = (imageSource: ImageSource | null) =>
  startWorld({ module: events.with({ keep: (basics) => keep(basics, { imageSource }) }) });
const find = (world: World) => world.subgraph.runJob('find-remote-images');

describe('pictures that lie elsewhere', () => {
  test('are fetched once for all events that name them, when they are published', async () => {
    const asked: string[] = [];
    const picture = await aPicture(640, 480);
    const world = await withSource({ fetch: async (address) => (asked.push(address), picture) });
    const imageUrl = 'https://pictures.example/lantern.jpg';
    const [one, two] = [await world.anEvent({ imageUrl }), await world.anEvent({ imageUrl })];
    await world.anEvent({ imageUrl: 'https://pictures.example/draft.jpg', status: 'DRAFT' });
    expect((await picturesOf(world, null, one.id)).cover).toBeNull();
    for (let turn = 0; turn < 2; turn++) {
      await find(world);
      await draw(world);
    }
    expect(asked).toEqual([imageUrl]);
    for (const { id } of [one, two]) {
      const event = await picturesOf(world, null, id);
      expect(event).toMatchObject({ imageUrl, cover: { width: 640, height: 480, altText: null } });
      expect(event.cover.url).toMatch(/\/public\/images\//);
    }
  });

  test('that are refused, or cannot be had, are asked for no more; what may pass is asked for again', async () => {
    const asked = new Map<string, number>();
    const world = await withSource({
      fetch: async (address) => {
        asked.set(address, (asked.get(address) ?? 0) + 1);
        if (address.includes('svg')) return Buffer.from('<svg/>');
        throw new ImageUnreachable('away', address.includes('busy'));
      },
    });
    const addresses = ['svg', 'none', 'busy'].map((name) => `https://pictures.example/${name}`);
    for (const imageUrl of addresses) await world.anEvent({ imageUrl });
    for (let turn = 0; turn < 6; turn++) {
      await find(world);
      await draw(world);
      world.clock.advance(10 * 60_000);
    }
    expect(addresses.map((address) => asked.get(address))).toEqual([1, 1, 3]);
    const { rows } = await sqlOn(world)('SELECT state, fault FROM images ORDER BY fault');
    expect(rows.map(({ state, fault }) => `${state} ${fault}`)).toEqual([
      'REFUSED NOT_AN_IMAGE',
      'REFUSED UNREACHABLE',
      'REFUSED UNREACHABLE',
    ]);
  });

  test('are left where they are when the installation fetches none', async () => {
    const world = await withSource(null);
    const { id } = await world.anEvent({ imageUrl: 'https://pictures.example/x.jpg' });
    await find(world);
    await draw(world);
    expect(await picturesOf(world, null, id)).toMatchObject({ imageUrl: 'https://pictures.example/x.jpg', cover: null });
  });

  test('are forgotten a day after no event names them', async () => {
    const picture = await aPicture();
    const world = await withSource({ fetch: async () => picture });
    const { id, version } = await world.anEvent({ imageUrl: 'https://pictures.example/x.jpg' });
    await find(world);
    await draw(world);
    world.clock.advance(25 * 3_600_000);
    await world.subgraph.runJob('forget-images');
    expect((await picturesOf(world, null, id)).cover).not.toBeNull();
    await sqlOn(world)('UPDATE events SET image_url = NULL WHERE id = $1', [id]);
    world.clock.advance(25 * 3_600_000);
    await world.subgraph.runJob('forget-images');
    expect((await sqlOn(world)('SELECT 1 FROM images')).rowCount).toBe(0);
    expect((await sqlOn(world)('SELECT 1 FROM stored_files WHERE delete_at IS NULL')).rowCount).toBe(0);
    expect(version).toBeGreaterThan(0);
  });

  test('the real adapter asks the open internet alone', async () => {
    const picture = await aPicture();
    const server = createServer((request, response) => {
      const status = Number(/\d+/.exec(request.url!)?.[0] ?? 200);
      response.writeHead(status).end(request.url === '/large' ? Buffer.alloc(2_000_000) : picture);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterTests(async () => void server.close());
    const { port } = server.address() as AddressInfo;
    const open = new WebImages({
      inside: [`pictures.example:${port}`],
      resolve: (_name, { all }, done) => (all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)),
    });
    expect(await open.fetch(`http://pictures.example:${port}/x`, 1_000_000)).toEqual(picture);
    await expect(open.fetch(`http://pictures.example:${port}/large`, 1_000_000)).rejects.toMatchObject({ isPassing: false });
    for (const [status, isPassing] of [
      [503, true],
      [429, true],
      [404, false],
      [403, false],
    ] as const)
      await expect(open.fetch(`http://pictures.example:${port}/${status}`, 1_000_000)).rejects.toMatchObject({ isPassing });
    for (const address of [`http://127.0.0.1:${port}/x`, 'http://169.254.169.254/latest', 'http://localhost/x'])
      await expect(new WebImages().fetch(address, 1_000_000)).rejects.toBeInstanceOf(ImageUnreachable);
  });
});

/** An event takes a picture while its owner deletes it: does the event still name it at the end? */
async function takeWhileItIsDeleted(world: World, begin = () => {}, hasRead = Promise.resolve()): Promise<boolean> {
  const ann = aViewer();
  const image = await ready(world, ann);
  const { id, version } = await world.anEvent({ by: ann, status: 'DRAFT' });
  begin();
  await Promise.all([
    world.run(ann, UpdatePicturesDocument, { input: { eventId: id, version, galleryIds: [image] } }),
    hasRead.then(() => deleteImage(world, ann, image)).then(() => world.subgraph.runJob('forget-images')),
  ]);
  // The row of a picture of this day stays for its count: a later turn looks again, and would mend what is left.
  const { rows } = await sqlOn(world)('SELECT gallery_ids FROM events WHERE id = $1', [id]);
  return rows[0].gallery_ids.length > 0;
}

test('an event that takes a picture while it is deleted does not keep it', async () => {
  const world = await startWorld();
  for (let round = 0; round < 5; round++) expect(await takeWhileItIsDeleted(world)).toBe(false);
});

test('control: without the lock on the picture it does', async () => {
  const meet = meetingOf(2);
  let isOn = false;
  let read!: () => void;
  const hasRead = new Promise<void>((resolve) => (read = resolve));
  // The edit has read that the picture is there before it is deleted, and the job that no event has it before the edit writes.
  const after = (statement: string) => {
    if (!isOn || !/FROM images WHERE state = 'READY'|SELECT event_id AS id FROM image_uses/.test(statement)) return undefined;
    if (statement.includes("state = 'READY'")) read();
    return meet();
  };
  const module = events.with({ keep: (basics) => keep({ ...basics, db: watched(withoutLocks(basics.db), { after }) }) });
  const world = await startWorld({ module });
  expect(await takeWhileItIsDeleted(world, () => (isOn = true), hasRead)).toBe(true);
});
