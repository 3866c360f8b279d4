/** Why a file is not taken as a picture. */
export type ImageFault = 'NOT_AN_IMAGE' | 'OTHER_TYPE' | 'HIDDEN_CONTENT' | 'ANIMATED' | 'TOO_MANY_PIXELS' | 'TOO_SMALL' | 'BROKEN';

/** The file is refused for good: another look at it finds the same. */
export class ImageRefused extends Error {
  constructor(
    readonly fault: ImageFault,
    cause?: unknown,
  ) {
    super(`The picture is refused: ${fault}.`, { cause });
  }
}
