const NAME = '--max-semi-space-size';

/**
 * How a gateway or subgraph starts: room for young objects. An answer of 90 KB and what it is made of do not fit into V8's 16 MB beside
 * those of other requests, and what is moved to the old generation is dear to collect (`npm run bench:gateway`). In production NODE_OPTIONS
 * says it (Dockerfile), and where NODE_OPTIONS says another size here, that holds.
 */
export const heapFlags = (environment: Readonly<Record<string, string | undefined>> = {}): readonly string[] =>
  environment['NODE_OPTIONS']?.includes(NAME) ? [] : [`${NAME}=32`];
