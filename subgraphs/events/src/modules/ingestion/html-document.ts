import { Parser } from 'htmlparser2';

interface Script {
  text: string;
  /** Where it begins, from 1. */
  line: number;
}

/** The JSON-LD that stands in a page of HTML: the text of each of its scripts of that type. */
export function scriptsOf(html: string): Script[] {
  const scripts: Script[] = [];
  let open: { text: string; from: number } | null = null;
  // Counted on from script to script: a page may be nothing but scripts.
  let [line, counted] = [1, 0];
  const lineAt = (end: number): number => {
    for (let at = html.indexOf('\n', counted); at >= 0 && at < end; at = html.indexOf('\n', at + 1)) line++;
    counted = Math.max(counted, end);
    return line;
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'script' && /^application\/ld\+json\b/i.test(attributes.type?.trim() ?? ''))
        open = { text: '', from: parser.endIndex + 1 };
    },
    ontext(text) {
      if (open) open.text += text;
    },
    onclosetag(name) {
      if (name !== 'script' || !open) return;
      scripts.push({ text: withoutMarks(open.text), line: lineAt(open.from) });
      open = null;
    },
  });
  parser.end(html);
  return scripts;
}

/** Old pages hide scripts from old programs. Lines stay where they are. */
const withoutMarks = (text: string): string => text.replace(MARKS, (mark) => mark.replace(/[^\n]/g, ''));

const MARKS = /^\s*(<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)|(-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>|\]\]>)\s*$/g;
