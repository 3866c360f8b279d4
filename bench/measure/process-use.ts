import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all its descendants have used, read from /proc (Linux only). */
export interface Use {
  /** User and system time since they started. Children that have ended are in their parent's. */
  readonly cpuSeconds: number;
  /** Resident now. */
  readonly rssBytes: number;
}

const TICKS_PER_SECOND = Number(getconf('CLK_TCK'));
const PAGE_BYTES = Number(getconf('PAGESIZE'));

export function useOf(pid: number): Use {
  const use = { cpuSeconds: 0, rssBytes: 0 };
  add(pid, use);
  return use;
}

/** Watches a process's memory; `stop` gives the highest that was seen. */
export function watchMemory(pid: number, everyMs = 100): { stop(): number } {
  let peak = useOf(pid).rssBytes;
  const timer = setInterval(() => (peak = Math.max(peak, useOf(pid).rssBytes)), everyMs);
  return {
    stop() {
      clearInterval(timer);
      return Math.max(peak, useOf(pid).rssBytes);
    },
  };
}

function add(pid: number, use: { cpuSeconds: number; rssBytes: number }): void {
  const stat = read(`/proc/${pid}/stat`);
  const statm = read(`/proc/${pid}/statm`);
  if (stat === null || statm === null) return;
  // The name in brackets may hold spaces; what is counted stands behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
  use.cpuSeconds += ticks / TICKS_PER_SECOND;
  use.rssBytes += Number(statm.split(' ')[1]) * PAGE_BYTES;
  for (const child of childrenOf(pid)) add(child, use);
}

/** The kernel lists a child under the thread that started it. */
function childrenOf(pid: number): number[] {
  let threads: string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  return threads.flatMap((thread) =>
    (read(`/proc/${pid}/task/${thread}/children`) ?? '')
      .split(' ')
      .filter((child) => child.trim())
      .map(Number),
  );
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function getconf(name: string): string {
  return execFileSync('getconf', [name], { encoding: 'utf8' }).trim();
}
