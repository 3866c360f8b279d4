import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createLogger } from '@marquee/platform';
import { eventually } from '@marquee/platform/testing';
import { Supervisor } from './supervisor';

const FOREVER = 'setInterval(() => {}, 1_000)';
const lines: string[] = [];
const logger = createLogger('stack', 'error', { write: (line: string) => void lines.push(line) });
const node = (script: string) => (): ChildProcess => spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
const supervisors: Supervisor[] = [];
const supervise = () => {
  const supervisor = new Supervisor({ logger, backoff: { firstMs: 20, mostMs: 40 } });
  supervisors.push(supervisor);
  return supervisor;
};
afterEach(async () => {
  await Promise.all(supervisors.splice(0).map((supervisor) => supervisor.stop()));
  lines.length = 0;
});

test('what ends by itself is started again, as often as it does, and the others go on', async () => {
  const supervisor = supervise();
  supervisor.run('steady', node(FOREVER));
  supervisor.run('unsteady', node(FOREVER));
  supervisor.started();
  const [steady, first] = ['steady', 'unsteady'].map((name) => supervisor.processes.get(name)!);
  for (let before = first!, round = 0; round < 3; round++) {
    before.kill('SIGKILL');
    await eventually(() => expect(supervisor.processes.get('unsteady')!.pid).not.toBe(before.pid));
    before = supervisor.processes.get('unsteady')!;
  }
  expect(supervisor.processes.get('steady')).toBe(steady);
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
    Array(3).fill(expect.objectContaining({ process: 'unsteady', how: 'SIGKILL' })),
  );
});

test('what ends while the whole still starts ends the start, with its reason', async () => {
  const supervisor = supervise();
  supervisor.run('wrong', node('process.exit(7)'));
  await expect(supervisor.failed).rejects.toThrow('wrong ended by itself (exit code 7).');
});

test('nothing is started again once it is stopped, not even what waits to be', async () => {
  const supervisor = supervise();
  supervisor.run('one', node(FOREVER));
  supervisor.started();
  const child = supervisor.processes.get('one')!;
  child.kill('SIGKILL');
  await once(child, 'exit');
  await supervisor.stop();
  expect(supervisor.processes.get('one')).toBe(child);
  expect(child.signalCode).toBe('SIGKILL');
});

test('what waits to be started again and crashes on purpose meanwhile is started once', async () => {
  const supervisor = new Supervisor({ logger, backoff: { firstMs: 60_000, mostMs: 60_000 } });
  supervisors.push(supervisor);
  let launched = 0;
  supervisor.run('one', () => {
    launched++;
    return node(FOREVER)();
  });
  supervisor.started();
  const child = supervisor.processes.get('one')!;
  child.kill('SIGKILL');
  await eventually(() => expect(lines).toHaveLength(1));
  await supervisor.crash('one');
  expect([launched, supervisor.isWaitingFor('one')]).toEqual([2, false]);
});

test('a crash on purpose is started again at once and told nobody', async () => {
  const supervisor = supervise();
  supervisor.run('one', node(FOREVER));
  supervisor.started();
  const { pid } = supervisor.processes.get('one')!;
  await supervisor.crash('one');
  expect(supervisor.processes.get('one')!.pid).not.toBe(pid);
  expect(lines).toEqual([]);
});
