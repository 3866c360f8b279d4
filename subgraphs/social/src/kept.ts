import type { Basics } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { RoomLogs } from './modules/change/change.kept';
import { RoomListBus } from './modules/inbox/inbox.kept';
import { LivePresence } from './modules/presence/presence.kept';
import { TypingBus } from './modules/typing/typing.kept';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  livePresence: LivePresence;
  typingBus: TypingBus;
  roomLogs: RoomLogs;
  roomListBus: RoomListBus;
}

export function keep(basics: Basics<PrismaClient, Settings>): Kept {
  const livePresence = new LivePresence(basics);
  livePresence.listen();
  const typingBus = new TypingBus(basics.bus, basics.settings.TYPING_LASTS_MS);
  return { ...basics, livePresence, typingBus, roomLogs: new RoomLogs(basics), roomListBus: new RoomListBus(basics) };
}
