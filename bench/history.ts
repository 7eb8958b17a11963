import { WebClient } from '@slack/web-api';
import pino from 'pino';
import { listForClaiming } from '../src/claims/acts/list-open-needs.ts';
import { readPress } from '../src/claims/case-sql.ts';
import { claimSlot } from '../src/claims/claim-slot.ts';
import type { Db } from '../src/db/open.ts';
import { findDemand } from '../src/demands/repository.ts';
import { createReaders } from '../src/directory/readers.ts';
import { findActor } from '../src/directory/roles.ts';
import { lookUpNudges } from '../src/nudges/look-up.ts';
import { drawObject } from '../src/objects/draw.ts';
import { goTo } from '../src/objects/object.ts';
import { today } from '../src/programme/programme.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { openQuestion } from '../src/questions/acts/ask.ts';
import { emptyQuestion } from '../src/questions/question.ts';
import { countChangedSince, readServed } from '../src/questions/sql.ts';
import { searchExperts } from '../src/reports/experts.ts';
import { listReportableServices } from '../src/reports/services.ts';
import type { RoomDeps } from '../src/room.ts';
import { ROOMS } from '../src/rooms.ts';
import { listCandidates } from '../src/rounds/candidates.ts';
import type { CommandAsk } from '../src/slack/interaction.ts';
import { openSummaries } from '../src/summaries/open-summary.ts';
import { NOW, TEAM, YEAR } from './seed-history.ts';

/** What somebody reads, or the desk looks at, with a history behind it; named as the goals name it. */
export interface Reading {
  name: string;
  run(db: Db): Promise<unknown>;
}

/** One of each role, all of them with something to read. */
const READERS = {
  bureau: 'UB1',
  district: 'UD1',
  system: 'US1',
  expert: 'UE51',
  host: 'UH5',
  home_unit: 'UO5',
} as const;

/** An issue of each digest: the whole programme's, a district's, a line's. */
const ISSUES = [1, 2, 3].map((n) => ({ digestId: `digest${YEAR}-${n}`, slot: `${YEAR}-11-04` }));
const CLAIM = { claimId: `c${YEAR}-104-1` };
const NEED = { demandId: `d${YEAR}-104`, auditId: '1' };
const REPORT = { reportId: `r${YEAR}-64`, auditId: '1' };
const ROUND = { roundId: `w${YEAR}-53`, expertId: 'e269', demandId: `d${YEAR}-53` };
const SUMMARY = { summaryId: `s${YEAR}-2`, version: '1', auditId: '1' };

/** What each kind of message is about, all kinds but Home. */
export const ABOUT: Readonly<Record<string, readonly Record<string, string>[]>> = {
  digest: ISSUES.flatMap((one) => ['main', 'coverage', 'outcomes'].map((part) => ({ ...one, part }))),
  digest_preview: ISSUES,
  digest_preview_part: ISSUES.map((one) => ({ ...one, part: 'coverage' })),
  demand_card: [NEED],
  demand_review: [NEED],
  demand_notice: [NEED],
  demand_cancelled: [NEED],
  deadline_moved: [{ year: '2013', to: '2014-01-10T09:00:00Z', from: '2013-12-31T15:59:59Z' }],
  retention_notice: [{ year: '2013', at: '2024-01-01T00:00:00+08:00' }],
  keep_request: [CLAIM],
  telephone_lines: [{ day: '2013-11-04' }],
  demand_changed: [{ ...NEED, ...CLAIM, auditId: '1' }],
  deputy_notice: [{ auditId: '1' }],
  role_removed: [{ auditId: '1' }],
  handed_file: [{ fileId: 'none' }],
  document_job: [{ jobId: 'none' }],
  file_upload: [{ fileId: 'none' }],

  coordinator_named: [{ auditId: '1' }],
  blanket_notice: [{ blanketId: 'b1', auditId: '1' }],
  blocked_notice: [{ blockId: 'b1', auditId: '1' }],

  merged: [{ expertId: 'e62' }],
  handed_over: [{ auditId: '1' }],
  consent_request: [CLAIM],
  host_request: [CLAIM],
  claim_notice: [{ ...CLAIM, news: 'confirmed' }],
  thread_note: [{ ...CLAIM, what: 'slot_free' }],
  invitation: [ROUND],
  ask_round: [ROUND],
  nobody_left: [ROUND],
  report_request: [REPORT],
  report_filed: [REPORT],
  report_review: [REPORT],
  report_notice: [REPORT],
  import: [{ importId: 'none' }],
  import_review: [{ importId: 'none' }],
  import_told: [{ importId: 'none', as: 'review', n: '3' }],
  link_answered: [{ linkId: 'l1' }],
  summary_review: [SUMMARY],
  summary_notice: [SUMMARY],
  taken_back: [{ auditId: '1' }],
  registration_review: [{ expertId: 'e61' }],
  registration_notice: [{ expertId: 'e62' }],
  expert_linked: [{ expertId: 'e62' }],
  assistant_notice: [{ expertId: 'e62', news: 'ended' }],
  nudge: [{ no: String(YEAR * 10 + 9) }],
  welcome: [{}],
  hello: [{}],
  place_trouble: [{ channel: 'C0', no: '1' }],
};

function showing(kind: string, target: string, ref: Record<string, string> = {}): Reading['run'] {
  const render = ROOMS.map(({ renderers }) => renderers?.[kind]).find((one) => one !== undefined);
  if (!render) throw new Error(`nothing shows ${kind}`);
  const zone = 'Asia/Shanghai';
  const ask = { teamId: TEAM, target, ref, now: NOW, locale: 'zh' as const, zone, isNew: false };
  return (db) => render(db, ask, ROOMS);
}

/** Everybody's Home. */
export const HOMES: readonly Reading[] = Object.entries(READERS).map(([role, userId]) => ({
  name: `Home of ${role}`,
  run: showing('home', userId),
}));

/** Each message of a digest, and all the others that are rendered when they are sent. */
export const MESSAGES: readonly Reading[] = Object.entries(ABOUT).flatMap(([kind, refs]) =>
  refs.map((ref) => ({
    name: [kind, ref.digestId, ref.part].filter(Boolean).join(' '),
    run: showing(kind, kind === 'nudge' ? READERS.home_unit : READERS.bureau, ref),
  })),
);

/** What is listed when somebody asks for it. */
export const LISTS: readonly Reading[] = [
  { name: 'open needs', run: (db) => asking(db, 'expert', '', listForClaiming) },
  ...(['need', 'claim', 'report'] as const).map((kind) => ({
    name: `${kind} with its history`,
    run: (db: Db) =>
      asking(db, 'bureau', '', (deps, ask) => {
        const ids = { need: NEED.demandId, claim: CLAIM.claimId, report: REPORT.reportId };
        const object = { kind: kind === 'need' ? ('demand' as const) : kind, id: ids[kind] };
        return drawObject(deps, ask, goTo(undefined, object));
      }),
  })),
  { name: 'nudges of all', run: (db) => asking(db, 'bureau', 'nudges', lookUpNudges) },
  { name: 'nudges of one', run: (db) => asking(db, 'home_unit', 'nudges', lookUpNudges) },
  { name: 'summary', run: (db) => asking(db, 'district', 'summary', openSummaries) },
  { name: 'summaries of all', run: (db) => asking(db, 'bureau', 'summary', openSummaries) },
  ...(['bureau', 'district', 'expert'] as const).map((role) => ({
    name: `services to report, ${role}`,
    async run(db: Db) {
      const programme = await programmeIn(db);
      const actor = await findActor(db, await depsOf(db).readers.find(TEAM, READERS[role]));
      const who = { expertIds: role === 'expert' ? ['e51'] : [], actor };
      return listReportableServices(db, programme, today(programme, NOW), who, { query: 'Need' });
    },
  })),
  ...(['bureau', 'district', 'system', 'expert', 'host', 'home_unit'] as const).flatMap((role) =>
    ['find 义诊 6月以来', 'find 需求', 'find 认领', 'find 哪些区县还没有服务', 'find Expert 6'].map(
      (words) => ({
        name: `${words}, ${role}`,
        run: (db: Db) => asking(db, role, words, openQuestion),
      }),
    ),
  ),
  {
    name: 'a figure of a digest',
    async run(db) {
      const programme = await programmeIn(db);
      const nobody = { experts: [], units: [], districts: [], systems: [], isContact: false };
      const question = { ...emptyQuestion(YEAR), systems: ['health'] };
      const asked = { programme, question, way: 'figure' as const, locale: 'zh' as const };
      const by = { today: today(programme, NOW), reach: { ...nobody, all: false, userId: 'U0' } };
      await countChangedSince(db, { ...asked, ...by }, NOW);
      return readServed(db, { ...asked, ...by }, { limit: 20, offset: 0 });
    },
  },
  {
    name: 'experts to name',
    run: (db) => searchExperts(db, TEAM, { demandId: `d${YEAR}-64`, query: 'Expert 6' }),
  },
  {
    name: 'experts to ask',
    async run(db) {
      const demand = await findDemand(db, TEAM, `d${YEAR}-51`);
      return (
        demand && listCandidates(db, TEAM, demand, { today: today(await programmeIn(db), NOW), now: NOW })
      );
    },
  },
];

/** What the desk looks at each minute. */
export const LOOKS: readonly Reading[] = ROOMS.flatMap(({ looks = [] }) => looks).map(({ name, look }) => ({
  name: `look: ${name}`,
  run: (db) => look(depsOf(db)),
}));

/** Claim n is made by another expert, on another need. */
export async function claimOnce(db: Db, n: number): Promise<boolean> {
  const userId = `UE${n * 2 + 2}`;
  const { programme, demand, ...press } = await readPress(
    db,
    { teamId: TEAM, userId },
    `d${YEAR}-${50 * (n % 10) + 1}`,
  );
  if (!programme || !demand) throw new Error('the history is not seeded');
  const ask = { ...press, programme, demand, userId, now: NOW, cause: `bench:${n}` };
  return (await claimSlot(db, ask)).kind === 'claimed';
}

async function programmeIn(db: Db) {
  const programme = await findProgramme(db, TEAM);
  if (!programme) throw new Error('the history is not seeded');
  return programme;
}

/** The rooms as they are registered, in front of a Slack that is never asked: every reader is fresh. */
function depsOf(db: Db): RoomDeps {
  return {
    db,
    rooms: ROOMS,
    now: () => NOW,
    wallNow: () => NOW,
    log: pino({ level: 'silent' }),
    readers: createReaders(db, new WebClient(), () => NOW),
    sender: { wake() {}, async poll() {}, async showPressed() {}, async drain() {}, async stop() {} },
    granted: {
      has: async () => true,
      listMissing: async () => [],
      findFile: async () => undefined,
      fetchFile: async () => ({ ok: false, why: 'gone' }),
    },
    findTeam: async () => TEAM,
    publicUrl: undefined,
    recordKey: undefined,
  };
}

async function asking(
  db: Db,
  role: keyof typeof READERS,
  text: string,
  list: (deps: RoomDeps, ask: CommandAsk) => Promise<unknown>,
): Promise<void> {
  const deps = depsOf(db);
  const reader = await deps.readers.find(TEAM, READERS[role]);
  await list(deps, {
    teamId: TEAM,
    userId: reader.userId,
    reader,
    locale: 'zh',
    now: NOW,
    cause: 'bench',
    text,
    channelId: 'C0',
    reply: async () => {},
    open: async () => {},
  });
}
