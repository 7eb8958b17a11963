import type { Desk } from './desk.ts';
import { walkOnce } from './scenes.ts';

/** The accepted reports of the sample season: experts, last day, districts, line, and those figures that the test reads. */
const ACCEPTED = [
  [
    ['01', '11'],
    '2013-09-13',
    ['binhai'],
    'tech_sme',
    { service_persons: 12, problems_solved: 1, economic_benefit_wan: 80 },
  ],
  [['07'], '2013-09-10', ['binhai'], 'tech_sme', { service_persons: 4, suggestions: 3 }],
  [['59'], '2013-09-27', ['jizhou'], 'tech_sme', { service_persons: 15, economic_benefit_wan: 120 }],
  [['21'], '2013-09-26', ['hongqiao'], 'tech_sme', { service_persons: 86, lectures: 1 }],
  [['36', '43'], '2013-09-27', ['jizhou'], 'medical', { service_persons: 45, trained_persons: 96 }],
  [
    ['33', '34', '39', '40', '46', '47'],
    '2013-10-13',
    ['ninghe'],
    'medical',
    { service_persons: 468, clinic_visits: 412 },
  ],
  [['47'], '2013-09-25', ['baodi'], 'medical', { service_persons: 43, trained_persons: 43 }],
  [['43'], '2013-09-30', ['wuqing'], 'medical', { service_persons: 64, difficult_cases: 7 }],
  [['38', '51'], '2013-10-19', ['dongli'], 'medical', { service_persons: 227, clinic_visits: 46 }],
  [['48'], '2013-09-26', ['nankai'], 'talent_health', { service_persons: 132, lectures: 1 }],
  [['22', '23'], '2013-09-05', ['wuqing'], 'other', { service_persons: 163, economic_benefit_wan: 32 }],
  [['27'], '2013-09-07', ['ninghe'], 'other', { service_persons: 31, economic_benefit_wan: 56 }],
  [
    ['35', '36', '44', '47'],
    '2013-10-19',
    ['hedong', 'hexi'],
    'medical',
    { service_persons: 530, clinic_visits: 486 },
  ],
] as const;

export const NOW = Temporal.Instant.from('2013-09-01T00:00:00Z');

/** The experts and accepted reports of the sample season, as rows. Returns the workspace. */
export function keepSeason(desk: Desk): Promise<string> {
  return walkOnce(desk, 'season', () => insertSeason(desk));
}

async function insertSeason(desk: Desk): Promise<string> {
  const { db } = desk;
  const { team_id } = await db.selectFrom('programme_year').select('team_id').executeTakeFirstOrThrow();
  await db
    .insertInto('organisation')
    .values(
      (['home_unit', 'host_unit'] as const).map((kind) => ({
        ...{
          team_id,
          id: kind,
          kind,
          name: kind,
          name_key: kind,
          unit_type: null,
          system: null,
          created_at: NOW,
        },
      })),
    )
    .execute();
  await keepExperts(desk, team_id, [...new Set(ACCEPTED.flatMap(([experts]) => [...experts]))]);
  for (const [i, [experts, end, districts, line, metrics]] of ACCEPTED.entries()) {
    await keepReport(desk, team_id, `r${i}`, { experts, end, districts, line, metrics, state: 'accepted' });
  }
  return team_id;
}

export async function keepExperts({ db }: Desk, team_id: string, people: readonly string[]): Promise<void> {
  await db
    .insertInto('expert')
    .values(
      people.map((id) => ({
        ...{ team_id, id, user_id: null, name: `专家${id}`, employer_id: 'home_unit', system: 'education' },
        ...{ title: 'professor', field: 'clinical', max_active_claims: 2, state: 'verified' as const },
        ...{
          home_unit_user: null,
          return_reason: null,
          verified_by: 'U0BUREAU',
          verified_at: NOW,
          registered_at: NOW,
        },
      })),
    )
    .execute();
}

export async function keepReport(
  desk: Desk,
  team_id: string,
  id: string,
  one: {
    experts: readonly string[];
    end: string;
    districts: readonly string[];
    line: string;
    metrics: object;
    state: 'accepted' | 'host_confirmed';
    story?: string;
    acceptedAt?: Temporal.Instant;
  },
): Promise<void> {
  await desk.db
    .insertInto('report')
    .values({
      ...{ team_id, id, number: `BG-2013-${id}`, year: 2013, demand_id: null, state: one.state },
      ...{ author: 'U0BUREAU', recorded_by: null, title: '服务', action_line: one.line, form: null },
      ...{ districts: [...one.districts], service_start: one.end, service_end: one.end, days: null },
      ...{
        typical_story: one.story ?? '',
        metrics: { ...one.metrics },
        reason: null,
        host_confirmed_by: null,
        host_confirmed_at: null,
      },
      ...{
        override_reason: null,
        accepted_by: null,
        accepted_at: one.acceptedAt ?? null,
        submitted_at: NOW,
        changed_at: NOW,
      },
    })
    .execute();
  await desk.db
    .insertInto('report_expert')
    .values(one.experts.map((expert_id) => ({ team_id, report_id: id, year: 2013, expert_id })))
    .execute();
}

export function keepNeed(desk: Desk, team_id: string, i: number, change: object = {}): Promise<void> {
  return walkOnce(desk, `need ${i} ${JSON.stringify(change)}`, () => insertNeed(desk, team_id, i, change));
}

async function insertNeed(desk: Desk, team_id: string, i: number, change: object): Promise<void> {
  await desk.db
    .insertInto('demand')
    .values({
      ...{ team_id, id: `d${i}`, number: `XQ-2013-000${i}`, year: 2013, state: 'published' },
      ...{ host_unit_id: 'host_unit', poster: 'U0HOST', contact_user: null, recorded_by: null },
      ...{
        district: 'binhai',
        districts: ['binhai'],
        unit_name: '锐驰',
        unit_type: null,
        action_line: 'tech_sme',
      },
      ...{
        form: null,
        field: null,
        title: `需求${i}号`,
        expert_slots: 1,
        time_text: '11月',
        service_start: null,
      },
      ...{ service_end: null, claim_deadline: `2013-11-0${i}`, expected_beneficiaries: null, reason: null },
      ...{ submitted_at: NOW, published_at: NOW, changed_at: NOW },
      ...change,
    })
    .execute();
  await desk.db
    .insertInto('slot')
    .values({ team_id, demand_id: `d${i}`, no: 1, expert_id: null, claim_id: null })
    .execute();
}
