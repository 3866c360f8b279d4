import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { publicSettings } from '@marquee/gateway';
import { errorTrackingShape, fieldSettings, fileSettings, tracingShape } from '@marquee/platform';
import { heapFlags } from './heap';
import { modules } from './modules';
import { publicRoutesText } from './public-routes';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Service {
  command?: string[];
  restart?: string;
  environment?: Record<string, string | null>;
  depends_on?: Record<string, unknown>;
  volumes?: string[];
}

/** No Docker engine runs these tests: what can be checked without one is. The same commands run in journeys/many-processes.long.test.ts. */
describe('docker-compose.yml', () => {
  const compose = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };

  // A name without a value is passed through where it is set, and left out where it is not.
  const missing = (service: string, settings: readonly string[]) =>
    settings.filter((name) => compose.services[service]!.environment![name] === undefined);

  test('has Postgres, Redis, every subgraph and the gateway (X133)', () => {
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining(['postgres', 'redis', 'gateway', ...modules.map(({ name }) => name)]),
    );
  });

  test('runs files that exist', () => {
    const files = Object.values(compose.services).flatMap(({ command }) => command?.filter((part) => part.endsWith('.js')) ?? []);
    expect(files).toHaveLength(modules.length + 2);
    const sources = files.map((file) => file.replace('/dist/', '/src/').replace(/js$/, 'ts'));
    expect(sources.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(sources.filter((file) => file.endsWith('/main.ts') && !file.startsWith('subgraphs/'))).toEqual(['gateway/src/main.ts']);
    expect(read('Dockerfile')).toContain('npm run build:processes');
  });

  test('gives every process the same room for young objects, however it starts', () => {
    const [flag] = heapFlags();
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect([read('Dockerfile'), scripts.start, scripts.dev].filter((text) => !text?.includes(flag!))).toEqual([]);
    expect(heapFlags({ NODE_OPTIONS: '--max-semi-space-size=64 --inspect' })).toEqual([]);
  });

  test('starts again whatever has ended: a part that is there before Redis or Postgres ends, and so may they', () => {
    const ending = Object.entries(compose.services).filter(([, { restart }]) => restart !== 'unless-stopped');
    expect(ending.map(([name]) => name)).toEqual(['seed']);
  });

  test('gives every part one place for files, and the key of a bucket to those who use it', () => {
    const place = (name: string) =>
      Object.entries(compose.services[name]!.environment!).filter(([setting]) => /^FILES(_URL)?$/.test(setting));
    const keys = Object.keys(fileSettings);
    for (const { name } of modules) {
      expect(place(name)).toEqual(place('gateway'));
      expect(missing(name, keys)).toEqual([]);
    }
    expect(missing('gateway', keys)).toContain('FILES_SECRET_ACCESS_KEY');
    for (const name of [...modules.map((module) => module.name), 'gateway'])
      expect(compose.services[name]!.volumes).toEqual(['files:/data/files']);
    expect(compose.services.users!.environment!.FILES).toBe('${FILES:-disk:/data/files}');
    expect(read('Dockerfile')).toMatch(/mkdir -p \/data\/files && chown/);
  });

  test('gives every subgraph its own database and the settings that have no default', () => {
    for (const { name, settings } of modules) {
      const { environment = {} } = compose.services[name]!;
      const needed = Object.entries(settings).flatMap(([setting, shape]) =>
        (shape as unknown as { safeParse(v: unknown): { success: boolean } }).safeParse(undefined).success ? [] : [setting],
      );
      expect(Object.keys(environment)).toEqual(
        expect.arrayContaining([
          'PORT',
          'REDIS_URL',
          'PASSPORT_SECRET',
          ...Object.keys(fieldSettings),
          `DATABASE_URL_${name.toUpperCase()}`,
          ...needed,
        ]),
      );
    }
  });

  test('hands the gateway whatever .env says of its settings', () => {
    const { environment = {} } = compose.services.gateway!;
    // Prometheus has to know the port.
    const others = publicSettings().filter((name) => name !== 'METRICS_PORT');
    expect(others.filter((name) => environment[name] !== null)).toEqual([]);
  });

  test.each(modules.map(({ name, settings }) => [name, settings] as const))(
    'hands %s whatever .env says of its settings (payments F14)',
    (name, settings) => {
      // The image says that it is production.
      expect(
        missing(
          name,
          Object.keys(settings).filter((setting) => setting !== 'NODE_ENV'),
        ),
      ).toEqual([]);
      expect(read('Dockerfile')).toMatch(/^ENV .*NODE_ENV=production/m);
    },
  );

  test('has every part watched where Prometheus reads, its traces and errors told alike, and mounts files that exist', () => {
    const { scrape_configs: jobs } = parse(read('deploy/watching/prometheus.yml')) as {
      scrape_configs: { dns_sd_configs: { names: string[]; port: number }[] }[];
    };
    const targets = jobs.flatMap(({ dns_sd_configs: found }) =>
      found.flatMap(({ names, port }) => names.map((name) => [name, port] as const)),
    );
    expect(targets.map(([name]) => name)).toEqual(['gateway', ...modules.map(({ name }) => name)]);
    for (const [name, port] of targets) {
      expect(compose.services[name]!.environment!.METRICS_PORT).toBe(`\${METRICS_PORT:-${port}}`);
      expect(missing(name, [...Object.keys(tracingShape), ...Object.keys(errorTrackingShape)])).toEqual([]);
    }
    const mounted = ['prometheus', 'grafana'].flatMap((name) => compose.services[name]!.volumes!).map((volume) => volume.split(':')[0]!);
    expect(mounted.filter((path) => path.startsWith('./') && !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('serves the public routes of the stack', () => {
    expect(compose.services.gateway!.environment!.PUBLIC_ROUTES).toBe(publicRoutesText('production'));
    expect(publicRoutesText('production')).not.toContain('/dev/');
  });

  test('tells the gateway where every subgraph is', () => {
    const { environment = {}, depends_on: after = {} } = compose.services.gateway!;
    for (const { name } of modules) {
      expect(environment[`SERVICE_URL_${name.toUpperCase()}`]).toBe(`http://${name}:${compose.services[name]!.environment!.PORT}/graphql`);
      expect(after).toHaveProperty(name);
    }
  });
});

test('the Dockerfile copies the manifest of every workspace before it installs', () => {
  const dockerfile = read('Dockerfile');
  const workspaces = [
    'platform',
    'schema',
    'gateway',
    'stack',
    'clients/docs',
    'clients/sdk',
    ...modules.map(({ name }) => `subgraphs/${name}`),
  ];
  expect(workspaces.filter((folder) => !dockerfile.includes(`COPY ${folder}/package.json ${folder}/`))).toEqual([]);
});

test('.env.example names every setting that has no default', () => {
  const example = read('.env.example');
  const needed = [
    'PASSPORT_SECRET',
    'SESSION_SECRET',
    'TICKET_SECRET',
    'FIELD_KEYS',
    'FIELD_INDEX_KEY',
    'POSTGRES_PASSWORD',
    ...modules.map(({ name }) => `DATABASE_URL_${name.toUpperCase()}`),
  ];
  expect(needed.filter((name) => !example.includes(name))).toEqual([]);
});

test('every setting of the gateway is in its documentation and in .env.example', () => {
  const [settings, example] = [read('gateway/docs/settings.md'), read('.env.example')];
  expect(publicSettings().filter((name) => !settings.includes(`\`${name}\``))).toEqual([]);
  expect(publicSettings().filter((name) => !new RegExp(`^#?${name}=`, 'm').test(example))).toEqual([]);
});
