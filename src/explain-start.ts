import type { Config } from './config.ts';

/** What PostgreSQL answers when it is there but does not let us in. */
const REFUSED: Record<string, string> = {
  '28P01': '用户名或密码不对 · the user or the password is wrong',
  '28000': '这个用户不得连接 · this user may not connect',
  '3D000': '没有这个数据库 · there is no such database',
  '42501':
    '权限不足：需要 connect，以及在 public 上的 create · a right is missing: connect, or create on schema public',
};

/** Node's codes for what happens before PostgreSQL answers: network, name, certificate. */
const UNREACHED = /^E[A-Z_]+$|CERT|UNABLE_TO_/;

/** The driver's own failures, which carry no code. */
const BROKEN_OFF = /^(Connection terminated|timeout exceeded|The server does not support SSL)/;

/** Why it could not start, naming the variable to change and never a secret in it. */
export function explainStart(
  error: Error & { code?: string },
  { port, dataDir, databaseUrl }: Config,
): string {
  const { code = '', message } = error;
  if (code === 'EADDRINUSE')
    return `PORT ${port} 已被占用 · is in use by another program; set PORT to a free one`;
  if (code === 'EACCES' && message.includes('listen'))
    return `PORT ${port} 无权使用 · is not ours to listen on`;
  if (databaseUrl && REFUSED[code]) return `DATABASE_URL ${REFUSED[code]} (${code})`;
  if (databaseUrl && (UNREACHED.test(code) || /^[0-9A-Z]{5}$/.test(code)))
    return `DATABASE_URL 连接不上数据库 · the database can not be reached or used (${code})`;
  if (databaseUrl && BROKEN_OFF.test(message))
    return `DATABASE_URL 连接不上数据库 · the database can not be reached or used (${message})`;
  if (/^E[A-Z]+$/.test(code)) return `DATA_DIR ${dataDir} 不能使用 · can not be used (${code})`;
  return message;
}
