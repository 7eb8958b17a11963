import { hash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';

const OPENING = /^\/\* name: (\w{1,40}) \*\//;

/** How a statement is called once it is prepared; undefined for one that isn't. */
type NameOf = (text: string) => string | undefined;

interface Naming {
  nameOf?: NameOf;
  /** Why nothing can be asked any more, where the driver would wait for ever. */
  stopped?(): Error | undefined;
}

/**
 * The same pool, whose clients prepare a statement that begins with a name of its own once per connection, and say its
 * name from then on: the server parses it once and may keep its plan.
 *
 *     sql`/* name: take_slot *\/ with …`
 *
 * For hot statements with a text that never changes: lists are bound as one array (`= any(${ids})`). Its columns are
 * named one by one, as the prepared `select *` of a process that runs on fails after the migration of the next one.
 * PgBouncer in transaction mode needs to be 1.21 or newer, with `max_prepared_statements`.
 */
export function withNames(pool: Pool, naming: Naming = {}): PostgresPool {
  const clients = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client) ?? namingClient(client, naming);
      clients.set(client, known);
      return known;
    },
  };
}

function namingClient(
  client: PoolClient,
  { nameOf = nameGiven, stopped = () => undefined }: Naming,
): PostgresPoolClient {
  const query = (text: string, values: readonly unknown[]) => {
    const why = stopped();
    if (why) return Promise.reject(why);
    const name = nameOf(text);
    const given = [...values];
    return name === undefined ? client.query(text, given) : client.query({ name, text, values: given });
  };
  return {
    // Kysely asks for a cursor only where somebody streams, and nobody does.
    query: query as unknown as PostgresPoolClient['query'],
    // A client is released with a function of its own each time that it is taken.
    release: (destroy) => client.release(destroy),
  };
}

const names = new Map<string, string>();

/** Two texts under one name are two statements: the driver would refuse the second. */
function nameGiven(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = OPENING.exec(text)?.[1];
  if (name === undefined) return undefined;
  const full = `${name}_${hash('sha1', text).slice(0, 12)}`;
  names.set(text, full);
  return full;
}

/** From this time on a statement is worth to be prepared. */
const HOT_FROM = 3;
/** Each keeps its plan in memory as long as the database is open; whichever are hot are so soon after the start. */
const MOST_HOT = 200;
const MOST_COUNTED = 5_000;

/** Names every statement that comes again and again, for an engine that has one connection and no pooler before it. */
export function hotNames(): NameOf {
  const counts = new Map<string, number>();
  const hot = new Map<string, string>();
  return (text) => {
    const known = hot.get(text) ?? nameGiven(text);
    if (known !== undefined || hot.size >= MOST_HOT) return known;
    const count = (counts.get(text) ?? 0) + 1;
    if (counts.size >= MOST_COUNTED) counts.clear();
    counts.set(text, count);
    if (count < HOT_FROM) return undefined;
    counts.delete(text);
    const name = `hot_${hash('sha1', text).slice(0, 16)}`;
    hot.set(text, name);
    return name;
  };
}
