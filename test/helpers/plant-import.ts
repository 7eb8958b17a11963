import type { Insertable } from 'kysely';
import type { Db } from '../../src/db/open.ts';
import type { Tables } from '../../src/db/tables.ts';

const NOW = Temporal.Instant.from('2013-10-01T00:00:00Z');

/** A list of past services of Binhai without a row, as it stands before something is done with it. */
export async function plantImport(
  db: Db,
  team_id: string,
  id: string,
  more: Partial<Insertable<Tables['import']>> = {},
): Promise<string> {
  const isApplied = more.state === 'applied';
  await db
    .insertInto('import')
    .values({
      team_id,
      id,
      kind: 'reports',
      state: 'checked',
      uploaded_by: 'U0UPLOADER',
      uploaded_at: NOW,
      language: 'zh',
      file_id: 'F1',
      file_name: 'list.xlsx',
      file_hash: id,
      lease_until: null,
      scopes: ['district:binhai'],
      applied_by: isApplied ? 'U0BUREAU' : null,
      applied_at: isApplied ? NOW : null,
      ended_by: null,
      ended_at: null,
      ...more,
    })
    .execute();
  return id;
}
