import type { Db } from '../src/db/open.ts';

/** A fresh, migrated database of its own, and a folder. */
export interface Ground {
  db: Db;
  url: string;
  folder: string;
}

/** One thing that is measured, by the product's way and by a yardstick in the same run, in turn. */
export interface Contest {
  name: string;
  unit: string;
  yardstick: string;
  /** What the ratio of the medians should be; '≥' where more is better. */
  goal?: `${'≥' | '≤'} ${number}`;
  /** Other than three of each. */
  rounds?: number;
  ours(ground: Ground): Promise<number>;
  usual(ground: Ground): Promise<number>;
}

export interface Figure {
  name: string;
  value: number;
  unit: string;
  yardstickName: string;
  yardstick: number;
  ratio: number;
  goal?: Contest['goal'];
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
