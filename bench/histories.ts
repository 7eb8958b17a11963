import type { Db } from '../src/db/open.ts';
import { median } from './contest.ts';
import { claimOnce, HOMES, LISTS, LOOKS, MESSAGES, type Reading } from './history.ts';
import { type History, seedHistory } from './seed-history.ts';

/** A city of one year, ten years of it, and a province of ten. */
const HISTORIES = {
  city: { years: 1, size: 1 },
  tenYears: { years: 10, size: 1 },
  province: { years: 10, size: 5 },
} as const satisfies Record<string, History>;

export type Histories = Record<keyof typeof HISTORIES, Db>;

/** Milliseconds; the goals are province ≤ 1.5 × city, and ten years ≤ 1.1 × one. */
export interface HistoryFigure extends Record<keyof Histories, number> {
  name: string;
}

const ROUNDS = 7;

/** Fills three empty, migrated databases; the province takes the better part of a minute. */
export async function seedHistories(histories: Histories): Promise<void> {
  for (const [name, db] of Object.entries(histories))
    await seedHistory(db, HISTORIES[name as keyof Histories]);
}

/** Each reading in turn in each of them, after one that is not counted; the medians. */
export async function measureHistories(histories: Histories): Promise<HistoryFigure[]> {
  let claims = 0;
  const claim: Reading = { name: 'claim', run: (db) => claimOnce(db, claims) };
  const figures: HistoryFigure[] = [];
  for (const { name, run } of [...HOMES, ...MESSAGES, ...LISTS, ...LOOKS, claim]) {
    const took: Record<keyof Histories, number[]> = { city: [], tenYears: [], province: [] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const history of Object.keys(took) as (keyof Histories)[]) {
        const started = performance.now();
        await run(histories[history]);
        if (round > 0) took[history].push(performance.now() - started);
      }
      if (run === claim.run) claims += 1;
    }
    const { city, tenYears, province } = took;
    figures.push({ name, city: median(city), tenYears: median(tenYears), province: median(province) });
  }
  return figures;
}
