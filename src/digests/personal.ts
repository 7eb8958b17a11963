import { sql } from 'kysely';
import type { Personal } from '../people.ts';

export const personalInDigests: readonly Personal[] = [
  {
    table: 'digest_issue',
    // What was posted in that week: its story may name somebody.
    words: ['figures'],
    harmless: ['digest_id', 'slot', 'state', 'story_id', 'channel_id'],
    rows: [
      {
        ofYear: ({ teamId, year }) => sql`digest_issue.by_user is not null and digest_issue.digest_id in (
          select c.id from digest_channel c where c.team_id = ${teamId} and c.year = ${year})`,
        becomes: () => ({ by_user: sql`null` }),
      },
    ],
  },
  {
    table: 'digest_channel',
    harmless: ['channel_id', 'time', 'language', 'content', 'district', 'line'],
  },
];
