import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';

// Holds the five subgraphs to docs/decisions/shape.md, and names the file that departs.

const ROOT = join(__dirname, '../..');
const SUBGRAPHS = readdirSync(join(ROOT, 'subgraphs')).sort();

/** Files that every subgraph has; `channels.ts` stands where there is a subscription. */
const SKELETON = [
  'context.ts',
  'copies.ts',
  'db.ts',
  'env.ts',
  'handlers/index.ts',
  'index.ts',
  'jobs/index.ts',
  'kept.ts',
  'loaders.ts',
  'main.ts',
  'numbers.ts',
  'permissions.ts',
  'resolvers.ts',
  'services.ts',
];

/** What a file of a module may import by value from its own subgraph, by its ending; '' is a pure file. */
const PURE = ['', 'refusals'];
const STORE = [...PURE, 'store', 'sql', 'facts', 'channels'];
const MAY_IMPORT: Record<string, readonly string[]> = {
  resolvers: ['context', 'input', ...PURE],
  input: ['input', ''],
  service: [...STORE, 'input', 'stream', 'loaders', 'kept', 'ports', 'prisma'],
  stream: [...STORE],
  store: [...STORE, 'prisma'],
  loaders: ['sql', 'prisma', ''],
  sql: ['sql', 'prisma', ''],
  facts: [''],
  refusals: ['', 'ports'],
  kept: [...STORE, 'kept', 'ports', 'prisma'],
  heavy: ['', 'types'],
  types: [],
  '': [''],
  handlers: [...STORE, 'kept', 'prisma'],
  jobs: [...STORE, 'kept', 'prisma'],
  works: [...STORE, 'kept', 'prisma'],
};

/** What the platform does once: nobody does it by hand. */
const ONCE: readonly { by: string; pattern: RegExp }[] = [
  { by: 'ctx.change', pattern: /\bonce\(|\.transaction\(/ },
  { by: 'mutation(…) of context.ts', pattern: /\bsettle\(/ },
  { by: 'ctx.viewer', pattern: /caller\.viewer!|viewerOf\(|\bunauthenticated\(\)/ },
  {
    by: 'step.logger or ctx.logger, whose lines have the correlation id (X7)',
    pattern: /\b(?:step|ctx)\.kept\.logger|\blogger\b.*\} = this\.ctx\.kept\b/,
  },
  { by: 'step.tell', pattern: /\bappendAll\b/ },
  { by: 'a Keyset', pattern: /\bparsePage\(|\btoConnection\(/ },
  { by: 'followState, followPushes or followSequence', pattern: /\bliveStream\b|\bsequencedStream\b/ },
  { by: 'keepNewer', pattern: /version < excluded\.version/i },
];

interface Source {
  /** Below src/, with slashes. */
  file: string;
  text: string;
}

const sources = (subgraph: string): Source[] => {
  const folder = join(ROOT, 'subgraphs', subgraph, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generated/'))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
};

const production = (subgraph: string) => sources(subgraph).filter(({ file }) => !file.endsWith('.test.ts'));

/** Paths of own files that a source imports by value, below src/ and without `.ts`. */
function valueImports({ file, text }: Source): string[] {
  const paths: string[] = [];
  for (const [, what, from] of text.matchAll(/^import\s+(?!type\b)([^;]*?)\s*from\s*'(\.[^']+)'/gms)) {
    const names = /^\{(.*)\}$/s.exec(what!.trim())?.[1];
    const onlyTypes = names?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
    if (!onlyTypes) paths.push(posix.join(dirname(file), from!));
  }
  return paths;
}

/** What kind of file a path is: its ending in a module, else the part of the skeleton that it is. */
function kindOf(path: string): string {
  if (path.startsWith('generated/prisma')) return 'prisma';
  const [folder] = path.split('/');
  // Data that is computed with, as a pure file is.
  if (path.endsWith('.json')) return '';
  if (folder === 'modules') return /\.(\w+)$/.exec(path.replace(/\.ts$/, ''))?.[1] ?? '';
  return ['handlers', 'jobs', 'works', 'ports'].includes(folder!) ? folder! : path.replace(/\.ts$/, '');
}

const moduleOf = (path: string): string | undefined => /^modules\/([^/]+)\//.exec(path)?.[1];

describe.each(SUBGRAPHS)('%s', (subgraph) => {
  test('has the skeleton', () => {
    const files = new Set(sources(subgraph).map(({ file }) => file));
    expect(SKELETON.filter((file) => !files.has(file))).toEqual([]);
    const odd = [...files].filter(
      (file) => !file.includes('/') && !SKELETON.includes(file) && !['channels.ts', 'secrets.ts'].includes(file),
    );
    expect(odd).toEqual([]);
  });

  test('names its files by what they are', () => {
    const endings = Object.keys(MAY_IMPORT).filter((ending) => ending && !['handlers', 'jobs', 'works'].includes(ending));
    const shape = new RegExp(`^[a-z0-9-]+(\\.(${endings.join('|')}))?(\\.test)?\\.ts$`);
    const odd = sources(subgraph).filter(({ file }) => moduleOf(file) && !shape.test(posix.basename(file)));
    expect(odd.map(({ file }) => file)).toEqual([]);
  });

  test('names a handler by its topic, a job and a kind of long work by what it does', () => {
    const topics = readFileSync(join(ROOT, 'schema/topics.ts'), 'utf8');
    const odd = sources(subgraph)
      .filter(({ file }) => /^(handlers|jobs|works)\//.test(file) && !file.endsWith('/index.ts'))
      .filter(({ file, text }) => {
        const name = posix.basename(file, '.ts');
        const exported = name.replace(/[._-](\w)/g, (_, letter: string) => letter.toUpperCase());
        const typed = file.startsWith('handlers/')
          ? topics.includes(`'${name}'`) && text.includes(`export const ${exported}: Handler<'${name}'>`)
          : text.includes(`export const ${exported}: ${file.startsWith('jobs/') ? 'Job' : 'Work<'}`) && text.includes(`name: '${name}'`);
        return !typed;
      });
    expect(odd.map(({ file }) => file)).toEqual([]);
  });

  test('has its resolvers in one map a module', () => {
    const odd = production(subgraph).filter(
      ({ file, text }) => file.endsWith('.resolvers.ts') && !/^export const \w+Resolvers: Resolvers = \{$/m.test(text),
    );
    expect(odd.map(({ file }) => file)).toEqual([]);
  });

  test('imports by value what files of that ending may', () => {
    const odd = production(subgraph).flatMap((source) => {
      const allowed = source.file.includes('/') && !source.file.endsWith('/index.ts') ? MAY_IMPORT[kindOf(source.file)] : undefined;
      if (!allowed) return [];
      return valueImports(source)
        .filter((path) => !allowed.includes(kindOf(path)))
        .map((path) => `${source.file} imports ${path}`);
    });
    expect(odd).toEqual([]);
  });

  test('has no two modules that import each other by value', () => {
    const arrows = new Set<string>();
    for (const source of production(subgraph)) {
      const from = moduleOf(source.file);
      for (const path of valueImports(source)) {
        const to = moduleOf(path);
        if (from && to && from !== to) arrows.add(`${from} → ${to}`);
      }
    }
    const pairs = [...arrows].filter((arrow) => {
      const [from, to] = arrow.split(' → ') as [string, string];
      return from < to && arrows.has(`${to} → ${from}`);
    });
    expect(pairs).toEqual([]);
  });

  test.each(ONCE)('leaves to $by what the platform does once', ({ pattern }) => {
    const odd = production(subgraph).filter(({ text }) => pattern.test(text));
    expect(odd.map(({ file }) => file)).toEqual([]);
  });

  test('has no file of more than 300 lines', () => {
    const long = production(subgraph).filter(({ text }) => text.split('\n').length > 301);
    expect(long.map(({ file }) => file)).toEqual([]);
  });
});

test('the skeleton files of two subgraphs differ in names only', () => {
  const same = ['context.ts', 'db.ts'];
  const plain = (subgraph: string, file: string) => readFileSync(join(ROOT, 'subgraphs', subgraph, 'src', file), 'utf8');
  const odd = same.flatMap((file) =>
    SUBGRAPHS.filter((subgraph) => plain(subgraph, file) !== plain(SUBGRAPHS[0]!, file)).map((subgraph) => `${subgraph}/${file}`),
  );
  const renamed = (subgraph: string, file: string) => plain(subgraph, file).replaceAll(subgraph, 'NAME');
  for (const subgraph of SUBGRAPHS) if (renamed(subgraph, 'main.ts') !== renamed(SUBGRAPHS[0]!, 'main.ts')) odd.push(`${subgraph}/main.ts`);
  // Of what a subgraph is made is the same for all; only where its `isActive` stands, its long work, what it
  // serves beside GraphQL and what it asks of its settings together differ.
  const parts = (subgraph: string) =>
    [...plain(subgraph, 'index.ts').matchAll(/^ {2}(\w+)(?=[,:(])/gm)]
      .map(([, name]) => name)
      .filter((name) => !['works', 'resources', 'publicHandlers', 'faultsOf'].includes(name!));
  for (const subgraph of SUBGRAPHS) if (String(parts(subgraph)) !== String(parts(SUBGRAPHS[0]!))) odd.push(`${subgraph}/index.ts`);
  expect(odd).toEqual([]);
});

test('classes of two subgraphs do not take one name for different things', () => {
  const owners = new Map<string, string[]>();
  for (const subgraph of SUBGRAPHS) {
    for (const { file, text } of production(subgraph).filter(({ file }) => moduleOf(file))) {
      for (const [, name] of text.matchAll(/^export (?:abstract )?class (\w+)/gm)) {
        owners.set(name!, [...(owners.get(name!) ?? []), relative(ROOT, join(ROOT, 'subgraphs', subgraph, 'src', file))]);
      }
    }
  }
  // Both decide whether the viewer may see an event, by their own copies.
  const meantAlike = ['EventAccess'];
  const shared = [...owners].filter(([name, files]) => files.length > 1 && !meantAlike.includes(name));
  expect(shared).toEqual([]);
});
