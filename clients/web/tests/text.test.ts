import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const SOURCE = join(__dirname, '../src');
/** Attributes that people read or hear. */
const READ = new Set(['label', 'title', 'aria-label', 'placeholder', 'alt', 'hint', 'submit']);
const WORDS = /\p{L}{2}/u;

test('every word that people read is in text.ts', () => {
  const found: string[] = [];
  for (const file of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'))) {
    const look = (node: ts.Node): void => {
      if (ts.isJsxText(node) && WORDS.test(node.text)) found.push(`${file}: ${node.text.trim()}`);
      if (
        ts.isJsxAttribute(node) &&
        READ.has(node.name.getText()) &&
        node.initializer &&
        ts.isStringLiteral(node.initializer) &&
        WORDS.test(node.initializer.text)
      )
        found.push(`${file}: ${node.getText()}`);
      ts.forEachChild(node, look);
    };
    look(ts.createSourceFile(file, readFileSync(join(SOURCE, file), 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  }
  // Units of measure are the same in every language.
  expect(found.filter((one) => !/: k?m$/.test(one))).toEqual([]);
});
