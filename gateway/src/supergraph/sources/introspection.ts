import type { SupergraphManager } from '@apollo/gateway';
import type { Logger } from '@marquee/platform';
import type { SupergraphSource, Update } from './source';

export interface IntrospectionOptions {
  /** Names and addresses. */
  readonly subgraphs: Readonly<Record<string, string>>;
  readonly everyMs: number;
  readonly logger: Logger;
}

type Hooks = Parameters<SupergraphManager['initialize']>[0];

/**
 * Composes the supergraph from what the subgraphs say of themselves, with Apollo's IntrospectAndCompose: for development. In production one
 * subgraph that is late, or ahead of the others, would decide what everybody gets.
 */
export class IntrospectedSupergraph implements SupergraphSource {
  private hooks: Omit<Hooks, 'update'> & { update: Update } = { update: () => undefined } as never;
  private timer: NodeJS.Timeout | undefined;
  private isFailing = false;
  private stopped = false;

  constructor(private readonly options: IntrospectionOptions) {}

  async initialize(hooks: Hooks): Promise<{ supergraphSdl: string; cleanup: () => Promise<void> }> {
    this.hooks = hooks;
    const supergraphSdl = await this.compose();
    this.lookLater();
    const cleanup = async () => {
      this.stopped = true;
      clearTimeout(this.timer);
    };
    return { supergraphSdl, cleanup };
  }

  async reload(): Promise<void> {
    try {
      const sdl = await this.compose();
      this.isFailing = false;
      if (!this.stopped) await this.hooks.update(sdl);
    } catch (error) {
      if (!this.isFailing) this.options.logger.warn({ err: error }, 'no supergraph can be composed; the former one is still served');
      this.isFailing = true;
    }
  }

  private lookLater(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.reload().finally(() => this.lookLater()), this.options.everyMs);
    this.timer.unref();
  }

  /** Apollo's own polling cannot be told to look at once, so each look is a new one of it. */
  private async compose(): Promise<string> {
    // Loaded only here: with its packages it would double the time of a start.
    const { IntrospectAndCompose } = await import('@apollo/gateway');
    const subgraphs = Object.entries(this.options.subgraphs).map(([name, url]) => ({ name, url }));
    const { supergraphSdl, cleanup } = await new IntrospectAndCompose({ subgraphs }).initialize({
      ...this.hooks,
      update: () => undefined,
    });
    await cleanup?.();
    return supergraphSdl;
  }
}
