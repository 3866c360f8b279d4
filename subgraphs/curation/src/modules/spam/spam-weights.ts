import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DIRECTORY = join(__dirname, '../../../model');

/** What `npm run train:spam` writes: weights, and behind them what else makes a classifier. */
export type WeightsFile = 'mail-weights.bin' | 'spam-weights.bin';

/** Two bytes for each weight, as a share of the largest one, which stands first. */
export function writeWeights(values: Float32Array): Uint8Array {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const bytes = Buffer.alloc(4 + 2 * values.length);
  bytes.writeFloatLE(largest);
  values.forEach((value, index) => bytes.writeInt16LE(Math.round((value / largest) * 32_767), 4 + 2 * index));
  return bytes;
}

export function readWeights(file: WeightsFile): Float32Array {
  const bytes = readFileSync(join(DIRECTORY, file));
  const largest = bytes.readFloatLE();
  return Float32Array.from({ length: (bytes.length - 4) / 2 }, (_, index) => (bytes.readInt16LE(4 + 2 * index) / 32_767) * largest);
}
