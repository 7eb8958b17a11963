/** What plays on the local workspace: the sample season, or nothing; and starting again with either. */
import { furnish, speak } from './cast.ts';
import { type Kept, restore, type SampleLanguage } from './keep.ts';
import { type Language, listChanging, readIn } from './languages.ts';
import { playSeason, type SeasonStage } from './season.ts';
import type { Workspace } from './workspace.ts';

/** The sample season's day: Thursday, 10:00 in Shanghai. */
export const SEASON_DAY = Temporal.Instant.from('2013-10-31T10:00:00+08:00');

export interface Season {
  /** 'none': an empty workspace. */
  state: 'none' | 'playing' | 'done' | 'failed';
  done: number;
  total: number;
}

/** With the season as it ends, with the season played before one's eyes, or with nothing. */
export type Beginning = 'sample' | 'played' | 'empty';

export interface Stage {
  readonly season: Readonly<Season>;
  /** Whether workspace and app keep Slack's pace; a season is played in without. */
  readonly pacing: boolean;
  setPacing(on: boolean): void;
  /**
   * Resolves when everything is gone and the people are there again; the season has been played before, or is played
   * in by itself from then on (`played`, and where what was played before doesn't fit the app any more).
   */
  restart(season: Beginning): Promise<void>;
  /** Lets this person and the cast read in this language; a season that nobody has touched yet is there in it at once. */
  readIn(userId: string, language: Language): Promise<void>;
  /** Breaks a season off that is being played. */
  stop(): void;
}

export interface StageOptions {
  workspace: Workspace;
  clock: { now(): Temporal.Instant; moveTo(moment: Temporal.Instant): void };
  wallNow: () => Temporal.Instant;
  /** What a complete start left behind. */
  season: Season;
  /** The app looks at what is due at the clock's moment, and sends it. */
  look(): Promise<void>;
  /** Empties the app's data; it is not at work meanwhile, nor while the workspace is made ready. */
  reset(makeReady: () => Promise<void>): Promise<void>;
  /** Puts in what the app had after the season and returns what people saw of it; undefined when it can't. */
  loadSample(language: SampleLanguage): Promise<Kept | undefined>;
  /** Whether the app's database may be ahead of the disk: a season that is not whole is worth nothing. */
  setHurried(on: boolean): Promise<void>;
  /** The app's own pace. */
  setPacing(on: boolean): void;
  onTrouble(error: Error): void;
}

/** Nothing plays until it is told to. */
export function createStage({
  workspace,
  clock,
  wallNow,
  look,
  reset,
  loadSample,
  setHurried,
  setPacing,
  onTrouble,
  ...options
}: StageOptions): Stage {
  const { team } = workspace;
  const season: Season = { ...options.season };
  let pacing = true;
  let play = { abort: new AbortController(), ended: Promise.resolve() };
  let restarting = Promise.resolve();
  /** How much people had done when the season was brought in. */
  let untouchedAt: number | undefined;

  function show(change: Partial<Season>): void {
    Object.assign(season, change);
    team.changed();
  }

  function applyPacing(on: boolean): void {
    team.options.paced = on;
    setPacing(on);
  }

  async function playIn(signal: AbortSignal): Promise<void> {
    const onProgress = (done: number, total: number) => show({ done, total });
    applyPacing(false);
    try {
      await playHurried(signal, onProgress);
      if (!signal.aborted) {
        clock.moveTo(SEASON_DAY);
        show({ state: 'done' });
      }
    } catch (error) {
      if (signal.aborted) return;
      show({ state: 'failed' });
      onTrouble(error as Error);
    } finally {
      applyPacing(pacing);
    }
  }

  async function playHurried(signal: AbortSignal, onProgress: SeasonStage['onProgress']): Promise<void> {
    await setHurried(true);
    try {
      await playSeason({ workspace, clock, look, onProgress, signal });
    } finally {
      await setHurried(false);
    }
  }

  /** Looking around is no act. */
  function countActs(): number {
    return team.deliveries.filter(({ kind }) => kind !== 'event').length;
  }

  /** The season as it was kept, in the language of those who run it; undefined when it has to be played. */
  async function findSample(locales: ReadonlyMap<string, string>): Promise<Kept | undefined> {
    const language = locales.get('U0BUREAU')?.startsWith('en') ? 'en' : 'zh';
    return (await loadSample(language).catch((error: Error) => onTrouble(error))) ?? undefined;
  }

  async function startAgain(what: Beginning, changed?: ReadonlyMap<string, string>): Promise<void> {
    play.abort.abort();
    await play.ended;
    // Until the end of this the folder is worth nothing: see `isComplete`.
    show({ state: 'playing', done: 0, total: 0 });
    const locales = new Map(
      [...team.users.values()].map(({ id, locale }) => [id, changed?.get(id) ?? locale]),
    );
    untouchedAt = undefined;
    let isThere = false;
    await reset(async () => {
      // Before anybody is gone: a window that looks in between would send its person away.
      const sample = what === 'sample' ? await findSample(locales) : undefined;
      workspace.reset();
      clock.moveTo(what === 'empty' ? wallNow() : SEASON_DAY);
      if (sample) restore(workspace, sample);
      else furnish(workspace, locales);
      isThere = sample !== undefined;
    });
    if (isThere) {
      await speak(workspace, locales);
      show({ state: 'done' });
      untouchedAt = countActs();
      return;
    }
    if (what === 'empty') return show({ state: 'none' });
    const abort = new AbortController();
    play = { abort, ended: playIn(abort.signal) };
  }

  function restart(what: Beginning, locales?: ReadonlyMap<string, string>): Promise<void> {
    const one = restarting.then(() => startAgain(what, locales));
    restarting = one.catch(() => show({ state: 'failed' }));
    return one;
  }

  return {
    season,
    get pacing() {
      return pacing;
    },
    setPacing(on) {
      pacing = on;
      if (season.state !== 'playing') applyPacing(on);
      team.changed();
    },
    restart: (what) => restart(what),
    async readIn(userId, language) {
      const changing = listChanging(workspace, userId, language);
      if (changing.size > 0 && untouchedAt === countActs()) await restart('sample', changing);
      else await readIn(workspace, userId, language);
    },
    stop: () => play.abort.abort(),
  };
}
