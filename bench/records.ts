/** What recording costs those who accept, and how fast a proof is made and checked. */
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../src/db/open.ts';
import { createFollowing } from '../src/outbox/following.ts';
import { createLooks } from '../src/outbox/looks.ts';
import { appendDue } from '../src/records/append.ts';
import { logKeyOf, signCheckpoint } from '../src/records/checkpoint.ts';
import { commitmentTo, type Leaf, writeLeaf } from '../src/records/leaf.ts';
import {
  append,
  EMPTY_EDGE,
  type Hash,
  levelsOf,
  nodeHash,
  proofIn,
  rootByProof,
  rootOf,
} from '../src/records/merkle.ts';
import { checkProof, writeProof } from '../src/records/proof.ts';
import { numberOf, type RecordFields } from '../src/records/record.ts';
import { findReport } from '../src/reports/listings.ts';
import { moveReport } from '../src/reports/repository.ts';
import { seed } from './claims.ts';
import type { Contest, Ground } from './contest.ts';

const TEAM = 'T0BENCH';
const NOW = Temporal.Instant.from('2013-10-31T02:00:00Z');
/** Some seconds of them: what follows comes several times meanwhile. */
const REPORTS = 1200;

/** The queue looks at what was done as often as this, and what follows from it gives way while people wait. */
const QUEUE_RESTS_MS = 200;
const PACED = { perTargetMs: 1000 };

async function seedReports(db: Db): Promise<void> {
  await seed(db, { experts: REPORTS, demands: 1, slots: 1 });
  await sql`insert into report (team_id, id, number, year, state, author, title, action_line, districts,
      service_start, service_end, days, metrics, summary, submitted_at, changed_at)
    select ${TEAM}, 'r' || n, 'BG-2013-' || n, 2013, 'submitted', 'U' || n, 'report', 'tech_sme', array['binhai'],
      '2013-10-12', '2013-10-13', 2, '{}', 'done', ${NOW}, ${NOW}
    from generate_series(1, ${REPORTS}::int) n`.execute(db);
  await sql`insert into report_expert (team_id, report_id, year, expert_id)
    select ${TEAM}, 'r' || n, 2013, 'e' || n from generate_series(1, ${REPORTS}::int) n`.execute(db);
}

/** Decisions per second, so many at once; accepting is due to be recorded, which goes on beside it. */
async function decide({ db }: Ground, atOnce: number, isRecorded: boolean): Promise<number> {
  await seedReports(db);
  const decision = isRecorded ? ('accept_report' as const) : ('confirm_report' as const);
  const to = isRecorded ? ('accepted' as const) : ('host_confirmed' as const);
  const recordKey = generateKeyPairSync('ed25519').privateKey;
  let next = 0;
  let looking: Promise<void> | undefined;
  const looks = createLooks(PACED);
  const following = createFollowing(
    () => appendDue({ db, now: () => NOW, recordKey }, TEAM),
    () => looks.giveWay(() => next < REPORTS),
  );
  async function work(): Promise<void> {
    while (next < REPORTS) {
      next += 1;
      const report = await findReport(db, TEAM, `r${next}`);
      if (!report) throw new Error('the bench is not seeded');
      const act = { teamId: TEAM, act: decision, actor: 'U0', objectKind: 'report', objectId: report.id };
      await moveReport(
        db,
        report,
        { decision, to, reason: '' },
        { ...act, now: NOW, cause: randomUUID() },
        {},
      );
      if (isRecorded)
        looking ??= pause(QUEUE_RESTS_MS).then(() => {
          looking = undefined;
          following.begin({ views: [], people: [], about: [] });
        });
    }
  }
  const started = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  const perSecond = REPORTS / ((performance.now() - started) / 1000);
  await looking;
  await following.done();
  if (isRecorded) await appendDue({ db, now: () => NOW, recordKey }, TEAM);
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from service_record where team_id = ${TEAM}`.execute(db);
  if (isRecorded && rows[0]?.n !== REPORTS) throw new Error(`${rows[0]?.n} records are there`);
  return perSecond;
}

function accepting(atOnce: number): Contest {
  return {
    name: `records: acceptance with them, ${atOnce} at once`,
    unit: 'acceptances/s',
    yardstick: 'the same statement where nothing is recorded',
    goal: '≥ 0.9',
    ours: (ground) => decide(ground, atOnce, true),
    usual: (ground) => decide(ground, atOnce, false),
  };
}

const SIZE = 100_000;

interface ProvedLog {
  text: string;
  keys: ReturnType<typeof logKeyOf>[];
  leaf: Hash;
  path: Hash[];
  levels: ReturnType<typeof levelsOf>;
}

let proved: ProvedLog | undefined;

/** A log of a hundred thousand, and the proof of one in it. */
function prove(): ProvedLog {
  if (proved) return proved;
  const label = { id: 'x', zh: '教授', en: 'Professor' };
  const fields: RecordFields = {
    code: '0000-0000-0000-0000',
    number: numberOf(2013, 1),
    year: 2013,
    issuedOn: '2013-10-31',
    reportId: randomUUID(),
    reportNumber: 'BG-2013-0001',
    expertId: randomUUID(),
    name: '何知远',
    employer: '津沽大学',
    title: label,
    service: '噪声诊断',
    line: label,
    unit: '津滨锐驰',
    place: '车间',
    districts: ['binhai'],
    from: '2013-10-12',
    to: '2013-10-13',
    days: 2,
    travelDays: 'counted',
    content: '诊断',
    results: [],
    issuer: '行动',
    documentNo: '',
  };
  const salt = new Uint8Array(32);
  const commitment = commitmentTo(fields, salt);
  const leaf: Leaf = {
    kind: 'issue',
    number: fields.number,
    at: NOW,
    prior: undefined,
    commitment,
    by: undefined,
  };
  const own = createHash('sha256').update(Buffer.of(0)).update(writeLeaf(leaf)).digest();
  const index = 4711;
  const hashes = Array.from({ length: SIZE }, (_, i) =>
    i === index ? own : createHash('sha256').update(String(i)).digest(),
  );
  const levels = levelsOf(hashes);
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = logKeyOf('expert-desk/records/bench', privateKey);
  const root = rootOf(hashes.reduce(append, EMPTY_EDGE));
  const path = proofIn(levels, index);
  const checkpoint = signCheckpoint(key, privateKey, { size: SIZE, root });
  const text = writeProof({ index, leaf, salt, fields, path, checkpoint });
  proved = { text, keys: [key], leaf: own, path, levels };
  return proved;
}

function perSecond(times: number, work: (i: number) => void): number {
  const started = performance.now();
  for (let i = 0; i < times; i += 1) work(i);
  return times / ((performance.now() - started) / 1000);
}

/** The first three on PostgreSQL; proofs ask no database. */
export const RECORDS: readonly Contest[] = [
  ...[1, 8, 32].map(accepting),
  {
    name: 'records: proofs made, of 100,000 leaves',
    unit: 'proofs/s',
    yardstick: 'hashing the path alone',
    async ours() {
      const { levels } = prove();
      return perSecond(20_000, (i) => void proofIn(levels, (i * 4799) % SIZE));
    },
    usual: hashPath,
  },
  {
    name: 'records: proof files checked, of 100,000 leaves',
    unit: 'proofs/s',
    yardstick: 'hashing the path alone',
    async ours() {
      const { text, keys } = prove();
      if (!checkProof(text, keys).ok) throw new Error('the proof does not hold');
      return perSecond(2000, () => void checkProof(text, keys));
    },
    usual: hashPath,
  },
];

async function hashPath(): Promise<number> {
  const { leaf, path } = prove();
  if (!rootByProof({ index: 4711, size: SIZE, leaf }, path)) throw new Error('the path leads nowhere');
  return perSecond(20_000, () => void path.reduce((at, one) => nodeHash(at, one), leaf));
}
