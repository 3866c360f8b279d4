import { createServer } from 'node:net';
import { SettingsError } from '@marquee/platform';

/** Tries the port before anything slow is started, so that a taken one is told at once. */
export async function refuseTakenPort(port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new SettingsError(`Port ${port} is taken by another program. Stop it, or choose another: PORT=${port + 1} npm start`)
          : new SettingsError(`Cannot listen on ${host}:${port} (${error.code}). Set PORT and HOST to an address of this machine.`),
      ),
    );
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** The wished port if it is free, any free one otherwise, as when none is wished. */
export async function freePort(wish = 0): Promise<number> {
  const attempt = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const probe = createServer();
      probe.once('error', reject);
      probe.listen(port, '127.0.0.1', () => {
        const { port: given } = probe.address() as { port: number };
        probe.close(() => resolve(given));
      });
    });
  return attempt(wish).catch(() => attempt(0));
}
