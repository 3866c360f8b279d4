import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '@marquee/platform';
import type { StackSettings } from './env';
import { freePort } from './port';
import type { Progress } from './progress';

export interface Redis {
  url: string;
  stop(): Promise<void>;
}

/** The Redis of REDIS_URL, or a redis-server of the PATH with its append-only file in the data folder: separate processes need one. */
export async function openRedis(settings: StackSettings, progress: Progress): Promise<Redis> {
  if (settings.REDIS_URL) return { url: settings.REDIS_URL, stop: async () => undefined };
  return progress.step('Starting redis-server', () => startRedis(join(settings.DATA_DIR, 'redis')));
}

async function startRedis(directory: string): Promise<Redis> {
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--appendonly', 'yes', '--save', ''],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await new Promise<void>((resolve, reject) => {
    child.once('error', () =>
      reject(
        new SettingsError('Separate processes need Redis: set REDIS_URL, or install redis-server (Debian: apt-get install redis-server).'),
      ),
    );
    child.once('exit', (code) => reject(new Error(`redis-server ended with exit code ${code}.`)));
    child.stdout.on('data', (chunk: Buffer) => {
      if (String(chunk).includes('Ready to accept connections')) resolve();
    });
  });
  child.removeAllListeners('exit');
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
