/** What plays on the local workspace: the sample season, or nothing; and starting again with either. */
import { furnish, speak } from './cast.ts';
import { type Kept, restore } from './keep.ts';
import { type Language, listChanging, readIn } from './languages.ts';
import { playSeason, playTurn, type SeasonStage, TURN_ENDS } from './season.ts';
import type { StageOptions } from './stage-options.ts';

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
  /** The same for the next start. */
  readonly kept: Readonly<Season>;
  /** Whether workspace and app keep Slack's pace; a season is played in without. */
  readonly pacing: boolean;
  setPacing(on: boolean): void;
  /**
   * Resolves when everything is gone and the people are there again; the season has been played before, or is played
   * in by itself from then on (`played`, and where what was played before doesn't fit the app any more).
   */
  restart(season: Beginning): Promise<void>;
  /** Goes on to the next year's first need, by itself from then on; throws where there is no season to go on from. */
  playOn(): void;
  /** Lets this person and the cast read in this language; a season that nobody has touched yet is there in it at once. */
  readIn(userId: string, language: Language): Promise<void>;
  /** Breaks a season off that is being played. */
  stop(): void;
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
  /** The season has been played to its end: what comes after it may stop anywhere, and nothing is lost. */
  let isWhole = false;

  function kept(): Season {
    return isWhole ? { ...season, state: 'done' } : season;
  }

  function show(change: Partial<Season>): void {
    Object.assign(season, change);
    team.changed();
  }

  function applyPacing(on: boolean): void {
    team.options.paced = on;
    setPacing(on);
  }

  /** Plays the season, or on from it, and leaves the clock where that ends. */
  async function playIn(play: typeof playSeason, ends: Temporal.Instant, signal: AbortSignal): Promise<void> {
    const onProgress = (done: number, total: number) => show({ done, total });
    applyPacing(false);
    try {
      await play({ workspace, clock, look, onProgress, signal });
      if (!signal.aborted) {
        clock.moveTo(ends);
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

  async function playHurried(stage: SeasonStage): Promise<void> {
    await setHurried(true);
    try {
      await playSeason(stage);
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
    isWhole = false;
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
    begin(playHurried, SEASON_DAY);
  }

  function begin(what: typeof playSeason, ends: Temporal.Instant): void {
    const abort = new AbortController();
    play = { abort, ended: playIn(what, ends, abort.signal) };
  }

  /** From the season's last day, or wherever people have moved the clock to since, as far as the turn goes. */
  function playOn(): void {
    if (season.state === 'playing') throw new Error('season_playing');
    if (kept().state !== 'done' || Temporal.Instant.compare(clock.now(), TURN_ENDS) >= 0)
      throw new Error('nothing_to_play');
    isWhole = true;
    show({ state: 'playing', done: 0, total: 0 });
    begin(playTurn, TURN_ENDS);
  }

  function restart(what: Beginning, locales?: ReadonlyMap<string, string>): Promise<void> {
    const one = restarting.then(() => startAgain(what, locales));
    restarting = one.catch(() => show({ state: 'failed' }));
    return one;
  }

  return {
    season,
    get kept() {
      return kept();
    },
    get pacing() {
      return pacing;
    },
    setPacing(on) {
      pacing = on;
      if (season.state !== 'playing') applyPacing(on);
      team.changed();
    },
    restart: (what) => restart(what),
    playOn,
    async readIn(userId, language) {
      const changing = listChanging(workspace, userId, language);
      if (changing.size > 0 && untouchedAt === countActs()) await restart('sample', changing);
      else await readIn(workspace, userId, language);
    },
    stop: () => play.abort.abort(),
  };
}
