import { hash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';

const OPENING = /^\/\* name: (\w{1,40}) \*\//;

/**
 * The same pool, whose clients prepare a statement that begins with a name of its own once per connection, and say its
 * name from then on: the server parses it once and may keep its plan.
 *
 *     sql`/* name: take_slot *\/ with …`
 *
 * For hot statements with a text that never changes: lists are bound as one array (`= any(${ids})`). Its columns are
 * named one by one, as the prepared `select *` of a process that runs on fails after the migration of the next one.
 * PgBouncer in transaction mode needs to be 1.21 or newer, with `max_prepared_statements`. The embedded database
 * reads the name as a comment.
 */
export function withNames(pool: Pool): PostgresPool {
  const clients = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client) ?? namingClient(client);
      clients.set(client, known);
      return known;
    },
  };
}

function namingClient(client: PoolClient): PostgresPoolClient {
  const query = (text: string, values: readonly unknown[]) => {
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
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = OPENING.exec(text)?.[1];
  if (name === undefined) return undefined;
  const full = `${name}_${hash('sha1', text).slice(0, 12)}`;
  names.set(text, full);
  return full;
}
