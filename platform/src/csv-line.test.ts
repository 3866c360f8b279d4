import { csvLine } from './csv-line';

test('what people write breaks no line and is no formula; a number below nothing stays one', () => {
  expect(csvLine(['a', 'b,"c"\n', '=1+1', '-1', '+1', '@a', { number: '-10.50' }])).toBe(`a,"b,""c""\n",'=1+1,'-1,'+1,'@a,-10.50\r\n`);
});
