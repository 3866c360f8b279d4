/** Jest's global teardown. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.marqueeTestPostgres?.stop();
}
