// Fails when a committed file differs from what the build just made of it, or when a file breaks a rule that no linter knows.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const faults = [];
const git = (...args) => execFileSync('git', args, { encoding: 'utf8' });

const GENERATED = ['supergraph.graphql', 'api.graphql', 'possible-types.json', 'cached-types.json'].map((file) => `schema/${file}`);
const changed = git('status', '--porcelain', '--', ...GENERATED, 'package-lock.json').trim();
if (changed) faults.push(`Generated files differ from the committed ones:\n${changed}`);

if (/"resolved": "https?:/.test(readFileSync('package-lock.json', 'utf8'))) faults.push('package-lock.json holds download addresses.');

const versions = new Set(
  [...readFileSync('package-lock.json', 'utf8').matchAll(/"node_modules\/(?:[^"]*\/)?graphql": \{\s+"version": "([^"]+)"/g)].map(
    (match) => match[1],
  ),
);
if (versions.size !== 1) faults.push(`Exactly one version of graphql must be installed, not ${[...versions].join(', ')}.`);

// `npm ci` refuses a lockfile that lacks an optional dependency, also one for another platform that this registry does not hold.
const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
const isLocked = (from, name) => {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    if (locked[`${base ? `${base}/` : ''}node_modules/${name}`]) return true;
    if (!base) return false;
  }
};
const lacking = Object.entries(locked).flatMap(([from, entry]) =>
  Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isLocked(from, name)),
);
if (lacking.length)
  faults.push(`package-lock.json lacks these optional dependencies, npm ci will refuse it: ${[...new Set(lacking)].join(', ')}`);

const clutter = git('ls-files')
  .split('\n')
  .filter((file) => /(^|\/)(generated|node_modules|\.data|dist)\//.test(file));
if (clutter.length) faults.push(`Generated files are committed:\n${clutter.join('\n')}`);

if (faults.length) {
  console.error(faults.join('\n\n'));
  process.exit(1);
}
console.log('No drift: committed schema and lockfile are what the build makes.');
