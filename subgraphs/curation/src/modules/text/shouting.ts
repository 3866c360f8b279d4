/** 0 to 1: the worse of capitals and exclamation marks. Abbreviations and one cheerful mark cost nothing. */
export function shouting(title: string, description: string): number {
  return Math.max(loudness(title, 8), loudness(description, 40));
}

function loudness(text: string, minLetters: number): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  const marks = text.match(/!/g)?.length ?? 0;
  const byCapitals = letters < minLetters ? 0 : Math.max(0, capitals / letters - 0.5) / 0.5;
  const byMarks = Math.max(0, marks - 2 - text.length / 200) / 6;
  return Math.min(1, Math.max(byCapitals, byMarks));
}
