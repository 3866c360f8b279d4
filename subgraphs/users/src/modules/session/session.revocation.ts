import type { Bus } from '@marquee/platform';

/** Where gateways hear that sessions have ended, to close their sockets at once. */
const CHANNEL = 'sessions.revoked';

/** To be called after the commit that ended it. */
export const announceEnd = async (bus: Pick<Bus, 'push'>, ended: { sessionId: string }): Promise<void> => {
  await bus.push(CHANNEL, ended);
};
