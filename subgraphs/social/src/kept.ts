import type { Basics } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { TypingBus } from './modules/typing/typing.kept';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  typingBus: TypingBus;
}

export const keep = (basics: Basics<PrismaClient, Settings>): Kept => ({
  ...basics,
  typingBus: new TypingBus(basics.bus, basics.settings.TYPING_LASTS_MS),
});
