import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const FOLDER = join(__dirname, '../../clients/docs');

let built: Promise<string> | undefined;

/** The folder of the documentation: made when somebody first looks, in a process of its own, and kept by the hash of what it is made of. */
export function documentation(): Promise<string> {
  built ??= promisify(execFile)(process.execPath, [join(FOLDER, 'build.mjs')]).then(
    () => join(FOLDER, 'dist'),
    (error: unknown) => {
      built = undefined;
      throw error;
    },
  );
  return built;
}
