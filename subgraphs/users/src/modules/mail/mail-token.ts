import { createHash, createHmac } from 'node:crypto';

/** 256 bits that only who has the server's secret can make of this id: no token lies in the database, and a mail sent again has the same. */
export const mailToken = (secret: Buffer, tokenId: string): string => createHmac('sha256', secret).update(tokenId).digest('base64url');

/** What of a token is stored: SHA-256 is enough for what nobody can guess. */
export const hashOfToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(token).digest());

/** Stands in the text of a mail for its token, until it is sent: a character that no text of ours or of people has. */
const PLACE = '\uE000';

/** The address of a page of the client, for a mail. The token is behind `#`, which browsers send to no server and to no other site. */
export const linkWithToken = (webUrl: string, page: string): string => `${webUrl}/${page}#token=${PLACE}`;

/** Where a code stands in a text of ours, in place of a link. */
export const tokenPlace = PLACE;

export const withToken = (text: string, token: string): string => text.replaceAll(PLACE, token);
