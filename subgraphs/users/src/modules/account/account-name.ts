import type { FieldCipher } from '@marquee/platform';
import type { Prisma } from '../../generated/prisma/client';
import { usernameKey } from '../user/user-username';
import { addressKeys } from '../address/address-sealed';

/**
 * Whose account a typed address or username is; null for a text that can be neither. A username holds no @, so it never means two. Several
 * may have given one address: `firstNamed` says which of them is meant.
 */
export function accountNamed(fields: Pick<FieldCipher, 'index'>, typed: string): Prisma.UserWhereInput | null {
  const [addresses, username] = [addressKeys(fields, typed), usernameKey(typed)];
  if (addresses.length > 0) return { emailKey: { in: addresses } };
  return username === null ? null : { usernameKey: username };
}

/** Who showed that the address is theirs; where nobody did, who gave it first: whoever gives it later takes it from nobody. */
export const firstNamed = [
  { emailVerifiedAt: { sort: 'asc', nulls: 'last' } },
  { createdAt: 'asc' },
  { id: 'asc' },
] satisfies Prisma.UserOrderByWithRelationInput[];
