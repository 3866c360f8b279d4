import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '@marquee/platform';
import type { StackSettings } from './env';

export interface Secrets {
  PASSPORT_SECRET: string;
  SESSION_SECRET: string;
}

const NAMES = ['PASSPORT_SECRET', 'SESSION_SECRET'] as const;

/**
 * Secrets from the settings, or else made once and kept in the data folder (readable by the owner only), so that sessions outlive a
 * restart. In production nothing is made up: they must be set.
 */
export function readSecrets(settings: StackSettings): Secrets {
  const missing = NAMES.filter((name) => !settings[name]);
  if (missing.length && settings.NODE_ENV === 'production') {
    throw new SettingsError(
      `These settings are missing or wrong:\n${missing.map((name) => `  ${name}: must be set when NODE_ENV is production`).join('\n')}`,
    );
  }
  const kept = missing.length ? keptSecrets(settings.DATA_DIR) : ({} as Secrets);
  return {
    PASSPORT_SECRET: settings.PASSPORT_SECRET ?? kept.PASSPORT_SECRET,
    SESSION_SECRET: settings.SESSION_SECRET ?? kept.SESSION_SECRET,
  };
}

function keptSecrets(dataDirectory: string): Secrets {
  const file = join(dataDirectory, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  mkdirSync(dataDirectory, { recursive: true });
  const made = Object.fromEntries(NAMES.map((name) => [name, randomBytes(32).toString('base64url')])) as unknown as Secrets;
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}
