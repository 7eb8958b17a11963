import { grantLeave } from '../directory/refuse.ts';
import { actorOf } from '../directory/roles.ts';
import { enqueueView } from '../outbox/enqueue.ts';
import { markChanged } from '../outbox/marks.ts';
import { programmeOf } from '../programme/repository.ts';
import { readReportAround } from '../reports/around-sql.ts';
import { findReport } from '../reports/listings.ts';
import { marksOf, turnOf, whoseReport } from '../reports/tell.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { takeBackObjection, takeBackVoid } from './reports.ts';
import { type Entry, notFound } from './subject.ts';

const TAKE_BACK = { object_report: takeBackObjection, void_report: takeBackVoid } as const;

export async function enterReport(
  deps: Deps,
  ask: Ask,
  act: keyof typeof TAKE_BACK,
  id: string,
): Promise<Entry> {
  const { teamId, reader } = ask;
  const [report, around] = await Promise.all([
    findReport(deps.db, teamId, id),
    readReportAround(deps.db, ask, id),
  ]);
  if (!report) return notFound(ask);
  const { number, year } = report;
  const asked = { act, whose: whoseReport(report, around), object: { kind: 'report', id }, year };
  // What somebody did alone they take back without a second look.
  const leave = await grantLeave(deps, { ...ask, alone: true }, actorOf(reader, around.roles), asked);
  if (leave.refusal) return { refusal: leave.refusal };
  return {
    number,
    onBehalfOf: leave.onBehalfOf,
    programme: await programmeOf(deps.db, { teamId, year }, reader.tz),
    takeBack: (trx, undoing) => TAKE_BACK[act](trx, undoing, report),
    async show(trx) {
      const after = (await findReport(trx, teamId, id)) ?? report;
      const now = await readReportAround(trx, ask, id);
      await enqueueView(trx, ...turnOf(teamId, after, now));
      await markChanged(trx, { teamId, ...marksOf(after, now) });
    },
  };
}
