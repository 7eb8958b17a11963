/** A list of 5,000 experts is imported while people claim. */
import { performance } from 'node:perf_hooks';
import { claimAsProduct } from './claims.ts';
import type { Ground } from './contest.ts';
import { depsOf, importList, list, oneRow, seed } from './import.ts';

/** By as many experts, on as many needs. */
const [EVERY_MS, CLAIMANTS] = [250, 400];

export interface ClaimsMeanwhile {
  seconds: number;
  claims: number;
  /** In ms, from the click on, however busy the process is. */
  longestMs: number;
  medianMs: number;
}

/** The same list while people claim, four a second: how long they wait. */
export async function importWhileClaiming({ db }: Pick<Ground, 'db'>): Promise<ClaimsMeanwhile> {
  const bytes = list();
  await seed(db, CLAIMANTS);
  const deps = depsOf(db, bytes);
  await importList(deps, 'warm', oneRow());
  for (let i = 1; i <= 5; i += 1) await claimAsProduct(db, `e${i}`, `d${i}`);
  const under: Promise<number>[] = [];
  const since = performance.now();
  async function claimNext(n: number): Promise<number> {
    const due = since + under.length * EVERY_MS;
    if (!(await claimAsProduct(db, `e${n}`, `d${n}`))) throw new Error(`claim ${n} was refused`);
    return performance.now() - due;
  }
  const clicks = setInterval(() => {
    // A turn that came late is made up for: nobody’s click waits unseen for the one before.
    while (under.length * EVERY_MS <= performance.now() - since && under.length < CLAIMANTS - 5)
      under.push(claimNext(under.length + 6));
  }, 10);
  await importList(deps, 'list', bytes).finally(() => clearInterval(clicks));
  const seconds = (performance.now() - since) / 1000;
  const waits = (await Promise.all(under)).toSorted((a, b) => a - b);
  const medianMs = waits[Math.floor(waits.length / 2)] ?? 0;
  return { seconds, claims: waits.length, longestMs: waits.at(-1) ?? 0, medianMs };
}
