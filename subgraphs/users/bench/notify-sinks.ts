import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** What arrived at one address or device: how often each message did, by its own id. */
export type Arrived = Map<string, Map<string, number>>;

export interface Sink {
  port: number;
  /** Of the announcement. */
  arrived: Arrived;
  /** Called for all else, with the address or token. */
  onOther: (to: string) => void;
  close(): Promise<void>;
}

const note = (arrived: Arrived, to: string, id: string): void => {
  const ids = arrived.get(to) ?? new Map<string, number>();
  arrived.set(to, ids.set(id, (ids.get(id) ?? 0) + 1));
};

/** A mail server that takes everything and keeps who got which Message-ID. */
export async function mailSink(subject: string): Promise<Sink> {
  const sink: Sink = {
    port: 0,
    arrived: new Map(),
    onOther: () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, callback) {
      // Who sends it may be killed in the middle.
      void text(stream).then((raw) => {
        const to = envelope.rcptTo[0]!.address;
        const id = /^Message-ID: <([^>]+)>/im.exec(raw)?.[1] ?? 'none';
        if (raw.includes(`Subject: ${subject}`)) note(sink.arrived, to, id);
        else sink.onOther(to);
        callback();
      }, callback);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sink.port = (server.server.address() as AddressInfo).port;
  return sink;
}

/** Firebase Cloud Messaging that takes everything and keeps which device got which collapse key. */
export async function pushSink(title: string): Promise<Sink & { account: string }> {
  const server = createServer((request, response) => {
    void text(request).then(
      (body) => {
        response.setHeader('content-type', 'application/json');
        if (request.url === '/token') return response.end(JSON.stringify({ access_token: 'a', expires_in: 3600, token_type: 'Bearer' }));
        const { message } = JSON.parse(body) as {
          message: { token: string; notification?: { title: string }; android: { collapse_key: string } };
        };
        if (message.notification?.title === title) note(sink.arrived, message.token, message.android.collapse_key);
        else sink.onOther(message.token);
        response.end(JSON.stringify({ name: 'projects/bench/messages/1' }));
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const account = JSON.stringify({
    ...{ project_id: 'bench', client_email: 'bench@bench.example', token_uri: `http://127.0.0.1:${port}/token` },
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const sink = { port, account, arrived: new Map() as Arrived, onOther: (_to: string): void => undefined, close };
  return sink;
}
