import { createHash, type JsonWebKey } from 'node:crypto';
import { canonicalCode } from '@marquee/schema/rules/ticket-code';
import { looksLikePass, readPass } from '../pass/entry-pass';

/** What a scanner shows the door: a person whom it found by name, a ticket's code (as its hash), or the place of an entry pass. */
export type Shown =
  | { kind: 'person'; userId: string }
  | { kind: 'code'; hash: string }
  | { kind: 'ticket'; id: string }
  | { kind: 'guest'; id: string }
  /** A pass that is not real, or for another event. */
  | { kind: 'nothing'; hash: string };

/** SHA-256, hex, of a ticket's code as the door read it: all that is known of codes here. */
export const hashOfCode = (code: string): string => createHash('sha256').update(canonicalCode(code)).digest('hex');

export function shownBy(eventId: string, code: string, keys: ReadonlyMap<string, JsonWebKey>): Shown {
  if (!looksLikePass(code)) return { kind: 'code', hash: hashOfCode(code) };
  const pass = readPass(code, keys);
  const [kind, id] = pass?.evt === eventId ? pass.sub.split(':') : [];
  if ((kind === 'ticket' || kind === 'guest') && id) return { kind, id };
  return { kind: 'nothing', hash: createHash('sha256').update(code).digest('hex') };
}

/** What a scan is about: the same scan sent again is about the same. */
export function subjectOf(shown: Shown): string {
  switch (shown.kind) {
    case 'person':
      return `person:${shown.userId}`;
    case 'code':
      return `ticket:${shown.hash}`;
    case 'ticket':
    case 'guest':
      return `pass:${shown.kind}:${shown.id}`;
    case 'nothing':
      return `unknown:${shown.hash}`;
  }
}
