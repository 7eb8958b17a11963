import { z } from 'zod';

/** Everything the environment decides; the only reader of `process.env`. */
export interface Config {
  /** Undefined: no Slack credentials, so the playground. */
  slack: SlackConfig | undefined;
  databaseUrl: string | undefined;
  dataDir: string;
  host: string;
  port: number;
  publicUrl: string | undefined;
  logLevel: (typeof LOG_LEVELS)[number];
}

export interface SlackConfig {
  botToken: string;
  /** Over HTTP. */
  signingSecret: string | undefined;
  /** Socket Mode. */
  appToken: string | undefined;
  apiUrl: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const NOT_YET = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'ENCRYPTION_KEY'] as const;

/** An empty value counts as none: that is how compose files and systemd units leave a variable out. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const Environment = z.object({
  SLACK_BOT_TOKEN: optional(z.string().startsWith('xoxb-', 'must begin with xoxb-')),
  SLACK_SIGNING_SECRET: optional(z.string().min(8, 'must be the signing secret from “Basic Information”')),
  SLACK_APP_TOKEN: optional(z.string().startsWith('xapp-', 'must begin with xapp-')),
  SLACK_API_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s) address' })),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' })),
  DATA_DIR: optional(z.string()),
  HOST: optional(z.string()),
  PORT: optional(
    z.coerce
      .number('must be a port number')
      .int('must be a whole number')
      .min(0)
      .max(65_535, 'must be at most 65535'),
  ),
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s) address' })),
  LOG_LEVEL: optional(z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)),
  ...Object.fromEntries(
    NOT_YET.map((name) => [
      name,
      optional(z.undefined('installing in many workspaces is not available yet')),
    ]),
  ),
});

/** A half-given set of credentials is a mistake of its own, told together with the others. */
function findMissingHalves(env: NodeJS.ProcessEnv): string[] {
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN } = env;
  if (!SLACK_BOT_TOKEN && !SLACK_SIGNING_SECRET && !SLACK_APP_TOKEN) return [];
  return [
    ...(SLACK_BOT_TOKEN ? [] : ['SLACK_BOT_TOKEN is missing, but other Slack credentials are given']),
    ...(SLACK_SIGNING_SECRET || SLACK_APP_TOKEN
      ? []
      : ['SLACK_SIGNING_SECRET is missing: give it (HTTP) or SLACK_APP_TOKEN (Socket Mode)']),
  ];
}

/** Where the playground may open; every other name may be somebody’s production. */
const FOR_TRYING = ['', 'development', 'test'];

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

/** Without credentials a playground would open, where whoever comes acts as anybody: on this machine only. */
function findLocalMistakes(env: NodeJS.ProcessEnv): string[] {
  if (env.SLACK_BOT_TOKEN || env.SLACK_SIGNING_SECRET || env.SLACK_APP_TOKEN) return [];
  return [
    ...(FOR_TRYING.includes(env.NODE_ENV ?? '')
      ? []
      : [
          'NODE_ENV 只能为空、development 或 test 时才打开演示工作区：请填写 SLACK_BOT_TOKEN 等凭据 · must be empty, development or test for the playground: SLACK_BOT_TOKEN is missing, give the credentials',
        ]),
    ...(env.HOST && !LOOPBACK.test(env.HOST)
      ? [
          'HOST 只能是本机地址：没有 Slack 凭据时打开的是演示工作区，只供本机使用 · must be 127.0.0.1, ::1 or localhost: without SLACK_BOT_TOKEN the playground opens, for this machine only',
        ]
      : []),
  ];
}

export type ConfigOutcome = { ok: true; config: Config } | { ok: false; mistakes: string[] };

/** Reads and checks the environment; on failure every mistake at once, each naming its variable, never its value. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): ConfigOutcome {
  const result = Environment.safeParse(env);
  const mistakes = [
    ...(result.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`),
    ...findMissingHalves(env),
    ...findLocalMistakes(env),
  ];
  if (!result.success || mistakes.length > 0) return { ok: false, mistakes };
  const { data } = result;
  const slack = data.SLACK_BOT_TOKEN
    ? {
        botToken: data.SLACK_BOT_TOKEN,
        signingSecret: data.SLACK_SIGNING_SECRET,
        appToken: data.SLACK_APP_TOKEN,
        apiUrl: data.SLACK_API_URL ?? 'https://slack.com/api/',
      }
    : undefined;
  return {
    ok: true,
    config: {
      slack,
      databaseUrl: data.DATABASE_URL,
      dataDir: data.DATA_DIR ?? './data',
      host: data.HOST ?? (slack ? '0.0.0.0' : '127.0.0.1'),
      port: data.PORT ?? 3000,
      publicUrl: data.PUBLIC_URL?.replace(/\/+$/, ''),
      logLevel: data.LOG_LEVEL ?? 'info',
    },
  };
}
