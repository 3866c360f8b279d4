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
