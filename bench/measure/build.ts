import { execFileSync } from 'node:child_process';

const built = new Set<string>();

/** Compiles the gateway of a checkout as for production, once for each run. */
export function buildGateway(checkout: string): void {
  if (built.has(checkout)) return;
  execFileSync(process.execPath, ['scripts/build-gateway.mjs'], { cwd: checkout, stdio: 'inherit' });
  built.add(checkout);
}
