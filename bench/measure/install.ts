import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Installs what a benchmark compares with, from its own package and lockfile outside the workspaces, so that the product's own
 * installation stays small. Nothing happens when it is there already.
 */
export function installRivals(folder: string): void {
  const done = path.join(folder, 'node_modules', '.package-lock.json');
  const wanted = path.join(folder, 'package-lock.json');
  if (existsSync(done) && sameVersions(done, wanted)) return;
  console.log(`Installing what is compared with (npm ci in ${path.relative(process.cwd(), folder)}) …`);
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean } | undefined>>;
}

/** npm's note of what it installed has every package of the lockfile but those of other platforms. */
function sameVersions(done: string, wanted: string): boolean {
  const [installed, asked] = [done, wanted].map((file) => (JSON.parse(readFileSync(file, 'utf8')) as Lockfile).packages);
  return Object.entries(asked!).every(
    ([name, entry]) => name === '' || (installed![name] ? installed![name]?.version === entry?.version : entry?.optional === true),
  );
}
