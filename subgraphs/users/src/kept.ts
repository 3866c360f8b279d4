import { SettingsError, type Basics, type Caller, type FileStore, type PublicHandlers } from '@marquee/platform';
import type { Context } from './context';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { LoginAttempts } from './modules/account/account-attempts.kept';
import { Passwords } from './modules/account/account-passwords.kept';
import { SignInQueue } from './modules/account/account-queue.kept';
import { WebhookCourier } from './modules/webhook/webhook-courier.kept';
import { AccessTokens } from './modules/session/session-access-tokens.kept';
import { SigningKeys } from './modules/session/session-keys.kept';
import { oauthEndpoint } from './modules/oauth/oauth-endpoint.kept';
import { issuerOf, metadataOf, OAUTH_PATH } from './modules/oauth/oauth-metadata';
import { UNSUBSCRIBE_PATH } from './modules/notification/notification-unsubscribe';
import { unsubscribePage } from './modules/notification/notification-unsubscribe.kept';
import type { Adviser } from './ports/adviser';
import { openAdviser } from './ports/open-adviser';
import { openMailer } from './ports/open-mailer';
import { GatewayGraph } from './ports/http/gateway-graph';
import { FolderMailer } from './ports/folder/folder-mailer';
import { folderPages, MAIL_PAGES, MESSAGE_PAGES, PUSH_PAGES } from './ports/folder/folder-pages';
import { FolderPusher } from './ports/folder/folder-pusher';
import { FolderSmsSender } from './ports/folder/folder-sms-sender';
import type { Mailer } from './ports/mailer';
import { openProviders, type Providers } from './ports/open-providers';
import { openPushers, openSmsSender, type Pushers } from './ports/open-senders';
import type { SmsSender } from './ports/sms-sender';
import { deriveSecrets, type Secrets } from './modules/session/session-secrets';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  secrets: Secrets;
  passwords: Passwords;
  loginAttempts: LoginAttempts;
  signInQueue: SignInQueue;
  signingKeys: SigningKeys;
  accessTokens: AccessTokens;
  /** Reads what webhooks are told, and sends it. */
  webhookCourier: WebhookCourier;
  files: FileStore;
  mailer: Mailer;
  /** Null: this installation sends no short messages. */
  smsSender: SmsSender | null;
  pushers: Pushers;
  /** The model that makes suggestions; null: rules make them. */
  adviser: Adviser | null;
  /** By whom else people may sign in. */
  providers: Providers;
}

/** What stands in the place of what the settings say: for tests. */
interface Senders {
  mailer?: Mailer;
  smsSender?: SmsSender | null;
  pushers?: Pushers;
  adviser?: Adviser | null;
}

/** The first request needs a key to sign with, so the keys are made here. What sends is what the settings say unless another is given. */
export async function keep(basics: Basics<PrismaClient, Settings>, { mailer, smsSender, pushers, adviser }: Senders = {}): Promise<Kept> {
  const { files } = basics;
  if (!files) throw SettingsError.of(['FILES: must be set: people have pictures']);
  const secrets = deriveSecrets(basics.settings.SESSION_SECRET);
  const signingKeys = new SigningKeys(basics, secrets);
  await signingKeys.rotate();
  const accessTokens = new AccessTokens(basics, signingKeys);
  const graph = new GatewayGraph(() => basics.settings.GATEWAY_URL ?? basics.gatewayUrl?.() ?? null);
  return {
    ...basics,
    files,
    mailer: mailer ?? (await openMailer(basics.settings, basics.clock)),
    smsSender: smsSender === undefined ? await openSmsSender(basics.settings, basics.clock) : smsSender,
    providers: await openProviders(basics.settings, basics.clock),
    pushers: pushers ?? (await openPushers(basics.settings, basics.clock)),
    adviser: adviser === undefined ? await openAdviser(basics.settings, basics.clock) : adviser,
    secrets,
    passwords: new Passwords(basics.settings.PASSWORD_HASHES_AT_ONCE),
    loginAttempts: new LoginAttempts(basics),
    signInQueue: new SignInQueue(),
    signingKeys,
    accessTokens,
    webhookCourier: new WebhookCourier(basics, accessTokens, graph),
  };
}

/** Served beside GraphQL: the public keys of access tokens, for everyone who verifies them; and where programs find what OAuth needs. */
export const resources = ({ signingKeys, settings, gatewayUrl }: Kept) => ({
  '/.well-known/jwks.json': () => signingKeys.jwks(),
  '/.well-known/oauth-authorization-server': () => metadata(issuerOf(settings.API_URL, gatewayUrl?.() ?? null)),
});

function metadata(issuer: string | null): Promise<unknown> {
  return issuer ? Promise.resolve(metadataOf(issuer)) : Promise.reject(new Error('the public address is not known: API_URL'));
}

/** For who gets mails: how to get no more. For apps of others and who is asked for them: OAuth. For developers: what was sent, where it goes to folders. Nothing is there in production, whatever leads to it. */
export function publicHandlers(kept: Kept, contextFor: (caller: Caller) => Context): PublicHandlers {
  const { mailer, smsSender, pushers, settings } = kept;
  const isShown = settings.NODE_ENV !== 'production';
  const pusher = Object.values(pushers).find((one) => one instanceof FolderPusher) ?? null;
  return {
    [`${UNSUBSCRIBE_PATH}/*`]: unsubscribePage(kept),
    [`${OAUTH_PATH}/*`]: oauthEndpoint(kept, contextFor),
    ...folderPages(MAIL_PAGES, isShown && mailer instanceof FolderMailer ? mailer : null),
    ...folderPages(MESSAGE_PAGES, isShown && smsSender instanceof FolderSmsSender ? smsSender : null),
    ...folderPages(PUSH_PAGES, isShown ? pusher : null),
  };
}
