/** What stands before the message of a log line. */
export interface LogHead {
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  readonly host: string | null;
  /** Program without its process number; null where the log is of one program only. */
  readonly program: string | null;
  readonly message: string;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const day = 86_400_000;

const legacy =
  /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([^\s]{1,253}) ([^\s[:]{1,64})(?:\[\d{1,10}\])?: (.*)$/;
const modern =
  /^(?:<\d{1,3}>)?(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})) ([^\s]{1,253}) ([^\s[:]{1,64})(?:\[\d{1,10}\])?: (.*)$/;
const openvpn = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) (.*)$/;

/**
 * The head of a line of syslog (RFC 3164, or with the time stamps of RFC 3339) or of OpenVPN's own log; null for what is no log line.
 * RFC 3164 names no year: the last one in which the line is not more than a day ahead of `now`. Times without a zone are read as UTC.
 */
export function readHead(text: string, now: Date): LogHead | null {
  const old = legacy.exec(text);
  if (old !== null) {
    const [, month = '', date = '', hour = '', minute = '', second = ''] = old;
    const at = withoutYear(months.indexOf(month), [date, hour, minute, second].map(Number), now);
    return at === null ? null : head(at, old[6], old[7], old[8]);
  }
  const recent = modern.exec(text);
  if (recent !== null) return head(Date.parse(recent[1] ?? ''), recent[2], recent[3], recent[4]);
  const own = openvpn.exec(text);
  return own === null ? null : head(Date.parse(`${own[1]}T${own[2]}Z`), null, null, own[3]);
}

function head(
  at: number,
  host: string | null | undefined,
  program: string | null | undefined,
  message: string | undefined,
): LogHead | null {
  if (Number.isNaN(at)) return null;
  return {
    at: new Date(at).toISOString(),
    host: host ?? null,
    program: program ?? null,
    message: message ?? '',
  };
}

function withoutYear(month: number, parts: readonly number[], now: Date): number | null {
  const [date = 0, hour = 0, minute = 0, second = 0] = parts;
  for (const year of [now.getUTCFullYear() + 1, now.getUTCFullYear(), now.getUTCFullYear() - 1]) {
    const at = Date.UTC(year, month, date, hour, minute, second);
    const read = new Date(at);
    // 31 April, or a second 75: not a time. 29 February is looked for in a year that has one.
    const exists =
      read.getUTCMonth() === month && read.getUTCDate() === date && hour < 24 && minute < 60;
    if (month >= 0 && exists && second < 61 && at <= now.getTime() + day) return at;
  }
  return null;
}
