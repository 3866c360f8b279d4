import { resolve } from 'node:path';
import { readPublicOptions } from '@marquee/gateway';
import {
  CannotStart,
  fileSettings,
  parseEnv,
  parseTogether,
  placeOfFiles,
  readTogether,
  replicaShape,
  refuseAwayPostgres,
  refuseAwayRedis,
  refuseUnusableFolder,
  setting,
  SettingsError,
} from '@marquee/platform';
import { whenLeft } from './databases';
import { placeOf } from './files';
import { readStackSettings, type Environment, type StackSettings } from './env';
import { modules } from './modules';
import { refuseTakenPort } from './port';
import { SECRETS } from './secrets';

/** What is asked before anything is started, so that whoever starts the product mends all of it at once. */
export async function preflight(environment: Environment, tell: (line: string) => void): Promise<StackSettings> {
  const settings = readAllSettings(environment);
  await whenLeft(settings, tell);
  const files = placeOf(settings);
  await allOf([
    () => refuseTakenPort(settings.PORT, settings.HOST),
    () => refuseUnusableFolder(settings.DATA_DIR),
    ...(settings.FILES && files.kind === 'disk' ? [() => refuseUnusableFolder(files.folder, 'FILES')] : []),
    ...(settings.REDIS_URL ? [() => refuseAwayRedis(settings.REDIS_URL!)] : []),
    ...databaseSettings(settings, environment).map(
      ([name, url]) =>
        () =>
          refuseAwayPostgres(url, { setting: name }),
    ),
  ]);
  return settings;
}

/** The stack's own settings, after those of every part of it were looked at: all faults of all parts in one message. */
export function readAllSettings(environment: Environment): StackSettings {
  // Secrets that are not set are made, but in production; no part is to miss them here.
  const secrets = Object.fromEntries(SECRETS.map((name) => [name, environment[name] || 'made when it is first started, and kept']));
  const { own } = readTogether({
    own: () => readStackSettings(environment),
    secrets: () => requireSecrets(environment),
    databases: () => parseEnv(Object.fromEntries(modules.map(({ name }) => [databaseSetting(name), databaseUrl()])), environment),
    replicas: () => parseEnv(Object.assign({}, ...modules.map(({ name }) => replicaShape(name))), environment),
    gateway: () => readPublicOptions(environment),
    files: () => placeOfFiles(parseEnv(fileSettings, environment)),
    ...Object.fromEntries(
      modules.map((module) => [module.name, () => parseTogether(module.settings, { ...environment, ...secrets }, module.faultsOf)]),
    ),
  });
  return { ...own, DATA_DIR: resolve(own.DATA_DIR) };
}

const databaseSetting = (subgraph: string) => `DATABASE_URL_${subgraph.toUpperCase()}`;
const databaseUrl = () => setting.url('postgres', 'postgresql').optional();

function requireSecrets(environment: Environment): void {
  if (environment.NODE_ENV !== 'production') return;
  const missing = SECRETS.filter((name) => !environment[name]);
  if (missing.length > 0) throw SettingsError.of(missing.map((name) => `${name}: must be set when NODE_ENV is production`));
}

/** The servers that the settings name, by the setting that names them. */
function databaseSettings(settings: StackSettings, environment: Environment): [string, string][] {
  const own = modules.flatMap(({ name }): [string, string][] => {
    const url = environment[databaseSetting(name)];
    return url ? [[databaseSetting(name), url]] : [];
  });
  return settings.DATABASE_URL && own.length < modules.length ? [['DATABASE_URL', settings.DATABASE_URL], ...own] : own;
}

/** Asks all of them, and throws what all of them found. */
async function allOf(questions: readonly (() => Promise<void>)[]): Promise<void> {
  const faults: string[] = [];
  for (const question of questions)
    await question().catch((error: unknown) => {
      if (!(error instanceof CannotStart || error instanceof SettingsError)) throw error;
      faults.push(error.message);
    });
  if (faults.length > 0) throw new CannotStart(faults.join('\n'));
}
