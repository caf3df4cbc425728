// The reporter that a family's process runs with: sends each finished test to the parent over the process channel.
import { inspect } from 'node:util';

export default async function* reporter(events) {
  // The names of the suites and tests around the one that is running, by depth.
  const names = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      names.length = data.nesting;
      names[data.nesting] = data.name;
    } else if (type === 'test:pass' || type === 'test:fail') {
      send(outcome(type, data, names));
    } else if (type === 'test:diagnostic' && data.level === 'error') {
      send({ kind: 'note', text: data.message });
    }
  }
  send({ kind: 'end' });
  yield '';
}

function outcome(type, data, names) {
  const cause = data.details.error?.cause ?? data.details.error;
  return {
    kind: 'test',
    suite: data.details.type === 'suite',
    name: [...names.slice(0, data.nesting), data.name].join(' › '),
    file: data.file ?? '',
    line: data.line ?? 0,
    durationMs: data.details.duration_ms,
    outcome: data.skip !== undefined || data.todo !== undefined ? 'skipped' : verdict(type),
    reason: reason(data.skip ?? data.todo),
    // A parent whose children failed adds nothing to what they said.
    onlyChildren: data.details.error?.failureType === 'subtestsFailed',
    error: type === 'test:fail' ? explain(cause) : '',
  };
}

function verdict(type) {
  return type === 'test:pass' ? 'passed' : 'failed';
}

function reason(given) {
  return typeof given === 'string' ? given : '';
}

function explain(cause) {
  if (cause instanceof Error) {
    const { stack = '', code, name, message, generatedMessage, ...rest } = cause;
    const details = { ...rest };
    for (const noise of ['actual', 'expected', 'operator', 'diff']) {
      if (code === 'ERR_ASSERTION') delete details[noise];
    }
    const extra = Object.keys(details).length === 0 ? '' : `\n${inspect(details, { depth: 4 })}`;
    return `${stack}${cause.cause === undefined ? '' : `\ncaused by ${inspect(cause.cause)}`}${extra}`;
  }
  return inspect(cause, { depth: 4 });
}

function send(message) {
  process.send?.(message);
}
