import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FixedClock } from '@marquee/platform';
import { afterTests, callerFor } from '@marquee/platform/testing';
import { faultsOfMail } from '../src/modules/mail/mail-settings';
import { publicHandlers } from '../src/kept';
import { FolderMailer } from '../src/ports/folder/folder-mailer';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'marquee-mails-'));
  afterTests(async () => rmSync(path, { recursive: true, force: true }));
  return join(path, 'mails');
}

const mail = (id: string, text = 'Hello.') => ({ id, kind: 'news', to: `${id}@people.test`, subject: `News <${id}>`, text, html: null });

describe('mails in a folder', () => {
  const clock = new FixedClock(new Date('2026-11-21T12:00:00.000Z'));
  const path = folder();
  const mailer = new FolderMailer(path, clock);
  const get = async (at: string, NODE_ENV: 'development' | 'production' = 'development') => {
    const handlers = publicHandlers({ mailer, smsSender: null, pushers: {}, settings: { NODE_ENV } } as never, null as never);
    const request = { method: 'GET', query: '', headers: {}, body: Buffer.alloc(0), caller: callerFor(null) };
    return handlers[at === '/dev/mail' ? at : '/dev/mail/*']!({ ...request, path: at });
  };

  it('are none at first', async () => {
    expect((await get('/dev/mail')).body).toContain('No mail has been sent yet.');
  });

  it('are listed newest first, and one that is sent again is one', async () => {
    for (const id of ['first', 'second', 'first']) {
      clock.advance(1000);
      await mailer.send(mail(id));
    }
    const { status, body } = await get('/dev/mail');
    expect(status).toBe(200);
    expect([...String(body).matchAll(/\/dev\/mail\/(\w+)/g)].map(([, id]) => id)).toEqual(['first', 'second']);
    expect(statSync(join(path, 'first.json')).mode & 0o077).toBe(0);
  });

  it('are read one by one, with links to follow and nothing that runs', async () => {
    await mailer.send(mail('third', 'Go to https://web.example/verify#token=a_b-c&x=1 <script>alert(1)</script> "https://web.example/x"'));
    const { status, body, headers } = await get('/dev/mail/third');
    expect(status).toBe(200);
    expect(body).toContain('<a href="https://web.example/verify#token=a_b-c&#38;x=1"');
    expect(body).toContain('third@people.test');
    expect(body).toContain('&#60;script&#62;');
    expect(body).not.toContain('<script');
    expect(headers!['content-security-policy']).toContain("default-src 'none'");
  });

  it.each(['/dev/mail/nobody', '/dev/mail/..%2Fsecrets', '/dev/mail/../secrets'])('are not there at %s', async (at) => {
    expect((await get(at)).status).toBe(404);
  });

  it('are not there in production', async () => {
    expect((await get('/dev/mail', 'production')).status).toBe(404);
    expect((await get('/dev/mail/third', 'production')).status).toBe(404);
  });

  it('are not without end', async () => {
    const full = folder();
    const many = new FolderMailer(full, clock);
    for (let n = 0; n <= 600; n++) {
      clock.advance(1);
      await many.send(mail(`m${n}`));
    }
    expect(readdirSync(full)).toHaveLength(500);
    expect((await many.list())[0]!.id).toBe('m600');
  });
});

describe('the settings of mails', () => {
  const production = { NODE_ENV: 'production', WEB_URL: 'https://web.example' } as const;
  const whole = { ...production, SMTP_HOST: 'smtp.example', MAIL_FROM: 'hello@marquee.example', SMTP_TLS: 'starttls' } as const;

  it.each([
    ['nothing, on a laptop', { NODE_ENV: 'development' }, []],
    ['a mail server without a password', whole, []],
    ['a mail server with one', { ...whole, SMTP_USER: 'marquee', SMTP_PASSWORD: 'x' }, []],
    ['nothing, in production', production, ['SMTP_HOST', 'MAIL_FROM']],
    ['no web client, in production', { ...whole, WEB_URL: 'http://localhost:4000' }, ['WEB_URL']],
    ['a server and no sender', { SMTP_HOST: 'smtp.example' }, ['MAIL_FROM']],
    ['an address of the API in the clear', { ...whole, API_URL: 'http://api.example' }, ['API_URL']],
    ['a user without a password', { ...whole, SMTP_USER: 'marquee' }, ['SMTP_PASSWORD']],
    ['a password without a user', { ...whole, SMTP_PASSWORD: 'x' }, ['SMTP_USER']],
    ['a password for no server', { SMTP_USER: 'marquee', SMTP_PASSWORD: 'x' }, ['SMTP_USER', 'SMTP_PASSWORD']],
    ['a password in the clear', { ...whole, SMTP_USER: 'marquee', SMTP_PASSWORD: 'x', SMTP_TLS: 'off' }, ['SMTP_TLS']],
  ] as const)('%s', (_case, settings, faulty) => {
    expect(faultsOfMail(settings).map((fault) => fault.split(':')[0])).toEqual(faulty);
  });
});
