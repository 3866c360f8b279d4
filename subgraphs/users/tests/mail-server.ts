import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterTests } from '@marquee/platform/testing';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** One mail as a mail server took it. */
export interface Taken {
  to: string[];
  /** Headers and body, as they came. */
  raw: string;
  secure: boolean;
  user: string | null;
}

/** What the server says instead of taking the next mails, one each; `cut` breaks the connection when all of it has come. */
export type Fault = { at: 'recipient' | 'end'; code: number; text?: string } | 'cut' | 'silence';

export interface MailServer {
  port: number;
  taken: Taken[];
  faults: Fault[];
  /** How many connections were opened. */
  connections: () => number;
}

/** A mail server on this machine (RFC 5321, by other hands than the adapter). Closed after the tests. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const taken: Taken[] = [];
  const faults: Fault[] = [];
  let connections = 0;
  const failing = ({ code, text: words = 'not now' }: Exclude<Fault, string>) => Object.assign(new Error(words), { responseCode: code });
  const server = new SMTPServer({
    logger: false,
    closeTimeout: 100,
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onConnect(_session, callback) {
      connections++;
      callback();
    },
    onRcptTo(_address, _session, callback) {
      const [fault] = faults;
      if (typeof fault !== 'object' || fault.at !== 'recipient') return callback();
      faults.shift();
      callback(failing(fault));
    },
    onData(stream, session, callback) {
      void text(stream).then((raw) => {
        const fault = faults.shift();
        if (fault === 'silence') return;
        if (fault === 'cut') return [...server.connections].forEach((connection) => connection._socket.destroy());
        if (typeof fault === 'object') return callback(failing(fault));
        taken.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw,
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : null,
        });
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTests(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, taken, faults, connections: () => connections };
}
