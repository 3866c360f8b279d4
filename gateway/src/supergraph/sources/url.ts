import type { Logger } from '@marquee/platform';
import type { SupergraphSource, Update } from './source';

export interface UrlOptions {
  readonly url: string;
  readonly everyMs: number;
  readonly logger: Logger;
}

const WITHIN_MS = 10_000;

/** The address of the supergraph gave none. */
export class SupergraphUnavailable extends Error {
  override name = 'SupergraphUnavailable';
}

/** A supergraph at an address that is asked every so often. With an ETag it is sent only when it is another one. */
export class SupergraphUrl implements SupergraphSource {
  private update: Update = () => undefined;
  private etag: string | null = null;
  private timer: NodeJS.Timeout | undefined;
  private isFailing = false;
  private stopped = false;

  constructor(private readonly options: UrlOptions) {}

  /** Rejects with SupergraphUnavailable. */
  async initialize({ update }: { update: Update }): Promise<{ supergraphSdl: string; cleanup: () => Promise<void> }> {
    this.update = update;
    const supergraphSdl = await this.read();
    if (supergraphSdl === null) throw new SupergraphUnavailable('304 for a supergraph that was not sent before.');
    this.lookLater();
    const cleanup = async () => {
      this.stopped = true;
      clearTimeout(this.timer);
    };
    return { supergraphSdl, cleanup };
  }

  /** Whatever was sent before, all of it is asked for. */
  async reload(): Promise<void> {
    this.etag = null;
    await this.look();
  }

  private async look(): Promise<void> {
    try {
      const sdl = await this.read();
      if (this.isFailing) this.options.logger.info('the address of the supergraph answers again');
      this.isFailing = false;
      if (sdl !== null && !this.stopped) await this.update(sdl);
    } catch (error) {
      if (!this.isFailing) this.options.logger.warn({ err: error }, 'no supergraph can be read; the former one is still served');
      this.isFailing = true;
    }
  }

  private lookLater(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.look().finally(() => this.lookLater()), this.options.everyMs);
    this.timer.unref();
  }

  /** Null when it is the same as the last time. */
  private async read(): Promise<string | null> {
    let response: Response;
    try {
      response = await fetch(this.options.url, {
        headers: { accept: 'application/graphql, text/plain;q=0.9, */*;q=0.1', ...(this.etag ? { 'if-none-match': this.etag } : {}) },
        signal: AbortSignal.timeout(WITHIN_MS),
      });
      if (response.status === 304) return null;
      if (!response.ok) throw new Error(`It answers ${response.status}.`);
      const sdl = await response.text();
      this.etag = response.headers.get('etag');
      return sdl;
    } catch (error) {
      throw new SupergraphUnavailable(`There is no supergraph at ${this.options.url}.`, { cause: error });
    }
  }
}
