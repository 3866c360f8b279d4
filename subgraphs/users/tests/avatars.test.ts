import { randomUUID } from 'node:crypto';
import { print } from 'graphql';
import { books, JPEG, keyOf, picture, PNG, removeAvatar, request, send, setAvatar, SVG, upload, WEBP } from './avatars';
import { AvatarOfDocument, RequestAvatarUploadDocument, SuspendUserDocument } from './generated/documents';
import { connect, signUp, signUpAs, startWorld, succeeded, updateProfile, type Person, type World } from './world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a picture of oneself', () => {
  let world: World;
  let person: Person;
  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    person = await signUp(world);
  });
  const isThere = async (address: string) => (await world.files.head(keyOf(address))) !== null;
  const seenBy = async (viewer: Person | null, id = person.id) =>
    (await world.run(viewer?.viewer ?? null, AvatarOfDocument, { id })).user?.avatarUrl;
  const told = async () => (await world.facts('user.updated')).filter((fact) => fact.userId === person.id).at(-1)!;
  const deleteUnused = () => world.subgraph.runJob('delete-unused-files');

  it.each([
    ['PNG', PNG, 'image/png', '.png'],
    ['JPEG', JPEG, 'image/jpeg', '.jpg'],
    ['WebP', WEBP, 'image/webp', '.webp'],
  ])('is uploaded and shown to everybody, and told to the others: %s', async (_, file, contentType, ending) => {
    const { upload: made } = succeeded(await request(world, person, { contentType, size: file.length }));
    expect(made).toMatchObject({
      method: 'PUT',
      headers: [{ name: 'content-type', value: contentType }],
      expiresAt: new Date(world.clock.now().getTime() + 15 * MINUTE).toISOString(),
    });
    await send(world, made, file);
    const { user } = succeeded(await setAvatar(world, person, { uploadId: made.id }));
    expect(user.avatarUrl).toMatch(new RegExp(`^http://files.test/files/public/avatars/[-0-9a-f]{36}\\${ending}$`));
    expect(user.avatarUrl).not.toContain(person.id);
    expect(await isThere(user.avatarUrl as string)).toBe(true);
    expect(await seenBy(null)).toBe(user.avatarUrl);
    expect((await told()).avatarUrl).toBe(user.avatarUrl);
  });

  it('is replaced by the next one, and the file before is gone at once', async () => {
    const [first, second] = [await picture(world, person), await picture(world, person, JPEG, 'image/jpeg')];
    expect([await isThere(first), await isThere(second)]).toEqual([false, true]);
    expect(await books(world, person)).toMatchObject({ kept: [keyOf(second)] });
    expect((await told()).version).toBe(3);
  });

  it('takes the place of an address on the web, and an address its place; null and removeAvatar leave none', async () => {
    await updateProfile(world, person, { avatarUrl: 'https://images.test/ada.png' });
    const first = await picture(world, person);
    expect(await seenBy(person)).toBe(first);
    expect(succeeded(await updateProfile(world, person, { avatarUrl: 'https://images.test/ada.png' })).user.avatarUrl).toBe(
      'https://images.test/ada.png',
    );
    expect(await isThere(first)).toBe(false);
    const second = await picture(world, person);
    expect(succeeded(await updateProfile(world, person, { avatarUrl: null })).user.avatarUrl).toBeNull();
    expect(await isThere(second)).toBe(false);
    const third = await picture(world, person);
    // A change of something else leaves it.
    expect(succeeded(await updateProfile(world, person, { bio: 'Here.' })).user.avatarUrl).toBe(third);
    expect(succeeded(await removeAvatar(world, person)).user.avatarUrl).toBeNull();
    expect(succeeded(await removeAvatar(world, person)).user.avatarUrl).toBeNull();
    expect([await isThere(third), (await told()).avatarUrl]).toEqual([false, null]);
    expect((await books(world, person)).kept).toEqual([]);
  });

  it('stays when a client sends back the address that it has read; that of another file here is no picture', async () => {
    const [first, stranger] = [await picture(world, person), await signUp(world)];
    expect(succeeded(await updateProfile(world, person, { avatarUrl: first, bio: 'Here.' })).user).toMatchObject({ avatarUrl: first });
    expect(await isThere(first)).toBe(true);
    const answer = await updateProfile(world, stranger, { avatarUrl: first });
    expect(answer).toMatchObject({ __typename: 'InvalidInput', field: 'avatarUrl' });
  });

  it('is never what it does not say: SVG, another kind, nothing, too large', async () => {
    const refusedAs = async (file: Buffer, contentType: string) => {
      const { id } = await upload(world, person, file, contentType);
      return setAvatar(world, person, { uploadId: id });
    };
    const refused = { __typename: 'AvatarRefused', code: 'NOT_ALLOWED_NOW', reason: 'NOT_THIS_IMAGE', nextStep: 'CHOOSE_OTHER' };
    expect(await refusedAs(SVG, 'image/png')).toMatchObject(refused);
    expect(await refusedAs(JPEG, 'image/png')).toMatchObject(refused);
    const { upload: unsent } = succeeded(await request(world, person));
    expect(await setAvatar(world, person, { uploadId: unsent.id })).toMatchObject({
      ...{ __typename: 'AvatarRefused', reason: 'NOT_UPLOADED', nextStep: 'COMPLETE_ACTION' },
    });
    for (const [input, field] of [
      [{ contentType: 'image/svg+xml' }, 'contentType'],
      [{ size: 0 }, 'size'],
      [{ size: 5 * 1024 * 1024 + 1 }, 'size'],
    ] as const)
      expect(await request(world, person, input)).toMatchObject({ __typename: 'InvalidInput', field });
    expect(await seenBy(person)).toBeNull();
    // Of those that were refused nothing is kept.
    expect((await books(world, person)).kept).toEqual([]);
  });

  it.each([
    'requestAvatarUpload(input: { contentType: "", size: -1 })',
    'requestAvatarUpload(input: { contentType: "image/png\\u0000", size: 2147483647, idempotencyKey: "" })',
    'setAvatar(input: { uploadId: "" })',
    'setAvatar(input: { uploadId: "../../etc/passwd", idempotencyKey: "\\u0000" })',
    'removeAvatar(input: { idempotencyKey: "\\u0007" })',
  ])('has inputs that are refused as such, whatever is in them: %s', async (mutation) => {
    const data = await world.run(person.viewer, `mutation { it: ${mutation} { __typename } }`);
    expect(data.it.__typename).toBe('InvalidInput');
  });

  it('is looked at where nobody can replace it: what is sent to the address afterwards changes nothing', async () => {
    const made = await upload(world, person);
    const { avatarUrl } = succeeded(await setAvatar(world, person, { uploadId: made.id })).user;
    await send(world, made, Buffer.alloc(PNG.length, '<'));
    expect(await setAvatar(world, person, { uploadId: made.id })).toMatchObject({ __typename: 'AvatarRefused', reason: 'SPENT' });
    expect(await seenBy(person)).toBe(avatarUrl);
    expect((await world.files.head(keyOf(avatarUrl as string)))?.size).toBe(PNG.length);
    // And it goes with the upload's time.
    world.clock.advance(HOUR);
    await deleteUnused();
    expect([await isThere(made.url), await isThere(avatarUrl as string)]).toEqual([false, true]);
    expect(await books(world, person)).toEqual({ kept: [keyOf(avatarUrl as string)], going: [] });
  });

  it('is looked at after it was copied: what takes its place in the last moment is refused', async () => {
    const made = await upload(world, person);
    const { copy } = world.files;
    world.files.copy = async (from, to) => {
      await send(world, made, Buffer.concat([SVG, PNG]).subarray(0, PNG.length));
      return copy.call(world.files, from, to);
    };
    try {
      expect(await setAvatar(world, person, { uploadId: made.id })).toMatchObject({ reason: 'NOT_THIS_IMAGE' });
    } finally {
      world.files.copy = copy;
    }
    expect([await seenBy(person), (await books(world, person)).kept]).toEqual([null, []]);
  });

  it('is of the person who asked: others do not know the upload', async () => {
    const made = await upload(world, person);
    const stranger = await signUp(world);
    for (const uploadId of [made.id, randomUUID()])
      expect(await setAvatar(world, stranger, { uploadId })).toMatchObject({ __typename: 'NotFound' });
    expect(await setAvatar(world, person, { uploadId: made.id.toUpperCase() })).toMatchObject({ __typename: 'SetAvatarSuccess' });
    const answer = await world.execute(null, print(RequestAvatarUploadDocument), { input: { contentType: 'image/png', size: 1 } });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is asked for, and set, once for one key', async () => {
    const idempotencyKey = 'k';
    const ask = async (input = {}) => request(world, person, { idempotencyKey, ...input });
    const [one, two] = [succeeded(await ask()).upload, succeeded(await ask()).upload];
    expect(two).toEqual(one);
    expect(await ask({ size: 5 })).toMatchObject({ __typename: 'KeyReused' });
    await send(world, one, PNG);
    const set = () => setAvatar(world, person, { uploadId: one.id, idempotencyKey });
    const first = succeeded(await set());
    expect(succeeded(await set())).toEqual(first);
    // As it is now, although another one has come since.
    const later = await picture(world, person);
    expect(succeeded(await set()).user.avatarUrl).toBe(later);
    expect((await books(world, person)).kept).toEqual([keyOf(later)]);
  });

  it('can be asked for ten times an hour by a new account, and by its staff as often as they like', async () => {
    for (let n = 0; n < 10; n++) succeeded(await request(world, person));
    expect(await request(world, person)).toMatchObject({
      ...{ __typename: 'TooManyRequests', code: 'RATE_LIMITED', nextStep: 'WAIT' },
      retryAt: new Date(world.clock.now().getTime() + HOUR).toISOString(),
    });
    const staff = await signUpAs(world, 'moderator');
    for (let n = 0; n < 12; n++) succeeded(await request(world, staff));
    world.clock.advance(HOUR);
    succeeded(await request(world, person));
  });

  it('goes when nobody takes it: an upload after an hour, asked for or sent', async () => {
    const [sent, { upload: unsent }] = [await upload(world, person), succeeded(await request(world, person))];
    world.clock.advance(HOUR - 1);
    await deleteUnused();
    expect(await isThere(sent.url)).toBe(true);
    world.clock.advance(1);
    await deleteUnused();
    expect([await isThere(sent.url), await isThere(unsent.url)]).toEqual([false, false]);
    expect(await setAvatar(world, person, { uploadId: sent.id })).toMatchObject({ __typename: 'AvatarRefused', reason: 'SPENT' });
    world.clock.advance(48 * HOUR);
    await deleteUnused();
    expect(await world.db.prisma.avatarUpload.count({ where: { userId: person.id } })).toBe(0);
  });

  it('goes with a person who is erased, however late and often that is told', async () => {
    const [address, sent] = [await picture(world, person), await upload(world, person)];
    const staying = await signUp(world);
    const other = await picture(world, staying);
    for (let n = 0; n < 2; n++) await world.tell('user.erased', person.id, { userId: person.id });
    await deleteUnused();
    expect([await isThere(address), await isThere(sent.url), await isThere(other)]).toEqual([false, false, true]);
    expect(await books(world, person)).toEqual({ kept: [], going: [] });
    expect(await seenBy(staying)).toBeUndefined();
  });

  it('is seen as its person is: not of a suspended one, not across a block; and a suspended one changes nothing', async () => {
    const [address, made] = [await picture(world, person), await upload(world, person)];
    const [blocked, admin] = [await signUp(world), await signUpAs(world, 'admin')];
    await connect(world, person, blocked, { status: 'BLOCKED' });
    expect([await seenBy(blocked), await seenBy(admin)]).toEqual([undefined, address]);
    await world.run(admin.viewer, SuspendUserDocument, { input: { userId: person.id, reason: 'Only for the test.' } });
    expect([await seenBy(null), await seenBy(admin)]).toEqual([undefined, address]);
    expect(await setAvatar(world, person, { uploadId: made.id })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await removeAvatar(world, person)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await request(world, person)).toMatchObject({ __typename: 'NotAllowed' });
  });

  it('is set and removed in one request, and each shows what it did', async () => {
    const { id } = await upload(world, person);
    const query = `mutation {
      a: setAvatar(input: { uploadId: "${id}" }) { ... on SetAvatarSuccess { user { avatarUrl } } }
      b: removeAvatar(input: {}) { ... on RemoveAvatarSuccess { user { avatarUrl } } }
    }`;
    const { a, b } = await world.run(person.viewer, query);
    expect([typeof a.user.avatarUrl, b.user.avatarUrl]).toEqual(['string', null]);
  });
});

describe('a store that is away', () => {
  it('is told, changes nothing, and what could not be deleted goes later', async () => {
    const world = await startWorld();
    const person = await signUp(world);
    const [address, made] = [await picture(world, person), await upload(world, person)];
    const { delete: del, head } = world.files;
    const away = async () => Promise.reject(new Error('The store is away.'));
    try {
      world.files.head = away;
      const answer = await world.execute(person.viewer, `mutation { setAvatar(input: { uploadId: "${made.id}" }) { __typename } }`);
      expect(answer.errors).toHaveLength(1);
      world.files.head = head;
      world.files.delete = away;
      expect(succeeded(await removeAvatar(world, person)).user.avatarUrl).toBeNull();
      await world.subgraph.runJob('delete-unused-files');
    } finally {
      Object.assign(world.files, { head, delete: del });
    }
    expect(await world.files.head(keyOf(address))).not.toBeNull();
    world.clock.advance(10 * MINUTE);
    await world.subgraph.runJob('delete-unused-files');
    expect(await world.files.head(keyOf(address))).toBeNull();
    expect((await books(world, person)).kept).toEqual([]);
  });
});
