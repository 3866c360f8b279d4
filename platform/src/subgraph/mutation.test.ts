import { z } from '../env';
import { notAllowed } from '../errors';
import { id, line } from '../input';
import { SubgraphMeter } from '../watching';
import { mutations } from './mutation';

const mutation = mutations<{ allowed: boolean; kept?: { meter: SubgraphMeter } }>();
const input = z.object({ groupId: id(), name: line(10), seats: z.number().int().min(1, 'must be at least 1') });
const rename = mutation('RenameSuccess', input, async ({ groupId, name }, { allowed }) => {
  if (!allowed) throw notAllowed('Only its owner may rename a group.');
  return { group: `${groupId} ${name}` };
});
const ID = '0000000A-0000-4000-8000-00000000000B';

test('a mutation returns its success by name, with its input parsed', async () => {
  const result = await rename(null, { input: { groupId: ID, name: ' Crew ', seats: 2 } }, { allowed: true });
  expect(result).toEqual({ __typename: 'RenameSuccess', group: `${ID.toLowerCase()} Crew` });
});

test('a refusal is a value that says what to do next', async () => {
  const result = await rename(null, { input: { groupId: ID, name: 'Crew', seats: 2 } }, { allowed: false });
  expect(result).toEqual({
    __typename: 'NotAllowed',
    code: 'FORBIDDEN',
    message: 'Only its owner may rename a group.',
    retryable: false,
    nextStep: null,
  });
});

test('every wrong field of an input is named at once (X27)', async () => {
  const result = await rename(null, { input: { groupId: 'x', name: 'far too long a name', seats: 0 } }, { allowed: true });
  expect(result).toEqual({
    __typename: 'InvalidInput',
    code: 'BAD_USER_INPUT',
    message: 'groupId: must be an id of this graph',
    retryable: false,
    nextStep: 'CORRECT_INPUT',
    field: 'groupId',
    fields: [
      { path: 'groupId', message: 'must be an id of this graph' },
      { path: 'name', message: 'must have at most 10 characters' },
      { path: 'seats', message: 'must be at least 1' },
    ],
  });
});

test('a missing input is an empty one', async () => {
  const logout = mutation('LogoutSuccess', z.object({}), async () => ({ deletedId: 'a' }));
  expect(await logout(null, {}, { allowed: true })).toEqual({ __typename: 'LogoutSuccess', deletedId: 'a' });
});

test('what became of a mutation is counted', async () => {
  const meter = new SubgraphMeter('social');
  const broken = mutation('BreakSuccess', z.object({}), async () => {
    throw new Error('broken');
  });
  const [ok, refused] = [true, false].map((allowed) => ({ allowed, kept: { meter } }));
  const args = { input: { groupId: ID, name: 'Crew', seats: 2 } };
  await rename(null, args, ok!);
  await rename(null, args, refused!);
  await rename(null, args, refused!);
  await expect(broken(null, {}, ok!)).rejects.toThrow('broken');
  const counts = [...meter.mutations.members.values()].map(({ values, member }) => [...values, member.value]);
  expect(counts).toEqual([
    ['Rename', 'success', 1],
    ['Rename', 'NotAllowed', 2],
    ['Break', 'error', 1],
  ]);
});
