/** Something that whoever starts the process can mend: told in one clear line, without a stack. */
export class CannotStart extends Error {
  override name = 'CannotStart';
}
