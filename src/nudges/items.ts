import type { Db } from '../db/open.ts';
import type { Task } from './nudge.ts';

export interface Item {
  task: Task;
  /** What the duty is about, as it stands at this moment and as the duty itself knows it. */
  thing: unknown;
}

/** Reads what these duties are about; one whose object is gone is left out. */
export async function readItems(db: Db, teamId: string, tasks: readonly Task[]): Promise<Item[]> {
  const items: Item[] = [];
  for (const task of tasks) {
    const thing = await task.owed.duty.read(db, teamId, task.owed);
    if (thing) items.push({ task, thing });
  }
  return items;
}
