import type { Db } from '../db/open.ts';
import type { Actor } from '../directory/permissions.ts';
import { today } from '../programme/programme.ts';
import { showFigure, showNumber } from '../reports/report.ts';
import type { WeekAsk, WeekPart } from '../room.ts';
import { sumFigures } from '../summaries/figures.ts';
import { countChanges } from './changes.ts';
import { type Digest, LATE_KINDS } from './digest.ts';
import { listOverdue } from './overdue.ts';
import { sayOverdue } from './overdue-blocks.ts';
import { readDigest } from './repository.ts';
import type { DigestFrame } from './sections.ts';
import { say } from './words.ts';

/** As many late things as a paper names. */
const MOST_LATE = 200;

/** The figures that a digest of this moment has, what has come since Monday, and what is late by name. */
export async function sayWeek(db: Db, ask: WeekAsk): Promise<WeekPart> {
  const { programme, locale, part, now } = ask;
  const frame: DigestFrame = { programme, locale, day: today(programme, now).toString() };
  const overdue = await listOverdue(db, programme, now, reachOf(part), MOST_LATE);
  // Whether somebody came is no matter of a paper that is passed on.
  const late = overdue.filter(({ kind }) => kind !== 'no_shows').map((one) => sayOverdue(one, frame));
  return { figures: part.kind === 'system' ? await ofSystem(db, ask) : await ofDigest(db, ask), late };
}

function reachOf(part: WeekAsk['part']): Actor {
  return {
    userId: '',
    isAdmin: false,
    isGuest: true,
    bureau: part.kind === 'city',
    districts: part.kind === 'district' ? [part.slug] : [],
    systems: part.kind === 'system' ? [part.slug] : [],
  };
}

async function ofDigest(
  db: Db,
  { programme, locale, part, since, now }: WeekAsk,
): Promise<WeekPart['figures']> {
  const scope = part.kind === 'district' ? { district: part.slug } : {};
  const [digest, changes] = await Promise.all([
    readDigest(db, programme, now, scope),
    countChanges(db, programme, { after: since, until: now }, scope),
  ]);
  const target = part.kind === 'city' ? ` / ${showNumber(programme.targetExperts, locale)}` : '';
  const counts = (['needs', 'claims', 'reports', 'summaries'] as const).map((key): [string, string] => [
    say(locale, `week_${key}`),
    showNumber(changes[key], locale),
  ]);
  return [
    [say(locale, 'week_experts'), `${showNumber(digest.experts, locale)}${target}`],
    ...reachedOf(digest, { programme, locale }),
    ...counts,
    [say(locale, 'week_open'), showNumber(digest.openInAll, locale)],
    ...LATE_KINDS.filter((kind) => digest.overdue[kind] > 0).map((kind): [string, string] => [
      say(locale, 'overdue'),
      say(locale, `late_${kind}`, { n: digest.overdue[kind] }),
    ]),
  ];
}

/** Of a system what its own experts did; a digest of its own it doesn't have. */
async function ofSystem(db: Db, { programme, locale, part }: WeekAsk): Promise<WeekPart['figures']> {
  const unit = part.kind === 'system' ? part : { kind: 'system' as const, slug: '' };
  const { experts, metrics: totals, ...rest } = await sumFigures(db, programme, unit);
  return [
    [say(locale, 'week_experts'), showNumber(experts, locale)],
    ...reachedOf({ ...rest, totals }, { programme, locale }),
  ];
}

function reachedOf(
  { personTimes, reports, totals }: Pick<Digest, 'personTimes' | 'reports' | 'totals'>,
  { programme, locale }: Pick<WeekAsk, 'programme' | 'locale'>,
): [string, string][] {
  const { metrics } = programme.catalogue;
  const said = metrics
    .filter(({ key }) => (totals[key] ?? 0) > 0)
    .map(({ key }) => showFigure(metrics, key, totals[key] ?? 0, locale));
  return [
    [say(locale, 'week_times'), showNumber(personTimes, locale)],
    [say(locale, 'week_accepted'), showNumber(reports, locale)],
    ...(said.length > 0
      ? [[say(locale, 'week_outcomes'), said.join(locale === 'zh' ? '；' : '; ')] as [string, string]]
      : []),
  ];
}
