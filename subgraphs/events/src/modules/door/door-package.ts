import { createCipheriv, createECDH, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** One place that a door lets in. */
export interface PackedPlace {
  /** Hash of what is shown. */
  h: string;
  /** People. */
  n: number;
  /** Of them inside. */
  in: number;
  /** Of them let in before; only where who goes out does not come in again. */
  used?: number;
}

export interface SealedPackage {
  ephemeralKey: string;
  nonce: string;
  ciphertext: string;
}

const CURVE = 'prime256v1';

/** What a device looks up: the same for everybody who knows the salt of one package. `shown`: the `sub` of a pass, or `code:<hash>`. */
export const hashOfShown = (salt: string, shown: string): string => createHash('sha256').update(`${salt}:${shown}`).digest('base64url');

/** Encrypts for the holder of a P-256 key (uncompressed, base64url): ECDH, HKDF-SHA-256, AES-256-GCM. Null when that is no such key. */
export function sealFor(deviceKey: string, content: object): SealedPackage | null {
  const own = createECDH(CURVE);
  const ephemeralKey = own.generateKeys('base64url');
  const secret = agree(own, deviceKey);
  if (!secret) return null;
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'marquee-door-package', 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { ephemeralKey, nonce: nonce.toString('base64url'), ciphertext: body.toString('base64url') };
}

function agree(own: ReturnType<typeof createECDH>, deviceKey: string): Buffer | null {
  const key = Buffer.from(deviceKey, 'base64url');
  if (key.length !== 65 || key[0] !== 4) return null;
  try {
    return own.computeSecret(key);
  } catch {
    return null;
  }
}
