/** The sample season, played by its people through Slack's protocol: commands, windows and buttons. */
import { CAST, NEEDS_CHANNEL } from './cast.ts';
import { hasAccount, SEASON, TURN, userOf } from './season-data.ts';
import { type Scene, untilHeard, waitFor } from './season-hands.ts';
import { listActs, listTurn } from './season-plan.ts';
import type { Act } from './season-time.ts';
import type { Workspace } from './workspace.ts';

export interface SeasonStage {
  /** Its cast and channels are made where they are missing. */
  workspace: Workspace;
  clock: { now(): Temporal.Instant; moveTo(moment: Temporal.Instant): void };
  /** The app looks at what is due at the clock's moment, and sends it. */
  look(): Promise<void>;
  /** Where the app shows its pages; beside the window, if nothing is said. */
  pagesUrl?: string;
  onProgress(done: number, total: number): void;
  signal: AbortSignal;
}

/** The bulk is read before the last day: what came since is still new to the cast. */
const LAST_DAY = Temporal.Instant.from('2013-10-31T00:00+08:00');

/** When the year has turned. */
export const TURN_ENDS = Temporal.Instant.from(TURN.ends_at);

/**
 * Plays from 30 August to 31 October 2013, 10:00 in Shanghai; there the clock stands afterwards. Rejects with the
 * signal's reason when it is aborted between two acts, and otherwise with the act that failed and what was on the screen.
 */
export async function playSeason(stage: SeasonStage): Promise<void> {
  const { workspace, clock, look } = stage;
  const scene = openScene(stage);
  seatPeople(workspace);
  let isLastDay = false;
  await playActs(scene, stage, listActs(), (at) => {
    if (isLastDay || Temporal.Instant.compare(at, LAST_DAY) < 0) return;
    isLastDay = true;
    readEverything(workspace);
  });
  clock.moveTo(Temporal.Instant.from(SEASON.ends_at));
  // What the next minutes would bring is there: whom the first look asks Slack about, the second one reminds.
  for (const _ of ['ask', 'remind']) await look();
  await openHomes(scene);
}

/**
 * Goes on from wherever the clock stands to the first need of the next year, in January; what would have begun before
 * that isn't done any more. Rejects like `playSeason`.
 */
export async function playTurn(stage: SeasonStage): Promise<void> {
  const { clock, look } = stage;
  const scene = openScene(stage);
  await playActs(scene, stage, listTurn(clock.now()));
  clock.moveTo(TURN_ENDS);
  await look();
  await openHomes(scene);
}

function openScene({ workspace, look, pagesUrl = workspace.url }: SeasonStage): Scene {
  return { workspace, channel: NEEDS_CHANNEL, ids: new Map(), look, pagesUrl };
}

async function playActs(
  scene: Scene,
  { clock, onProgress, signal }: SeasonStage,
  acts: readonly Act[],
  before: (at: Temporal.Instant) => void = () => {},
): Promise<void> {
  for (const [index, act] of acts.entries()) {
    signal.throwIfAborted();
    before(act.at);
    clock.moveTo(act.at);
    await perform(scene, act);
    onProgress(index + 1, acts.length);
  }
}

async function perform(scene: Scene, { name, hears, run }: Act): Promise<void> {
  try {
    await untilHeard(scene, hears, () => run(scene));
  } catch (cause) {
    throw new Error(`${name}: ${(cause as Error).message}`, { cause });
  }
}

/** The cast, and a quiet account for every other expert: people without a title are nobody to switch to. */
function seatPeople(workspace: Workspace): void {
  const { team } = workspace;
  const withAccount = SEASON.experts.filter(({ id }) => hasAccount(id));
  const experts = withAccount.map(({ id, form: { name } }) => ({ id: userOf(id), name }));
  for (const person of [...CAST, ...experts]) if (!team.users.has(person.id)) workspace.addUser(person);
  const members = [...CAST, ...experts].map(({ id }) => id);
  const channel = team.channels.get(NEEDS_CHANNEL);
  if (!channel) workspace.addChannel({ id: NEEDS_CHANNEL, name: '专家需求', members, botIsMember: true });
  else for (const id of members) channel.members.add(id);
}

function readEverything({ team, as }: Workspace): void {
  for (const { id } of CAST)
    for (const channel of team.channels.values()) if (channel.members.has(id)) as(id).read(channel.id);
}

/** As after a fresh start of their clients: Home is there, and what only they saw for a moment is gone. */
async function openHomes(scene: Scene): Promise<void> {
  const { workspace } = scene;
  for (const { id } of CAST) {
    const person = workspace.as(id);
    await person.openHome();
    await waitFor(scene, person, 'Home', () => person.home);
  }
  await workspace.settled();
  workspace.team.ephemerals.length = 0;
}
