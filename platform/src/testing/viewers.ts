import { randomUUID } from 'node:crypto';
import type { Caller, Viewer } from '../viewer';

/** A signed-in person for a test; every part may be set. */
export function aViewer(parts: Partial<Viewer> = {}): Viewer {
  const id = parts.id ?? randomUUID();
  return { id, username: `user_${id.slice(0, 8)}`, role: 'user', permissions: [], sessionId: randomUUID(), ...parts };
}

export const callerFor = (viewer: Viewer | null): Caller => ({ viewer, correlationId: 'test' });
