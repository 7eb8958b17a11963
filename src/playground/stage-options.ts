/** What a stage is made of. */
import type { Kept, SampleLanguage } from './keep.ts';
import type { Season } from './stage.ts';
import type { Workspace } from './workspace.ts';

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
