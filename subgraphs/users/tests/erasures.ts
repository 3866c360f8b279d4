import { randomUUID } from 'node:crypto';
import type { ErasureForeseen, ErasureParty } from '@marquee/schema/topics';
import { eventually } from '@marquee/platform/testing';
import {
  CancelErasureDocument,
  ConfirmErasureDocument,
  ErasureDocument,
  RequestErasureDocument,
  VerifyEmailDocument,
  type CancelErasureInput,
  type ConfirmErasureInput,
  type RequestErasureInput,
} from './generated/documents';
import { tokenIn } from './mails';
import { PASSWORD, signUp, succeeded, type Person, type World } from './world';

export const DAY = 24 * 60 * 60_000;
export const OTHERS = ['events', 'curation', 'social', 'payments'] as const satisfies readonly ErasureParty[];

export const addressOf = ({ username }: Person) => `${username}@people.test`;

/** A person whose address is verified. */
export async function verifiedPerson(world: World): Promise<Person> {
  const person = await signUp(world);
  const token = await tokenIn(world, addressOf(person), 'verify-email');
  succeeded((await world.run(null, VerifyEmailDocument, { input: { token } })).verifyEmail);
  return person;
}

export const request = async (world: World, person: Person | null, input: Partial<RequestErasureInput> = {}) =>
  (await world.run(person?.viewer ?? null, RequestErasureDocument, { input: { password: PASSWORD, ...input } })).requestErasure;
export const confirm = async (world: World, token: string, input: Partial<ConfirmErasureInput> = {}) =>
  (await world.run(null, ConfirmErasureDocument, { input: { token, ...input } })).confirmErasure;
export const cancel = async (world: World, person: Person | null, input: CancelErasureInput) =>
  (await world.run(person?.viewer ?? null, CancelErasureDocument, { input })).cancelErasure;
export const erasure = async (world: World, token: string) => (await world.run(null, ErasureDocument, { token })).erasure!;

/** The other parts answer, as they do. */
export async function answer(
  world: World,
  erasureId: string,
  userId: string,
  parts: Partial<Record<ErasureParty, Partial<ErasureForeseen>>> = {},
  from: readonly ErasureParty[] = OTHERS,
): Promise<void> {
  for (const party of from)
    await world.tell('erasure.foreseen', userId, { erasureId, userId, party, items: [], blockers: [], ...parts[party] });
}

/** Asks, has the others answer, and confirms. Returns the token. */
export async function confirmed(world: World, person: Person): Promise<string> {
  const { token, erasure: asked } = succeeded(await request(world, person));
  await answer(world, asked.id, person.id);
  succeeded(await confirm(world, token));
  return token;
}

export const receipt = (world: World, erasureId: string, userId: string, party: ErasureParty) =>
  world.tell('erasure.receipt', userId, { erasureId, userId, party, erasedAt: world.clock.now().toISOString() }, randomUUID());

/** Moves the clock to the end of the grace, begins the erasing, and waits until users itself has erased. */
export async function begun(world: World, token: string): Promise<void> {
  world.clock.advance(14 * DAY);
  await world.subgraph.runJob('carry-on-erasures');
  await world.subgraph.drain();
  await eventually(async () => {
    const { parts } = await erasure(world, token);
    if (!parts.find(({ party }) => party === 'USERS')?.erasedAt) throw new Error('users has not erased yet');
  });
}
