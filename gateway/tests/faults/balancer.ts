import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const LOOK_EVERY_MS = 50;

/**
 * The least that stands before gateways in production: passes connections on, in turn, to those that say that they are ready, and looks
 * again all the time.
 */
export class Balancer {
  private readonly looking: NodeJS.Timeout;
  private readonly open = new Set<Socket>();
  private readonly ready = new Set<string>();
  private turn = 0;

  private constructor(
    private readonly server: Server,
    private readonly backends: Set<string>,
  ) {
    server.on('connection', (client: Socket) => this.pass(client));
    this.looking = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  static async before(...origins: string[]): Promise<Balancer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const balancer = new Balancer(server, new Set(origins));
    await balancer.look();
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  get readyCount(): number {
    return this.ready.size;
  }

  async add(origin: string): Promise<void> {
    this.backends.add(origin);
    await this.look();
  }

  remove(origin: string): void {
    this.backends.delete(origin);
    this.ready.delete(origin);
  }

  async stop(): Promise<void> {
    clearInterval(this.looking);
    for (const socket of this.open) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private async look(): Promise<void> {
    await Promise.all(
      [...this.backends].map(async (origin) => {
        const isReady = await fetch(new URL('/readyz', origin)).then(
          (response) => response.ok,
          () => false,
        );
        if (isReady && this.backends.has(origin)) this.ready.add(origin);
        else this.ready.delete(origin);
      }),
    );
  }

  private pass(client: Socket): void {
    const ready = [...this.ready];
    const origin = ready[this.turn++ % ready.length];
    if (!origin) return void client.destroy();
    const { port, hostname } = new URL(origin);
    const backend = connect(Number(port), hostname);
    this.open.add(client);
    client.once('close', () => this.open.delete(client));
    for (const [from, to] of [
      [client, backend],
      [backend, client],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  }
}
