import { spawn, type ChildProcess } from 'node:child_process';

/**
 * The process that started a server keeps one session of this name open. The kernel closes it when that process dies,
 * however it dies, so an open session is proof of a live owner: better than a file with a process id, which lies after
 * a crash.
 */
const OWNER = 'marquee owner';
const STOPPING = 'stopping';

export interface Owner {
  readonly pid: number;
  /** It has said that it stops: the folder is free soon. */
  readonly isStopping: boolean;
}

/** The name of the session, by which others know the owner. */
export const nameOfOwner = ({ pid, isStopping }: Owner): string => [OWNER, pid, ...(isStopping ? [STOPPING] : [])].join(' ');

/** How names of owners begin, for LIKE. */
export const OWNER_PATTERN = `${OWNER} %`;

export function ownerOf(name: string): Owner {
  const [pid, state] = name.slice(OWNER.length + 1).split(' ');
  return { pid: Number(pid), isStopping: state === STOPPING };
}

/** Stops the server when standard input ends, and then removes a folder when one is named. */
const SCRIPT = `
cat > /dev/null
kill -INT "$1" 2> /dev/null
[ -z "$2" ] && exit
for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$1" 2> /dev/null || break; sleep 0.5; done
rm -rf "$2"
`;

/** A shell at the other end of a pipe of ours: when we die, even by SIGKILL, the pipe closes and it ends the server. */
export function startWatchdog(server: ChildProcess, removeDir: string | undefined): ChildProcess {
  const watchdog = spawn('/bin/sh', ['-c', SCRIPT, 'watchdog', String(server.pid), removeDir ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Where there is no shell the server merely outlives a SIGKILL, and the next start finds it.
  watchdog.on('error', () => undefined);
  watchdog.unref();
  return watchdog;
}
