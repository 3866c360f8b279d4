/** What a mail says: paragraphs, and at most one link. */
export interface Letter {
  subject: string;
  paragraphs: readonly string[];
  link?: { label: string; url: string };
}

/** A letter as text and as a page that says the same. */
export function written({ subject, paragraphs, link }: Letter): { subject: string; text: string; html: string } {
  const [first = '', ...others] = paragraphs;
  const text = [first, ...(link ? [`${link.label}:\n${link.url}`] : []), ...others].join('\n\n');
  const button = link ? [`<p><a href="${escaped(link.url)}">${escaped(link.label)}</a></p>`] : [];
  const html = [`<p>${escaped(first)}</p>`, ...button, ...others.map((paragraph) => `<p>${escaped(paragraph)}</p>`)].join('\n');
  return { subject, text: `${text}\n`, html: `<!doctype html><html><body>\n${html}\n</body></html>\n` };
}

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
