import { randomUUID } from 'node:crypto';
import { actOnce, recordAct } from '../../db/audit.ts';
import type { Db, Trx } from '../../db/open.ts';
import { keepReachable } from '../../directory/reachable.ts';
import type { Standing } from '../../directory/standing.ts';
import { enqueueView } from '../../outbox/enqueue.ts';
import { type Programme, showMoment } from '../../programme/programme.ts';
import { findProgramme } from '../../programme/repository.ts';
import { actions, type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { listAlike } from '../alike-sql.ts';
import { answerButton, undoButton } from '../buttons.ts';
import { enterImport } from '../enter.ts';
import { holdKind } from '../hold-sql.ts';
import { type Import, type Kind, type Likely, unansweredIn } from '../import.ts';
import { keysOf } from '../kinds/keys.ts';
import type { Applied } from '../made.ts';
import { type Make, prepareMake } from '../make.ts';
import { forgetRows, inParts, type KeptRow, keepObjects, listRows, markLikely } from '../rows-sql.ts';
import { findApplied, findImport } from '../sql.ts';
import { holdChecked, setApplied } from '../states-sql.ts';
import { listNames, showImport, type Told, toldOf } from '../tell.ts';
import { explainState } from '../views.ts';
import { say } from '../words.ts';

/** `apply_import`: the whole file at once, and once. What looks like something that came in meanwhile is asked first. */
export async function applyImport(deps: Deps, click: Click): Promise<Message | undefined> {
  const { teamId, locale, reader, value } = click;
  const { one, standing, refusal } = await enterImport(deps, click, 'apply_import', value);
  if (!one) return refusal;
  if (one.state !== 'checked') return explainState(one, locale);
  if (unansweredIn(one) > 0) return explainNow(deps, click, one);
  const programme = await findProgramme(deps.db, teamId, reader.tz);
  if (!programme) return explainState(one, locale);
  const kept = await listApplicable(deps.db, teamId, one.id);
  const rows = kept.map(({ no, form }): Applied => ({ no, id: randomUUID(), form: form ?? {} }));
  const { year } = programme;
  const make = await prepareMake(deps.db, teamId, one, { rows, year });
  const outcome = await actOnce(deps.db, (trx) => apply(trx, click, { one, standing, kept, make, year }));
  if (outcome === 'repeated') return undefined;
  if (outcome === 'elsewhere') return explainNow(deps, click, one);
  if (outcome === 'experts_changed') return message(section(say(locale, 'experts_changed')));
  if ('alike' in outcome) return explainNow(deps, click, one, outcome.alike);
  if ('before' in outcome) return explainBefore(deps, click, outcome.before, programme);
  if ('closed' in outcome)
    return message(section(say(locale, 'year_closed_meanwhile', { years: outcome.closed.join(', ') })));
  const { applied } = outcome;
  const undo = undoButton({ id: one.id, appliedRows: applied }, locale);
  return message(section(say(locale, 'applied_now', { n: applied })), actions(undo));
}

interface Applying {
  one: Import;
  standing: Standing;
  kept: readonly KeptRow[];
  make: Make;
  year: number;
}

type Outcome =
  | { applied: number }
  | { alike: number }
  | { closed: number[] }
  | { before: Import }
  | 'experts_changed'
  | 'elsewhere';

async function apply(
  trx: Trx,
  click: Click,
  { one, standing, kept, make, year }: Applying,
): Promise<Outcome> {
  const { teamId, userId, now, cause } = click;
  const of = { teamId, importId: one.id };
  await holdKind(trx, teamId, one.kind);
  if (!(await holdChecked(trx, { teamId, id: one.id, revision: one.revision }))) return 'elsewhere';
  const before = await findApplied(trx, { teamId, kind: one.kind, hash: one.fileHash ?? '' });
  if (before) return { before };
  const alike = await findNewlyAlike(trx, { teamId, year }, one.kind, kept);
  if (alike.size > 0) {
    await markLikely(trx, of, alike);
    await showImport(trx, teamId, one);
    return { alike: alike.size };
  }
  const made = await make(trx, { teamId, uploadedBy: one.uploadedBy, by: userId, now });
  if (made === 'experts_changed' || 'closed' in made) return made;
  const applied = made.objects.length;
  await setApplied(trx, { teamId, id: one.id }, { by: userId, now, rows: applied });
  await keepObjects(trx, of, made.objects);
  await forgetRows(trx, of);
  await recordAct(trx, {
    teamId,
    act: 'apply_import',
    actor: userId,
    objectKind: 'import',
    objectId: one.id,
    now,
    cause,
    details: { kind: one.kind, rows: applied },
    how: standing.how,
  });
  await tell(trx, click, one, [...made.told, { userId: one.uploadedBy, as: 'applied', n: applied }]);
  return { applied };
}

/** One message to each person whom it concerns, but to whoever pressed. */
async function tell(trx: Trx, { teamId, userId }: Click, one: Import, all: readonly Told[]): Promise<void> {
  const others = all.filter((told) => told.userId !== userId);
  const people = await keepReachable(
    trx,
    teamId,
    others.map((told) => told.userId),
  );
  await enqueueView(
    trx,
    ...toldOf(
      teamId,
      one,
      others.filter((told) => people.includes(told.userId)),
    ),
  );
  await showImport(trx, teamId, one, people);
}

/** Rows that look like something that came in since they were read; what somebody called another is another. */
async function findNewlyAlike(
  trx: Trx,
  asked: { teamId: string; year: number },
  kind: Kind,
  kept: readonly KeptRow[],
): Promise<Map<number, Likely>> {
  const alike = new Map<number, Likely>();
  // Of a unit there can't be two: one that is there by now is left as it is.
  if (kind === 'units') return alike;
  const unasked = kept.filter(({ answer }) => answer === null);
  for (const part of inParts(unasked, 500)) {
    const found = await listAlike(
      trx,
      asked,
      kind,
      part.flatMap(({ form }) => form ?? []),
    );
    for (const { no, form } of part) {
      const likely = keysOf(kind, form ?? {})
        .map((key) => found.get(key))
        .find(Boolean);
      if (likely) alike.set(no, likely);
    }
  }
  return alike;
}

/** Read in parts: nobody waits for five thousand rows at once. */
async function listApplicable(db: Db, teamId: string, importId: string): Promise<KeptRow[]> {
  const all: KeptRow[] = [];
  for (;;) {
    const after = all.at(-1)?.no ?? 0;
    const part = await listRows(db, { teamId, importId }, { which: 'applicable', after, limit: PART });
    all.push(...part);
    if (part.length < PART) return all;
  }
}

const PART = 200;

/** Somebody was faster, or rows are to be looked at first. */
async function explainNow(
  deps: Deps,
  { teamId, locale }: Click,
  before: Import,
  alike = 0,
): Promise<Message> {
  const one = (await findImport(deps.db, teamId, before.id)) ?? before;
  if (one.state !== 'checked') return explainState(one, locale);
  const n = alike || unansweredIn(one);
  const said = say(locale, alike > 0 ? 'look_again' : 'still_open', { n });
  return message(section(said), actions(answerButton(one, locale)));
}

async function explainBefore(deps: Deps, { teamId, locale }: Click, first: Import, programme: Programme) {
  const names = await listNames(deps.db, teamId, [first.appliedBy]);
  const who = names.get(first.appliedBy ?? '') ?? '';
  const when = first.appliedAt ? showMoment(first.appliedAt, programme, locale) : '';
  return message(section(say(locale, 'applied_before', { who, when })));
}
