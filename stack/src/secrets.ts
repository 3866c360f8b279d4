import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '@marquee/platform';
import type { StackSettings } from './env';

const NAMES = ['PASSPORT_SECRET', 'SESSION_SECRET', 'TICKET_SECRET'] as const;

export type Secrets = Record<(typeof NAMES)[number], string>;

/**
 * Secrets from the settings, or else made once and kept in the data folder (readable by the owner only), so that sessions and
 * tickets outlive a restart. In production nothing is made up: they must be set.
 */
export function readSecrets(settings: StackSettings): Secrets {
  const missing = NAMES.filter((name) => !settings[name]);
  if (missing.length && settings.NODE_ENV === 'production') {
    throw new SettingsError(
      `These settings are missing or wrong:\n${missing.map((name) => `  ${name}: must be set when NODE_ENV is production`).join('\n')}`,
    );
  }
  const kept = missing.length ? keptSecrets(settings.DATA_DIR) : ({} as Secrets);
  return Object.fromEntries(NAMES.map((name) => [name, settings[name] ?? kept[name]])) as Secrets;
}

function keptSecrets(dataDirectory: string): Secrets {
  const file = join(dataDirectory, 'secrets.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) : {};
  if (NAMES.every((name) => kept[name])) return kept as Secrets;
  mkdirSync(dataDirectory, { recursive: true });
  const made = Object.fromEntries(NAMES.map((name) => [name, kept[name] ?? randomBytes(32).toString('base64url')])) as Secrets;
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}
