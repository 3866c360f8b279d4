import { MailFault, type Mail, type Mailer } from '../mailer';
import { Folder, UnusableId } from './folder';

/** Puts mails into a folder, one file each, for a developer to read at `/dev/mail`. Nothing leaves this machine. */
export class FolderMailer extends Folder<Mail> implements Mailer {
  readonly name = 'folder';

  async send(mail: Mail): Promise<void> {
    await this.put(mail).catch((error: NodeJS.ErrnoException) => {
      throw error instanceof UnusableId ? new MailFault('unusable id', true) : new MailFault(error.code ?? 'unknown', false);
    });
  }
}
