import { PostgresQueryCompiler, type RawBuilder, sql } from 'kysely';
import { types as builtinTypes } from 'pg';

/** Both engines take and give the same values; how each kind is written and read stands here. */
type Parse = (text: string) => unknown;

/** A value bound as json: needed for a top-level array, which would otherwise bind as a PostgreSQL array. */
export function toJson<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}

/** Hands every value to either driver as text. */
export class SharedTypesCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    super.appendValue(toParameter(value));
  }
}

/** The drivers turn values into text each in its own way, so both are handed text already. */
function toParameter(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate) return value.toString();
  return Array.isArray(value) ? toArrayText(value) : JSON.stringify(value);
}

function toArrayText(values: unknown[]): string {
  const items = values.map((value) => {
    if (Array.isArray(value)) return toArrayText(value);
    if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString('hex')}"`;
    const text = toParameter(value);
    return text === null ? 'NULL' : `"${String(text).replaceAll(/["\\]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}

function toWholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large to be read as a number`);
  return number;
}

const asText: Parse = (text) => text;
const { BOOL, BYTEA, INT2, INT4, INT8, OID, FLOAT4, FLOAT8, NUMERIC } = builtinTypes.builtins;
const { JSON: JSON_TYPE, JSONB, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL } = builtinTypes.builtins;

/** [the type, its array type, how its text is read]; PostgreSQL never renumbers these. */
const sharedTypes: readonly (readonly [number, number, Parse])[] = [
  [BOOL, 1000, (text) => text === 't'],
  [BYTEA, 1001, (text) => Buffer.from(text.slice(2), 'hex')],
  [INT2, 1005, Number],
  [INT4, 1007, Number],
  [INT8, 1016, toWholeNumber],
  [OID, 1028, Number],
  [FLOAT4, 1021, Number],
  [FLOAT8, 1022, Number],
  [NUMERIC, 1231, Number],
  [JSON_TYPE, 199, (text) => JSON.parse(text)],
  [JSONB, 3807, (text) => JSON.parse(text)],
  [TIMESTAMPTZ, 1185, (text) => Temporal.Instant.from(text)],
  [DATE, 1182, asText],
  [TIME, 1183, asText],
  [TIMESTAMP, 1115, asText],
  [INTERVAL, 1187, asText],
  [25, 1009, asText], // text
  [1043, 1015, asText], // varchar
  [1042, 1014, asText], // char(n)
  [19, 1003, asText], // name
  [2950, 2951, asText], // uuid
];

// What @types/pg says about it is not what pg exports.
const arrayParser = builtinTypes.arrayParser as unknown as {
  create(text: string, parse: Parse): { parse(): unknown[] };
};

/** How both engines’ answers are read, by type number. */
const parsers: Record<number, Parse> = Object.fromEntries(
  sharedTypes.flatMap(([type, arrayType, parse]) => [
    [type, parse],
    [arrayType, (text: string) => arrayParser.create(text, parse).parse()],
  ]),
);

/** How one type of PostgreSQL's is read. */
export function parserOf(type: number): Parse {
  return parsers[type] ?? asText;
}
