import { invalid, type Refusal } from './refusal';
import { PARAMETERS, type Shape } from './parameters';

export type Endpoint = keyof typeof PARAMETERS;
type Form = { [name: string]: string | Form };
export type Checked = Record<string, unknown>;

/** A form as Stripe reads it: `a[b]=1`, `expand[]=x` and `expand[0]=x` are nested. */
export function formOf(encoded: string): Form {
  const form: Form = Object.create(null) as Form;
  for (const [key, value] of new URLSearchParams(encoded)) {
    const path = key.split('[').map((part) => part.replace(/\]$/, ''));
    let at = form;
    path.forEach((part, depth) => {
      const name = part === '' && depth > 0 ? String(Object.keys(at).length) : part;
      if (depth === path.length - 1) at[name] = value;
      else at = (typeof at[name] === 'object' ? at[name] : (at[name] = Object.create(null) as Form)) as Form;
    });
  }
  return form;
}

/** Returns the parameters in their types. Throws what Stripe says of the first that is unknown, missing or of the wrong type. */
export function check(endpoint: Endpoint, form: Form): Checked {
  return checkObject(PARAMETERS[endpoint], form, '');
}

function checkObject(shape: { [name: string]: Shape }, form: Form, within: string): Checked {
  const name = (key: string) => (within ? `${within}[${key}]` : key);
  const unchecked = typeof shape['...'] === 'string' ? shape['...'].split('|') : [];
  const out: Checked = {};
  for (const [key, value] of Object.entries(form)) {
    const expected = [key, `${key}!`].filter((one) => Object.hasOwn(shape, one)).map((one) => shape[one])[0];
    if (key === '...' || (expected === undefined && !unchecked.includes(key))) throw unknown(name(key));
    out[key] = expected === undefined ? value : checkValue(expected, value, name(key));
  }
  for (const required of Object.keys(shape).filter((key) => key.endsWith('!'))) {
    const key = required.slice(0, -1);
    if (out[key] === undefined) throw invalid(`Missing required param: ${name(key)}.`, { code: 'parameter_missing', param: name(key) });
  }
  return out;
}

function checkValue(shape: Shape, value: string | Form, name: string): unknown {
  if (typeof shape === 'object') {
    if (typeof value === 'string') {
      if (value === '') return null;
      throw invalid(shape.list ? 'Invalid array' : 'Invalid object', { param: name });
    }
    if (shape.list) return Object.entries(value).map(([index, item]) => checkValue(shape.list!, item, `${name}[${index}]`));
    return checkObject(shape, value, name);
  }
  if (shape === 'map') return checkMap(value, name);
  if (shape === 'range') return typeof value === 'string' ? integer(value, name) : checkObject(RANGE, value, name);
  if (typeof value !== 'string') throw invalid('Invalid string: {}', { param: name });
  if (value === '') return unset(name, shape);
  const [kinds, either] = shape.includes('|') ? ['values', shape.split('/')[1]] : [shape, undefined];
  if (kinds === 'values') return either === 'boolean' && BOOLEAN.test(value) ? value === 'true' : oneOf(shape.split('/')[0]!, value, name);
  if (kinds === 'integer') return integer(value, name);
  if (kinds === 'boolean') return boolean(value, name);
  if (kinds === 'string') return value;
  return oneOf(shape, value, name);
}

const BOOLEAN = /^(true|false)$/;
const RANGE = { gt: 'integer', gte: 'integer', lt: 'integer', lte: 'integer' };
const MAY_BE_EMPTIED = ['description', 'receipt_email', 'statement_descriptor', 'setup_future_usage', 'capture_method'];

function unset(name: string, shape: string): null {
  if (shape !== 'map' && MAY_BE_EMPTIED.includes(name)) return null;
  throw invalid(
    `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a field; however '${name}' cannot be unset. ` +
      `You should remove '${name}' from your request or supply a non-empty value.`,
    { code: 'parameter_invalid_empty', param: name },
  );
}

function integer(value: string, name: string): number {
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  throw invalid(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param: name });
}

function boolean(value: string, name: string): boolean {
  if (BOOLEAN.test(value)) return value === 'true';
  throw invalid(`Invalid boolean: ${value}`, { param: name });
}

function oneOf(shape: string, value: string, name: string): string {
  const values = shape.split('|');
  if (values.includes(value)) return value;
  const listed = values.length > 1 ? `one of ${values.slice(0, -1).join(', ')} or ${values.at(-1)}` : values[0];
  throw invalid(`Invalid ${name}: must be ${listed}`, { param: name });
}

function unknown(name: string): Refusal {
  return invalid(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name });
}

/** Metadata: at most 50 keys of 40 characters with values of 500; an empty value takes the key away, an empty map takes all. */
function checkMap(value: string | Form, name: string): Record<string, string> | null {
  if (value === '') return null;
  if (typeof value === 'string') throw invalid('Invalid object', { param: name });
  const entries = Object.entries(value);
  if (entries.length > 50) {
    throw invalid(`Metadata can have up to 50 keys, but you passed in ${entries.length} keys.`, { param: name });
  }
  for (const [key, one] of entries) {
    if (typeof one !== 'string') throw invalid('Metadata values must be strings', { param: `${name}[${key}]` });
    if (key.length > 40) {
      throw invalid(
        `Metadata keys can have up to 40 characters, but you passed in a key that is ${key.length} characters. Invalid key: ${key}`,
        {
          param: name,
        },
      );
    }
    if (one.length > 500) {
      throw invalid(
        `Metadata values can have up to 500 characters, but you passed in a value that is ${one.length} characters. Invalid value: ${one}`,
        { param: name },
      );
    }
  }
  return value as Record<string, string>;
}
