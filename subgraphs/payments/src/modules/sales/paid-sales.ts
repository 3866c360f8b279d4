import type { Settings } from '../../env';
import type { Processor } from '../../ports/processor';

/** May tickets that cost something be sold? Through a processor that takes no money not in production, unless a setting allows it. */
export function sellsPaid(
  { takesMoney }: Pick<Processor, 'takesMoney'>,
  { NODE_ENV, SANDBOX_PAYMENTS }: Pick<Settings, 'NODE_ENV' | 'SANDBOX_PAYMENTS'>,
): boolean {
  if (takesMoney) return true;
  return (SANDBOX_PAYMENTS ?? (NODE_ENV === 'production' ? 'refused' : 'allowed')) === 'allowed';
}
