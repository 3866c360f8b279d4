import { afterTests } from '@marquee/platform/testing';
import { Bucket } from '../../platform/src/files/fixtures/bucket';
import type { Data } from './client';
import { runningStack } from './running-stack';
import { Story } from './story';

test('pictures are sent to a bucket and read from it, and the gateway has nothing to do with them (X113)', async () => {
  const bucket = await Bucket.open();
  afterTests(() => bucket.close());
  const { endpoint, region, accessKeyId, secretAccessKey } = bucket.place;
  const { world } = await runningStack({
    ...{ FILES: `s3:${bucket.place.bucket}`, FILES_ENDPOINT: endpoint, FILES_REGION: region },
    ...{ FILES_ACCESS_KEY_ID: accessKeyId, FILES_SECRET_ACCESS_KEY: secretAccessKey },
  });
  const story = new Story(world);
  const { app, id } = await story.person('Bucky', 0);
  const picture = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(30_000, 'p')]);
  const send = async (body: Buffer) => {
    const { upload } = await app.succeed('RequestAvatarUpload', { contentType: 'image/jpeg', size: body.length });
    expect(new URL(upload.url).origin).toBe(endpoint);
    const headers = Object.fromEntries(upload.headers.map(({ name, value }: Data) => [name, value]));
    expect((await fetch(upload.url, { method: upload.method, headers, body })).status).toBe(200);
    return { uploadId: upload.id as string };
  };
  const { user } = await app.succeed('SetAvatar', await send(picture));
  expect((await app.do('Person', { id })).user.avatarUrl).toBe(user.avatarUrl);
  const read = await fetch(user.avatarUrl);
  expect([read.headers.get('content-type'), Buffer.from(await read.arrayBuffer()).equals(picture)]).toEqual(['image/jpeg', true]);
  const upload = await send(Buffer.from('<svg onload="alert(1)"/>'));
  expect(await app.refused('SetAvatar', upload)).toMatchObject({ __typename: 'AvatarRefused', reason: 'NOT_THIS_IMAGE' });

  // While the bucket is away nothing changes, and that it may be tried again is said.
  const other = await send(picture);
  bucket.fault = { kind: 'status', status: 403, code: 'AccessDenied', times: Infinity };
  const { error } = await app.ask('SetAvatar', { input: other });
  expect(JSON.stringify(error)).toContain('SUBGRAPH_UNAVAILABLE');
  bucket.fault = null;
  expect((await app.do('Person', { id })).user.avatarUrl).toBe(user.avatarUrl);

  await app.succeed('RemoveAvatar', {});
  expect((await fetch(user.avatarUrl)).status).toBe(404);
  const { pathname } = new URL(user.avatarUrl);
  expect((await fetch(new URL(`/files${pathname}`, world.endpoints[0]))).status).toBe(404);
  story.end();
});
