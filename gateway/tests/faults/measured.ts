/**
 * Runs another program (its path is the first argument) and tells over the channel to its parent, when asked, how much memory it holds:
 * what is left on the heap after everything that can be collected was. To be run with --expose-gc.
 */
export interface Memory {
  readonly heapUsed: number;
  readonly rss: number;
}

const program = process.argv[2]!;

process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ heapUsed, rss } satisfies Memory);
});
// The program lives as long as it would alone.
process.channel?.unref();

void import(program);
