/** Whether this run leaves nothing out: both databases for every file, and every property as often as it can bear. */
export const everything = Boolean(process.env.TEST_EVERYTHING);

/** How often a property is tried: thoroughly where nothing is left out, and once, for none of them asks the engine. */
export function runs(thorough: number, usual: number): number {
  return everything && process.env.TEST_DATABASE !== 'postgres' ? thorough : usual;
}

/** What properties and the fuzzer draw by: the same in each run that leaves nothing out, new in every other. */
export const SEED = Number(process.env.FUZZ_SEED ?? (everything ? 20131112 : Date.now() % 2 ** 31));

/** The rounds of a race whose ground takes long to lay: twice, and oftener where nothing is left out. */
export const ROUNDS = everything ? [1, 2, 3, 4] : [1, 2];
