import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { heapFlags } from '../../stack/src/heap';
import { buildGateway } from '../measure/build';
import { answering, Child, freePort } from '../measure/child';
import { Worker } from '../measure/worker';
import type { ProtocolName } from './audience/protocols';
import type { UpstreamInput, UpstreamQuestion, UpstreamReady } from './servers/upstream';
import { createSigner, type TokenSigner } from './tokens';

export const RIVALS = path.join(__dirname, 'rivals');
const CHECKOUT = path.join(__dirname, '../..');

/** So that memory is read without garbage; see collect-on-signal.cjs. */
const COLLECTING = ['--expose-gc', '--require', path.join(__dirname, 'servers/collect-on-signal.cjs')];

export interface Cores {
  readonly measured: string | null;
  readonly rest: string | null;
}

export interface Running {
  /** The process that is measured. */
  readonly child: Child;
  readonly port: number;
  readonly publishUrl: string;
  /** Where subscribers sign in: each is somebody else. */
  readonly signer?: TokenSigner;
  /** Stops the owner of the stream, and starts it again. */
  readonly restartOwner?: () => Promise<unknown>;
  stop(): Promise<void>;
}

export interface Contender {
  readonly key: string;
  readonly title: string;
  readonly protocol: ProtocolName;
  readonly rival?: boolean;
  start(cores: Cores, otherCheckout: string | undefined): Promise<Running>;
}

/** In the order of the report. */
export const contenders: readonly Contender[] = [
  { key: 'ours', title: 'Marquee', protocol: 'graphql-ws', start: (cores) => marquee(CHECKOUT, cores) },
  { key: 'other', title: 'Marquee of the other checkout', protocol: 'graphql-ws', start: (cores, checkout) => marquee(checkout!, cores) },
  {
    key: 'heavy',
    title: 'Marquee, heavy work in the thread beside the stream',
    protocol: 'graphql-ws',
    start: (cores) => marquee(CHECKOUT, cores, 'thread'),
  },
  {
    key: 'blocked',
    title: 'control: the same work on the loop of the stream',
    protocol: 'graphql-ws',
    start: (cores) => marquee(CHECKOUT, cores, 'loop'),
  },
  { key: 'bare', title: 'bare ws', protocol: 'bare', start: (cores) => own('bare.ts', cores) },
  { key: 'socket.io', title: 'Socket.IO', protocol: 'socket.io', rival: true, start: socketIo },
  { key: 'graphql-ws', title: 'graphql-ws, executed for each', protocol: 'graphql-ws', start: (cores) => own('graphql-ws.ts', cores) },
];

/** The gateway alone is measured; the subgraphs behind it have the clients' cores. */
async function marquee(checkout: string, cores: Cores, heavy?: UpstreamInput['heavy']): Promise<Running> {
  buildGateway(checkout);
  const passportSecret = randomBytes(32).toString('hex');
  const { signer, keys } = await createSigner();
  const input: UpstreamInput = { passportSecret, keys, heavy };
  const upstream = Worker.start<UpstreamQuestion, UpstreamReady>(path.join(__dirname, 'servers/upstream.ts'), cores.rest, input);
  const { supergraphSdl, keysUrl, publishPort } = await upstream.next();
  const folder = mkdtempSync(path.join(tmpdir(), 'marquee-bench-'));
  const supergraphFile = path.join(folder, 'supergraph.graphql');
  writeFileSync(supergraphFile, supergraphSdl);
  const port = await freePort();
  const child = new Child({
    name: 'Marquee',
    core: cores.measured,
    command: process.execPath,
    args: [...heapFlags(), ...COLLECTING, 'gateway/dist/main.js'],
    cwd: checkout,
    env: {
      SUPERGRAPH: supergraphFile,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      RATE_LIMITS: 'false',
      PASSPORT_SECRET: passportSecret,
      JWKS_URL: keysUrl,
    },
  });
  const server = await running(child, port, publishPort, async () => {
    await upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { ...server, signer, restartOwner: () => upstream.ask('restart') };
}

async function own(file: string, cores: Cores): Promise<Running> {
  const port = await freePort();
  const { child } = Worker.start(path.join(__dirname, 'servers', file), cores.measured, { port }, COLLECTING);
  return running(child, port);
}

async function socketIo(cores: Cores): Promise<Running> {
  const port = await freePort();
  const child = new Child({
    name: 'Socket.IO',
    core: cores.measured,
    command: process.execPath,
    args: [...COLLECTING, 'socket-io.mjs'],
    cwd: RIVALS,
    env: { PORT: String(port) },
  });
  return running(child, port);
}

async function running(child: Child, port: number, publishPort = port, after = async () => {}): Promise<Running> {
  await answering(child, `http://127.0.0.1:${port}/`);
  return {
    child,
    port,
    publishUrl: `http://127.0.0.1:${publishPort}/publish`,
    async stop() {
      await child.stop();
      await after();
    },
  };
}
