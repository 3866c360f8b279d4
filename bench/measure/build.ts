import { execFileSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
const built = new Set<string>();

/** Compiles the gateway of a checkout as for production, once for each run. */
export function buildGateway(checkout: string): void {
  if (built.has(checkout)) return;
  execFileSync(process.execPath, ['scripts/build.mjs', 'gateway'], { cwd: checkout, stdio: 'inherit' });
  built.add(checkout);
}

/** Compiles a file of the benchmark, and what of the product it starts, as for production. Returns where it lies. */
export function buildFile(file: string): string {
  const built = path.join(path.dirname(file), 'dist', `${path.basename(file, '.ts')}.js`);
  execFileSync(process.execPath, ['scripts/build.mjs', `${file}=${built}`], { cwd: ROOT, stdio: 'inherit' });
  return built;
}
