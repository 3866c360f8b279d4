import { buildSchema } from 'graphql';
import { silentLogger } from '../logger';
import { Collector } from '../testing/collector';
import { startTracing } from '../tracing';
import { visitor } from '../viewer';
import { SubgraphMeter } from '../watching';
import { SubgraphExecutor } from './executor';
import { OperationWatch } from './operation-watch';

test('each event of a stream is a span of its own, by the name of the operation', async () => {
  const collector = await Collector.start();
  try {
    const tracer = await startTracing({ endpoint: collector.url, serviceName: 'social', share: 1 }, silentLogger);
    const schema = buildSchema('type Query { ok: Boolean } type Subscription { ticks: Int }');
    schema.getSubscriptionType()!.getFields()['ticks']!.subscribe = async function* () {
      yield { ticks: 1 };
      yield { ticks: 2 };
    };
    const watch = new OperationWatch(new SubgraphMeter('social'), silentLogger, tracer);
    const executor = new SubgraphExecutor(schema, (caller) => ({ caller }), silentLogger, undefined, watch);
    const stream = await executor.subscribe({
      query: 'subscription Ticks { ticks }',
      operationName: 'Ticks',
      caller: visitor('of-a-test'),
    });
    const answers: unknown[] = [];
    for await (const answer of stream as AsyncIterable<unknown>) answers.push(answer);
    expect(answers).toEqual([{ data: { ticks: 1 } }, { data: { ticks: 2 } }]);
    await tracer.stop();
    const events = collector.named('event Ticks');
    expect(events).toMatchObject(Array(2).fill({ parentSpanId: undefined, attributes: { 'correlation.id': 'of-a-test' } }));
    expect(new Set(events.map(({ traceId }) => traceId)).size).toBe(2);
  } finally {
    await collector.stop();
  }
});
