import { SettingsError, type Basics, type FileStore } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { LoginAttempts } from './modules/account/account-attempts.kept';
import { Passwords } from './modules/account/account-passwords.kept';
import { SignInQueue } from './modules/account/account-queue.kept';
import { AccessTokens } from './modules/session/session-access-tokens.kept';
import { SigningKeys } from './modules/session/session-keys.kept';
import { openMailer } from './ports/open-mailer';
import { FolderMailer } from './ports/folder/folder-mailer';
import { folderPages, PAGES } from './ports/folder/folder-pages';
import type { Mailer } from './ports/mailer';
import { deriveSecrets, type Secrets } from './modules/session/session-secrets';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  secrets: Secrets;
  passwords: Passwords;
  loginAttempts: LoginAttempts;
  signInQueue: SignInQueue;
  signingKeys: SigningKeys;
  accessTokens: AccessTokens;
  files: FileStore;
  mailer: Mailer;
}

/** The first request needs a key to sign with, so the keys are made here. `mailer` is what the settings say unless another is given. */
export async function keep(basics: Basics<PrismaClient, Settings>, { mailer }: { mailer?: Mailer } = {}): Promise<Kept> {
  const { files } = basics;
  if (!files) throw SettingsError.of(['FILES: must be set: people have pictures']);
  const secrets = deriveSecrets(basics.settings.SESSION_SECRET);
  const signingKeys = new SigningKeys(basics, secrets);
  await signingKeys.rotate();
  return {
    ...basics,
    files,
    mailer: mailer ?? (await openMailer(basics.settings, basics.clock)),
    secrets,
    passwords: new Passwords(basics.settings.PASSWORD_HASHES_AT_ONCE),
    loginAttempts: new LoginAttempts(basics),
    signInQueue: new SignInQueue(),
    signingKeys,
    accessTokens: new AccessTokens(basics, signingKeys),
  };
}

/** Served beside GraphQL: the public keys of access tokens, for everyone who verifies them. */
export const resources = ({ signingKeys }: Kept) => ({ '/.well-known/jwks.json': () => signingKeys.jwks() });

/** For developers: the mails that were sent, where they go to a folder. Nothing is there in production, whatever leads to it. */
export function publicHandlers({ mailer, settings }: Kept) {
  const pages = folderPages(mailer instanceof FolderMailer && settings.NODE_ENV !== 'production' ? mailer : null);
  return { [PAGES]: pages, [`${PAGES}/*`]: pages };
}
