// Hive Gateway as it comes. By itself it sends one request where several in flight are the same; ALONE=1 turns that off.
import { defineConfig } from '@graphql-hive/gateway';

export const gatewayConfig = defineConfig({
  logging: 'error',
  landingPage: false,
  graphiql: false,
  pollingInterval: 0,
  ...(process.env.ALONE ? { transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } } } : {}),
});
