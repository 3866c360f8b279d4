/** What a door knows without network: the content of `doorPackage`, as its description says. */
export interface DoorContent {
  readonly eventId: string;
  readonly takenAt: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly noReentryFrom: string | null;
  readonly salt: string;
  readonly keys: { readonly keys: readonly (JsonWebKey & { readonly kid?: string })[] };
  readonly places: readonly Place[];
}

export interface Place {
  /** Hash of what is shown. */
  readonly h: string;
  /** How many people it is for. */
  readonly n: number;
  /** How many of them are inside. */
  readonly in: number;
  /** How many were let in before; only where nobody comes in again. */
  readonly used?: number;
}

export interface Sealed {
  readonly ephemeralKey: string;
  readonly nonce: string;
  readonly ciphertext: string;
}

const AGREEMENT = { name: 'ECDH', namedCurve: 'P-256' };

/** The key of this device. Its private half cannot be read, here or from the disk: whoever takes a copy of the data reads no package. */
export const newDeviceKey = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(AGREEMENT, false, ['deriveBits']);

/** As `doorPackage(deviceKey:)` wants it. */
export const publicHalf = async ({ publicKey }: CryptoKeyPair): Promise<string> =>
  toText(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));

/** Reads what was sealed for this device; rejects for anything else. */
export async function open({ ephemeralKey, nonce, ciphertext }: Sealed, { privateKey }: CryptoKeyPair): Promise<DoorContent> {
  const other = await crypto.subtle.importKey('raw', toBytes(ephemeralKey), AGREEMENT, false, []);
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, privateKey, 256);
  const hkdf = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode('marquee-door-package') },
    hkdf,
    { name: 'AES-GCM', length: 256 },
    false,
    ['decrypt'],
  );
  const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: toBytes(nonce) }, key, toBytes(ciphertext));
  return JSON.parse(new TextDecoder().decode(text)) as DoorContent;
}

/** What was shown at the door, as the package has it hashed; or why it opens nothing. */
export type Shown = { readonly hash: string } | { readonly fault: 'FALSE' | 'OTHER_EVENT' | 'OVER' | 'UNCHECKED' };

/** Reads a code: an entry pass, whose signature is checked here, or the short code of a ticket. */
export async function shownBy(code: string, content: DoorContent, now: Date): Promise<Shown> {
  const trimmed = code.trim();
  const parts = trimmed.split('.');
  if (parts.length !== 3) return { hash: await hashOf(content.salt, `code:${await hexDigest(canonical(trimmed))}`) };
  const [head, body, signature] = parts as [string, string, string];
  const header = readPart(head);
  const claims = readPart(body);
  const jwk = content.keys.keys.find(({ kid }) => kid === header?.kid);
  if (!header || !claims || !jwk || header.alg !== 'EdDSA' || header.typ !== 'entry-pass+jwt') return { fault: 'FALSE' };
  const isReal = await isSigned(jwk, `${head}.${body}`, signature);
  if (isReal === null) return { fault: 'UNCHECKED' };
  if (!isReal || typeof claims.sub !== 'string') return { fault: 'FALSE' };
  if (claims.evt !== content.eventId) return { fault: 'OTHER_EVENT' };
  if (typeof claims.exp !== 'number' || now.getTime() >= claims.exp * 1_000) return { fault: 'OVER' };
  return { hash: await hashOf(content.salt, claims.sub) };
}

/** Null where the browser does not know the signature's kind. */
async function isSigned(jwk: JsonWebKey, text: string, signature: string): Promise<boolean | null> {
  const key = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['verify']).catch(() => null);
  if (!key) return null;
  return crypto.subtle.verify('Ed25519', key, toBytes(signature), new TextEncoder().encode(text)).catch(() => false);
}

/** Codes are read aloud and typed: case, blanks, dashes, and letters that look like digits do not count. */
const canonical = (code: string): string =>
  code
    .normalize('NFKC')
    .replace(/[\s\p{Dash_Punctuation}\p{Format}\u2212]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');

const digest = (text: string): Promise<ArrayBuffer> => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
const hexDigest = async (text: string): Promise<string> =>
  [...new Uint8Array(await digest(text))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const hashOf = async (salt: string, shown: string): Promise<string> => toText(new Uint8Array(await digest(`${salt}:${shown}`)));

function readPart(part: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(new TextDecoder().decode(toBytes(part))) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Base64url. */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

export function toText(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
