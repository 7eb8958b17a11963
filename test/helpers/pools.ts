import { type Db, type OpenDatabase, openDatabase } from '../../src/db/open.ts';
import { openTestDatabase } from './database.ts';

/** One database as several processes reach it. */
export interface Pools {
  db: Db;
  /** For a process of its own kind. */
  url: string | undefined;
  /** That of one process; there are more people than processes. */
  dbOf(i: number): Db;
  close(): Promise<void>;
}

/**
 * A pool of each of these sizes over one database, for what several processes do at one moment: the embedded database
 * has one connection and can show no race.
 */
export async function openPools(sizes: readonly number[]): Promise<Pools> {
  const database = await openTestDatabase();
  const pools: OpenDatabase[] = [];
  for (const poolSize of sizes)
    pools.push(await openDatabase({ databaseUrl: database.url, dataDir: '', poolSize }));
  return {
    db: database.db,
    url: database.url,
    dbOf: (i) => (pools[i % pools.length] as OpenDatabase).db,
    async close() {
      for (const pool of pools) await pool.close();
      await database.close();
    },
  };
}
