const INITIAL_BYTES = 128 * 1024;
/** The memory of a larger answer is not kept for the next. */
const MAX_KEPT_BYTES = 1024 * 1024;
/** Longer texts are written by native code, which is slow to begin and fast to go on. */
const SHORT = 48;

const QUOTE = 34;
const BACKSLASH = 92;
const FIRST_PLAIN = 32;
const FIRST_BEYOND_ASCII = 128;
/** Characters that JSON escapes, and all beyond ASCII. */
const NOT_PLAIN = /["\\\u0000-\u001f\u0080-\uffff]/;
const ASCII = /^[\u0000-\u007f]*$/;

/**
 * Writes JSON as bytes into memory that is used again: a text of a hundred kilobytes that is concatenated from small ones costs more in
 * joining and garbage collection than in writing. The end of the text can be taken back, and any part of it can be copied.
 */
export class JsonWriter {
  private bytes = Buffer.allocUnsafeSlow(INITIAL_BYTES);
  private at = 0;
  private onlyAscii = true;

  get length(): number {
    return this.at;
  }

  /** Takes back everything after that length. */
  backTo(length: number): void {
    this.at = length;
  }

  /** Writes the text between two lengths again. */
  copy(from: number, to: number): void {
    this.reserve(to - from);
    this.bytes.copyWithin(this.at, from, to);
    this.at += to - from;
  }

  /** One character of ASCII, by its code. */
  character(code: number): void {
    if (this.at === this.bytes.length) this.reserve(1);
    this.bytes[this.at++] = code;
  }

  /** Writes text that is known to be JSON in ASCII. */
  constant(codes: Uint8Array): void {
    const { length } = codes;
    if (this.at + length > this.bytes.length) this.reserve(length);
    const { bytes } = this;
    let { at } = this;
    for (let index = 0; index < length; index++) bytes[at++] = codes[index]!;
    this.at = at;
  }

  /** Writes text that is JSON already. */
  json(text: string): void {
    // A code unit of UTF-16 has three bytes at most.
    this.reserve(text.length * 3);
    if (this.onlyAscii && !ASCII.test(text)) this.onlyAscii = false;
    this.at += this.bytes.write(text, this.at, 'utf8');
  }

  string(text: string): void {
    const { length } = text;
    if (length > SHORT) return this.longString(text);
    if (this.at + length + 2 > this.bytes.length) this.reserve(length + 2);
    const { bytes } = this;
    let { at } = this;
    bytes[at++] = QUOTE;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code < FIRST_PLAIN || code === QUOTE || code === BACKSLASH || code >= FIRST_BEYOND_ASCII) return this.json(JSON.stringify(text));
      bytes[at++] = code;
    }
    bytes[at++] = QUOTE;
    this.at = at;
  }

  /** Writes null for a number that JSON cannot express. */
  number(value: number): void {
    const text = Number.isFinite(value) ? `${value}` : 'null';
    const { length } = text;
    if (this.at + length > this.bytes.length) this.reserve(length);
    for (let index = 0; index < length; index++) this.bytes[this.at++] = text.charCodeAt(index);
  }

  /** Returns the whole text, and the writer is empty again. */
  take(): string {
    const text = this.bytes.toString(this.onlyAscii ? 'latin1' : 'utf8', 0, this.at);
    this.clear();
    return text;
  }

  clear(): void {
    this.at = 0;
    this.onlyAscii = true;
    if (this.bytes.length > MAX_KEPT_BYTES) this.bytes = Buffer.allocUnsafeSlow(INITIAL_BYTES);
  }

  private longString(text: string): void {
    if (NOT_PLAIN.test(text)) return this.json(JSON.stringify(text));
    this.reserve(text.length + 2);
    this.bytes[this.at++] = QUOTE;
    this.at += this.bytes.write(text, this.at, 'latin1');
    this.bytes[this.at++] = QUOTE;
  }

  private reserve(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.at + more));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
