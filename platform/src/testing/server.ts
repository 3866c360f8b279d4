/** How the workers of a test run find the Postgres that the run's setup started. */
const VARIABLE = 'MARQUEE_TEST_POSTGRES';

/** Remembers the server's address for this process and the workers it is about to start. */
export function announceServer(url: string): void {
  process.env[VARIABLE] = url;
}

export function serverUrl(database: string): string {
  const announced = process.env[VARIABLE];
  if (!announced) throw new Error('There is no test Postgres: run this through vitest, whose global setup starts one');
  const url = new URL(announced);
  url.pathname = `/${database}`;
  return url.href;
}
