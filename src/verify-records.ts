/**
 * `npm run verify-records`: works the record log of every workspace out anew and names the first record that differs;
 * `-- --proof FILE --key FILE` checks one proof, without any database. Exits 1 when something differs.
 */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from './config.ts';
import { openDatabase } from './db/open.ts';
import { listPrintedHeads } from './digests/printed-heads.ts';
import { listTeams } from './directory/teams.ts';
import { explainStart } from './explain-start.ts';
import { type LogKey, logKeyOf, readKey } from './records/checkpoint.ts';
import { checkProof } from './records/proof.ts';
import { verifyLog } from './records/verify-log.ts';
import { sayFault, sayProof, sayVerified } from './records/verify-words.ts';
import { listHeadsInSummaries } from './summaries/printed-heads.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Everything that there is. False when anything differs. */
async function verifyAll(): Promise<boolean> {
  const outcome = readConfig();
  if (!outcome.ok) throw new Error(outcome.mistakes.join('\n'));
  const { databaseUrl, dataDir } = outcome.config;
  const { db, close } = await openDatabase({ databaseUrl, dataDir, isMadeMigrated: true }).catch(
    (error: Error) => {
      throw new Error(explainStart(error, outcome.config));
    },
  );
  try {
    let isRight = true;
    // Also one whose log is gone altogether: what its digests and summaries printed is still there.
    for (const teamId of await listTeams(db)) {
      const inDigests = await listPrintedHeads(db, teamId);
      const inSummaries = await listHeadsInSummaries(db, teamId);
      const verified = await verifyLog(db, teamId, [...inDigests, ...inSummaries]);
      if (!verified) continue;
      say(`${teamId}: ${verified.fault ? sayFault(verified.fault) : sayVerified(verified)}`);
      isRight &&= !verified.fault;
    }
    return isRight;
  } finally {
    await close();
  }
}

/** One proof file against the keys in a file: lines of `name+id+key`, or a public key as PEM. */
function verifyProof(proofPath: string, keyPath: string): boolean {
  const proof = readFileSync(proofPath, 'utf8');
  const outcome = checkProof(proof, readKeys(readFileSync(keyPath, 'utf8'), proof));
  say(sayProof(outcome));
  return outcome.ok;
}

function readKeys(text: string, proof: string): LogKey[] {
  if (text.includes('-----BEGIN')) {
    // A bare key has no name: it vouches for the log that the proof names.
    const origin = proof.split('\n\n')[1]?.split('\n')[0] ?? '';
    return [logKeyOf(origin, createPublicKey(text))];
  }
  return text.split(/\s+/).flatMap((line) => readKey(line) ?? []);
}

async function verify(): Promise<boolean> {
  const { values } = parseArgs({ options: { proof: { type: 'string' }, key: { type: 'string' } } });
  const { proof, key } = values;
  if (proof === undefined && key === undefined) return verifyAll();
  if (proof === undefined || key === undefined) throw new Error('--proof FILE --key FILE');
  return verifyProof(proof, key);
}

process.exitCode = await verify().then(
  (isRight) => (isRight ? 0 : 1),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    return 1;
  },
);
