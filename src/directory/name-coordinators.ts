import { createHash, randomUUID } from 'node:crypto';
import { actOnce, recordAct } from '../db/audit.ts';
import { enqueueNotice } from '../outbox/enqueue.ts';
import { findProgramme } from '../programme/repository.ts';
import { actions, message, section } from '../slack/blocks.ts';
import { type Click, type Deps, isNobody, type Submission } from '../slack/interaction.ts';
import type { Member, Members } from '../slack/reader.ts';
import type { Answer } from '../slack/submit.ts';
import { enqueueHomes } from './homes.ts';
import { MOST_LINES, type NameLine, readNameLines } from './name-lines.ts';
import { buildNameForm, sayFaults } from './name-views.ts';
import { grantAll, type NewGrant } from './named-sql.ts';
import { IS_ID, type Naming, namesIn, resolveNaming } from './naming.ts';
import { askLeave } from './refuse.ts';
import { listRoleGrants } from './role-grants.ts';
import { replySetUpFirst } from './set-up-first.ts';
import { undoButton } from './undo-button.ts';
import { say } from './words-naming.ts';

const ROLES = { kind: 'role_grant', id: 'several' };

/** `name_coordinators`: the list of those who coordinate the districts and systems, a line each. */
export async function openNaming(deps: Deps, click: Click): Promise<void> {
  const programme = await findProgramme(deps.db, click.teamId);
  if (!programme) return replySetUpFirst(click);
  const { refusal } = await askLeave(deps, click, 'change_settings', {}, ROLES);
  if (refusal) return click.reply(refusal);
  await click.open(buildNameForm(click.locale, {}));
}

/**
 * Reads the whole list before anything is done: what can't be read stands under it, who becomes what is shown once, and
 * one more press gives all of it in one transaction.
 */
export async function submitNaming(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, locale, typed, metadata } = ask;
  const { refusal } = await askLeave(deps, ask, 'change_settings', {}, ROLES);
  if (refusal) return { notice: refusal };
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return { close: true };
  const lines = readNameLines(typeof typed.lines === 'string' ? typed.lines : '');
  if (lines.length === 0) return { errors: { lines: say(locale, 'required') } };
  if (lines.length > MOST_LINES) return { errors: { lines: say(locale, 'too_many') } };
  const members = await withNamedByHand(deps, teamId, lines, await deps.readers.list(teamId));
  const naming = resolveNaming(lines, members, await listRoleGrants(deps.db, teamId));
  if (naming.faults.length > 0)
    return { errors: { lines: sayFaults(naming.faults, members.isWhole, locale) } };
  const grants = naming.named.flatMap(({ userId: user, gains }) =>
    gains.map((place) => ({ user, ...place })),
  );
  if (grants.length === 0) return { notice: message(section(say(locale, 'nothing_new'))) };
  const look = fingerprintOf(naming);
  if (metadata.look !== look)
    return { view: buildNameForm(locale, typed, { naming, look, year: programme.year }) };
  return appoint(deps, ask, grants);
}

/** Whoever is named by an id that the list doesn't have is asked for: it may be older than the account. */
async function withNamedByHand(
  deps: Deps,
  teamId: string,
  lines: readonly NameLine[],
  members: Members,
): Promise<Members> {
  const known = new Set(members.people.map(({ userId }) => userId));
  const ids = new Set(lines.flatMap(({ who }) => namesIn(who)).filter((who) => IS_ID.test(who)));
  const found: Member[] = [];
  for (const id of ids) {
    if (known.has(id)) continue;
    const reader = await deps.readers.find(teamId, id);
    const { userId, name } = reader;
    if (reader.known) found.push({ userId, name, names: [], about: '', isOut: isNobody(reader) });
  }
  return { ...members, people: [...members.people, ...found] };
}

/** The same list read anew gives the same; where somebody was faster, or a name means another, it is shown again. */
function fingerprintOf({ named }: Naming): string {
  return createHash('sha256').update(JSON.stringify(named)).digest('hex').slice(0, 32);
}

async function appoint(deps: Deps, ask: Submission, grants: readonly NewGrant[]): Promise<Answer> {
  const { teamId, userId, locale, now, cause } = ask;
  const outcome = await actOnce(deps.db, async (trx) => {
    const named = await grantAll(trx, grants, { teamId, by: userId, now });
    const users = [...new Set(named.map(({ user }) => user))];
    if (users.length === 0) return undefined;
    const auditId = await recordAct(trx, {
      teamId,
      act: 'name_coordinators',
      actor: userId,
      objectKind: 'role_grant',
      objectId: randomUUID(),
      now,
      cause,
      details: { named },
    });
    for (const target of users)
      if (target !== userId)
        await enqueueNotice(trx, {
          teamId,
          key: `notice:${auditId}:${target}`,
          kind: 'coordinator_named',
          target,
          ref: { auditId: String(auditId) },
        });
    await enqueueHomes(trx, teamId, [...users, userId]);
    return { auditId, n: users.length };
  });
  if (outcome === 'repeated') return { close: true };
  if (!outcome) return { notice: message(section(say(locale, 'nothing_new'))) };
  return {
    notice: message(
      section(say(locale, 'done', { n: outcome.n })),
      actions(undoButton(outcome.auditId, locale)),
    ),
  };
}
