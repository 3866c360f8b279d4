import path from 'node:path';
import { systemClock, type Clock } from '../clock';
import type { Logger } from '../logger';
import { DiskFiles } from './disk-files';
import type { FileStore } from './file-store';
import type { DiskPlace, FilePlace } from './settings';

export interface OpenFilesOptions {
  /** A secret that all processes have: signs the addresses of a disk. */
  secret: string;
  /** Where a gateway serves a disk, unless the place says it. */
  url?: () => string;
  clock?: Clock;
  logger: Logger;
}

/** Opens nothing yet that could fail: a store that is away is told by each use of it. */
export async function openFiles(place: FilePlace, options: OpenFilesOptions): Promise<FileStore> {
  if (place.kind === 's3') {
    // The SDK is large: nobody loads it who has no bucket.
    const { S3Files } = await import('./s3-files');
    const { clock = systemClock, logger } = options;
    return new S3Files(place, { clock, logger });
  }
  return openDisk(place, options);
}

export function openDisk(
  { folder, url }: DiskPlace,
  { secret, url: fallback = () => USUAL_URL, clock = systemClock, logger }: OpenFilesOptions,
): DiskFiles {
  return new DiskFiles({ folder: path.resolve(folder), secret, url: url === null ? fallback : () => url, clock, logger });
}

/** A gateway on the machine of a developer. */
const USUAL_URL = 'http://localhost:4000/files';
