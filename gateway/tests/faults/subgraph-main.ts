import { PassportOffice, serveSubgraph, silentLogger } from '@marquee/platform';
import { aSubgraph, SECRET } from '../kit';
import { aShop } from '../shop';

/** One of the sample subgraphs in a process of its own, to be killed and frozen. The shop sells all the time. */
const [, , , name, port] = process.argv;
const SELL_EVERY_MS = 20;

async function main(): Promise<void> {
  const shop = aShop();
  const plan = shop.plans.find((one) => one.name === name);
  if (!plan) throw new Error(`There is no subgraph "${name}".`);
  const server = await serveSubgraph(aSubgraph(plan), {
    port: Number(port),
    host: '127.0.0.1',
    passports: new PassportOffice(SECRET),
    logger: silentLogger,
  });
  let copies = 0;
  setInterval(() => shop.sales.publish({ bookId: 'b1', copies: ++copies }), SELL_EVERY_MS).unref();
  process.once('SIGTERM', () => process.exit(0));
  process.stdout.write(`${JSON.stringify({ msg: 'serving', url: server.url })}\n`);
}

void main();
