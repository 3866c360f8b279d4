import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, eventually, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  CreateUploadDocument,
  CreateWithPicturesDocument,
  DescribeImageDocument,
  DuplicateEventDocument,
  MyImagesDocument,
  RollbackEventDocument,
  UpdatePicturesDocument,
  type UpdateEventInput,
} from './generated/documents';
import { aPicture, askUpload, complete, deleteImage, draw, imageOf, keyOf, picturesOf, ready, send, sent } from './images';
import { cost } from './cost';
import { sqlOn, type Sql } from './sql';
import { DAY, HOUR, startWorld, type World } from './world';

let world: World;
let sql: Sql;
beforeAll(async () => {
  world = await startWorld({ settings: { NEW_ACCOUNT_IMAGES: '1000' } });
  sql = sqlOn(world);
});

const update = async (viewer: Viewer, id: string, parts: Partial<UpdateEventInput>): Promise<Data> => {
  const { version } = await picturesOf(world, viewer, id);
  return (await world.run(viewer, UpdatePicturesDocument, { input: { eventId: id, version: version as number, ...parts } })).updateEvent;
};
const forget = () => world.subgraph.runJob('forget-images');
const ids = (list: Data[]): string[] => list.map(({ id }) => id as string);
const fileThere = async (url: string): Promise<boolean> => (await world.files.head(keyOf(url))) !== null;

describe('a picture that is sent', () => {
  test('is drawn anew, described and told (X111, X113)', async () => {
    const ann = aViewer();
    const id = await sent(world, ann, await aPicture(700, 500));
    expect(await imageOf(world, ann, id)).toMatchObject({ state: 'WAITING', url: null, renditions: [], altText: 'A lantern' });
    await draw(world);
    const image = await imageOf(world, ann, id);
    expect(image).toMatchObject({ state: 'READY', fault: null, width: 700, height: 500, blurhash: expect.any(String) as string });
    expect(new Set((image.renditions as Data[]).map(({ format }) => format as string))).toEqual(new Set(['JPEG', 'WEBP', 'AVIF']));
    for (const { url, size } of image.renditions as { url: string; size: number }[])
      expect(await world.files.head(keyOf(url))).toEqual({ size });
    expect(keyOf(image.url as string)).toMatch(/^public\/images\//);
    const { rows } = await sql(`SELECT payload FROM outbox WHERE topic = 'image.examined' AND key = $1`, [id]);
    expect(rows.map(({ payload }) => payload as Data)).toEqual([
      expect.objectContaining({ imageId: id, address: image.url, width: 700, height: 500 }),
    ]);
  });

  test('streams its state to its owner, and to nobody else', async () => {
    const ann = aViewer();
    const id = await sent(world, ann, await aPicture());
    const query = `subscription { imageChanged(imageId: "${id}") { id state } }`;
    const stream = await world.subscribe(ann, query);
    await draw(world);
    expect((await stream.next()).data).toEqual({ imageChanged: { id, state: 'READY' } });
    const other = await world.subscribe(aViewer(), query).then(
      (one) => one.next(),
      (error: Error) => error.message,
    );
    expect(JSON.stringify(other)).toContain('NOT_FOUND');
  });

  test('is nobody else’s to know, to hand over, to describe, to delete', async () => {
    const [ann, ben] = [aViewer(), aViewer()];
    const id = await ready(world, ann);
    expect(await imageOf(world, ben, id)).toBeNull();
    expect(await complete(world, ben, id)).toMatchObject({ __typename: 'NotFound' });
    expect((await world.run(ben, DescribeImageDocument, { input: { imageId: id, altText: 'x' } })).describeImage.__typename).toBe(
      'NotFound',
    );
    expect(await deleteImage(world, ben, id)).toMatchObject({ __typename: 'NotFound' });
    const { errors } = await world.execute(null, print(CreateUploadDocument), { input: { contentType: 'image/png', size: 1 } });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('is refused before it is drawn when it is not what was named', async () => {
    const ann = aViewer();
    const upload = async (size: number) => (await askUpload(world, ann, { size })).upload as { id: string; url: string };
    const none = await upload(3);
    expect(await complete(world, ann, none.id)).toMatchObject({ reason: 'NOT_UPLOADED' });
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const disguised = await upload(svg.length);
    await send(world, disguised.url, svg);
    expect(await complete(world, ann, disguised.id)).toMatchObject({ reason: 'NOT_THIS_IMAGE' });
    const id = await ready(world, ann);
    expect(await complete(world, ann, id)).toMatchObject({ reason: 'SPENT' });
    const late = await upload(3);
    world.clock.advance(HOUR + 1);
    expect(await complete(world, ann, late.id)).toMatchObject({ reason: 'SPENT' });
    for (const input of [{ contentType: 'image/svg+xml' }, { size: 0 }, { size: 16 * 1024 * 1024 }])
      expect(await askUpload(world, ann, input)).toMatchObject({ __typename: 'InvalidInput' });
  });

  test('sent once more to its address after it was drawn, is deleted all the same', async () => {
    const ann = aViewer();
    const file = await aPicture();
    const { upload } = await askUpload(world, ann, { size: file.length });
    const { id, url } = upload as { id: string; url: string };
    await send(world, url, file);
    await complete(world, ann, id);
    await draw(world);
    expect(await fileThere(url)).toBe(false);
    await send(world, url, file);
    expect(await fileThere(url)).toBe(true);
    world.clock.advance(HOUR + 1);
    await world.subgraph.runJob('delete-unused-files');
    expect(await fileThere(url)).toBe(false);
  });

  test('is refused by name when it is drawn; what was sent is deleted', async () => {
    const ann = aViewer();
    const whole = await aPicture();
    const broken = await sent(world, ann, whole.subarray(0, whole.length / 2));
    const page = await sent(world, ann, Buffer.concat([whole, Buffer.from('<script>alert(1)</script>')]));
    const tiny = await sent(world, ann, await aPicture(50, 50));
    await draw(world);
    const faults = await Promise.all([broken, page, tiny].map(async (id) => (await imageOf(world, ann, id)).fault as string));
    expect(faults).toEqual(['BROKEN', 'HIDDEN_CONTENT', 'TOO_SMALL']);
    const { rows } = await sql('SELECT upload_key FROM images WHERE id = ANY($1)', [[broken, page, tiny]]);
    for (const { upload_key } of rows as { upload_key: string }[]) expect(await world.files.head(upload_key)).toBeNull();
  });

  test('that is replaced after it was handed over is drawn as it is then, and refused as it is then', async () => {
    const ann = aViewer();
    const file = await aPicture();
    const { upload } = await askUpload(world, ann, { size: file.length });
    await send(world, upload.url as string, file);
    await complete(world, ann, upload.id as string);
    await send(world, upload.url as string, Buffer.alloc(file.length, '<script>'));
    await draw(world);
    expect(await imageOf(world, ann, upload.id as string)).toMatchObject({ state: 'REFUSED', fault: 'NOT_AN_IMAGE' });
  });

  test('under which the process ends again and again is given up', async () => {
    const ann = aViewer();
    const id = await sent(world, ann, await aPicture());
    await sql('UPDATE images SET tries = 3 WHERE id = $1', [id]);
    await draw(world);
    expect(await imageOf(world, ann, id)).toMatchObject({ state: 'REFUSED', fault: 'BROKEN' });
  });

  test('repeated requests: one upload, one picture, another key for another request', async () => {
    const ann = aViewer();
    const key = randomUUID();
    const one = await askUpload(world, ann, { idempotencyKey: key });
    expect((await askUpload(world, ann, { idempotencyKey: key })).upload.id).toBe(one.upload.id);
    expect(await askUpload(world, ann, { size: 7, idempotencyKey: key })).toMatchObject({ __typename: 'KeyReused' });
  });

  test('lists are the viewer’s own, newest first, page by page', async () => {
    const ann = aViewer();
    const made: string[] = [];
    for (let at = 0; at < 3; at++) made.unshift((await askUpload(world, ann)).upload.id as string);
    const page = async (parts: object) => (await world.run(ann, MyImagesDocument, parts)).myImages;
    // The clock stands still: those of one instant are ordered by id.
    const first = await page({ first: 2 });
    expect(first.totalCount).toBe(3);
    const rest = await page({ first: 2, after: first.pageInfo.endCursor });
    expect([...ids(first.nodes), ...ids(rest.nodes)].sort()).toEqual([...made].sort());
    expect(ids((await page({ last: 2, before: rest.pageInfo.startCursor })).nodes)).toEqual(ids(first.nodes));
    expect((await world.run(aViewer(), MyImagesDocument, {})).myImages.totalCount).toBe(0);
  });
});

describe('how many one account may send in a day', () => {
  test('is bounded by its standing, deleted ones included, and tells when the next fits in', async () => {
    const small = await startWorld({ settings: { NEW_ACCOUNT_IMAGES: '2' } });
    const ann = aViewer();
    const id = (await askUpload(small, ann)).upload.id as string;
    await askUpload(small, ann);
    await deleteImage(small, ann, id);
    await small.subgraph.runJob('forget-images');
    const refused = await askUpload(small, ann);
    expect(refused).toMatchObject({ __typename: 'TooManyRequests', message: expect.stringContaining('2 pictures in a day') as string });
    expect(new Date(refused.retryAt as string).getTime()).toBe(small.clock.now().getTime() + DAY);
    small.clock.advance(DAY + 1);
    expect(await askUpload(small, ann)).toMatchObject({ __typename: 'CreateUploadSuccess' });
  });

  test('requests side by side count each other', async () => {
    const small = await startWorld({ settings: { NEW_ACCOUNT_IMAGES: '2' } });
    const ann = aViewer();
    const answers = await Promise.all(Array.from({ length: 5 }, () => askUpload(small, ann)));
    expect(answers.filter(({ __typename }) => __typename === 'CreateUploadSuccess')).toHaveLength(2);
  });
});

describe('pictures of an event', () => {
  test('cover, gallery in its order, and the still of a film (E23)', async () => {
    const ann = aViewer();
    const [cover, one, two, still] = [await ready(world, ann), await ready(world, ann), await ready(world, ann), await ready(world, ann)];
    const { id } = await world.anEvent({ by: ann, coverId: cover, galleryIds: [two, one], videoPosterId: still });
    const event = await picturesOf(world, null, id);
    expect(event.cover).toMatchObject({ id: cover, state: 'READY', url: event.imageUrl, altText: 'A lantern' });
    expect([ids(event.gallery), event.videoPoster.id]).toEqual([[two, one], still]);
    const draft = await world.anEvent({ by: ann, galleryIds: [one, two], status: 'DRAFT' });
    expect(await update(ann, draft.id, { galleryIds: [two] })).toMatchObject({ __typename: 'UpdateEventSuccess' });
    expect(ids((await picturesOf(world, ann, draft.id)).gallery)).toEqual([two]);
    await update(ann, draft.id, { galleryIds: [] });
    expect((await picturesOf(world, ann, draft.id)).gallery).toEqual([]);
  });

  test('of a published one wait for approval with the rest of its content', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent({ by: ann });
    const [cover, one] = [await ready(world, ann), await ready(world, ann)];
    await update(ann, id, { coverId: cover, galleryIds: [one] });
    const { cover: shown, gallery, pendingRevision } = await picturesOf(world, ann, id);
    expect([shown, gallery]).toEqual([null, []]);
    expect(pendingRevision).toMatchObject({ changedFields: ['IMAGE', 'GALLERY'], cover: { id: cover }, gallery: [{ id: one }] });
    const revision = { revisionId: pendingRevision.id as string, eventId: id, status: 'APPROVED', curatorId: randomUUID(), notes: null };
    await world.tell('curation.revision_decided', id, {
      ...revision,
      revisionVersion: 1,
      version: 1,
      decidedAt: world.clock.now().toISOString(),
    });
    const approved = await picturesOf(world, null, id);
    expect([approved.cover.id, ids(approved.gallery)]).toEqual([cover, [one]]);
  });

  test('are the viewer’s own and ready, or those that it has already', async () => {
    const [ann, editor] = [aViewer(), aViewer()];
    const [mine, theirs] = [await ready(world, world.organiser), await ready(world, ann)];
    const raw = await sent(world, world.organiser, await aPicture());
    const tiny = await sent(world, world.organiser, await aPicture(50, 50));
    await sql(`UPDATE images SET state = 'REFUSED', fault = 'TOO_SMALL' WHERE id = $1`, [tiny]);
    const { id } = await world.anEvent({ status: 'DRAFT', galleryIds: [mine] });
    const faultsOf = async (parts: Partial<UpdateEventInput>, viewer = world.organiser) =>
      ((await update(viewer, id, parts)).fields as Data[] | undefined)?.map(
        ({ path, message }) => `${path as string} ${message as string}`,
      );
    expect(await faultsOf({ galleryIds: [mine, theirs, raw, tiny, randomUUID()] })).toEqual([
      'galleryIds.1 you have no such picture',
      'galleryIds.2 this picture is not ready yet',
      'galleryIds.3 this picture was refused: send another one',
      'galleryIds.4 you have no such picture',
    ]);
    expect(await faultsOf({ coverId: theirs })).toEqual(['coverId you have no such picture']);
    expect(await faultsOf({ videoPosterId: theirs })).toEqual(['videoPosterId you have no such picture']);
    expect(await faultsOf({ coverId: mine, imageUrl: 'https://pictures.example/x.jpg' })).toEqual([
      'coverId pass coverId or imageUrl, not both',
    ]);
    expect(await faultsOf({ galleryIds: [mine, mine] })).toEqual(['galleryIds must not have one picture twice']);
    expect(await faultsOf({ imageUrl: 'http://files.test/files/public/images/none/none-1.jpg' })).toEqual([
      'imageUrl there is no such picture',
    ]);
    await world.join(id, editor, 'EDITOR');
    const own = await ready(world, editor);
    expect(await update(editor, id, { galleryIds: [own, mine] })).toMatchObject({ __typename: 'UpdateEventSuccess' });
    expect(ids((await picturesOf(world, editor, id)).gallery)).toEqual([own, mine]);
  });

  test('come back with an older version, unless they were deleted, and go with a copy of the event', async () => {
    const ann = aViewer();
    const [one, two] = [await ready(world, ann), await ready(world, ann)];
    const { id, version } = await world.anEvent({ by: ann, status: 'DRAFT', galleryIds: [one, two], coverId: one });
    await update(ann, id, { galleryIds: [], coverId: null });
    await deleteImage(world, ann, two);
    await forget();
    const now = (await picturesOf(world, ann, id)).version as number;
    await world.run(ann, RollbackEventDocument, { input: { eventId: id, version: now, toVersion: version } });
    const event = await picturesOf(world, ann, id);
    expect([ids(event.gallery), event.cover.id]).toEqual([[one], one]);
    const { duplicateEvent } = await world.run(ann, DuplicateEventDocument, { input: { eventId: id } });
    const copy = await picturesOf(world, ann, (duplicateEvent as Data).event.id as string);
    expect([ids(copy.gallery), copy.cover.id]).toEqual([[one], one]);
  });

  test('cost a page of events three statements, however many events and pictures', async () => {
    const ann = aViewer();
    const [image, other] = [await ready(world, ann), await ready(world, ann)];
    const made: string[] = [];
    for (let at = 0; at < 3; at++) made.push((await world.anEvent({ by: ann, coverId: image, galleryIds: [image, other] })).id);
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Event { cover { id url renditions { url } } gallery { id url } } } }`;
    await world.subgraph.drain();
    for (const some of [made.slice(0, 1), made]) {
      const representations = { r: some.map((id) => ({ __typename: 'Event', id })) };
      const { result, statements } = await cost(world.subgraph, () => world.run(null, query, representations));
      for (const { cover, gallery } of result._entities as Data[]) expect([cover.id, ids(gallery)]).toEqual([image, [image, other]]);
      // The events, their pictures, and the files of these.
      expect(statements).toBe(3);
    }
  });
});

describe('what goes', () => {
  test('a deleted picture goes out of its events, of what was proposed, and off the disk', async () => {
    const ann = aViewer();
    const [cover, other] = [await ready(world, ann), await ready(world, ann)];
    const { id } = await world.anEvent({ by: ann, coverId: cover, galleryIds: [other, cover], videoPosterId: cover });
    const proposed = await world.anEvent({ by: ann });
    await update(ann, proposed.id, { galleryIds: [cover] });
    const { url, renditions } = await imageOf(world, ann, cover);
    expect(await deleteImage(world, ann, cover)).toEqual({ __typename: 'DeleteImageSuccess', deletedId: cover });
    expect(await imageOf(world, ann, cover)).toBeNull();
    expect((await picturesOf(world, null, id)).cover).toBeNull();
    await forget();
    const event = await picturesOf(world, null, id);
    expect([event.imageUrl, ids(event.gallery), event.videoPoster]).toEqual([null, [other], null]);
    expect((await picturesOf(world, ann, proposed.id)).pendingRevision).toBeNull();
    for (const rendition of [{ url }, ...(renditions as Data[])])
      await eventually(async () => expect(await fileThere(rendition.url as string)).toBe(false));
    expect(await deleteImage(world, ann, cover)).toMatchObject({ __typename: 'NotFound' });
  });

  test('what an erased person sent is shown nowhere, in whosever event it is; the rest of the event stays', async () => {
    const [ann, editor] = [aViewer(), aViewer()];
    const { id } = await world.anEvent({ by: world.organiser, status: 'DRAFT' });
    await world.join(id, editor, 'EDITOR');
    const [theirs, mine] = [await ready(world, editor), await ready(world, world.organiser)];
    await update(editor, id, { galleryIds: [theirs], coverId: theirs });
    await update(world.organiser, id, { galleryIds: [mine, theirs] });
    const { url } = await imageOf(world, editor, theirs);
    const waiting = await sent(world, editor, await aPicture());
    await world.tell('user.erased', editor.id, { userId: editor.id });
    await forget();
    await draw(world);
    await world.subgraph.runJob('delete-unused-files');
    const event = await picturesOf(world, world.organiser, id);
    expect([event.imageUrl, event.cover, ids(event.gallery)]).toEqual([null, null, [mine]]);
    expect(await fileThere(url as string)).toBe(false);
    expect((await sql('SELECT 1 FROM images WHERE id = ANY($1) OR owner_id = $2', [[theirs, waiting], editor.id])).rowCount).toBe(0);
    expect((await sql('SELECT 1 FROM stored_files WHERE owner = $1', [editor.id])).rowCount).toBe(0);
    expect(ann).toBeDefined();
  });

  test('what nobody hands over, or no event has, goes after a day; what an event had stays as long as the event', async () => {
    const ann = aViewer();
    const asked = (await askUpload(world, ann)).upload.id as string;
    const [unused, shown, former, drafted] = [
      await ready(world, ann),
      await ready(world, ann),
      await ready(world, ann),
      await ready(world, ann),
    ];
    const { id } = await world.anEvent({ by: ann, status: 'DRAFT', galleryIds: [former, shown] });
    await update(ann, id, { galleryIds: [shown] });
    const draft = await world.anEvent({ by: ann, status: 'DRAFT', galleryIds: [drafted] });
    const { url } = await imageOf(world, ann, unused);
    world.clock.advance(DAY - HOUR);
    await forget();
    expect(await imageOf(world, ann, unused)).toMatchObject({ state: 'READY' });
    world.clock.advance(2 * HOUR);
    await world.run(ann, `mutation { deleteEvent(input: { eventId: "${draft.id}" }) { __typename } }`);
    await forget();
    await world.subgraph.runJob('delete-unused-files');
    const left = await Promise.all([asked, unused, shown, former, drafted].map((one) => imageOf(world, ann, one)));
    expect(left.map((image) => image && image.state)).toEqual([null, null, 'READY', 'READY', null]);
    expect(await fileThere(url as string)).toBe(false);
  });
});

test('a new event with a picture that is deleted meanwhile is made without it', async () => {
  const ann = aViewer();
  const image = await ready(world, ann);
  const input = {
    title: 'An evening',
    description: '',
    startsAt: new Date(world.clock.now().getTime() + DAY).toISOString(),
    endsAt: new Date(world.clock.now().getTime() + 2 * DAY).toISOString(),
    timezone: 'UTC',
    categorySlug: 'music',
    galleryIds: [image],
    coverId: image,
  };
  const rounds = await Promise.all(
    Array.from({ length: 6 }, async () => (await world.run(ann, CreateWithPicturesDocument, { input })).createEvent as Data).concat(
      deleteImage(world, ann, image),
    ),
  );
  await forget();
  await forget();
  for (const { event } of rounds) {
    if (!event) continue;
    const made = await picturesOf(world, ann, event.id as string);
    expect([made.imageUrl, made.gallery]).toEqual([null, []]);
    const { rows } = await sql('SELECT gallery_ids FROM events WHERE id = $1', [event.id]);
    expect(rows[0].gallery_ids).toEqual([]);
  }
});
