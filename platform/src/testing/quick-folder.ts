import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const MEMORY = '/dev/shm';
const PLENTY_BYTES = 4 * 2 ** 30;

/**
 * Where a test run keeps what need not outlive it: in memory where the system has a folder for that and plenty of room, else the temporary
 * folder. A test makes a database every few seconds, and on a slow disk that is most of what it waits for.
 */
export function quickFolder(): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, process.availableMemory()) >= PLENTY_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
