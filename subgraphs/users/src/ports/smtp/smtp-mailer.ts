import { createTransport, type NodemailerError } from 'nodemailer';
import { MailFault, type Mail, type Mailer } from '../mailer';

export interface SmtpPlace {
  host: string;
  port: number;
  /** `starttls` begins in the clear and goes no further without TLS; `implicit` is TLS from the first byte; `off` never is. */
  tls: 'starttls' | 'implicit' | 'off';
  user: string | null;
  password: string | null;
  /** `Marquee <hello@marquee.example>`. */
  from: string;
  /** Whom else to believe that the server is the one we mean, as PEM; without it those that Node.js knows (NODE_EXTRA_CA_CERTS adds some). */
  authority?: string;
}

export interface SmtpTimes {
  /** To reach the server and be greeted. */
  connectMs: number;
  /** Without a word of the server, while it is its turn. */
  silenceMs: number;
}

/** Requests do not wait for mails, but a turn of the job does. */
const TIMES: SmtpTimes = { connectMs: 10_000, silenceMs: 20_000 };

/** How many mails are on their way at the same time, each over a connection of its own. */
const CONNECTIONS = 5;

/** Servers do not like connections that are held for nothing. */
const IDLE_MS = 30_000;

/** The server wants another sign-in, or TLS: our settings are wrong and not the mail, which waits until they are mended. */
const OUR_OWN_FAULT = new Set([503, 530, 534, 535, 538]);

/** Of the recipient: no such mailbox, not here, or no name of one. A full one (552) is emptied some day. */
const NO_MAILBOX = new Set([550, 551, 553]);

/** As it is, and not folded: the address has neither blanks nor anything but ASCII. */
const oneClick = (url: string) => ({
  'List-Unsubscribe': { prepared: true, value: `<${url}>` },
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});

/** Hands mails to a mail server (RFC 5321), over connections that stay open between them. */
export class SmtpMailer implements Mailer {
  readonly name = 'smtp';
  private readonly transport;
  private readonly domain: string;

  constructor(
    private readonly place: SmtpPlace,
    times: SmtpTimes = TIMES,
  ) {
    const { host, port, tls, user, password, from, authority } = place;
    this.domain = domainOf(from);
    this.transport = createTransport({
      pool: true,
      maxConnections: CONNECTIONS,
      // The queue tries again, and counts.
      maxRequeues: 0,
      idleTimeout: IDLE_MS,
      host,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'off',
      tls: { minVersion: 'TLSv1.2', ...(authority ? { ca: authority } : {}) },
      ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
      connectionTimeout: times.connectMs,
      greetingTimeout: times.connectMs,
      dnsTimeout: times.connectMs,
      socketTimeout: times.silenceMs,
      // A text may name a file or an address; nobody is to have it fetched.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    // What becomes of each mail is told to who sends it; without a listener the fault of an idle connection would end the process.
    this.transport.on('error', () => undefined);
  }

  async send({ id, to, subject, text, html, unsubscribeUrl }: Mail): Promise<void> {
    try {
      await this.transport.sendMail({
        messageId: `<${id}@${this.domain}>`,
        from: this.place.from,
        // As an object: a text with a comma or a bracket in it would be read as several.
        to: { name: '', address: to },
        subject,
        text,
        ...(html === null ? {} : { html }),
        // Nobody's holiday notice is to come back (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated', ...(unsubscribeUrl ? oneClick(unsubscribeUrl) : {}) },
      });
    } catch (error) {
      throw faultOf(error as NodemailerError);
    }
  }

  /** Lets go of its connections, for who ends it before the process does. */
  close(): void {
    this.transport.close();
  }
}

/** The original is not kept as its cause: what servers reply holds the address. */
function faultOf({ code, responseCode, command }: NodemailerError): MailFault {
  const isRefusal = responseCode !== undefined && responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  const isUnusable = responseCode === undefined && code === 'EENVELOPE';
  const isAddressBad = isRefusal && command === 'RCPT TO' && NO_MAILBOX.has(responseCode);
  return new MailFault(
    String(responseCode ?? code ?? 'unknown'),
    isUnusable || (isRefusal && !OUR_OWN_FAULT.has(responseCode)),
    isAddressBad,
  );
}

/** The domain that answers for us: that of the address mails come from. */
const domainOf = (from: string): string => /@([^@\s>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
