import { createHash, createHmac } from 'node:crypto';
import { base32 } from './factor-totp';

const CODES = 10;
/** 80 bits: a quick hash is enough for what nobody can go through. */
const LETTERS = 16;

/** The ten codes of an id, `abcd-efgh-ijkl-mnop`: only who has the server's secret can make them, so that a repeat shows the same. */
export const backupCodes = (secret: Buffer, id: string): string[] =>
  Array.from({ length: CODES }, (_, at) => {
    const letters = base32(createHmac('sha256', secret).update(`${id}:${at}`).digest())
      .slice(0, LETTERS)
      .toLowerCase();
    return letters.match(/.{4}/g)!.join('-');
  });

/** Is it written like one, and not like a code of an app? */
export const isBackupCode = (typed: string): boolean => /^[a-z2-7]{16}$/.test(tidy(typed));

/** What is stored; letter case, blanks and dashes make no difference. */
export const hashOfCode = (typed: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(tidy(typed)).digest());

const tidy = (typed: string): string => typed.toLowerCase().replace(/[\s-]/g, '');
