import type { Basics } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { PresenceLeases } from './modules/presence/presence.leases';
import { TypingBus } from './modules/typing/typing.bus';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  typingBus: TypingBus;
  presenceLeases: PresenceLeases;
}

export function keep(basics: Basics<PrismaClient, Settings>): Kept {
  const { db, bus, clock, settings } = basics;
  return {
    ...basics,
    typingBus: new TypingBus(bus, settings.TYPING_LASTS_MS),
    presenceLeases: new PresenceLeases(db, bus, clock, settings.PRESENCE_LEASE_MS),
  };
}
