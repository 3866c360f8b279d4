import type { Settings } from '../../env';

/** May tickets that cost something be sold? Through the sandbox, which takes no money, not in production, unless a setting allows it. */
export function sellsPaid(processor: string, { NODE_ENV, SANDBOX_PAYMENTS }: Pick<Settings, 'NODE_ENV' | 'SANDBOX_PAYMENTS'>): boolean {
  if (processor !== 'sandbox') return true;
  return (SANDBOX_PAYMENTS ?? (NODE_ENV === 'production' ? 'refused' : 'allowed')) === 'allowed';
}
