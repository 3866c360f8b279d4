import type { Settings } from '../../env';

type AdviserSettings = Pick<Settings, 'NODE_ENV' | 'ADVISER_URL' | 'ADVISER_MODEL' | 'ADVISER_KEY'>;

/** What is wrong with the settings of the adviser together: half of one. Without any, rules make suggestions. */
export function faultsOfAdviser({ NODE_ENV, ADVISER_URL, ADVISER_MODEL, ADVISER_KEY }: Partial<AdviserSettings>): string[] {
  const faults: string[] = [];
  if (ADVISER_URL && !ADVISER_MODEL) faults.push('ADVISER_MODEL: must be set where ADVISER_URL is');
  if (!ADVISER_URL && ADVISER_MODEL) faults.push('ADVISER_MODEL: is of use only where ADVISER_URL is set');
  if (!ADVISER_URL && ADVISER_KEY) faults.push('ADVISER_KEY: is of use only where ADVISER_URL is set');
  if (NODE_ENV === 'production' && ADVISER_URL?.startsWith('http:') && ADVISER_KEY)
    faults.push('ADVISER_URL: must begin with https when NODE_ENV is production: ADVISER_KEY and what people wrote go there');
  return faults;
}
