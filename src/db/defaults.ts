import { Client } from 'pg';

/**
 * What each session of our role in this database begins with. A query that has run for 15 s has lost the person who
 * clicked; a forgotten transaction must not keep its locks.
 */
const DEFAULTS = {
  timezone: 'UTC',
  statement_timeout: '15s',
  lock_timeout: '10s',
  idle_in_transaction_session_timeout: '30s',
};

/** Two processes may start at once; the server refuses the second change of one role. */
const LOCK = 6_027_301;

/**
 * Writes them down in the server, once: behind a pooler in transaction mode each transaction may run in another session,
 * where nothing stays that was set in the one before, and start-up parameters are refused. One that stands there already
 * is the operator's own, and stays. A session that began before knows nothing of them.
 *
 * @throws when the server can't be reached, or doesn't let the role change its own defaults.
 */
export async function keepDefaults(connectionString: string): Promise<void> {
  const client = new Client({
    connectionString,
    application_name: 'expert-desk',
    connectionTimeoutMillis: 5_000,
  });
  await client.connect();
  try {
    await client.query(setMissing);
  } finally {
    await client.end();
  }
}

const wanted = Object.entries(DEFAULTS).map(([name, value]) => `('${name}', '${value}')`);

const setMissing = `do $$
  declare
    missing record;
  begin
    perform pg_advisory_xact_lock(${LOCK});
    for missing in
      select name, value from (values ${wanted.join(', ')}) as wanted (name, value) where not exists (
        select 1 from pg_db_role_setting s, unnest(s.setconfig) as one
        where s.setdatabase = (select oid from pg_database where datname = current_database())
          and s.setrole = (select oid from pg_roles where rolname = session_user)
          and lower(split_part(one, '=', 1)) = name)
    loop
      execute format('alter role session_user in database %I set %I to %L',
        current_database(), missing.name, missing.value);
    end loop;
  end $$`;
