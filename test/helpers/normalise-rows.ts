import type { PackedRows } from '../../src/db/load.ts';

type Row = Record<string, unknown>;

/** What people call a thing by; everything else about a row's id is chance. */
const NAMES: Record<string, (row: Row) => string> = {
  organisation: ({ kind, name }) => `${kind} ${name}`,
  expert: ({ name, user_id }) => `${name} ${user_id}`,
  demand: ({ number }) => String(number),
  claim: ({ number }) => String(number),
  report: ({ number }) => String(number),
  yearly_summary: ({ unit }) => `summary ${unit}`,
  digest_channel: ({ channel_id }) => `digest ${channel_id}`,
  draft: ({ kind, user_id, updated_at }) => `draft ${kind} ${user_id} ${String(updated_at).slice(0, 16)}`,
  nudge_message: ({ user_id, no }) => `message ${user_id} ${no}`,
};

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g;
const MOMENT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d/;

/** Columns that tell of the wall's clock, of the order in which two processes came, or of a hash over either. */
const CHANCE = new Set([
  'seq',
  'ts',
  'content_hash',
  'sending_hash',
  'attempts',
  'troubles',
  'wanted',
  'shown',
  'next_at',
  'cause',
  'leased_by',
  'changes',
  // Cards are looked after one by one, by the wall's seconds: a play that is faster than another leaves some for the next week.
  'repaired_week',
  // Drawn by lot, or a hash over what was: of links, and of the log of records.
  ...['secret_hash', 'code', 'salt', 'root', 'edge', 'hash', 'commitment', 'note'],
  // Whether another look came after the last act, before all was kept.
  'looks_at',
]);

/** Their rows are counted as they come. */
const COUNTED = ['audit', 'telephone_line'];

/** Who is at work at this moment, in the wall's time. */
const OF_THE_MOMENT = 'sending_process';

/**
 * Rows as anybody else's play would have made them: ids by what they name, moments by their day, in an order of their
 * own. Two runs of the same acts are equal, and nothing that a person can see is left out.
 */
export function normaliseRows({ tables }: PackedRows): Record<string, string[]> {
  const names = new Map<string, string>();
  for (const { name, rows } of tables) {
    const nameOf = NAMES[name];
    if (nameOf) for (const row of rows as Row[]) names.set(String(row.id), nameOf(row));
  }
  return Object.fromEntries(
    tables.map(({ name, rows }) => [
      name,
      name === OF_THE_MOMENT ? [] : (rows as Row[]).map((row) => writeRow(name, row, names)).toSorted(),
    ]),
  );
}

function writeRow(table: string, row: Row, names: ReadonlyMap<string, string>): string {
  const kept = Object.entries(row)
    .filter(([column]) => !CHANCE.has(column) && !(COUNTED.includes(table) && column === 'id'))
    .filter(([column]) => !(table === 'record_log' && column === 'name'))
    // Only what is new may ring: what stands is edited, whoever wanted it last.
    .filter(([column]) => !(column === 'unprompted' && row.sent_at))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([column, value]) => `${column}=${JSON.stringify(plain(value, names))}`);
  // What stands in Slack is looked at anew once a week, each message a little after the one before.
  return row.shape === 'view' && row.sent_at
    ? kept.join(' ').replace('state="waiting"', 'state="sent"')
    : kept.join(' ');
}

function plain(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return plainText(value, names);
  if (Array.isArray(value)) return value.map((one) => plain(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(
        ([key, one]) =>
          [key, /^(auditId|undoes|code|root)$/.test(key) ? 'an act' : plain(one, names)] as const,
      )
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function plainText(text: string, names: ReadonlyMap<string, string>): string {
  const moment = MOMENT.exec(text)?.[1];
  if (moment) return moment < '2020' ? moment : 'the wall’s time';
  return text.replace(UUID, (id) => names.get(id) ?? 'an id').replace(/(?<=:)\d{1,5}(?=:|$)/g, 'an act');
}
