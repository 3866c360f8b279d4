/* eslint-disable @typescript-eslint/no-require-imports -- started as it is, whatever runs the rest: no loader needs to be there */
const { parentPort, workerData } = require('node:worker_threads');
const { operationFromDocument, Supergraph } = require('@apollo/federation-internals');
const { QueryPlanner } = require('@apollo/query-planner');
const { GraphQLError, parse } = require('graphql');

// The same as local-planner.ts, for documents as text.
const supergraph = Supergraph.build(workerData.sdl, { supportedFeatures: null, validateSupergraph: false });
const planner = new QueryPlanner(supergraph);
const schema = supergraph.apiSchema();

parentPort.on('message', ({ document, operationName }) => {
  const startedAt = performance.now();
  try {
    const operation = operationFromDocument(schema, parse(document, { noLocation: true }), { operationName, validate: false });
    const plan = planner.buildQueryPlan(operation).node ?? null;
    parentPort.postMessage({ plan, ms: performance.now() - startedAt });
  } catch (error) {
    const isRefusal = error instanceof GraphQLError;
    parentPort.postMessage({ failure: { isRefusal, message: isRefusal ? error.message : String(error?.stack ?? error) } });
  }
});
parentPort.postMessage({ ready: true });
