import { fetchPublic, PublicFetchFailed, type PublicFetchOptions } from '@marquee/platform';
import { ImageUnreachable, type ImageSource } from './image-source';

const WITHIN_MS = 10_000;

/** Pictures of the open internet. */
export class WebImages implements ImageSource {
  constructor(private readonly options: Partial<PublicFetchOptions> = {}) {}

  async fetch(address: string, mostBytes: number): Promise<Buffer> {
    try {
      return await fetchPublic(address, { accept: 'image/webp,image/png,image/jpeg', withinMs: WITHIN_MS, ...this.options, mostBytes });
    } catch (error) {
      if (error instanceof PublicFetchFailed) throw new ImageUnreachable(error.message, error.isPassing, error);
      throw error;
    }
  }
}
