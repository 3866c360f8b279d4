import type { Bus } from '../bus';
import { fanOutOf } from './fan-out';
import { Mailbox } from './mailbox';

/** How a stream notices that its reader has lost the right to it. */
export interface Rights {
  /** May the reader still have this? False ends the stream. Asked after each load and whenever one of `channels` speaks. */
  allowed: () => Promise<boolean>;
  /** Channels on which a change of rights is announced; what is pushed there does not matter. */
  channels?: readonly string[];
}

export const stillAllowed = async (rights: Rights | undefined): Promise<boolean> => !rights || rights.allowed();

export interface Sources {
  bus: Pick<Bus, 'listen'>;
  /** Where the pushes come from; of several channels, in the order of their arrival. */
  channel: string | readonly string[];
  rights?: Rights;
  /** How many pushes may wait for a slow reader; one more, and the oldest are replaced by a gap. */
  keep?: number;
}

export interface Subscribed<Push> {
  mailbox: Mailbox<Push>;
  leave: () => void;
}

/** Joins all channels; once it resolves, nothing pushed later is missed. When one cannot be joined, none stays joined. */
export async function subscribe<Push>({ bus, channel, rights, keep = 256 }: Sources): Promise<Subscribed<Push>> {
  const fanOut = fanOutOf(bus);
  const mailbox = new Mailbox<Push>(keep);
  const pushes = (typeof channel === 'string' ? [channel] : channel).map((name) =>
    fanOut.join(name, { onPush: (push) => mailbox.put(push as Push), onGap: () => mailbox.gap() }),
  );
  const signals = (rights?.channels ?? []).map((name) =>
    fanOut.join(name, { onPush: () => mailbox.checkRights(), onGap: () => mailbox.checkRights() }),
  );
  const joined = await Promise.allSettled([...pushes, ...signals]);
  const leave = () => {
    mailbox.close();
    for (const outcome of joined) if (outcome.status === 'fulfilled') outcome.value();
  };
  const failed = joined.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    leave();
    throw failed.reason;
  }
  return { mailbox, leave };
}
