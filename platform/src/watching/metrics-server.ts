import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Meter } from './meter';
import { PrometheusPage } from './prometheus';

const PATH = '/metrics';

/** Serves the metrics on a port of its own: callers of the API need not see them. */
export class MetricsServer {
  private readonly server: Server;
  private readonly page: PrometheusPage;

  private constructor(meters: readonly Meter[]) {
    this.page = new PrometheusPage(meters);
    this.server = createServer((request, response) => {
      const path = request.url?.split('?', 1)[0];
      if (path !== PATH || (request.method !== 'GET' && request.method !== 'HEAD'))
        return void response.writeHead(404, { 'content-type': 'text/plain' }).end(`The metrics are at ${PATH}.\n`);
      this.page.text().then(
        (text) => response.writeHead(200, { 'content-type': this.page.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
  }

  static async start(meters: readonly Meter[], port: number, host: string): Promise<MetricsServer> {
    const metrics = new MetricsServer(meters);
    await new Promise<void>((resolve, reject) => metrics.server.once('error', reject).listen(port, host, () => resolve()));
    return metrics;
  }

  get url(): string {
    const { port, address, family } = this.server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}${PATH}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}
