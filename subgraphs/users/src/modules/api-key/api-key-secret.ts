import { createHmac } from 'node:crypto';
import { apiKeyOf } from '@marquee/platform';
import type { Secrets } from '../session/session-secrets';

/** A secret of a key, as the database has it. */
interface SecretRow {
  keyId: string;
  /** Whether the key is of test mode. */
  isTest: boolean;
  version: number;
  salt: Uint8Array;
}

/**
 * What the program sends: derived and not drawn, because a client that lost the answer must get the same again, and it lies nowhere. The
 * database lacks the secret of the settings, the settings lack the salt: neither can make it.
 */
export const secretOf = (secrets: Pick<Secrets, 'apiKeys'>, { keyId, version, salt, isTest }: SecretRow): string =>
  apiKeyOf(
    createHmac('sha256', Buffer.concat([secrets.apiKeys, salt]))
      .update(`${keyId}:${version}`)
      .digest(),
    { isTest },
  );

/** By what it is found. */
export const hashOf = (secrets: Pick<Secrets, 'apiKeyHashes'>, secret: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHmac('sha256', secrets.apiKeyHashes).update(secret).digest());
