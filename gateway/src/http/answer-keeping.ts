import { createHash } from 'node:crypto';
import type { Answer } from '../operation/answer';
import { NOT_KEPT } from '../operation/keeping';

/**
 * What `cache-control` says of an answer. A visitor's may be kept by everybody, or by the visitor alone where something in it is PRIVATE. A
 * person may keep theirs and has to ask each time whether it still holds: what they change themselves they must see at once, and what they
 * may see is their own.
 */
export function cacheControlFor({ errors, keeping = NOT_KEPT }: Answer, isSignedIn: boolean): string {
  if (errors || keeping.maxAge === 0) return 'no-store';
  if (isSignedIn) return 'private, no-cache';
  return `${keeping.isPrivate ? 'private' : 'public'}, max-age=${keeping.maxAge}`;
}

const TAG_LENGTH = 27;

/** A weak tag: the same text may go out in several encodings. */
export const entityTag = (text: string): string => `W/"${createHash('sha256').update(text).digest('base64url').slice(0, TAG_LENGTH)}"`;

/** Whether the client has it already (RFC 9110, 13.1.2). */
export function isKnown(tag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = tag.replace(WEAK, '');
  return ifNoneMatch.split(',').some((one) => one.trim() === '*' || one.trim().replace(WEAK, '') === opaque);
}

const WEAK = /^W\//;
