import { createLogger } from './logger';

const lines: string[] = [];
const logger = createLogger('test', 'info', { write: (line) => void lines.push(line) });
const logged = (fields: object) => {
  lines.length = 0;
  logger.warn(fields, 'something happened');
  return JSON.parse(lines[0]!) as Record<string, unknown>;
};

it('cuts credentials, wherever they stand', () => {
  expect(logged({ password: 'a', input: { refreshToken: 'b' } })).toMatchObject({ password: '[cut]', input: { refreshToken: '[cut]' } });
});

it('tells of an error what happened and where, and nothing of what it carries', () => {
  const error = Object.assign(new TypeError('lost', { cause: new Error('inner') }), {
    code: '23505',
    severity: 'FATAL',
    detail: 'Key (email)=(ann@x.test) already exists.',
    client: { secretKey: 42, parsedStatements: { one: 'SELECT 1' } },
  });
  const { err } = logged({ err: error });
  expect(err).toEqual({
    type: 'TypeError',
    message: 'lost',
    stack: error.stack,
    code: '23505',
    severity: 'FATAL',
    cause: { type: 'Error', message: 'inner', stack: (error.cause as Error).stack },
  });
});

it('keeps what an error of ours says for the log', () => {
  const { err } = logged({ err: Object.assign(new Error('The service is not available.'), { detail: 'the socket closed with 1006' }) });
  expect(err).toMatchObject({ detail: 'the socket closed with 1006' });
});

it('tells all that failed together, and does not follow errors that are their own cause', () => {
  const round = new Error('round');
  round.cause = round;
  const { err } = logged({ err: new AggregateError([new Error('one'), round], 'both') });
  expect(err).toMatchObject({
    type: 'AggregateError',
    message: 'both',
    errors: [{ message: 'one' }, { message: 'round', cause: { message: 'round' } }],
  });
});

it('writes what is no error as it is', () => {
  expect(logged({ err: 'text' })).toMatchObject({ err: 'text' });
});
