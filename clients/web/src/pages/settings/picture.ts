/** What is asked for: a picture is shown small. */
export const LONGEST_SIDE = 512;
const TYPE = 'image/jpeg';
const QUALITY = 0.85;

/** How large a picture is sent: its own form, and no larger than it is. */
export function sizeOf(width: number, height: number, longest = LONGEST_SIDE): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The file as it is sent: drawn anew, so that it says nothing of where it was taken. Rejects for what is no picture. */
export async function drawn(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const { width, height } = sizeOf(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const surface = canvas.getContext('2d')!;
  // What is transparent would be black.
  surface.fillStyle = '#fff';
  surface.fillRect(0, 0, width, height);
  surface.drawImage(picture, 0, 0, width, height);
  picture.close();
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture cannot be drawn'))), TYPE, QUALITY),
  );
}

interface Upload {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** Sends a file by the request that the API gave. Rejects unless it is taken. */
export async function upload(to: Upload, body: Blob, send: typeof fetch = fetch): Promise<void> {
  const headers = Object.fromEntries(to.headers.map(({ name, value }) => [name, value]));
  const answer = await send(to.url, { method: to.method, headers, body });
  if (!answer.ok) throw new Error(`the file was refused with ${answer.status}`);
}
