/** What a browser, a server or a shell would take for a document of its own, wherever in the file it stands. */
const RUNS = /<script|<\?php|<svg[\s>]|<html|<iframe|<!doctype|javascript:|#!\/bin\//i;
/** A reader of ZIP looks for the end of the archive; both marks together are never there by chance. */
const ZIP = ['PK\x03\x04', 'PK\x05\x06'] as const;
const RAR = 'Rar!\x1a\x07';
/** A PDF may begin anywhere in the first kilobyte. */
const PDF = '%PDF-';

/**
 * Does a picture hold another kind of document beside the picture (a polyglot)? Nobody is ever served what was sent, only what is drawn
 * anew from its pixels; who sends such a file means harm all the same. What cameras put behind a picture (a short film, a map of its light)
 * is none of these.
 */
export function hidesContent(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  return RUNS.test(text) || ZIP.every((mark) => text.includes(mark)) || text.includes(RAR) || text.slice(0, 1_024).includes(PDF);
}
