import type { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type GetObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { cacheControlOf, contentTypeOf, isPublicKey, requireFileKey } from './file-key';
import { FilesAway, type FileStore, type SignedUpload } from './file-store';
import type { S3Place } from './settings';

export interface S3FilesOptions {
  clock: Clock;
  logger: Logger;
  /** For each use of the store, its repetitions included; of a file that is read, for each time it stops. */
  withinMs?: number;
}

const WITHIN_MS = 5_000;
/** The longest that a signature lasts (AWS, "Signature Version 4 query parameters"). */
const LONGEST_SECONDS = 7 * 24 * 3_600;

/**
 * Files in a bucket of an S3-compatible service. This file alone loads the SDK, and only a process that uses a bucket loads this file.
 * The key needs `s3:ListBucket`, too: without it the service says of a file that is not there that it is forbidden.
 */
export class S3Files implements FileStore {
  private readonly client: S3Client;
  private readonly base: string;
  private readonly withinMs: number;

  constructor(
    private readonly place: S3Place,
    private readonly options: S3FilesOptions,
  ) {
    const { endpoint, region, accessKeyId, secretAccessKey, bucket, url } = place;
    this.client = new S3Client({
      region,
      credentials: { accessKeyId, secretAccessKey },
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
      // Not every service knows the newer checksums, and a signed upload cannot have one: its bytes are not known yet.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    this.base = url ?? (endpoint ? `${endpoint.replace(/\/+$/, '')}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com`);
    this.withinMs = options.withinMs ?? WITHIN_MS;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const command = new PutObjectCommand({ ...this.at(key), ...describing(key), Body: bytes, ContentLength: bytes.length });
    await this.ask((abortSignal) => this.client.send(command, { abortSignal }));
  }

  async head(key: string): Promise<{ size: number } | null> {
    const found = await this.ask((abortSignal) => this.client.send(new HeadObjectCommand(this.at(key)), { abortSignal }));
    return found && { size: found.ContentLength ?? 0 };
  }

  async read(key: string, most?: number): Promise<Readable | null> {
    const command = new GetObjectCommand({ ...this.at(key), ...(most === undefined ? {} : { Range: `bytes=0-${Math.max(0, most - 1)}` }) });
    const found = await this.ask<GetObjectCommandOutput>((abortSignal) => this.client.send(command, { abortSignal }));
    return found && this.impatiently(found.Body as SocketStream);
  }

  async copy(from: string, to: string): Promise<boolean> {
    const { Bucket, Key } = this.at(from);
    const source = { CopySource: `${Bucket}/${Key}`, MetadataDirective: 'REPLACE' as const };
    const command = new CopyObjectCommand({ ...this.at(to), ...source, ...describing(to) });
    return (await this.ask((abortSignal) => this.client.send(command, { abortSignal }))) !== null;
  }

  async delete(key: string): Promise<void> {
    await this.ask((abortSignal) => this.client.send(new DeleteObjectCommand(this.at(key)), { abortSignal }));
  }

  async signUpload(key: string, { size, until }: { size: number; until: Date }): Promise<SignedUpload> {
    const type = contentTypeOf(requireFileKey(key));
    const signed = new Set(['content-type', 'content-length', 'host']);
    const command = new PutObjectCommand({ ...this.at(key), ContentType: type, ContentLength: size });
    // What is signed as a header the client must send: another type, or another number of bytes, is another request.
    const url = await getSignedUrl(this.client, command, { ...this.lasting(until), signableHeaders: signed, unhoistableHeaders: signed });
    return { url, method: 'PUT', headers: { 'content-type': type } };
  }

  signRead(key: string, until: Date): Promise<string> {
    return getSignedUrl(this.client, new GetObjectCommand(this.at(key)), this.lasting(until));
  }

  publicUrl(key: string): string {
    if (!isPublicKey(requireFileKey(key))) throw new Error(`${key} is not public.`);
    return `${this.base}/${key}`;
  }

  isPublicUrl(address: string): boolean {
    return address.startsWith(`${this.base}/public/`);
  }

  private at = (key: string) => ({ Bucket: this.place.bucket, Key: requireFileKey(key) });

  private lasting(until: Date): { signingDate: Date; expiresIn: number } {
    const signingDate = this.options.clock.now();
    const seconds = Math.ceil((until.getTime() - signingDate.getTime()) / 1_000);
    return { signingDate, expiresIn: Math.min(Math.max(seconds, 1), LONGEST_SECONDS) };
  }

  /** Null for what is not there; whatever else goes wrong is the store's being away. The SDK repeats what may be repeated. */
  private async ask<T>(call: (abortSignal: AbortSignal) => Promise<T>): Promise<T | null> {
    try {
      return await call(AbortSignal.timeout(this.withinMs));
    } catch (error) {
      const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
      if ($metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket') return null;
      this.options.logger.error({ err: error }, 'the bucket for files cannot be used');
      throw new FilesAway(error);
    }
  }

  /** A stream that stops for too long ends with an error, and with it who reads it. */
  private impatiently(stream: SocketStream): Readable {
    stream.setTimeout?.(this.withinMs, () => stream.destroy(new Error('The bucket stopped sending.')));
    return stream;
  }
}

/** What the SDK returns in Node: a response of `node:http`. */
type SocketStream = Readable & { setTimeout?(ms: number, late: () => void): void };

function describing(key: string): { ContentType: string; CacheControl: string } {
  return { ContentType: contentTypeOf(key), CacheControl: cacheControlOf(key) };
}
