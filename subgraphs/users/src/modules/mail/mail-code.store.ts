import type { Step } from '../../context';

/** Codes that were mailed to this person are no good any more. */
export const endMailCodes = ({ tx, now }: Pick<Step, 'tx' | 'now'>, userId: string) =>
  tx.mailCode.updateMany({ where: { userId, endedAt: null }, data: { endedAt: now } });
