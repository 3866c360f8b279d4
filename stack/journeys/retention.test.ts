import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules } from '../src/modules';

const PAGE = readFileSync(join(__dirname, '../../docs/decisions/retention.md'), 'utf8');
const [general, ...parts] = PAGE.split('\n## ');
const named = (text: string) =>
  [...text.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) => [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!));

test.each(modules.map(({ name, directory }) => [name, directory] as const))(
  'how long rows stay is written down for every table of %s, and for none that is not there (U64)',
  (name, directory) => {
    const schema = readFileSync(join(directory, 'prisma/schema.prisma'), 'utf8');
    const tables = [...schema.matchAll(/^model \w+ \{[^]*?^\}/gm)].map(([body]) => /@@map\("(\w+)"\)/.exec(body)![1]!);
    const everywhere = tables.filter((table) => general!.includes(`\`${table}\``));
    const own = named(parts.find((part) => part.toLowerCase().startsWith(name))!);
    expect([...new Set([...own, ...everywhere])].sort()).toEqual([...tables].sort());
  },
);
