import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldSettings, fileSettings, parseTogether, setting, tracingShape, errorTrackingShape, z } from '@marquee/platform';
import { parse, parseAllDocuments } from 'yaml';
import { readEnv } from '../../gateway/src/env';
import { manifest, type Container, type Manifest } from './kubernetes-shape';
import { modules } from './modules';
import { publicRoutesText } from './public-routes';

const ROOT = join(__dirname, '../../deploy/kubernetes');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const filesOf = (folder: string, ends: string) => readdirSync(join(ROOT, folder)).filter((file) => file.endsWith(ends));

interface Kustomization {
  kind: string;
  resources?: string[];
  components?: string[];
  configMapGenerator?: { name: string; behavior?: string; envs?: string[]; literals?: string[] }[];
}
const kustomization = (folder: string) => parse(read(`${folder}/kustomization.yaml`)) as Kustomization;

const manifestsIn = (file: string): unknown[] => parseAllDocuments(read(file)).map((document) => document.toJS() as unknown);
const FILES = ['base', 'migrations', 'overlays/production'].flatMap((folder) =>
  filesOf(folder, '.yaml')
    .filter((file) => file !== 'kustomization.yaml')
    .map((file) => `${folder}/${file}`),
);
const all = FILES.flatMap((file) => manifestsIn(file).map((one) => manifest.parse(one)));
const ofKind = <K extends Manifest['kind']>(kind: K) => all.filter((one): one is Extract<Manifest, { kind: K }> => one.kind === kind);

const NAMES = ['gateway', ...modules.map(({ name }) => name)];
const deployment = (name: string) => ofKind('Deployment').find(({ metadata }) => metadata.name === name)!;
const containerOf = (name: string): Container => deployment(name).spec.template.spec.containers[0];

const lines = (text: string): [string, string][] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);

/** What a config map of the production overlay has. */
function settingsIn(configMap: string): Record<string, string> {
  const generators = [
    ...kustomization('settings').configMapGenerator!,
    ...kustomization('overlays/production/settings').configMapGenerator!,
  ];
  const parts = generators.filter(({ name }) => name === configMap);
  return Object.fromEntries(
    parts.flatMap(({ envs = [], literals = [] }) => [
      ...envs.flatMap((file) => lines(read(`settings/${file}`))),
      ...lines(literals.join('\n')),
    ]),
  );
}

/** Stand in for what secrets hold. */
const SECRETS: Record<string, string> = {
  REDIS_URL: 'rediss://redis.example:6379',
  FIELD_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
};
const secretFor = (name: string) =>
  SECRETS[name] ?? (name.startsWith('DATABASE_URL_') ? 'postgres://u:p@postgres.example/db' : 'x'.repeat(40));

/** What a container's process finds in its environment, the image's own included. */
function environmentOf({ env, envFrom }: Container): Record<string, string> {
  const maps = envFrom.flatMap((source) => ('configMapRef' in source ? [source.configMapRef.name] : []));
  const own = env.map((one) => [one.name, 'value' in one ? one.value : secretFor(one.name)] as const);
  return { NODE_ENV: 'production', HOST: '0.0.0.0', ...Object.assign({}, ...maps.map(settingsIn)), ...Object.fromEntries(own) } as Record<
    string,
    string
  >;
}

const COMMON = {
  PORT: setting.port(0),
  HOST: z.string(),
  LOG_LEVEL: setting.logLevel(),
  REDIS_URL: setting.url('redis', 'rediss'),
  PASSPORT_SECRET: setting.secret(),
  METRICS_PORT: setting.portOrOff(),
  ...tracingShape,
  ...errorTrackingShape,
  ...fileSettings,
  ...fieldSettings,
};

describe('the manifests for Kubernetes (X134, X135)', () => {
  test('have nothing that Kubernetes does not know, and no secret', () => {
    const wrong = FILES.flatMap((file) =>
      manifestsIn(file).flatMap((one, number) => {
        const { error } = manifest.safeParse(one);
        return error ? [`${file} ${number}: ${z.prettifyError(error)}`] : [];
      }),
    );
    expect(wrong).toEqual([]);
    expect(all.length).toBeGreaterThan(30);
  });

  test('name files that exist, all of them', () => {
    for (const folder of [
      'base',
      'migrations',
      'settings',
      'overlays/production',
      'overlays/production/migrations',
      'overlays/production/settings',
    ]) {
      const { resources = [], components = [], configMapGenerator = [] } = kustomization(folder);
      const named = [...resources, ...components, ...configMapGenerator.flatMap(({ envs = [] }) => envs)];
      expect(named.filter((file) => !existsSync(join(ROOT, folder, file)))).toEqual([]);
      const here = [...filesOf(folder, '.yaml'), ...filesOf(folder, '.env')].filter((file) => file !== 'kustomization.yaml');
      expect(here.filter((file) => !named.includes(file))).toEqual([]);
    }
  });

  test('run every part, and migrate each subgraph before', () => {
    expect(
      ofKind('Deployment')
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual([...NAMES].sort());
    expect(
      ofKind('Job')
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(modules.map(({ name }) => `migrate-${name}`).sort());
    const files = [...ofKind('Deployment'), ...ofKind('Job')].map(({ spec }) => spec.template.spec.containers[0].args[0]!);
    const sources = files.map((file) => join(ROOT, '../..', file.replace('/dist/', '/src/').replace(/js$/, 'ts')));
    expect(sources.filter((file) => !existsSync(file))).toEqual([]);
    for (const { name } of modules) {
      const job = ofKind('Job').find(({ metadata }) => metadata.name === `migrate-${name}`)!.spec.template.spec.containers[0];
      expect([containerOf(name), job].map((one) => environmentOf(one)['MIGRATE_ON_START'])).toEqual(['false', 'only']);
      expect(job.args).toEqual(containerOf(name).args);
      expect(job.envFrom).toEqual(containerOf(name).envFrom);
    }
  });

  test.each(modules.map((module) => [module.name, module] as const))(
    'start %s: no setting that it needs is missing, and none is unknown',
    (name, module) => {
      const environment = environmentOf(containerOf(name));
      const shape = { ...COMMON, [`DATABASE_URL_${name.toUpperCase()}`]: setting.url('postgres', 'postgresql'), ...module.settings };
      expect(() => parseTogether(shape, environment, module.faultsOf as never)).not.toThrow();
      const known = [...Object.keys(shape), 'NODE_ENV', 'MIGRATE_ON_START'];
      expect(Object.keys(environment).filter((one) => !known.includes(one))).toEqual([]);
      // Without one of its secrets it does not start: none is there for nothing.
      const secrets = containerOf(name).env.flatMap((one) => ('valueFrom' in one ? [one.name] : []));
      expect(secrets).toEqual(
        expect.arrayContaining(['PASSPORT_SECRET', 'FIELD_KEYS', 'FIELD_INDEX_KEY', `DATABASE_URL_${name.toUpperCase()}`]),
      );
    },
  );

  test('start the gateway, which knows where everything is', () => {
    const environment = environmentOf(containerOf('gateway'));
    const settings = readEnv(environment);
    expect(environment['PUBLIC_ROUTES']).toBe(publicRoutesText('production'));
    for (const { name } of modules) {
      const service = ofKind('Service').find(({ metadata }) => metadata.name === name)!;
      const port = service.spec.ports.find((one) => one.name === 'http')!.port;
      expect(settings.serviceUrls[name]).toBe(`http://${name}:${port}/graphql`);
      expect(environmentOf(containerOf(name))['PORT']).toBe(String(port));
    }
    expect(environmentOf(containerOf('users'))['GATEWAY_URL']).toBe('http://gateway:4000/graphql');
    expect(environment['ALLOWED_HOSTS']!.split(',')).toContain('gateway');
  });

  test('say nothing in the clear that is a secret', () => {
    const generators = [
      ...kustomization('settings').configMapGenerator!,
      ...kustomization('overlays/production/settings').configMapGenerator!,
    ];
    const said = generators.flatMap(({ name }) => Object.keys(settingsIn(name)));
    expect(said.filter((name) => /SECRET|PASSWORD|TOKEN$|_KEY|KEYS$|DATABASE_URL|REDIS_URL|DSN/.test(name))).toEqual([]);
    const plain = [...ofKind('Deployment'), ...ofKind('Job')].flatMap(({ spec }) =>
      spec.template.spec.containers[0].env.filter((one) => 'value' in one),
    );
    expect([...new Set(plain.map(({ name }) => name))].sort()).toEqual(['MIGRATE_ON_START', 'PORT']);
  });

  test('look after each part where it answers, and reach it by its labels', () => {
    for (const name of NAMES) {
      const { spec } = deployment(name);
      const { ports = [], startupProbe, livenessProbe, readinessProbe, lifecycle, resources } = containerOf(name);
      const environment = environmentOf(containerOf(name));
      expect(ports.map((port) => [port.name, String(port.containerPort)])).toEqual([
        ['http', environment['PORT']],
        ['metrics', environment['METRICS_PORT']],
      ]);
      expect([startupProbe, livenessProbe, readinessProbe].map((probe) => probe!.httpGet.path)).toEqual(['/readyz', '/livez', '/readyz']);
      expect(livenessProbe!.periodSeconds).toBe(10);
      expect(resources).toEqual({ requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } });
      expect(spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
      expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(lifecycle!.preStop.sleep.seconds + 30);
      const { labels } = spec.template.metadata;
      const selectors = [
        spec.selector.matchLabels,
        ofKind('Service').find(({ metadata }) => metadata.name === name)!.spec.selector,
        ofKind('PodDisruptionBudget').find(({ metadata }) => metadata.name === name)!.spec.selector.matchLabels,
        ...spec.template.spec.topologySpreadConstraints!.map(({ labelSelector }) => labelSelector.matchLabels),
      ];
      for (const one of selectors) expect(labels).toMatchObject(one);
      // A service must not find the pods of a migration.
      expect(ofKind('Job').filter(({ spec: job }) => job.template.metadata.labels['app.kubernetes.io/name'] === name)).toEqual([]);
    }
  });

  test('grow and shrink as X135 says', () => {
    for (const name of NAMES) {
      const { spec } = ofKind('HorizontalPodAutoscaler').find(({ metadata }) => metadata.name === name)!;
      expect(spec.scaleTargetRef.name).toBe(name);
      expect(spec.metrics.map(({ resource }) => [resource.name, resource.target.averageUtilization])).toEqual([
        ['cpu', 70],
        ['memory', 80],
      ]);
      expect(spec.behavior).toEqual({
        scaleUp: { stabilizationWindowSeconds: 60, policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
        scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }] },
      });
      if (name === 'gateway') expect([spec.minReplicas, spec.maxReplicas]).toEqual([3, 20]);
      expect(spec.minReplicas).toBeGreaterThan(1);
    }
  });

  test('let only gateways reach subgraphs, and only who watches read numbers', () => {
    const policies = ofKind('NetworkPolicy').map(({ spec }) => spec);
    // Who is chosen by one policy is reached by nobody but those whom one names.
    for (const { spec } of [...ofKind('Deployment'), ...ofKind('Job')]) {
      const { labels } = spec.template.metadata;
      const choosing = policies.filter(({ podSelector }) =>
        Object.entries(podSelector.matchLabels).every(([key, value]) => labels[key] === value),
      );
      expect(choosing.length).toBeGreaterThan(0);
      const ways = choosing.flatMap(({ ingress = [] }) => ingress).flatMap(({ from, ports }) => ports.map(({ port }) => ({ port, from })));
      const toHttp = ways.filter(({ port }) => port === 'http');
      const component = labels['app.kubernetes.io/component'];
      const gateways = [{ podSelector: { matchLabels: { 'app.kubernetes.io/component': 'gateway' } } }];
      expect(toHttp.map(({ from }) => from)).toEqual({ gateway: [undefined], subgraph: [gateways], migration: [] }[component!]);
      expect(ways.filter(({ port, from }) => port === 'metrics' && !from)).toEqual([]);
    }
  });

  const kubectl = ['/usr/bin', '/usr/local/bin'].map((folder) => join(folder, 'kubectl')).find(existsSync);
  test.skipIf(!kubectl)('are put together by kustomize, each config map under a name of its content', () => {
    for (const overlay of ['overlays/production', 'overlays/production/migrations']) {
      const text = execFileSync(kubectl!, ['kustomize', join(ROOT, overlay)], { encoding: 'utf8' });
      const built = parseAllDocuments(text).map(
        (document) => document.toJS() as { kind: string; metadata: { name: string; namespace: string } },
      );
      expect(built.filter(({ metadata }) => metadata.namespace !== 'marquee')).toEqual([]);
      const maps = built.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => metadata.name);
      expect(maps.filter((name) => !/^settings(-[a-z]+)?-[a-z0-9]{10}$/.test(name))).toEqual([]);
      for (const name of maps) expect(text).toContain(`name: ${name}`);
      expect(text).toContain('image: registry.marquee.example/marquee:');
      expect(text).not.toMatch(/image: marquee$/m);
    }
  });
});
