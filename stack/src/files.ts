import { join } from 'node:path';
import {
  DiskFiles,
  openFiles,
  placeOfFiles,
  type Clock,
  type DiskPlace,
  type FilePlace,
  type FileStore,
  type Logger,
} from '@marquee/platform';
import type { StackSettings } from './env';

/** Where files are kept: where the settings say, or beside the other data. */
export const placeOf = (settings: StackSettings): FilePlace => placeOfFiles(settings) ?? usualPlace(settings);

const usualPlace = ({ DATA_DIR, FILES_URL }: StackSettings): DiskPlace => ({
  kind: 'disk',
  folder: join(DATA_DIR, 'files'),
  url: FILES_URL ?? null,
});

export interface StackFiles {
  store: FileStore;
  /** For the gateway, where it has to serve them. */
  disk: DiskFiles | undefined;
  /** Where the gateway serves them is known when it listens. */
  servedAt(gateway: { url: string }): void;
}

/** The store of a process that has the gateway in it. */
export async function openStackFiles(
  settings: StackSettings,
  options: { secret: string; clock?: Clock; logger: Logger },
): Promise<StackFiles> {
  let served = addressOf(settings.HOST, settings.PORT);
  const store = await openFiles(placeOf(settings), { ...options, url: () => served });
  return {
    store,
    disk: store instanceof DiskFiles ? store : undefined,
    servedAt: ({ url }) => (served = addressOf(settings.HOST, Number(new URL(url).port))),
  };
}

/** The address of files at a gateway. */
export const addressOf = (host: string, port: number): string => `${originOf(host, port)}/files`;

/**
 * Where a gateway is; one that listens everywhere is read on its own machine. `localhost` is the name that `npm start` prints: the web app
 * shows pictures, and sends them, only where its own origin is.
 */
export function originOf(host: string, port: number): string {
  const name = ['127.0.0.1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
