import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { AccountEventKind, SignInWay } from '../../generated/prisma/client';

/** Somebody came into an account. */
export async function recordSignIn(
  { tx, now }: Step,
  signIn: {
    userId: string;
    way: SignInWay;
    device: string | null;
    network: string;
    newDevice: boolean | null;
    newNetwork: boolean;
    /** Null where none was opened. */
    sessionId: string | null;
  },
): Promise<void> {
  await tx.signIn.create({ data: { ...signIn, id: randomUUID(), at: now, outcome: 'SUCCEEDED' } });
}

/** Something was done to an account. `actorId` null: by whoever runs the installation. */
export async function recordAccountEvent(
  { tx, now, cause }: Pick<Step, 'tx' | 'now' | 'cause'>,
  event: { userId: string; kind: AccountEventKind; actorId: string | null; detail?: string },
): Promise<void> {
  await tx.accountEvent.create({ data: { ...event, id: randomUUID(), at: now, cause } });
}
