import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hash } from '../text/normalise';
import type { CorpusExample } from './spam-corpus';

const FILE = join(__dirname, '../../../model/templates.txt');

/** What a slot of a template is filled with: one after the other, from a place that differs from template to template. */
const FILLS: Readonly<Record<string, readonly string[]>> = {
  city: ['Toronto', 'Hamilton', 'Ottawa', 'Lyon', 'Leeds', 'Austin', 'Berlin'],
  name: ['Okafor', 'Maria', 'Silver', 'Harrow', 'Delta', 'Juniper', 'Stone'],
  name2: ['Rivera', 'Falcon', 'Winter', 'Ibsen', 'Cedar'],
  money: ['$25', '40 dollars', '€15', '$9.99', '$60'],
  money2: ['$2,500', '900 dollars', '€1.200', '$75,000', '$180'],
  pct: ['50%', '97 %', '80%', '15%'],
  n: ['12', '30', '24', '200', '7'],
  day: ['Friday', 'Sunday', 'Tuesday', 'Saturday'],
  link: ['https://go-now.example/x7', 'www.best-place.example', 'http://tiny.example/a9', 'https://open.example/join'],
  phone: ['+1 416 555 0134', '(905) 555-0177', '+44 7000 000 000', '613-555-0100'],
  handle: ['@fast_agent', '@the_house', '@info_desk22', '@vip_line'],
};

/** The texts of model/templates.txt, each template `variants` times with other names and numbers; one template is not split. */
export function readTemplates(variants: number): CorpusExample[] {
  const rows = readFileSync(FILE, 'utf8').split('\n').filter(Boolean);
  return rows.flatMap((row, index) => {
    const [label, kind, title, description] = row.split(' | ') as [string, string, string, string];
    return Array.from({ length: variants }, (_, variant) => ({
      family: `${label}/${kind}`,
      template: `templates.txt/${index}`,
      title: filled(title, index + variant),
      description: filled(description, index + variant),
      spam: label === 'spam',
    }));
  });
}

const filled = (text: string, at: number): string =>
  text.replace(/\{(\w+)\}/g, (slot, name: string) => {
    const fills = FILLS[name];
    return fills ? fills[(hash(name) + at) % fills.length]! : slot;
  });
