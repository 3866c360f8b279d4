import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

/** What a page may weigh as it is sent, in bytes: our own code and styles, and with the libraries. */
const OWN_BYTES = 60_000;
const ALL_BYTES = 190_000;

interface Chunk {
  readonly file: string;
  readonly name?: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const ROOT = join(__dirname, '..');
const build = (folder: string) => promisify(execFile)(process.execPath, [join(ROOT, 'build.mjs'), folder]);

describe('the built app', () => {
  let parent: string;
  let folder: string;
  let chunks: Record<string, Chunk>;
  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'marquee-web-'));
    folder = join(parent, 'app');
    await build(folder);
    chunks = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  }, 60_000);
  afterAll(() => rmSync(parent, { recursive: true }));

  const read = (file: string) => readFileSync(join(folder, file));
  const sent = (file: string) => gzipSync(read(file)).length;
  const isLibrary = ({ name = '' }: Chunk) => ['react', 'graphql', 'rolldown-runtime'].includes(name);
  /** What is loaded for a page: the app, the page, and what both import. */
  const loadedFor = (key: string): Chunk[] => {
    const found = new Map<string, Chunk>();
    const take = (one: string) => {
      if (found.has(one)) return;
      found.set(one, chunks[one]!);
      chunks[one]!.imports?.forEach(take);
    };
    Object.entries(chunks).forEach(([one, { isEntry }]) => isEntry && take(one));
    take(key);
    return [...found.values()];
  };
  const weigh = (parts: Chunk[]) =>
    [...new Set(parts.flatMap(({ file, css = [] }) => [file, ...css]))].reduce((sum, file) => sum + sent(file), 0);

  test('has pages that are small, each by itself', () => {
    const pages = Object.keys(chunks).filter((key) => chunks[key]!.isDynamicEntry && key.startsWith('src/pages/'));
    expect(pages.length).toBeGreaterThan(3);
    const weights = pages.map((key) => {
      const parts = loadedFor(key);
      return { key, own: weigh(parts.filter((part) => !isLibrary(part))), all: weigh(parts) };
    });
    expect(weights.filter(({ own, all }) => own > OWN_BYTES || all > ALL_BYTES)).toEqual([]);
  });

  test('has a page without code, styles or addresses of others in it', () => {
    const html = read('index.html').toString();
    expect(html).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)|https?:/);
    const ours = Object.values(chunks).filter((chunk) => !isLibrary(chunk) && chunk.file.endsWith('.js'));
    const addresses = ours.flatMap(({ file }) =>
      [
        ...read(file)
          .toString()
          .matchAll(/https?:\/\/[\w.-]+/g),
      ].map(([address]) => address),
    );
    expect(addresses.filter((address) => address !== 'http://www.w3.org')).toEqual([]);
  });

  test('has a worker that keeps what the door needs, and no other page', () => {
    const files = JSON.parse(/const files = (.*);/.exec(read('sw.js').toString())![1]!) as string[];
    for (const file of files) expect(read(file).length).toBeGreaterThan(0);
    const needed = loadedFor('src/pages/door/door-page.tsx').flatMap(({ file, css = [] }) => [file, ...css]);
    expect(files).toEqual(expect.arrayContaining(needed.map((file) => `/${file}`)));
    expect(files.filter((file) => /discover|admin|work/.test(file))).toEqual([]);
    expect(read('sw.js').toString()).not.toMatch(/\b(VERSION|FILES)\b/);
  });

  test('is whole when several are built at once in one place', async () => {
    const shared = join(parent, 'shared');
    const before = readdirSync(parent);
    await Promise.all([1, 2, 3].map(() => build(shared)));
    expect(readFileSync(join(shared, 'index.html'), 'utf8')).toContain('<div id="app">');
    expect(readdirSync(parent).sort()).toEqual([...before, 'shared'].sort());
    rmSync(shared, { recursive: true });
  }, 60_000);

  test('is left alone until something of it changes', async () => {
    const before = statSync(join(folder, 'index.html')).mtimeMs;
    await build(folder);
    expect(statSync(join(folder, 'index.html')).mtimeMs).toBe(before);
    expect(readdirSync(parent)).toEqual(['app']);
  });
});
