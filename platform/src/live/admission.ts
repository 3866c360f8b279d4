import { closable } from './closable';
import type { Mailbox } from './mailbox';
import { LiveNotice } from './protocol';
import { stillAllowed, subscribe, type Sources } from './subscribe';

export interface AdmissionOptions extends Pick<Sources, 'bus' | 'rights'> {
  /** Where the channel stands now: what is later is for this reader. */
  position: number;
  /** Must this reader have a stream of its own? Asked at the start and whenever rights may have changed. */
  apart?: () => Promise<boolean>;
  /** The right is looked at unasked so often. Not in step with others, who may have come all at once. */
  lookAgainMs?: number;
}

const LOOK_AGAIN_MS = 60_000;

/**
 * A reader's right to a stream without the stream: it says that it is there, and ends when it is gone. Costs nothing for each event. No
 * event makes it look at the right, so it does that by itself now and then: a process may die after it has taken a right away and before
 * it has said so.
 */
export async function admission(options: AdmissionOptions): Promise<AsyncIterableIterator<LiveNotice>> {
  const { mailbox, leave } = await subscribe<never>({ bus: options.bus, channel: [], rights: options.rights });
  const everyMs = (options.lookAgainMs ?? LOOK_AGAIN_MS) * (0.75 + Math.random() / 2);
  const timer = setInterval(() => mailbox.checkRights(), everyMs).unref();
  return closable(watch(mailbox, options), () => {
    clearInterval(timer);
    leave();
  });
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
