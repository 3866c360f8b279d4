import { unauthenticated, type Viewer } from '@marquee/platform';
import type { Database, Tx } from '../../db';

/** Has the session that this request was sent with not ended? Its access token may outlive it by some minutes. */
export async function isLive(db: Database['prisma'] | Tx, viewer: Viewer): Promise<boolean> {
  return (await db.session.count({ where: { id: viewer.sessionId, userId: viewer.id, endedAt: null } })) > 0;
}

/** For what must not be done with a token whose session has ended: passwords, roles, suspensions. */
export async function requireLiveSession(db: Database['prisma'] | Tx, viewer: Viewer): Promise<void> {
  if (!(await isLive(db, viewer))) throw unauthenticated('This session has ended. Sign in again.');
}
