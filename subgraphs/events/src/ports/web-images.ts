import { fetchRemote, RemoteFault, type RemoteRequest } from '@marquee/platform';
import { ImageUnreachable, type ImageSource } from './image-source';

const WITHIN_MS = 10_000;

/** Pictures of the open internet, which tell nobody who asks: no cookies, no referrer. */
export class WebImages implements ImageSource {
  /** For tests: hosts that may be asked though they lie elsewhere, names, and another time. */
  constructor(private readonly options: Partial<Pick<RemoteRequest, 'inside' | 'resolve' | 'timeoutMs'>> = {}) {}

  async fetch(address: string, maxBytes: number): Promise<Buffer> {
    const { status, body } = await this.ask(address, maxBytes);
    if (status !== 200) throw new ImageUnreachable(`It was answered with ${status}.`, status === 429 || status >= 500);
    return body;
  }

  private async ask(address: string, maxBytes: number) {
    const headers = { accept: 'image/webp,image/png,image/jpeg', 'accept-encoding': 'identity' };
    try {
      return await fetchRemote(address, { inside: [], usualPorts: true, timeoutMs: WITHIN_MS, ...this.options, headers, maxBytes });
    } catch (error) {
      if (error instanceof RemoteFault) throw new ImageUnreachable(error.message, error.isPassing, error);
      throw error;
    }
  }
}
