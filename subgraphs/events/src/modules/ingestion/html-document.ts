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
      scripts.push({ text: withoutMarks(open.text), line: html.slice(0, open.from).split('\n').length });
      open = null;
    },
  });
  parser.end(html);
  return scripts;
}

/** Old pages hide scripts from old programs. Lines stay where they are. */
const withoutMarks = (text: string): string => text.replace(MARKS, (mark) => mark.replace(/[^\n]/g, ''));

const MARKS = /^\s*(<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)|(-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>|\]\]>)\s*$/g;
