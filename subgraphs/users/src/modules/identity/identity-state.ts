import { createHmac } from 'node:crypto';

const derived = (secret: Buffer, purpose: string, of: string): string =>
  createHmac('sha256', secret).update(`${purpose}:${of}`).digest('base64url');

/** 256 bits that only who has the server's secret can make of this id: none of them lies in the database. */
export const stateOf = (secret: Buffer, id: string): string => derived(secret, 'state', id);

/** What the provider puts into its token, so that it is of this attempt. */
export const nonceOf = (secret: Buffer, state: string): string => derived(secret, 'nonce', state);

/** What shows the provider that who redeems the code is who asked for it (RFC 7636: 43 characters). */
export const verifierOf = (secret: Buffer, state: string): string => derived(secret, 'verifier', state);
