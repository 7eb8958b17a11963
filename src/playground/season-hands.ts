/** How the people of the season use Slack: they type, fill in windows, and press what they see. */
import { findField, listElements } from './elements.ts';
import type { Person } from './person.ts';
import type { Place } from './presses.ts';
import type { Block, Ephemeral, View } from './records.ts';
import type { Form } from './season-data.ts';
import type { Workspace } from './workspace.ts';

export interface Scene {
  workspace: Workspace;
  /** The channel where needs appear. */
  channel: string;
  /** The desk's own ids of needs and claims, by the season's. */
  ids: Map<string, string>;
  /** The app looks at what is due, and sends it. */
  look(): Promise<void>;
  /** Where the app shows its pages, whatever address it gives to people. */
  pagesUrl: string;
}

/** Milliseconds of wall time until an answer counts as missing; the desk's queue looks at least twice a minute. */
const PATIENCE_MS = 45_000;

/** Waits until it is so; what the person sees instead is in the error. */
export async function waitFor<T>(
  { workspace }: Scene,
  person: Person,
  what: string,
  condition: () => T,
): Promise<NonNullable<T>> {
  try {
    return await workspace.until(condition, PATIENCE_MS);
  } catch (cause) {
    throw new Error(`${person.id} waits for ${what}; on the screen: ${screenOf(person)}`, { cause });
  }
}

/** Runs an act and waits until each of these people, or the channel, has a new message: so all is said at its moment. */
export async function untilHeard(
  { workspace }: Scene,
  hears: readonly string[],
  run: () => Promise<void>,
): Promise<void> {
  const count = (id: string) =>
    (workspace.team.users.has(id) ? workspace.as(id).dms : workspace.messages(id)).length;
  const before = hears.map(count);
  await run();
  const missing = () => hears.filter((id, index) => count(id) <= (before[index] ?? 0));
  await workspace
    .until(() => missing().length === 0, PATIENCE_MS)
    .catch((cause: Error) => {
      throw new Error(`no message for ${missing().join(', ')}`, { cause });
    });
}

/** The window on top, or else the newest answer, as text. */
function screenOf(person: Person): string {
  const top = person.views.at(-1);
  const wrong = Object.entries(person.errors).map(([field, message]) => `${field}: ${message}`);
  const shown = top ? textOf(top.blocks) : (person.ephemerals.at(-1)?.text ?? 'nothing');
  return [person.notice, ...wrong, shown].filter(Boolean).join(' | ').slice(0, 500);
}

function textOf(blocks: readonly Block[]): string {
  const texts = JSON.stringify(blocks).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g);
  return [...texts].map(([, text]) => text).join(' ');
}

/** What opens answers with a window; an answer in words instead is an error. */
export async function openWindow(scene: Scene, person: Person, open: () => Promise<unknown>): Promise<View> {
  const before = person.views.at(-1);
  const said = person.ephemerals.at(-1);
  await open();
  return waitFor(scene, person, 'a window', () => {
    const top = person.views.at(-1);
    if (top === before && person.ephemerals.at(-1) !== said) throw new Error('answered in words');
    return top === before ? undefined : top;
  });
}

/** Sends one window after the other and closes what then says how it went; returns that one. */
export async function fillIn(
  scene: Scene,
  person: Person,
  steps: readonly Form[],
): Promise<View | undefined> {
  for (const step of steps) await submit(scene, person, step);
  const last = person.views.at(-1);
  if (last?.submit) throw new Error(`${person.id} is asked again; on the screen: ${screenOf(person)}`);
  if (last) await person.closeModal({ all: true });
  return last;
}

/** Sends the window on top with what of the values it asks for; a second look is confirmed. */
export async function submit(scene: Scene, person: Person, values: Form): Promise<void> {
  const view = person.views.at(-1);
  const before = view?.hash;
  if (!view) throw new Error(`${person.id} has no window`);
  await person.submit(Object.fromEntries(Object.entries(values).filter(([field]) => asksFor(view, field))));
  await waitFor(scene, person, 'the outcome', () => {
    const isAnswered = view.hash !== before && (view.submit || view.close);
    return isAnswered || person.views.at(-1) !== view || Object.keys(person.errors).length > 0;
  });
  if (Object.keys(person.errors).length > 0) throw new Error(`${person.id} is told: ${screenOf(person)}`);
  if (asksFor(view, 'confirm') && person.views.at(-1) === view)
    await submit(scene, person, { confirm: ['yes'] });
}

function asksFor(view: View, field: string): boolean {
  return view.blocks.some(({ type, block_id: id }) => type === 'input' && id === field);
}

/** The desk's private answer to a command. */
export async function ask(scene: Scene, person: Person, command: string, text?: string): Promise<Ephemeral> {
  const before = person.ephemerals.at(-1);
  await person.command(command, text);
  return waitFor(scene, person, 'an answer', () => {
    const newest = person.ephemerals.at(-1);
    return newest === before ? undefined : newest;
  });
}

/** What is looked for: a button by what it does, and to what, or in a message that speaks of something. */
export interface Wanted {
  action: string;
  value?: string | undefined;
  about?: string;
  /** What the message itself is called: a reminder speaks of many things. */
  title?: string;
}

interface Found {
  place: Place;
  blockId: string | undefined;
  value: string;
}

/** The newest button of this kind; of several in one message the first below the words. */
export function findButton(places: readonly Place[], wanted: Wanted): Found | undefined {
  const { title } = wanted;
  if (title === undefined) return findIn(places, wanted);
  const called = places.filter(({ blocks }) =>
    blocks.some((block) => block.type === 'header' && JSON.stringify(block).includes(title)),
  );
  return findIn(called, wanted);
}

function findIn(places: readonly Place[], { action, value, about }: Wanted): Found | undefined {
  for (const place of places.toReversed()) {
    const from = about ? place.blocks.findIndex((block) => JSON.stringify(block).includes(about)) : 0;
    if (from < 0) continue;
    const placed = listElements(place.blocks.slice(from)).find(
      ({ element }) => element.action_id === action && (value === undefined || element.value === value),
    );
    if (!placed) continue;
    return { place, blockId: placed.block.block_id, value: String(placed.element.value) };
  }
  return undefined;
}

/** Presses the button as soon as it is there; returns what it stood for. */
export async function press(
  scene: Scene,
  person: Person,
  places: () => readonly Place[],
  wanted: Wanted,
): Promise<string> {
  const { place, blockId, value } = await waitFor(scene, person, `the button ${wanted.action}`, () =>
    findButton(places(), wanted),
  );
  await person.press(place, wanted.action, blockId === undefined ? {} : { blockId });
  return value;
}

/** Decides by a button of a direct message, which then loses it. */
export async function decide(scene: Scene, person: Person, wanted: Wanted): Promise<void> {
  const value = await press(scene, person, () => person.dms, wanted);
  await waitFor(scene, person, `${wanted.action} to be done`, () => {
    return !findButton(person.dms, { action: wanted.action, value });
  });
}

/** The same where the desk asks for a reason, or for more, in a window. */
export async function decideInWindow(
  scene: Scene,
  person: Person,
  places: () => readonly Place[],
  wanted: Wanted,
  form: Form,
): Promise<void> {
  await openWindow(scene, person, () => press(scene, person, places, wanted));
  await fillIn(scene, person, [form]);
}

/** What stands in a field of choices, and what may be chosen there. */
export function fieldOf(view: View, field: string) {
  const { element } = findField(view.blocks, field);
  return { element, state: view.state.values[field]?.[element.action_id ?? ''] };
}
