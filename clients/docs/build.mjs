// Writes the documentation into a folder of static files: guides from pages/*.md, a reference from schema/api.graphql, examples from
// schema/operations, which tests run. What has not changed since the last time is left alone.
//
//   node clients/docs/build.mjs [folder]
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  Kind,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { marked } from 'marked';

const here = dirname(fileURLToPath(import.meta.url));
const schemaFolder = join(here, '../../schema');
const require = createRequire(import.meta.url);

const GUIDES = [
  'index',
  'sign-in',
  'cache',
  'paging',
  'errors',
  'limits',
  'live',
  'uploads',
  'react',
  'react-native',
  'server',
  'keys',
  'test-mode',
  'oauth',
  'webhooks',
  'testing',
];

const read = (...path) => readFileSync(join(...path), 'utf8');
const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);
const inline = (text) => marked.parseInline(escape(text ?? '').replace(/&quot;/g, '"'));
const code = (text, language) => `<pre tabindex="0"><code class="language-${language}">${escape(text.trim())}</code></pre>`;

/** Every operation with the fragments that it uses, as it is sent. */
function readOperations() {
  const definitions = filesOf(join(schemaFolder, 'operations'))
    .filter((file) => file.endsWith('.graphql'))
    .flatMap((file) => parse(read(file), { noLocation: true }).definitions);
  const fragments = new Map(definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]));
  const used = (definition, known = new Set()) => {
    visit(definition, {
      FragmentSpread({ name }) {
        if (known.has(name.value)) return;
        known.add(name.value);
        used(fragments.get(name.value), known);
      },
    });
    return known;
  };
  return definitions
    .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    .map((definition) => ({
      name: definition.name.value,
      document: { kind: Kind.DOCUMENT, definitions: [definition, ...[...used(definition)].map((name) => fragments.get(name))] },
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** Which operations ask for a field, by `Type.field`. */
function usesOf(schema, operations) {
  const uses = new Map();
  for (const { name, document } of operations) {
    const info = new TypeInfo(schema);
    visit(
      document,
      visitWithTypeInfo(info, {
        Field() {
          const [parent, field] = [info.getParentType(), info.getFieldDef()];
          if (!parent || !field) return;
          const key = `${parent.name}.${field.name}`;
          if (!uses.has(key)) uses.set(key, new Set());
          uses.get(key).add(name);
        },
      }),
    );
  }
  return uses;
}

/** The output of one build: a page each, and what the search knows. */
export function render() {
  const schema = buildSchema(read(schemaFolder, 'api.graphql'));
  const operations = readOperations();
  const byName = new Map(operations.map((one) => [one.name, one]));
  const uses = usesOf(schema, operations);
  const pages = new Map();
  const search = [];
  const nav = (depth, current) => {
    const up = depth ? '../' : '';
    const link = (href, title) => `<a href="${up}${href}"${href === current ? ' aria-current="page"' : ''}>${title}</a>`;
    const guides = GUIDES.map((name) => link(`${name}.html`, titles.get(name)));
    const reference = [
      ['query', 'Queries'],
      ['mutation', 'Mutations'],
      ['subscription', 'Subscriptions'],
      ['types', 'Types'],
      ['operations', 'Operations'],
    ].map(([name, title]) => link(`reference/${name}.html`, title));
    return `<nav aria-label="Documentation"><a class="brand" href="${up}index.html">Marquee API</a><label for="search">Search</label><input id="search" type="search" autocomplete="off"><ul id="found" aria-live="polite"></ul><strong>Guide</strong>${guides.join('')}<br><strong>Reference</strong>${reference.join('')}<br><a href="/explorer">Explorer</a><a href="/schema.graphql">Schema as a file</a></nav>`;
  };
  const page = (path, title, body) => {
    const depth = path.includes('/') ? 1 : 0;
    const up = depth ? '../' : '';
    pages.set(
      path,
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)} – Marquee API</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${up}style.css"></head><body><a class="skip" href="#main">Skip to the text</a><div class="frame">${nav(depth, path)}<main id="main">${body}</main></div><script src="${up}minisearch.js"></script><script type="module" src="${up}search.js"></script></body></html>\n`,
    );
  };

  const sources = new Map(GUIDES.map((name) => [name, read(here, 'pages', `${name}.md`)]));
  const titles = new Map([...sources].map(([name, text]) => [name, /^# (.+)$/m.exec(text)[1]]));
  for (const [name, text] of sources) {
    const whole = text
      .replace(/^<!-- snippet (\S+) -->$/gm, (_, file) => code(read(here, 'snippets', file), extname(file).slice(1)))
      .replace(/^<!-- operation (\S+) -->$/gm, (_, operation) => code(print(byName.get(operation).document), 'graphql'));
    page(`${name}.html`, titles.get(name), marked.parse(whole));
    search.push([titles.get(name), `${name}.html`, 'guide', text.replace(/[^\p{L}\p{N} ]+/gu, ' ').slice(0, 3_000)]);
  }

  const shown = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .sort((one, other) => one.name.localeCompare(other.name));
  const roots = new Map([
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ]);
  const rootOf = (type) => [...roots].find(([, root]) => root === type)?.[0];
  const hrefOf = (type) => `${rootOf(type) ?? type.name}.html`;
  const typeLink = (type) => {
    const named = getNamedType(type);
    const [before, after] = String(type).split(named.name);
    return `${escape(before)}${isSpecifiedScalarType(named) ? named.name : `<a href="${hrefOf(named)}">${named.name}</a>`}${escape(after)}`;
  };
  const example = (type, field) => {
    const names = [...(uses.get(`${type.name}.${field.name}`) ?? [])].slice(0, 4);
    if (names.length > 0) return `Example: ${names.map((name) => `<a href="operations.html#${name}">${name}</a>`).join(', ')}`;
    const given = field.args?.length ? `(${field.args.map(({ name }) => `${name}: $${name}`).join(', ')})` : '';
    const leaf = !('getFields' in getNamedType(field.type)) && !isUnionType(getNamedType(field.type));
    return `Example: <code>${escape(`... on ${type.name} { ${field.name}${given}${leaf ? '' : ' { __typename }'} }`)}</code>`;
  };
  const described = (one) =>
    `${one.deprecationReason ? `<p class="deprecated">Deprecated. ${inline(one.deprecationReason)}</p>` : ''}${one.description ? `<p>${inline(one.description)}</p>` : ''}`;
  const fieldPart = (type, field) => {
    const args = (field.args ?? [])
      .map(
        (argument) =>
          `<tr><td><code>${argument.name}</code></td><td class="of">${typeLink(argument.type)}</td><td>${inline(argument.description)}</td></tr>`,
      )
      .join('');
    return `<h2 class="field" id="${field.name}"><code>${field.name}</code> <span class="of">${typeLink(field.type)}</span></h2>${described(field)}${args ? `<table><tbody>${args}</tbody></table>` : ''}<p class="example">${isInputObjectType(type) ? `Example: <code>{ ${field.name}: … }</code>` : example(type, field)}</p>`;
  };
  const kindOf = (type) =>
    isObjectType(type)
      ? 'type'
      : isInputObjectType(type)
        ? 'input'
        : isEnumType(type)
          ? 'enum'
          : isInterfaceType(type)
            ? 'interface'
            : isUnionType(type)
              ? 'union'
              : 'scalar';
  for (const type of shown) {
    const root = rootOf(type);
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    if (root) fields.sort((one, other) => one.name.localeCompare(other.name));
    const members = isUnionType(type) ? type.getTypes() : isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
    const values = isEnumType(type) ? type.getValues() : [];
    const body = [
      `<h1>${type.name}</h1><p class="of">${kindOf(type)}</p>`,
      described(type),
      members.length ? `<p>One of: ${members.map((one) => typeLink(one)).join(', ')}</p>` : '',
      values.map((value) => `<h2 class="field" id="${value.name}"><code>${value.name}</code></h2>${described(value)}`).join(''),
      fields.map((field) => fieldPart(type, field)).join(''),
    ];
    page(`reference/${hrefOf(type)}`, type.name, body.join(''));
    search.push([type.name, `reference/${hrefOf(type)}`, kindOf(type), (type.description ?? '').slice(0, 160)]);
    for (const field of fields)
      search.push([
        root ? field.name : `${type.name}.${field.name}`,
        `reference/${hrefOf(type)}#${field.name}`,
        root ?? 'field',
        root ? (field.description ?? '').slice(0, 160) : '',
      ]);
  }
  const listed = shown
    .filter((type) => !rootOf(type))
    .map(
      (type) =>
        `<tr><td>${typeLink(type)}</td><td class="of">${kindOf(type)}</td><td>${inline((type.description ?? '').split(/(?<=\.)\s/)[0])}</td></tr>`,
    );
  page('reference/types.html', 'Types', `<h1>Types</h1><table><tbody>${listed.join('')}</tbody></table>`);
  page(
    'reference/operations.html',
    'Operations',
    `<h1>Operations</h1><p>What the first clients send. Tests run every one of them, and the package <code>@marquee/client/operations</code> has them as typed documents.</p>${operations.map(({ name, document }) => `<h2 class="field" id="${name}">${name}</h2>${code(print(document), 'graphql')}`).join('')}`,
  );
  for (const { name } of operations) search.push([name, `reference/operations.html#${name}`, 'operation', '']);
  return { pages, search };
}

function fingerprint() {
  const hash = createHash('sha256');
  const inputs = [
    fileURLToPath(import.meta.url),
    join(schemaFolder, 'api.graphql'),
    ...['pages', 'snippets', 'site'].flatMap((folder) => filesOf(join(here, folder))),
    ...filesOf(join(schemaFolder, 'operations')),
  ];
  for (const file of inputs) hash.update(`\0${basename(file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function main(target) {
  const stamp = join(target, '.hash');
  const wanted = fingerprint();
  if (existsSync(stamp) && read(stamp) === wanted) return;
  const { pages, search } = render();
  // Whoever reads meanwhile has the old files until all new ones are there.
  const fresh = `${target}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(join(fresh, 'reference'), { recursive: true });
  for (const [path, text] of pages) writeFileSync(join(fresh, path), text);
  writeFileSync(join(fresh, 'search.json'), JSON.stringify(search));
  for (const file of filesOf(join(here, 'site'))) copyFileSync(file, join(fresh, basename(file)));
  copyFileSync(join(dirname(require.resolve('minisearch')), '../umd/index.js'), join(fresh, 'minisearch.js'));
  writeFileSync(join(fresh, '.hash'), wanted);
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv[2] ?? join(here, 'dist'));
