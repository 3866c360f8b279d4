import { heapFlags } from './heap';
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Logger } from '@marquee/platform';
import { addressOf } from './files';
import { DEFAULT_PORTS, modules } from './modules';
import { SUPERGRAPH_FILE } from './one-process';
import { freePort } from './port';
import { publicRoutesText } from './public-routes';
import type { Secrets } from './secrets';
import { Supervisor } from './supervisor';

const ROOT = join(__dirname, '../..');
const READY_WITHIN_MS = 60_000;

export interface ServicesOptions {
  /** Database address by subgraph name; migrated already. */
  databaseUrls: Record<string, string>;
  redisUrl: string;
  secrets: Secrets;
  /** Where files are kept, unless the environment says it. */
  filesFolder: string;
  /** Where mails are put, unless the environment says it, or has a mail server. */
  mailFolder: string;
  /** The public ports: one gateway is started on each. */
  gatewayPorts: readonly number[];
  host: string;
  logLevel: string;
  /** How many processes of a subgraph, by name; 1 where not named. Gateway n talks to replica n (modulo). */
  replicas?: Record<string, number>;
  /** Subgraphs listen on the ports that docker-compose.yml names, where they are free; otherwise on any free ones. */
  usualPorts?: boolean;
  environment: Record<string, string | undefined>;
  logger: Logger;
}

export interface Services {
  /** The processes by name, `social-2` for a second replica, `gateway-1` … */
  processes: ReadonlyMap<string, ChildProcess>;
  /** Kills a process as a power cut does and starts it again; resolves when it is ready. */
  crash(name: string): Promise<void>;
  /** Starts one more gateway, and resolves when it is ready. */
  addGateway(port: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Runs the supergraph as separate processes, compiled (`npm run build:processes`), with the same commands and settings as docker-compose.yml: one process for each subgraph
 * replica and gateway, HTTP and graphql-ws between them, Redis as the bus. What ends by itself later is started again.
 */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const supervisor = new Supervisor({ logger: options.logger });
  const { failed } = supervisor;
  const readiness = new Map<string, URL>();

  const metricsPort = metricsPorts(options.environment['METRICS_PORT']);
  const run = (name: string, part: string, settings: Record<string, string>) => {
    const metrics = { METRICS_PORT: metricsPort(name) };
    return supervisor.run(name, () =>
      spawn(process.execPath, [...heapFlags(options.environment), '--enable-source-maps', join(ROOT, part, 'dist/main.js')], {
        cwd: ROOT,
        env: {
          ...options.environment,
          APOLLO_TELEMETRY_DISABLED: '1',
          LOG_LEVEL: options.logLevel,
          HOST: options.host,
          ...metrics,
          ...settings,
        },
        stdio: ['ignore', 'inherit', 'inherit'],
      }),
    );
  };

  const crash = async (name: string) => {
    await supervisor.crash(name);
    await ready(readiness.get(name)!);
  };

  const stop = async () => {
    // Gateways first: they tell their clients to come back later while the subgraphs still answer what is under way.
    await supervisor.stop([...supervisor.processes.keys()].filter((name) => name.startsWith('gateway')));
    await supervisor.stop();
  };

  try {
    const shared = {
      REDIS_URL: options.redisUrl,
      PASSPORT_SECRET: options.secrets.PASSPORT_SECRET,
      FILES: options.environment['FILES'] || `disk:${options.filesFolder}`,
      FILES_URL:
        options.environment['FILES_URL'] ||
        (options.environment['FILES']?.startsWith('s3:') ? '' : addressOf(options.host, options.gatewayPorts[0]!)),
    };
    const urls: Record<string, string[]> = {};
    for (const { name } of modules) {
      for (let replica = 1; replica <= (options.replicas?.[name] ?? 1); replica++) {
        const port = await freePort(replica === 1 && options.usualPorts ? DEFAULT_PORTS[name]! : 0);
        (urls[name] ??= []).push(`http://${options.host}:${port}/graphql`);
        const process = replica === 1 ? name : `${name}-${replica}`;
        readiness.set(process, new URL(`http://${options.host}:${port}/readyz`));
        run(process, `subgraphs/${name}`, {
          ...shared,
          SESSION_SECRET: options.secrets.SESSION_SECRET,
          TICKET_SECRET: options.secrets.TICKET_SECRET,
          FIELD_KEYS: options.secrets.FIELD_KEYS,
          FIELD_INDEX_KEY: options.secrets.FIELD_INDEX_KEY,
          MAIL_FOLDER: options.environment['MAIL_FOLDER'] || options.mailFolder,
          SMS_FOLDER: options.environment['SMS_FOLDER'] || join(dirname(options.mailFolder), 'messages'),
          PUSH_FOLDER: options.environment['PUSH_FOLDER'] || join(dirname(options.mailFolder), 'pushes'),
          GATEWAY_URL: options.environment['GATEWAY_URL'] || `http://${options.host}:${options.gatewayPorts[0]}/graphql`,
          PORT: String(port),
          MIGRATE_ON_START: 'false',
          [`DATABASE_URL_${name.toUpperCase()}`]: options.databaseUrls[name]!,
        });
      }
    }
    await Promise.race([
      failed,
      Promise.all(
        Object.values(urls)
          .flat()
          .map((url) => ready(new URL('/readyz', url))),
      ),
    ]);
    let gateways = 0;
    const addGateway = async (port: number) => {
      const index = gateways++;
      const own = Object.fromEntries(
        Object.entries(urls).map(([name, replicas]) => [`SERVICE_URL_${name.toUpperCase()}`, replicas[index % replicas.length]!]),
      );
      readiness.set(`gateway-${index + 1}`, new URL(`http://${options.host}:${port}/readyz`));
      run(`gateway-${index + 1}`, 'gateway', {
        ...shared,
        ...own,
        PORT: String(port),
        SUPERGRAPH: SUPERGRAPH_FILE,
        PUBLIC_ROUTES: publicRoutesText(options.environment['NODE_ENV']),
        JWKS_URL: new URL('/.well-known/jwks.json', urls.users![0]).toString(),
      });
      await Promise.race([failed, ready(new URL(`http://${options.host}:${port}/readyz`))]);
    };
    await Promise.all(options.gatewayPorts.map(addGateway));
    supervisor.started();
    return {
      get processes() {
        return supervisor.processes;
      },
      ...{ addGateway, crash, stop },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * One machine has each port once: the first gateway gets the one that METRICS_PORT says, every other process one of those behind it, in
 * the order in which they start. A process that starts again keeps its own.
 */
function metricsPorts(setting = ''): (name: string) => string {
  const first = Number(setting);
  if (!(first > 0)) return () => setting;
  const others: string[] = [];
  return (name) => {
    if (name === 'gateway-1') return setting;
    if (!others.includes(name)) others.push(name);
    return String(first + 1 + others.indexOf(name));
  };
}

async function ready(url: URL): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url.origin} did not become ready within ${READY_WITHIN_MS / 1000} s.`);
}
