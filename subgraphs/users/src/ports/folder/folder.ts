import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '@marquee/platform';

/** Something as it lies in the folder. */
export type KeptIn<Item> = Item & { sentAt: string };

const NAME = /^[\w-]+$/;
/** More than a developer looks through; the oldest go. */
const MOST = 500;
/** So many more before they do, because that reads all. */
const SLACK = 100;

/** The id is not fit for the name of a file. */
export class UnusableId extends Error {}

/** Things in a folder, one file each, for a developer to read. Nothing leaves this machine. */
export class Folder<Item extends { id: string }> {
  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
  ) {}

  /** The same put there again is the same file. */
  async put(item: Item): Promise<void> {
    if (!NAME.test(item.id)) throw new UnusableId();
    await mkdir(this.folder, { recursive: true });
    // Gets its name when it is whole.
    const incoming = path.join(this.folder, `.${randomUUID()}`);
    await writeFile(incoming, JSON.stringify({ ...item, sentAt: this.clock.now().toISOString() } satisfies KeptIn<Item>), { mode: 0o600 });
    await rename(incoming, this.pathOf(item.id));
    if ((await this.names()).length > MOST + SLACK) await this.forgetOldest();
  }

  /** Newest first. */
  async list(): Promise<KeptIn<Item>[]> {
    const items = await Promise.all((await this.names()).map((name) => this.read(name)));
    return items.filter((item) => item !== null).sort((a, b) => b.sentAt.localeCompare(a.sentAt) || a.id.localeCompare(b.id));
  }

  /** Null where there is none of this id. */
  async read(id: string): Promise<KeptIn<Item> | null> {
    if (!NAME.test(id)) return null;
    const text = await readFile(this.pathOf(id), 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as KeptIn<Item>);
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
