import type { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import type { PostgresPool } from 'kysely';
import { Pool, type PoolConfig } from 'pg';
import { stopReason } from './embedded.ts';
import { hotNames, withNames } from './named.ts';
import { parserOf } from './values.ts';

/** A plan that was made while a table was small serves badly once it has grown: it is made anew after so many turns. */
const PLANS_SERVE = 1000;

/**
 * The embedded database behind the driver that PostgreSQL has, so that its statements can be prepared, too: to parse
 * and to plan one takes most of its time there. It knows one connection, which is taken in turn. What ends the pool
 * closes the database.
 */
export function poolOf(pglite: PGlite): PostgresPool {
  const pool = new Pool({
    // PGlite calls a connection what the driver's own types don't tell of.
    ...(createPgConfig(pglite) as unknown as PoolConfig),
    max: 1,
    idleTimeoutMillis: 0,
    types: { getTypeParser: parserOf },
  });
  // Whoever asks next is told what is wrong.
  pool.on('error', () => {});
  const named = withNames(pool, { nameOf: hotNames(), stopped: () => stopReason(pglite) });
  let taken = 0;
  return {
    ...named,
    async connect() {
      const client = await named.connect();
      taken += 1;
      // If that fails, whoever has the connection now is told by what they ask themselves.
      if (taken % PLANS_SERVE === 0) await client.query('discard plans', []).catch(() => undefined);
      return client;
    },
    async end() {
      await pool.end();
      await pglite.close();
    },
  };
}
