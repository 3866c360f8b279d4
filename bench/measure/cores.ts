import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Where processes run: what is measured has the first core for itself, all else shares the others. */
export interface Cores {
  readonly measured: string | null;
  readonly rest: string | null;
  /** One line for the report. */
  readonly description: string;
}

/** Pins by `taskset` (util-linux). Without it, or with one core only, nothing is pinned, and the report says so. */
export function chooseCores(): Cores {
  const available = availableParallelism();
  if (available < 2 || !hasTaskset()) {
    return { measured: null, rest: null, description: 'nothing is pinned (no second core, or no taskset): figures are less sure' };
  }
  const rest = available === 2 ? '1' : `1-${available - 1}`;
  return { measured: '0', rest, description: `what is measured alone on core 0, all else on core ${rest}` };
}

/** The command as it runs on a core, with all its threads and children. */
export function pinned(core: string | null, command: string, args: readonly string[]): { command: string; args: string[] } {
  return core === null ? { command, args: [...args] } : { command: 'taskset', args: ['-c', core, command, ...args] };
}

/** Moves this process, so that whoever measures does not disturb what is measured. */
export function moveHere(core: string | null): void {
  if (core !== null) execFileSync('taskset', ['-a', '-c', '-p', core, String(process.pid)], { stdio: 'ignore' });
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
