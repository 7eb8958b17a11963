/** A province of ten years beside a city of one, and ten years of one size beside one: each thing read in turn. */
import type { Db } from '../src/db/open.ts';
import type { Figure } from './contest.ts';
import { claimOnce, HOMES, LISTS, LOOKS, MESSAGES, type Reading } from './history.ts';
import { type History, seedHistory } from './seed-history.ts';

const ROUNDS = 7;

interface Beside {
  name: string;
  ours: History;
  usual: History;
  goal: NonNullable<Figure['goal']>;
}

const BESIDE: readonly Beside[] = [
  {
    name: 'province of ten years',
    ours: { years: 10, size: 5 },
    usual: { years: 1, size: 1 },
    goal: '≤ 1.5',
  },
  { name: 'city of ten years', ours: { years: 10, size: 1 }, usual: { years: 1, size: 1 }, goal: '≤ 1.1' },
];

let claims = 0;
const CLAIM: Reading = {
  name: 'claim',
  run(db) {
    claims += 1;
    return claimOnce(db, claims);
  },
};

const READINGS: readonly Reading[] = [
  ...HOMES,
  ...MESSAGES.filter(({ name }) => /^(digest|nudge)\b/.test(name)),
  ...LISTS,
  ...LOOKS,
  CLAIM,
];

/** Figures in ms; the ratio is what a longer, larger past costs. */
export async function* compareHistories(
  onFresh: <T>(work: (db: Db) => Promise<T>) => Promise<T>,
): AsyncGenerator<Figure> {
  for (const beside of BESIDE) {
    const figures = await onFresh((large) => onFresh((small) => compare(beside, large, small)));
    yield* figures;
  }
}

async function compare({ name, ours, usual, goal }: Beside, large: Db, small: Db): Promise<Figure[]> {
  await seedHistory(large, ours);
  await seedHistory(small, usual);
  const figures: Figure[] = [];
  for (const reading of READINGS) {
    const times: { ours: number[]; usual: number[] } = { ours: [], usual: [] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      const one = { ours: await clock(reading, large), usual: await clock(reading, small) };
      // The first one fills caches, on either side.
      if (round === 0) continue;
      times.ours.push(one.ours);
      times.usual.push(one.usual);
    }
    const [value, yardstick] = [median(times.ours), median(times.usual)];
    figures.push({
      name: `${reading.name}, ${name}`,
      value,
      unit: 'ms',
      yardstickName: 'a city of one year',
      yardstick,
      ratio: value / yardstick,
      goal,
    });
  }
  return figures;
}

async function clock({ run }: Reading, db: Db): Promise<number> {
  const started = performance.now();
  await run(db);
  return performance.now() - started;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
