import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '@marquee/platform';
import type { StackSettings } from './env';

export const SECRETS = ['PASSPORT_SECRET', 'SESSION_SECRET', 'TICKET_SECRET', 'FIELD_KEYS', 'FIELD_INDEX_KEY'] as const;

export type Secrets = Record<(typeof SECRETS)[number], string>;

/**
 * Secrets from the settings, or else made once and kept in the data folder (readable by the owner only), so that sessions and
 * tickets outlive a restart. In production nothing is made up: they must be set.
 */
export function readSecrets(settings: StackSettings): Secrets {
  const missing = SECRETS.filter((name) => !settings[name]);
  if (missing.length && settings.NODE_ENV === 'production') {
    throw SettingsError.of(missing.map((name) => `${name}: must be set when NODE_ENV is production`));
  }
  const kept = missing.length ? keptSecrets(settings.DATA_DIR) : ({} as Secrets);
  return Object.fromEntries(SECRETS.map((name) => [name, settings[name] ?? kept[name]])) as Secrets;
}

function make(name: (typeof SECRETS)[number]): string {
  const random = randomBytes(32);
  return name === 'FIELD_KEYS' ? `k1:${random.toString('base64')}` : random.toString('base64url');
}

function keptSecrets(dataDirectory: string): Secrets {
  const file = join(dataDirectory, 'secrets.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) : {};
  if (SECRETS.every((name) => kept[name])) return kept as Secrets;
  mkdirSync(dataDirectory, { recursive: true });
  const made = Object.fromEntries(SECRETS.map((name) => [name, kept[name] ?? make(name)])) as Secrets;
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}
