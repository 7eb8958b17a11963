import type { ClaimFile } from '../claims/claim.ts';
import { findClaim } from '../claims/listings.ts';
import type { Db } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { findDemand } from '../demands/repository.ts';
import { findReport } from '../reports/listings.ts';
import type { Report } from '../reports/report.ts';
import type { Task } from './nudge.ts';

/** What a duty is about, as it stands at this moment. */
export type Thing =
  | { kind: 'claim'; file: ClaimFile }
  | { kind: 'demand'; demand: Demand }
  | { kind: 'report'; report: Report }
  | { kind: 'yearly_summary' };

export interface Item {
  task: Task;
  thing: Thing;
}

/** Reads what these duties are about; one whose object is gone is left out. */
export async function readItems(db: Db, teamId: string, tasks: readonly Task[]): Promise<Item[]> {
  const items: Item[] = [];
  for (const task of tasks) {
    const thing = await readThing(db, teamId, task);
    if (thing) items.push({ task, thing });
  }
  return items;
}

async function readThing(db: Db, teamId: string, { owed }: Task): Promise<Thing | undefined> {
  const { objectKind, objectId } = owed;
  switch (objectKind) {
    case 'claim': {
      const file = await findClaim(db, teamId, objectId);
      return file && { kind: 'claim', file };
    }
    case 'demand': {
      const demand = await findDemand(db, teamId, objectId);
      return demand && { kind: 'demand', demand };
    }
    case 'report': {
      const report = await findReport(db, teamId, objectId);
      return report && { kind: 'report', report };
    }
    case 'yearly_summary':
      return { kind: 'yearly_summary' };
  }
}
