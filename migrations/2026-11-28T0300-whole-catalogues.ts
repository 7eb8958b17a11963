import { type Kysely, sql } from 'kysely';

type Entry = { id: string } & Record<string, unknown>;
type Lists = Record<string, Entry[]>;

/** Lists that stood in code alone: 0.1 kept nine lists with the year, and read these from its constants. */
const LISTS: Lists = {
  outcome_families: [
    { id: 'solve_problems', zh: '解决技术难题', en: 'Problems solved' },
    { id: 'train_people', zh: '培养基层人才', en: 'Local people trained' },
    { id: 'transfer_results', zh: '转化科技成果', en: 'Results transferred' },
    { id: 'public_benefit', zh: '推动公共事业发展', en: 'Public services advanced' },
    { id: 'reach', zh: '服务覆盖', en: 'Reach' },
  ],
  urgencies: [
    { id: 'normal', zh: '一般', en: 'Normal' },
    { id: 'urgent', zh: '紧急', en: 'Urgent' },
  ],
  consent_kinds: [
    { id: 'letter', zh: '书面同意函', en: 'Letter' },
    { id: 'phone', zh: '电话同意(后补函件)', en: 'Phone first, letter to follow' },
    { id: 'online', zh: '线上确认', en: 'Online' },
    { id: 'blanket', zh: '期限内统一同意', en: 'Blanket consent for a term' },
    { id: 'own_pledge', zh: '本人承诺(退休等)', en: 'Own pledge (retired etc.)' },
  ],
};

/** What code alone knew of an entry, and what any other entry of the list gets. */
const FACTS: Record<string, { known: Record<string, object>; others: object }> = {
  action_lines: {
    known: {
      tech_sme: {
        first: [
          'problems_solved',
          'suggestions',
          'trained_persons',
          'agreements_signed',
          'economic_benefit_wan',
          'service_persons',
        ],
      },
      medical: {
        first: [
          'clinic_visits',
          'difficult_cases',
          'lectures',
          'trained_persons',
          'ward_rounds',
          'service_persons',
        ],
      },
      talent_health: { first: ['lectures', 'health_checks', 'service_persons', 'trained_persons'] },
      other: {
        first: ['problems_solved', 'trained_persons', 'techs_introduced', 'suggestions', 'service_persons'],
      },
    },
    others: { first: [] },
  },
  unit_types: {
    known: {
      tech_sme: { line: 'tech_sme', form: 'service_team' },
      enterprise: { line: 'tech_sme', form: 'service_team' },
      hospital: { line: 'medical', form: 'service_team' },
      health_center: { line: 'medical', form: 'service_team' },
      park: { line: 'tech_sme', form: 'service_team' },
    },
    others: { line: 'other', form: 'service_team' },
  },
  fields: {
    known: { clinical: { line: 'medical' }, public_health: { line: 'medical' }, mental: { line: 'medical' } },
    others: { line: 'other' },
  },
  metrics: {
    known: {
      units_served: { number: 'count', beside: true },
      service_persons: { number: 'count', beside: true },
      economic_benefit_wan: { number: 'ten_thousand', beside: false },
    },
    others: { number: 'count', beside: false },
  },
};

/** A year's stored catalogue becomes the only source: it gets what the release that set it up kept in code. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await changeEach(db, (stored) => {
    const lists: Lists = { ...LISTS, ...stored };
    for (const [name, { known, others }] of Object.entries(FACTS)) {
      const list = lists[name]?.map((entry) => ({ ...others, ...known[entry.id], ...entry }));
      if (list) lists[name] = list;
    }
    return lists;
  });
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await changeEach(db, (stored) => {
    const lists = Object.fromEntries(Object.entries(stored).filter(([name]) => !(name in LISTS)));
    for (const [name, { others }] of Object.entries(FACTS)) {
      const list = lists[name]?.map((entry) => without(entry, Object.keys(others)));
      if (list) lists[name] = list;
    }
    return lists;
  });
}

function without(entry: Entry, names: readonly string[]): Entry {
  const kept = Object.entries(entry).filter(([name]) => !names.includes(name));
  return { id: entry.id, ...Object.fromEntries(kept) };
}

async function changeEach(db: Kysely<unknown>, change: (stored: Lists) => Lists): Promise<void> {
  const { rows } = await sql<{ team_id: string; year: number; catalogue: Lists }>`
    select team_id, year, catalogue from programme_year`.execute(db);
  for (const { team_id, year, catalogue } of rows) {
    await sql`update programme_year set catalogue = ${JSON.stringify(change(catalogue))}::jsonb
      where team_id = ${team_id} and year = ${year}`.execute(db);
  }
}
