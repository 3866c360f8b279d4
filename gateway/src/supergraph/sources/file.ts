import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Logger } from '@marquee/platform';
import type { SupergraphSource, Update } from './source';

export interface FileOptions {
  readonly path: string;
  readonly everyMs: number;
  readonly logger: Logger;
}

/**
 * A supergraph in a file that is watched: looked at every so often, because notices of the system do not come from every disk and are lost
 * where a file is replaced by a link to another one, as Kubernetes does with its configuration.
 */
export class SupergraphFile implements SupergraphSource {
  private update: Update = () => undefined;

  constructor(private readonly options: FileOptions) {}

  /** Throws as reading a file does. */
  async initialize({ update }: { update: Update }): Promise<{ supergraphSdl: string; cleanup: () => Promise<void> }> {
    const { path, everyMs } = this.options;
    this.update = update;
    const supergraphSdl = readFileSync(path, 'utf8');
    const look = () => void this.reload();
    watchFile(path, { interval: everyMs, persistent: false }, look);
    return { supergraphSdl, cleanup: async () => unwatchFile(path, look) };
  }

  async reload(): Promise<void> {
    let sdl: string;
    try {
      sdl = readFileSync(this.options.path, 'utf8');
    } catch (error) {
      this.options.logger.warn({ err: error }, 'the supergraph file cannot be read; the former one is still served');
      return;
    }
    await this.update(sdl);
  }
}
