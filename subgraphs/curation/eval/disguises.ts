/** What is done to words to get them past a program. None was looked at while the classifier was made. */
export const DISGUISES: Readonly<Record<string, (text: string) => string>> = {
  'invisible characters': (text) => [...text].join('\u200b'),
  'letters of other alphabets': (text) =>
    text.replace(/[aeocpxiy]/g, (letter) => ({ a: 'а', e: 'е', o: 'о', c: 'с', p: 'р', x: 'х', i: 'і', y: 'у' })[letter]!),
  'letters apart': (text) => eachSecondWord(text, (word) => [...word].join(' ')),
  'letters apart by dots': (text) => eachSecondWord(text, (word) => [...word].join('.')),
  'digits for letters': (text) =>
    eachSecondWord(text, (word) => word.replace(/[aeiost]/g, (letter) => ({ a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' })[letter]!)),
};

/** Every second word of four letters or more: a text in which all are disguised is read by nobody. */
function eachSecondWord(text: string, change: (word: string) => string): string {
  let count = 0;
  return text.replace(/(?<![\p{L}\p{N}@/.])\p{L}{4,}(?![\p{L}\p{N}/]|\.\p{L})/gu, (word) => (count++ % 2 === 0 ? change(word) : word));
}
