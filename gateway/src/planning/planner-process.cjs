/* eslint-disable @typescript-eslint/no-require-imports -- started as it is, whatever runs the rest: no loader needs to be there */
const { operationFromDocument, Supergraph } = require('@apollo/federation-internals');
const { QueryPlanner } = require('@apollo/query-planner');
const { GraphQLError, parse } = require('graphql');

// The same as local-planner.ts, for documents as text, in a process of its own. It is the gateway's to end: what is typed in the terminal of
// both ends the gateway, and without the gateway it has nothing to do.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());

let planner;

const makes = {
  sdl({ sdl }) {
    planner = new QueryPlanner(Supergraph.build(sdl, { supportedFeatures: null, validateSupergraph: false }));
    return { ready: true };
  },
  plan({ document, operationName, overrides }) {
    const startedAt = performance.now();
    const schema = planner.supergraph.apiSchema();
    const operation = operationFromDocument(schema, parse(document, { noLocation: true }), { operationName, validate: false });
    const plan = planner.buildQueryPlan(operation, { overrideConditions: overrides }).node ?? null;
    return { plan, ms: performance.now() - startedAt };
  },
};

process.on('message', (message) => {
  try {
    process.send('sdl' in message ? makes.sdl(message) : makes.plan(message));
  } catch (error) {
    if (!planner) throw error;
    const isRefusal = error instanceof GraphQLError;
    // More ways than an array holds, or calls than the stack.
    const isTooLarge = error instanceof RangeError;
    process.send({ failure: { isRefusal, isTooLarge, message: isRefusal ? error.message : String(error?.stack ?? error) } });
  }
});
