import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { contentTypeOf, isPublicKey, requireFileKey } from './file-key';
import { FilesAway, type FileStore, type SignedUpload } from './file-store';
import { AddressSigner, type AddressRight } from './signed-address';

export interface DiskFilesOptions {
  /** All processes that use the store see the same folder. */
  folder: string;
  /** A secret of at least 32 characters that all of them have. */
  secret: string;
  /** Where a gateway serves the folder, without a slash at the end. Asked when an address is made: the gateway may start later. */
  url: () => string;
  clock: Clock;
  logger: Logger;
}

/** A body was longer or shorter than its address allows. Nothing of it was kept. */
export class WrongSize extends Error {
  constructor(readonly isTooLong: boolean) {
    super(`The file is too ${isTooLong ? 'long' : 'short'}.`);
  }
}

const INCOMING = '.incoming';
/** No request takes longer: what is older was left by a process that was killed. */
const ABANDONED_MS = 3_600_000;

/** Files in a folder of this machine, or of one that several machines share. A gateway serves their addresses. */
export class DiskFiles implements FileStore {
  private readonly signer: AddressSigner;
  private isTidy = false;

  constructor(private readonly options: DiskFilesOptions) {
    this.signer = new AddressSigner(options.secret);
  }

  put(key: string, bytes: Uint8Array): Promise<void> {
    return this.receive(key, Readable.from([Buffer.from(bytes)]), bytes.length);
  }

  /** Takes a file of exactly `size` bytes in; throws WrongSize for another, and what the body throws when it is cut off. */
  async receive(key: string, body: Readable, size: number): Promise<void> {
    const file = this.pathOf(key);
    await this.arrive(file, async (incoming) => {
      let received = 0;
      // Whoever sends too much is to be told: the body stays open.
      const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
      const counted = async function* () {
        for await (const chunk of chunks) {
          received += chunk.length;
          if (received > size) throw new WrongSize(true);
          yield chunk;
        }
      };
      // Flushed before it gets its name: after a power cut there is a whole file or none.
      await pipeline(counted, createWriteStream(incoming, { flags: 'wx', flush: true }));
      if (received < size) throw new WrongSize(false);
    });
  }

  head(key: string): Promise<{ size: number } | null> {
    return this.found(async () => ({ size: (await stat(this.pathOf(key))).size }));
  }

  /** `from`: the first byte that is wanted, counted from 0; `most` is counted from the file's beginning all the same. */
  read(key: string, most?: number, from = 0): Promise<Readable | null> {
    return this.found(async () => {
      const stream = createReadStream(this.pathOf(key), { start: from, ...(most === undefined ? {} : { end: Math.max(0, most - 1) }) });
      await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject));
      return stream;
    });
  }

  async copy(from: string, to: string): Promise<boolean> {
    const [source, target] = [this.pathOf(from), this.pathOf(to)];
    const copied = await this.found(() => this.arrive(target, (incoming) => copyFile(source, incoming)).then(() => true));
    return copied ?? false;
  }

  async delete(key: string): Promise<void> {
    await this.found(() => rm(this.pathOf(key), { force: true }));
  }

  async signUpload(key: string, { size, until }: { size: number; until: Date }): Promise<SignedUpload> {
    const query = this.signer.sign({ method: 'PUT', key: requireFileKey(key), size, until });
    return { url: `${this.options.url()}/${key}?${query}`, method: 'PUT', headers: { 'content-type': contentTypeOf(key) } };
  }

  async signRead(key: string, until: Date): Promise<string> {
    return `${this.options.url()}/${key}?${this.signer.sign({ method: 'GET', key: requireFileKey(key), size: null, until })}`;
  }

  publicUrl(key: string): string {
    if (!isPublicKey(requireFileKey(key))) throw new Error(`${key} is not public.`);
    return `${this.options.url()}/${key}`;
  }

  isPublicUrl(address: string): boolean {
    return address.startsWith(`${this.options.url()}/public/`);
  }

  /** What a request for a signed address may do; null when the address is not good, or not any more. */
  rightOf(method: 'GET' | 'PUT', key: string, query: URLSearchParams): AddressRight | null {
    return this.signer.verify(method, key, query, this.options.clock.now());
  }

  private pathOf = (key: string): string => path.join(this.options.folder, ...requireFileKey(key).split('/'));

  /** Lets a file be written beside, and gives it its name when it is whole: nobody ever reads a part of one. */
  private async arrive(file: string, write: (incoming: string) => Promise<void>): Promise<void> {
    const waiting = path.join(this.options.folder, INCOMING);
    const incoming = path.join(waiting, randomUUID());
    try {
      await mkdir(waiting, { recursive: true });
      await this.tidy(waiting);
      await write(incoming);
      await mkdir(path.dirname(file), { recursive: true });
      await rename(incoming, file);
    } catch (error) {
      await rm(incoming, { force: true }).catch(() => undefined);
      throw isOfTheDisk(error) && codeOf(error) !== 'ENOENT' ? this.away(error) : error;
    }
  }

  /** Once a process: takes away what killed ones left. */
  private async tidy(waiting: string): Promise<void> {
    if (this.isTidy) return;
    this.isTidy = true;
    for (const name of await readdir(waiting)) {
      const file = path.join(waiting, name);
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity }));
      if (mtimeMs < Date.now() - ABANDONED_MS) await rm(file, { force: true });
    }
  }

  /** Null where there is no such file. */
  private async found<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (isMissing(error)) return null;
      throw isOfTheDisk(error) ? this.away(error) : error;
    }
  }

  private away(error: unknown): FilesAway {
    this.options.logger.error({ err: error }, 'the folder for files cannot be used');
    return new FilesAway(error);
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
/** And not of a client that leaves (ECONNRESET). */
const isOfTheDisk = (error: unknown): boolean =>
  ['EACCES', 'EPERM', 'ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE', 'ENFILE', 'EISDIR', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes(
    codeOf(error) ?? '',
  );
