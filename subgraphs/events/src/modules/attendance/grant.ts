import { adjust, overbook, placesToSell, type Numbers } from './counts';

/** What payments told of its sales. */
export interface Sales {
  ticketed: boolean;
  placesTaken: number;
  grant: { version: number; places: number | null };
}

/** Numbers that know what payments sells. */
export interface SellingNumbers extends Numbers {
  ticketed: boolean;
  grantVersion: number;
  granted: number | null;
}

/** The numbers once payments' sales are known; the caller has looked that they are news. */
export function withSales<N extends SellingNumbers>(numbers: N, { ticketed, placesTaken, grant }: Sales): N {
  // What is left of the last grant is all that payments may take; what is left of one before says nothing of those that are under way.
  // A grant that is not remembered here was told before this database was put back to an older state.
  const grantVersion = Math.max(numbers.grantVersion, grant.version);
  const reserved = grantVersion > 0 && grant.version === grantVersion ? grant.places : numbers.reserved;
  const sold = overbook(adjust({ ...numbers, placesTaken, reserved }));
  return { ...numbers, ...sold, grantVersion, ticketed: numbers.ticketed || ticketed };
}

/** The numbers with the places granted that payments should have, which count as used from now on. Null where it was granted those last. */
export function withGrant<N extends SellingNumbers>(numbers: N): N | null {
  const granted = placesToSell(numbers);
  if (!numbers.ticketed || (numbers.grantVersion > 0 && granted === numbers.granted)) return null;
  const reserved = granted === null || numbers.reserved === null ? null : Math.max(granted, numbers.reserved);
  return { ...numbers, grantVersion: numbers.grantVersion + 1, granted, reserved };
}
