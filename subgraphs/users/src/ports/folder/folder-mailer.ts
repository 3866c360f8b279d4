import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '@marquee/platform';
import { MailFault, type Mail, type Mailer } from '../mailer';

/** A mail as it lies in the folder. */
export interface KeptMail extends Mail {
  sentAt: string;
}

const NAME = /^[\w-]+$/;
/** More than a developer looks through; the oldest go. */
const MOST = 500;
/** So many more before they do, because that reads all. */
const SLACK = 100;

/** Puts mails into a folder, one file each, for a developer to read at `/dev/mail`. Nothing leaves this machine. */
export class FolderMailer implements Mailer {
  readonly name = 'folder';

  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
  ) {}

  async send(mail: Mail): Promise<void> {
    if (!NAME.test(mail.id)) throw new MailFault('unusable id', true);
    try {
      await mkdir(this.folder, { recursive: true });
      // Gets its name when it is whole. The same mail sent again is the same file.
      const incoming = path.join(this.folder, `.${randomUUID()}`);
      await writeFile(incoming, JSON.stringify({ ...mail, sentAt: this.clock.now().toISOString() } satisfies KeptMail), { mode: 0o600 });
      await rename(incoming, this.pathOf(mail.id));
      if ((await this.names()).length > MOST + SLACK) await this.forgetOldest();
    } catch (error) {
      throw new MailFault((error as NodeJS.ErrnoException).code ?? 'unknown', false);
    }
  }

  /** Newest first. */
  async list(): Promise<KeptMail[]> {
    const mails = await Promise.all((await this.names()).map((name) => this.read(name)));
    return mails.filter((mail) => mail !== null).sort((a, b) => b.sentAt.localeCompare(a.sentAt) || a.id.localeCompare(b.id));
  }

  /** Null where there is none of this id. */
  async read(id: string): Promise<KeptMail | null> {
    if (!NAME.test(id)) return null;
    const text = await readFile(this.pathOf(id), 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as KeptMail);
  }

  private async forgetOldest(): Promise<void> {
    for (const { id } of (await this.list()).slice(MOST)) await rm(this.pathOf(id), { force: true });
  }

  private async names(): Promise<string[]> {
    const files = await readdir(this.folder).catch(() => []);
    return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  }

  private pathOf = (id: string): string => path.join(this.folder, `${id}.json`);
}
