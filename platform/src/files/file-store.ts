import type { Readable } from 'node:stream';
import { GraphError } from '../errors';

/** How a client puts a file into the store by itself: this request, with these headers and the file as its body. */
export interface SignedUpload {
  url: string;
  method: 'PUT';
  headers: Readonly<Record<string, string>>;
}

/**
 * Where files are kept. What a key's ending says is the file's content type (`file-key.ts`). What begins with `public/` can be read by
 * everybody who knows its address; anything else only by a signed one. A store that does not answer in time throws FilesAway.
 */
export interface FileStore {
  /** Writes a file whole or not at all; one of the same key is replaced. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Size in bytes; null when there is no such file. */
  head(key: string): Promise<{ size: number } | null>;
  /** The file from its beginning, at most `most` bytes of it; null when there is none. Close what is not read to its end. */
  read(key: string, most?: number): Promise<Readable | null>;
  /** Copies within the store; false when there is nothing to copy. */
  copy(from: string, to: string): Promise<boolean>;
  /** After it the file is not there; that there was none is no fault. */
  delete(key: string): Promise<void>;
  /** One file of exactly `size` bytes may be sent there until then; one that was sent before is replaced. */
  signUpload(key: string, options: { size: number; until: Date }): Promise<SignedUpload>;
  /** An address at which anybody can read the file until then. */
  signRead(key: string, until: Date): Promise<string>;
  /** The lasting address of a file that everybody may see. */
  publicUrl(key: string): string;
  /** Is this the lasting address of a file here? */
  isPublicUrl(address: string): boolean;
}

/** The store cannot be reached, or refuses us. What was asked for may succeed a little later. */
export class FilesAway extends GraphError {
  constructor(cause: unknown) {
    super('SUBGRAPH_UNAVAILABLE', 'Files cannot be written or read at the moment. Try again.', { retryable: true });
    this.cause = cause;
  }
}

/** The first bytes of a file, at most so many; null when there is none. */
export async function firstBytes(store: Pick<FileStore, 'read'>, key: string, most: number): Promise<Buffer | null> {
  const stream = await store.read(key, most);
  if (!stream) return null;
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
  } catch (error) {
    throw error instanceof FilesAway ? error : new FilesAway(error);
  }
  return Buffer.concat(chunks);
}
