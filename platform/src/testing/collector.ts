import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CollectedSpan {
  service: unknown;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  /** 2 server, 3 client. */
  kind: number;
  attributes: Record<string, unknown>;
  failed: boolean;
  /** Traces that it points at. */
  links: string[];
}

interface WireValue {
  stringValue?: string;
  intValue?: number;
  arrayValue?: { values: WireValue[] };
}
interface WireSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  kind: number;
  attributes: { key: string; value: WireValue }[];
  status?: { code?: number };
  links?: { traceId: string }[];
}
interface Wire {
  resourceSpans: { resource: { attributes: { key: string; value: WireValue }[] }; scopeSpans: { spans: WireSpan[] }[] }[];
}

/** Takes spans as a collector of OpenTelemetry does (OTLP over HTTP, as JSON). */
export class Collector {
  readonly spans: CollectedSpan[] = [];
  readonly services = new Set<unknown>();
  /** Everything it got, as text. */
  text = '';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        if (request.url === '/v1/traces') collector.take(body);
        response.writeHead(request.url === '/v1/traces' ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  named(name: string): CollectedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(body: string): void {
    this.text += body;
    for (const { resource, scopeSpans } of (JSON.parse(body) as Wire).resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue;
      this.services.add(service);
      for (const { spans } of scopeSpans)
        this.spans.push(
          ...spans.map(({ name, traceId, spanId, parentSpanId, kind, attributes, status, links = [] }) => ({
            service,
            name,
            traceId,
            spanId,
            parentSpanId,
            kind,
            attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)])),
            failed: status?.code === 2,
            links: links.map((link) => link.traceId),
          })),
        );
    }
  }
}

const plainValue = (value: WireValue): unknown => value.stringValue ?? value.intValue ?? value.arrayValue?.values.map(plainValue);
