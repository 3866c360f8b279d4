import type { Logger } from '@marquee/platform';
import type { StackSettings } from '../env';
import type { Secrets } from '../secrets';

export interface WorldOptions {
  urls: Record<string, string>;
  settings: StackSettings;
  secrets: Secrets;
  logger: Logger;
  note: (detail: string) => void;
}

/** Fills empty databases with the demo world. A second run changes nothing. */
export async function seedDemoWorld(_options: WorldOptions): Promise<void> {}
