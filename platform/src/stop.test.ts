import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterTests } from './testing';

/** A process with a stop that ends when it is let; with what `onStopSignal` is to take for the same wish. */
async function started(sameWishMs?: number) {
  const file = path.join(__dirname, 'fixtures/stopping.ts');
  const args = ['--import', 'tsx', file, ...(sameWishMs === undefined ? [] : [String(sameWishMs)])];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  afterTests(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const says = async (word: string) => {
    for (let told = ''; !told.includes(word);) told += String(((await once(child.stdout, 'data')) as [Buffer])[0]);
  };
  await says('up');
  return { child, ended, says };
}

test('a signal that comes twice for one wish, as through npm in a terminal, lets what stops come to its end', async () => {
  // Longer than any machine takes between the two.
  const { child, ended, says } = await started(60_000);
  child.kill('SIGINT');
  child.kill('SIGTERM');
  await says('stopping');
  child.kill('SIGINT');
  child.stdin.end();
  expect(await ended).toBe(0);
});

test('whoever asks again later does not wait', async () => {
  const { child, ended, says } = await started(0);
  child.kill('SIGTERM');
  await says('stopping');
  child.kill('SIGTERM');
  expect(await ended).toBe(1);
});
