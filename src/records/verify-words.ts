import type { Fault } from './leaf-check.ts';
import type { ProofOutcome } from './proof.ts';
import type { Verified } from './verify-log.ts';

/** What whoever runs the program reads: both languages in a line, as nobody says which is theirs. */
const FAULTS: Record<Fault['what'], string> = {
  leaf_missing: '记录簿缺少一条 · an entry of the log is missing',
  leaf_differs: '记录簿中的条目被改动 · the entry in the log was changed',
  points_wrongly: '条目之间的指向不对 · the entry points to the wrong one',
  record_missing: '记录被删除 · the record was deleted',
  record_differs: '记录内容被改动 · what the record says was changed',
  number_missing: '编号不连续 · a number is missing before it',
  fields_missing: '个人信息缺失，且没有删除登记 · what it says is gone, and no entry says that it was erased',
  not_erased: '登记为已删除，内容却还在 · it was erased by the log, and what it says is still there',
  record_without_leaf: '有记录不在记录簿中 · a record has no entry in the log',
  cut: '记录簿被截短 · the log was cut',
  root_differs: '记录簿被改写 · the log was rewritten',
  log_differs: '记录簿的状态与条目不符 · the state of the log is not that of its entries',
  key_differs: '公钥与记录簿不符 · a public key is not the log’s',
  checkpoint_differs: '签名无效 · a signature does not hold',
};

export function sayFault({ what, number, index, where, size }: Fault): string {
  const which = [
    number ?? '',
    index === undefined ? '' : `#${index}`,
    size === undefined ? '' : `(${size})`,
    where === undefined ? '' : `[${where}]`,
  ];
  return `${which.filter(Boolean).join(' ')} ${FAULTS[what]}`.trim();
}

export function sayVerified({ size, root, signed }: Verified): string {
  const hash = Buffer.from(root).toString('base64');
  const how = signed === size ? '全部已签名 · all signed' : `已签名 ${signed} 条 · ${signed} signed`;
  return `${size} 条无误 · ${size} entries in order, ${how}, ${hash}`;
}

const PROOF_FAULTS = {
  malformed: '不是核验文件 · this is no proof file',
  fields_differ: '内容与登记时不符 · what it says is not what was recorded',
  not_in_tree: '不在记录簿中 · it is not in the log',
  unknown_key: '签名不是这把公钥的 · it was not signed by this key',
  wrong_signature: '签名无效 · the signature does not hold',
  other_record: '是另一条记录的证明 · it proves another record',
};

export function sayProof(outcome: ProofOutcome): string {
  if (!outcome.ok) return PROOF_FAULTS[outcome.fault];
  const { number, name, service, from, to, days } = outcome.fields;
  return `核验通过 · it holds: ${number} ${name} ${service} ${from} – ${to} (${days})`;
}
