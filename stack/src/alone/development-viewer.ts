import { randomUUID } from 'node:crypto';
import { GraphError, type Caller } from '@marquee/platform';
import type { Viewers } from '@marquee/users/viewer';

export const VIEWER_HEADER = 'x-viewer';

/** Whose request it is: the person whom it names, without any proof; a visitor where it names nobody. */
export async function developmentCaller(viewers: Viewers, name: unknown): Promise<Caller> {
  const caller = { correlationId: randomUUID(), clientName: 'development' };
  if (name === undefined || name === '') return { ...caller, viewer: null };
  const viewer = typeof name === 'string' ? await viewers.named(name) : null;
  if (viewer) return { ...caller, viewer };
  throw new GraphError('UNAUTHENTICATED', `${VIEWER_HEADER} names nobody: give the address or the username of an account.`);
}
