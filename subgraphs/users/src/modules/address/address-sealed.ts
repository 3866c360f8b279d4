import type { FieldCipher } from '@marquee/platform';
import { emailKeys } from './address-email';

type Opener = Pick<FieldCipher, 'open'>;
type Indexer = Pick<FieldCipher, 'index'>;

const PURPOSE = 'users.email';

/** Where the addresses of an account lie, encrypted. */
const addressPlace = (userId: string) => ({ table: 'users', column: 'email', id: userId });
const pendingPlace = (userId: string) => ({ table: 'users', column: 'pending_email', id: userId });

/**
 * Rows from before addresses were encrypted hold them in clear until the job seal-fields has been there. Nothing that is encrypted, and no
 * index, has an @.
 */
export const isInClear = (stored: string): boolean => stored.includes('@');

const openAddress = (fields: Opener, place: ReturnType<typeof addressPlace>, stored: string): string =>
  isInClear(stored) ? stored : fields.open(place, stored);

/** The address of an account. */
export const addressOf = (fields: Opener, { id, email }: { id: string; email: string }): string =>
  openAddress(fields, addressPlace(id), email);

/** The address that waits to take its place; null where none does. */
export const pendingAddressOf = (fields: Opener, { id, pendingEmail }: { id: string; pendingEmail: string | null }): string | null =>
  pendingEmail === null ? null : openAddress(fields, pendingPlace(id), pendingEmail);

/** The index of one form of an address. */
export const indexOfKey = (fields: Indexer, key: string): string => fields.index(PURPOSE, key);

/** The blind index under which an address is written from now on. */
export const addressIndex = (fields: Indexer, address: string): string => indexOfKey(fields, emailKeys(address)[0]!);

/** All keys under which an address may lie: the blind index of each of its forms, and the form itself where a row is still in clear. */
export const addressKeys = (fields: Indexer, address: string): string[] =>
  emailKeys(address).flatMap((key) => [indexOfKey(fields, key), key]);

/** How the address of an account is stored. */
export const sealedAddress = (fields: Pick<FieldCipher, 'seal' | 'index'>, userId: string, address: string) => ({
  email: fields.seal(addressPlace(userId), address),
  emailKey: addressIndex(fields, address),
});

/** How the address that waits to take its place is stored. */
export const sealedPending = (fields: Pick<FieldCipher, 'seal' | 'index'>, userId: string, address: string) => ({
  pendingEmail: fields.seal(pendingPlace(userId), address),
  pendingEmailKey: addressIndex(fields, address),
});

/** Names an address in what is kept for a day, without telling it. */
export const nameOfAddress = (fields: Indexer, address: string): string =>
  `address:${fields.index('users.principal', emailKeys(address)[0]!)}`;
