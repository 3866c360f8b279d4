import { createLogger, explainStart, openFieldCipher, SettingsError } from '@marquee/platform';
import { giveRoleAt } from '@marquee/users/role';
import { reachDatabases } from './databases';
import { environment, readStackSettings } from './env';
import { openStackFiles } from './files';
import { consoleProgress } from './progress';
import { readSecrets } from './secrets';

const ROLES = ['user', 'curator', 'moderator', 'admin'] as const;
const USAGE = `usage: npm run role -- <address or username> <${ROLES.join(' | ')}>`;

/** `npm run role -- ada@example.org admin`: gives an account a role, in the database itself. How an installation gets its first administrator. */
async function main([name, wanted]: string[]): Promise<void> {
  const role = ROLES.find((one) => one === wanted);
  if (!name || !role) throw new SettingsError(USAGE);
  const settings = readStackSettings();
  const databases = await reachDatabases(settings, environment, consoleProgress());
  try {
    // Only to name the address of their picture: nothing is signed.
    const { store } = await openStackFiles(settings, { secret: '', logger: createLogger('role', 'warn') });
    const secrets = readSecrets(settings);
    const fields = openFieldCipher(secrets, secrets.PASSPORT_SECRET);
    const username = await giveRoleAt(databases.urls['users']!, name, role, { files: store, fields });
    if (!username) throw new SettingsError(`No account has the address or username "${name}". Register it first.`);
    process.stdout.write(`${username} is ${role} from the next sign-in on.\n`);
  } finally {
    await databases.stop();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${explainStart(error)}\n`);
  process.exit(1);
});
