import { closable } from './closable';
import { stillAllowed } from './live-stream';
import type { Mailbox } from './mailbox';
import { LiveNotice } from './protocol';
import { subscribe, type Sources } from './subscribe';

export interface AdmissionOptions extends Pick<Sources, 'bus' | 'rights'> {
  /** Where the channel stands now: what is later is for this reader. */
  position: number;
  /** Must this reader have a stream of its own? Asked at the start and whenever rights may have changed. */
  apart?: () => Promise<boolean>;
}

/** A reader's right to a stream without the stream: it says that it is there, and ends when it is gone. Costs nothing for each event. */
export async function admission(options: AdmissionOptions): Promise<AsyncIterableIterator<LiveNotice>> {
  const { mailbox, leave } = await subscribe<never>({ bus: options.bus, channel: [], rights: options.rights });
  return closable(watch(mailbox, options), leave);
}

async function* watch(mailbox: Mailbox<never>, { rights, position, apart }: AdmissionOptions): AsyncGenerator<LiveNotice, void, undefined> {
  // Looked at after the channels were joined: what was lost between the owner's own checks and that moment nobody would tell.
  if (!(await stillAllowed(rights))) return;
  let known = await apart?.();
  yield new LiveNotice({ accepted: true, position, ...(known ? { apart: true } : {}) });
  for (;;) {
    const letter = await mailbox.take();
    if (letter.kind === 'closed' || !(await stillAllowed(rights))) return;
    const now = await apart?.();
    if (now !== known) yield new LiveNotice({ accepted: true, apart: now === true });
    known = now;
  }
}
