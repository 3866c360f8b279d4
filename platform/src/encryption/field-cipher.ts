import { createHmac, hkdfSync } from 'node:crypto';
import { decrypt, encrypt } from './aead';

export interface FieldKey {
  /** Stands before all that it encrypts: lower-case letters, digits, `-` and `_`. */
  id: string;
  /** 32 bytes. */
  key: Buffer;
}

/** Where a value lies: table and column as the database calls them, and the row's primary key. */
export interface FieldPlace {
  table: string;
  column: string;
  id: string;
}

/** A value was encrypted with a key that the settings do not name any more. */
export class UnknownFieldKey extends Error {
  override name = 'UnknownFieldKey';
}

/**
 * Encrypts single values of rows, so that a copy of the database alone tells nobody an address, a number or a day of birth. What is stored is
 * text, `<key id>.<base64url>`. A value belongs to its place: moved to another row or column it cannot be read.
 */
export class FieldCipher {
  private readonly keys: ReadonlyMap<string, Buffer>;
  /** The id of the key that encrypts. */
  readonly newest: string;

  /** The first key encrypts, all of them decrypt; `indexKey` is for blind indexes. */
  constructor(
    keys: readonly [FieldKey, ...FieldKey[]],
    private readonly indexKey: Buffer,
  ) {
    this.keys = new Map(keys.map(({ id, key }) => [id, key]));
    this.newest = keys[0].id;
  }

  seal(place: FieldPlace, plain: string): string {
    const sealed = encrypt(this.keys.get(this.newest)!, Buffer.from(plain, 'utf8'), contextOf(place));
    return `${this.newest}.${Buffer.from(sealed).toString('base64url')}`;
  }

  /** Throws UnknownFieldKey, or what node:crypto throws for a value that was changed or moved. */
  open(place: FieldPlace, sealed: string): string {
    const dot = sealed.indexOf('.');
    const id = sealed.slice(0, dot);
    const key = this.keys.get(id);
    if (dot < 1 || !key)
      throw new UnknownFieldKey(`${place.table}.${place.column} is encrypted with a key that is not in FIELD_KEYS: ${id}`);
    return decrypt(key, Buffer.from(sealed.slice(dot + 1), 'base64url'), contextOf(place)).toString('utf8');
  }

  /** As `seal` and `open`, where there may be no value. */
  sealOptional = (place: FieldPlace, plain: string | null): string | null => (plain === null ? null : this.seal(place, plain));
  openOptional = (place: FieldPlace, sealed: string | null): string | null => (sealed === null ? null : this.open(place, sealed));

  /** False: another key encrypted it, and it is to be encrypted anew. In SQL: `starts_with(<column>, '<newest>.')`. */
  isNewest = (sealed: string): boolean => sealed.startsWith(`${this.newest}.`);

  /**
   * The blind index of a value: equal for equal values of one `purpose` (`users.email`), and of no use without the key. Normalise first.
   * The key is not rotated: with another one, every index has to be made anew.
   */
  index(purpose: string, value: string): string {
    const key = Buffer.from(hkdfSync('sha256', this.indexKey, 'marquee-blind-index', purpose, 32));
    return createHmac('sha256', key).update(value, 'utf8').digest('base64url');
  }
}

const contextOf = ({ table, column, id }: FieldPlace): string => JSON.stringify([table, column, id]);
