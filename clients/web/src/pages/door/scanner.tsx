import { useEffect, useRef, useState } from 'react';
import { text } from '../../text';
import './scanner.css';

/** Often enough for a queue, seldom enough for a phone's battery. */
const LOOK_EVERY_MS = 200;

type Reader = (video: HTMLVideoElement) => Promise<string | null>;

/** The camera, and what it reads. The picture goes nowhere. */
export function Scanner({ onCode }: { onCode: (code: string) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef(onCode);
  told.current = onCode;
  const [fault, setFault] = useState(false);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const begin = async () => {
      const [camera, read] = await Promise.all([
        navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }),
        openReader(),
      ]);
      stream = camera;
      if (isOver) return stop(camera);
      video.current!.srcObject = camera;
      await video.current!.play();
      const look = async () => {
        const code = await read(video.current!).catch(() => null);
        if (isOver) return;
        if (code) told.current(code);
        timer = setTimeout(() => void look(), LOOK_EVERY_MS);
      };
      await look();
    };
    begin().catch(() => setFault(!isOver));
    return () => {
      isOver = true;
      clearTimeout(timer);
      if (stream) stop(stream);
    };
  }, []);
  if (fault) return <p role="alert">{text.door.noCamera}</p>;
  return <video ref={video} className="scanner" muted playsInline aria-label={text.door.camera} />;
}

const stop = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
interface DetectorKind {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** The browser's own reader where it has one for QR codes, else a library that is loaded now. */
async function openReader(): Promise<Reader> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorKind };
  if (BarcodeDetector && (await BarcodeDetector.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) {
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { default: readQr } = await import('jsqr');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return async (video) => {
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0) return null;
    [canvas.width, canvas.height] = [width, height];
    context.drawImage(video, 0, 0);
    return readQr(context.getImageData(0, 0, width, height).data, width, height, { inversionAttempts: 'dontInvert' })?.data || null;
  };
}
