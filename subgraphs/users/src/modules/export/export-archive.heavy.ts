import { strToU8, zipSync } from 'fflate';
import { filesOf, type ArchiveToMake } from './export-archive';

/** Packs an archive: may take as long as there is much of it. */
export default (archive: ArchiveToMake): Uint8Array =>
  zipSync(Object.fromEntries([...filesOf(archive)].map(([name, text]) => [name, strToU8(text)])), { mtime: archive.at });
