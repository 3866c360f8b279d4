import { execFile } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { StackSettings } from './env';
import { originOf } from './files';

/** Where people open it: links in mails lead there unless WEB_URL says otherwise. */
export const webUrlOf = ({ HOST, PORT }: Pick<StackSettings, 'HOST' | 'PORT'>): string => originOf(HOST, PORT);

const FOLDER = join(__dirname, '../../clients/web');

let built: Promise<string> | undefined;

/** The folder of the web app: made in a process of its own, behind everything else that runs, and kept by the hash of what it is made of. */
export function webApp(): Promise<string> {
  built ??= new Promise<string>((resolve, reject) => {
    const child = execFile(process.execPath, [join(FOLDER, 'build.mjs')], (error) =>
      error ? reject(error) : resolve(join(FOLDER, 'dist')),
    );
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  }).catch((error: unknown) => {
    built = undefined;
    throw error;
  });
  return built;
}
