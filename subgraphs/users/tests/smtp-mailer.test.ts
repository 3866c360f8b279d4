import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterTests } from '@marquee/platform/testing';
import type { SMTPServerOptions } from 'smtp-server';
import { MailFault, type Mail } from '../src/ports/mailer';
import { SmtpMailer, type SmtpPlace } from '../src/ports/smtp/smtp-mailer';
import { ownCertificate } from './certificate';
import { mailServer, type Fault } from './mail-server';

const MAIL: Mail = {
  id: '00000000-0000-4000-8000-000000000001',
  kind: 'verify-email',
  to: 'ada@people.test',
  subject: 'Is this your address? Grüße',
  text: 'Follow this link.\n',
  html: '<p>Follow this link.</p>',
};

function mailerAt(port: number, place: Partial<SmtpPlace> = {}): SmtpMailer {
  const mailer = new SmtpMailer(
    { host: '127.0.0.1', port, tls: 'off', user: null, password: null, from: 'Marquee <hello@marquee.example>', ...place },
    { connectMs: 1_000, silenceMs: 1_000 },
  );
  afterTests(async () => mailer.close());
  return mailer;
}

const start = async (options?: SMTPServerOptions, place?: Partial<SmtpPlace>) => {
  const server = await mailServer(options);
  return { server, mailer: mailerAt(server.port, place) };
};

const faultOf = (sending: Promise<void>): Promise<MailFault> =>
  sending.then(
    () => Promise.reject(new Error('It was sent.')),
    (error: unknown) => error as MailFault,
  );

const refusal = (at: 'recipient' | 'end', code: number): Fault => ({ at, code, text: `<ada@people.test> is not known here` });

describe('a mail server that takes mails', () => {
  it('has one with its text, its page and a Message-ID of ours (X48)', async () => {
    const { server, mailer } = await start();
    await mailer.send(MAIL);
    const [taken] = server.taken;
    expect(taken!.to).toEqual(['ada@people.test']);
    expect(taken!.raw).toContain('Message-ID: <00000000-0000-4000-8000-000000000001@marquee.example>');
    expect(taken!.raw).toContain('From: Marquee <hello@marquee.example>');
    expect(taken!.raw).toContain('Auto-Submitted: auto-generated');
    expect(taken!.raw).toMatch(/text\/plain[\s\S]*Follow this link\.[\s\S]*text\/html[\s\S]*<p>Follow/);
  });

  it('is told how its reader gets no more of its kind, by one click (RFC 8058)', async () => {
    const { server, mailer } = await start();
    const unsubscribeUrl = `https://api.marquee.example/unsubscribe/${'a'.repeat(90)}`;
    await mailer.send({ ...MAIL, unsubscribeUrl });
    await mailer.send(MAIL);
    expect(server.taken[0]!.raw).toContain(`List-Unsubscribe: <${unsubscribeUrl}>\r\n`);
    expect(server.taken[0]!.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    expect(server.taken[1]!.raw).not.toContain('List-Unsubscribe');
  });

  it('says which mailboxes there are not; of a full one, of its own settings and of words it says nothing of the kind', async () => {
    const { server, mailer } = await start();
    const bad: boolean[] = [];
    for (const fault of [refusal('recipient', 550), refusal('recipient', 552), refusal('recipient', 530), refusal('end', 550)]) {
      server.faults.push(fault);
      bad.push((await faultOf(mailer.send(MAIL))).isAddressBad);
    }
    expect(bad).toEqual([true, false, false, false]);
  });

  it('is sent many mails over few connections', async () => {
    const { server, mailer } = await start();
    await Promise.all(Array.from({ length: 30 }, (_, n) => mailer.send({ ...MAIL, id: `m${n}` })));
    expect(server.taken).toHaveLength(30);
    expect(server.connections()).toBeLessThanOrEqual(5);
  });

  it('gets no header and no second address from what a mail says', async () => {
    const { server, mailer } = await start();
    await mailer.send({ ...MAIL, subject: 'Hello\r\nBcc: eve@people.test', text: 'x\r\n.\r\nRCPT TO:<eve@people.test>\r\n' });
    expect(server.taken.map(({ to }) => to)).toEqual([['ada@people.test']]);
    expect(server.taken[0]!.raw).not.toMatch(/^Bcc:/m);
  });
});

describe('TLS', () => {
  const withTls = { disabledCommands: [], hideSTARTTLS: false };

  it('is demanded: a server without it gets nothing', async () => {
    const { server, mailer } = await start({}, { tls: 'starttls' });
    expect(await faultOf(mailer.send(MAIL))).toMatchObject({ name: 'MailFault', isPermanent: false });
    expect(server.taken).toEqual([]);
  });

  it('carries a mail to a server whose certificate is known', async () => {
    const { key, cert } = ownCertificate();
    const { server, mailer } = await start({ ...withTls, key, cert }, { tls: 'starttls', authority: cert });
    await mailer.send(MAIL);
    expect(server.taken.map(({ secure, to }) => [secure, to])).toEqual([[true, ['ada@people.test']]]);
    const implicit = await start({ secure: true, key, cert }, { tls: 'implicit', authority: cert });
    await implicit.mailer.send(MAIL);
    expect(implicit.server.taken.map(({ secure }) => secure)).toEqual([true]);
  });

  it('is that of the server we mean: a certificate of nobody is refused', async () => {
    const { server, mailer } = await start(withTls, { tls: 'starttls' });
    expect(await faultOf(mailer.send(MAIL))).toMatchObject({ isPermanent: false });
    expect(server.taken).toEqual([]);
  });
});

describe('signing in', () => {
  const wants = (password: string): SMTPServerOptions => ({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password: given }, _session, callback) =>
      given === password ? callback(null, { user: username }) : callback(new Error('no')),
  });

  it('is done with the user and the password of the settings', async () => {
    const { server, mailer } = await start(wants('right'), { user: 'marquee', password: 'right' });
    await mailer.send(MAIL);
    expect(server.taken[0]!.user).toBe('marquee');
  });

  it('that is refused is the fault of the settings: the mail may be sent when they are mended', async () => {
    const { mailer } = await start(wants('right'), { user: 'marquee', password: 'wrong' });
    expect(await faultOf(mailer.send(MAIL))).toMatchObject({ code: '535', isPermanent: false });
  });

  it('that is demanded and not configured is so, too', async () => {
    const { mailer } = await start(wants('right'));
    expect(await faultOf(mailer.send(MAIL))).toMatchObject({ code: '530', isPermanent: false });
  });
});

describe('a fault', () => {
  it.each([
    ['no such mailbox', refusal('recipient', 550), '550', true],
    ['a text that is refused', refusal('end', 554), '554', true],
    ['a full mailbox', refusal('recipient', 452), '452', false],
    ['a server that is busy', refusal('end', 421), '421', false],
    ['a connection that is cut when all has come', 'cut', 'ECONNECTION', false],
    ['a server that falls silent', 'silence', 'ETIMEDOUT', false],
  ] as const)('%s', async (_case, fault, code, isPermanent) => {
    const { server, mailer } = await start();
    server.faults.push(fault);
    const error = await faultOf(mailer.send(MAIL));
    expect(error).toBeInstanceOf(MailFault);
    expect(error).toMatchObject({ isPermanent });
    expect(error.code).toMatch(new RegExp(`^(${code}|ESOCKET)$`));
    // It may stand in a log.
    expect(JSON.stringify([error.message, error.stack, error.cause, ...Object.values(error)])).not.toContain('ada');
    await mailer.send({ ...MAIL, id: 'after' });
    expect(server.taken).toHaveLength(1);
  });

  it('of a server that is away, or accepts and says nothing, ends in time', async () => {
    expect(await faultOf(mailerAt(1).send(MAIL))).toMatchObject({ isPermanent: false });
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    afterTests(async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => mute.close(resolve));
    });
    expect(await faultOf(mailerAt((mute.address() as AddressInfo).port).send(MAIL))).toMatchObject({
      code: 'ETIMEDOUT',
      isPermanent: false,
    });
  });
});
