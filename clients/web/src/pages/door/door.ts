import { open, publicHalf, shownBy, type DoorContent, type Place, type Sealed } from './door-package';
import { decide, placesOf, type Direction, type Scan, type Verdict } from './door-scans';
import type { DoorVault } from './door-vault';

/** What a door asks of the API. Both reject where there is no network. */
export interface DoorApi {
  /** Null: the event is not there, or not for this door. */
  fetchPackage(deviceKey: string): Promise<Sealed | null>;
  /** By nonce: true for what was a second entry, or refused. Whatever is left out was not taken. */
  tell(deviceId: string, scans: readonly Scan[]): Promise<ReadonlyMap<string, boolean>>;
}

export interface DoorState {
  readonly isReady: boolean;
  /** Of when the package is; null while there is none. */
  readonly takenAt: string | null;
  readonly placeCount: number;
  /** Scans that the API does not know yet. */
  readonly untold: number;
  /** Scans that came out otherwise than this door thought: another door saw the code, too. */
  readonly conflicts: number;
  readonly isOffline: boolean;
}

const MOST_AT_ONCE = 100;

/** A door of one event on this device. It decides by itself, and tells and asks when there is network. */
export class Door {
  private content: DoorContent | null = null;
  private places: ReadonlyMap<string, Place> = new Map();
  private known: Scan[] = [];
  private conflicts = 0;
  private isOffline = false;
  private underWay: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private shown: DoorState | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly vault: DoorVault,
    private readonly api: DoorApi,
    private readonly now: () => Date = () => new Date(),
  ) {}

  state = (): DoorState =>
    (this.shown ??= {
      isReady: this.content !== null,
      takenAt: this.content?.takenAt ?? null,
      placeCount: this.places.size,
      untold: this.known.filter(({ isTold }) => !isTold).length,
      conflicts: this.conflicts,
      isOffline: this.isOffline,
    });

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** What is on the device first: the door opens without network if it was ever opened with one. */
  async start(): Promise<void> {
    this.known = await this.vault.scans();
    const sealed = await this.vault.package();
    if (sealed) await this.take(sealed).catch(() => undefined);
    await this.sync();
  }

  /** Somebody shows a code. A code that is not known is asked for once, where there is network: its ticket may be a minute old. */
  async scan(code: string, direction: Direction): Promise<Verdict> {
    if (!this.content) return { kind: 'NO', why: 'UNKNOWN' };
    const first = await this.decide(code, direction);
    if (first.kind !== 'NO' || first.why !== 'UNKNOWN') return first;
    await this.sync();
    return this.decide(code, direction);
  }

  private async decide(code: string, direction: Direction): Promise<Verdict> {
    const at = this.now();
    const shown = await shownBy(code, this.content!, at);
    const verdict = decide(this.content!, this.places, this.known, shown, direction, at);
    if (verdict.kind === 'NO' || !('hash' in shown)) return verdict;
    const scan = { nonce: crypto.randomUUID(), code: code.trim(), hash: shown.hash, direction, people: 1, scannedAt: at.toISOString() };
    this.known = [...this.known, scan];
    this.changed();
    await this.vault.keepScans(this.known);
    void this.sync();
    return verdict;
  }

  /** Tells what was scanned, and takes a newer package. One at a time: whoever calls meanwhile waits for one that begins after this call. */
  sync(): Promise<void> {
    if (this.underWay) {
      this.next ??= this.underWay.then(() => {
        this.next = null;
        return this.sync();
      });
      return this.next;
    }
    this.underWay = this.once().finally(() => (this.underWay = null));
    return this.underWay;
  }

  private async once(): Promise<void> {
    try {
      await this.tell();
      const inPackage = new Set(this.known.flatMap(({ isTold, nonce }) => (isTold ? [nonce] : [])));
      const sealed = await this.api.fetchPackage(await publicHalf(this.vault.deviceKey));
      if (sealed) {
        await this.take(sealed, inPackage);
        await this.vault.keepPackage(sealed);
        await this.vault.keepScans(this.known);
      }
      this.isOffline = false;
    } catch {
      this.isOffline = true;
    }
    this.changed();
  }

  private async tell(): Promise<void> {
    for (;;) {
      const untold = this.known.filter(({ isTold }) => !isTold).slice(0, MOST_AT_ONCE);
      if (untold.length === 0) return;
      const results = await this.api.tell(this.vault.deviceId, untold);
      if (results.size === 0) throw new Error('Nothing was taken.');
      this.conflicts += [...results.values()].filter(Boolean).length;
      this.known = this.known.map((scan) => (results.has(scan.nonce) ? { ...scan, isTold: true } : scan));
      this.changed();
      await this.vault.keepScans(this.known);
    }
  }

  private async take(sealed: Sealed, inPackage: ReadonlySet<string> = new Set()): Promise<void> {
    const content = await open(sealed, this.vault.deviceKey);
    const hashes = new Map<string, string>();
    for (const { nonce, code, scannedAt } of this.known) {
      const shown = await shownBy(code, content, new Date(scannedAt));
      if ('hash' in shown) hashes.set(nonce, shown.hash);
    }
    this.content = content;
    this.places = placesOf(content);
    // Whoever was scanned meanwhile has a hash of the package before; the next one mends it.
    this.known = this.known
      .filter(({ nonce }) => !inPackage.has(nonce))
      .map((scan) => ({ ...scan, hash: hashes.get(scan.nonce) ?? scan.hash }));
    this.changed();
  }

  private changed(): void {
    this.shown = null;
    for (const listener of this.listeners) listener();
  }
}
