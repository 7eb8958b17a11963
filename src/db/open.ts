import type { PGlite } from '@electric-sql/pglite';
import type { RawBuilder, Transaction } from 'kysely';
import { Kysely, PGliteDialect, PostgresDialect, PostgresQueryCompiler, sql } from 'kysely';
import { types as builtinTypes, Pool } from 'pg';
import { openFolder } from './embedded.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;

export interface OpenDatabase {
  db: Db;
  kind: 'postgres' | 'embedded';
  /** What PostgreSQL's own daemons do by themselves; call it once a night. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** A PostgreSQL connection string; without one the embedded database in `dataDir` is opened. */
  databaseUrl?: string | undefined;
  dataDir: string;
  poolSize?: number | undefined;
}

type Parse = (text: string) => unknown;

/**
 * Opens PostgreSQL when there is a `databaseUrl`, else the embedded database in `dataDir`. Nothing is migrated.
 *
 * Both engines give and take the same values: `timestamptz` is a `Temporal.Instant` (microseconds),
 * `date` a 'YYYY-MM-DD' string, whole and decimal numbers are numbers, `json` is parsed, arrays are arrays and
 * `bytea` is a Buffer; any other type is PostgreSQL's own text.
 * A parameter that is an array binds as an array, a plain object as json; a json array needs `toJson`.
 *
 * @throws DatabaseFolderInUse when another process holds the folder.
 */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  return options.databaseUrl
    ? openPostgres(options.databaseUrl, options.poolSize)
    : openEmbedded(options.dataDir);
}

/** A value bound as json: needed for a top-level array, which would otherwise bind as a PostgreSQL array. */
export function toJson<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}

/** Did a unique constraint (this one, when named) refuse the row? */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23505') return false;
  return constraint === undefined || ('constraint' in error && error.constraint === constraint);
}

/** Did PostgreSQL end this transaction because another one waited for it, and it for the other? */
export function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}

/** Kysely over an open PGlite, which must have been created with `parsers: embeddedParsers`. */
export function embeddedDb(pglite: PGlite): Db {
  return new Kysely({ dialect: new SharedTypesPGliteDialect({ pglite }) });
}

async function openEmbedded(dataDir: string): Promise<OpenDatabase> {
  const folder = await openFolder(dataDir, embeddedParsers);
  const db = embeddedDb(folder.pglite);
  return {
    db,
    kind: 'embedded',
    maintain: folder.maintain,
    async close() {
      await db.destroy();
      folder.unlock();
    },
  };
}

function openPostgres(connectionString: string, poolSize = 10): OpenDatabase {
  const pool = new Pool({
    connectionString,
    max: poolSize,
    application_name: 'expert-desk',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    types: { getTypeParser: parserOf },
    // Set by a query and not as start-up parameters, which PgBouncer refuses and an own `options=` would replace.
    // A query that has run for 15 s has lost the person who clicked; a forgotten transaction must not keep its locks.
    onConnect: (client) =>
      client.query(
        `select set_config('timezone', 'UTC', false), set_config('statement_timeout', '15s', false),
           set_config('lock_timeout', '10s', false), set_config('idle_in_transaction_session_timeout', '30s', false)`,
      ),
  });
  // The pool has already dropped the connection; without a listener a database restart would end this process.
  pool.on('error', () => {});
  const db: Db = new Kysely({ dialect: new SharedTypesPostgresDialect({ pool }) });
  return {
    db,
    kind: 'postgres',
    async maintain() {
      // Autovacuum and the checkpointer belong to the server.
    },
    close: () => db.destroy(),
  };
}

class SharedTypesCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    super.appendValue(toParameter(value));
  }
}

class SharedTypesPostgresDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new SharedTypesCompiler();
  }
}

class SharedTypesPGliteDialect extends PGliteDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new SharedTypesCompiler();
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

/** How PGlite reads what PostgreSQL answers, by type number. */
export const embeddedParsers: Record<number, Parse> = Object.fromEntries(
  sharedTypes.flatMap(([type, arrayType, parse]) => [
    [type, parse],
    [arrayType, (text: string) => arrayParser.create(text, parse).parse()],
  ]),
);

function parserOf(type: number): Parse {
  return embeddedParsers[type] ?? asText;
}
