/** What the people of the season do when its year turns: the next one is opened, and summaries come in. */
import { BUREAU, type SampleSummary, TURN } from './season-data.ts';
import { ask, decide, fillIn, openWindow, press, type Scene } from './season-hands.ts';

/** By `/expert year`, unless somebody has opened it already. */
export async function openYear(scene: Scene): Promise<void> {
  const bureau = scene.workspace.as(BUREAU);
  const years = await ask(scene, bureau, '/expert', 'year');
  await openWindow(scene, bureau, () => press(scene, bureau, () => [years], { action: 'open_year' }));
  await fillIn(scene, bureau, [TURN.year.form]);
}

/** The district's coordinator writes what the figures don't say. */
export async function handIn(scene: Scene, { user, form }: SampleSummary): Promise<void> {
  const person = scene.workspace.as(user);
  await openWindow(scene, person, () => person.command('/expert', 'summary'));
  await fillIn(scene, person, [form]);
}

/** The one that came last. */
export async function acceptSummary(scene: Scene): Promise<void> {
  await decide(scene, scene.workspace.as(BUREAU), { action: 'accept_summary' });
}
