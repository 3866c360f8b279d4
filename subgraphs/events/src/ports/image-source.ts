/** Where pictures are fetched from that others keep. */
export interface ImageSource {
  /** The whole picture; throws ImageUnreachable for what cannot be had, is not public, or is larger. */
  fetch(address: string, mostBytes: number): Promise<Buffer>;
}

/** `isPassing`: it may be there a little later. */
export class ImageUnreachable extends Error {
  constructor(
    message: string,
    readonly isPassing: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
