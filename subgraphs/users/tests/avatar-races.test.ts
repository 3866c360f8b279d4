import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { books, request, setAvatar, upload } from './avatars';
import { signUp, startWorld, type World } from './world';

/** Two pictures of one person are set at the same moment: how many files are kept for good. */
async function setTwoAtOnce(world: World, begin = () => {}): Promise<number> {
  const person = await signUp(world);
  const uploads = [await upload(world, person), await upload(world, person)];
  begin();
  await Promise.all(uploads.map(({ id }) => setAvatar(world, person, { uploadId: id })));
  return (await books(world, person)).kept.length;
}

/** One account asks for more uploads than it may at the same moment: how many it gets. */
async function askAtOnce(world: World, begin = () => {}): Promise<number> {
  const person = await signUp(world);
  begin();
  const answers = await Promise.all(Array.from({ length: 4 }, () => request(world, person)));
  return answers.filter(({ __typename }) => __typename === 'RequestAvatarUploadSuccess').length;
}

test('of two pictures that are set at once one is kept, and no file is left that nobody shows', async () => {
  expect(await setTwoAtOnce(await startWorld())).toBe(1);
});

test('control: without the lock of the person both are', async () => {
  // Both have read which picture is to go before one of them writes the next.
  const meet = meetingOf(2);
  let areSet = false;
  const after = (statement: string) => (areSet && statement === 'user.findUniqueOrThrow' ? meet() : undefined);
  const world = await startWorld({ db: (db) => watched(withoutLocks(db), { after }) });
  expect(await setTwoAtOnce(world, () => (areSet = true))).toBe(2);
});

test('one upload that is set twice at once is used once', async () => {
  const world = await startWorld();
  const person = await signUp(world);
  const { id } = await upload(world, person);
  const outcomes = await Promise.all([1, 2, 3].map(() => setAvatar(world, person, { uploadId: id })));
  const names = outcomes.map(({ __typename }) => __typename).sort();
  expect(names).toEqual(['AvatarRefused', 'AvatarRefused', 'SetAvatarSuccess']);
  expect((await books(world, person)).kept).toHaveLength(1);
});

test('requests side by side count each other', async () => {
  expect(await askAtOnce(await startWorld({ settings: { NEW_ACCOUNT_PICTURES: '2' } }))).toBe(2);
});

test('control: without the lock of the person all of them fit', async () => {
  const meet = meetingOf(4);
  let areAsking = false;
  const after = (statement: string) => (areAsking && statement === 'avatarUpload.findFirst' ? meet() : undefined);
  const world = await startWorld({ settings: { NEW_ACCOUNT_PICTURES: '2' }, db: (db) => watched(withoutLocks(db), { after }) });
  expect(await askAtOnce(world, () => (areAsking = true))).toBe(4);
});
