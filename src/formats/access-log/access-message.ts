/** What a message says of somebody's access. */
export interface AccessMessage {
  readonly service: 'ssh' | 'vpn';
  /** `refused`: turned away before any proof was asked for. */
  readonly outcome: 'accepted' | 'failed' | 'refused' | 'ended';
  readonly account: string;
  readonly source: string | null;
  readonly method: string | null;
}

const ssh = { service: 'ssh' } as const;
const vpn = { service: 'vpn' } as const;

/** The name is the sender's to choose: the greedy match takes the address that sshd itself wrote last. */
const accepted = /^Accepted (\S{1,60}) for (.*) from (\S{1,253}) port \d{1,5}(?: ssh\d?)?(?::.*)?$/;
const failed =
  /^Failed (\S{1,60}) for (?:invalid user )?(.*) from (\S{1,253})(?: port \d{1,5})?(?: ssh\d?)?(?:: .*)?$/;
const pamFailed =
  /^(?:error: )?PAM: (?:Authentication failure|authentication error) for (?:illegal user |invalid user )?(.*) from (\S{1,253})$/i;
const invalid = /^Invalid user (.*) from (\S{1,253})(?: port \d{1,5})?$/;
const notAllowed = /^User (.*) from (\S{1,253}) not allowed because /;
const ended = /^Disconnected from user (.*) (\S{1,253}) port \d{1,5}$/;
const withoutStage = / \[(?:preauth|postauth)\]$/;

/** Ways of proof that clients try by themselves before the one that counts. */
const probes = new Set(['none', 'publickey']);

/** What sshd says (OpenSSH 4 to 10; also `sshd-session` and `sshd-auth`); null for what is not about access. */
function ofSshd(text: string): AccessMessage | null {
  const message = text.replace(withoutStage, '');
  const found = (
    match: RegExpExecArray | null,
    outcome: AccessMessage['outcome'],
    [account, source, method]: readonly [number, number, number | string],
  ): AccessMessage | null => {
    if (match === null) return null;
    const how = typeof method === 'number' ? (match[method] ?? null) : method;
    const who = (match[account] ?? '').trim();
    return { ...ssh, outcome, account: who, source: match[source] ?? null, method: how };
  };
  const failure = found(failed.exec(message), 'failed', [2, 3, 1]);
  if (failure !== null) return probes.has(failure.method ?? '') ? null : failure;
  return (
    found(accepted.exec(message), 'accepted', [2, 3, 1]) ??
    found(pamFailed.exec(message), 'failed', [1, 2, 'pam']) ??
    found(invalid.exec(message), 'refused', [1, 2, 'unknown-user']) ??
    found(notAllowed.exec(message), 'refused', [1, 2, 'not-allowed']) ??
    found(ended.exec(message), 'ended', [1, 2, 'disconnected'])
  );
}

const address = '(?:\\[[0-9a-fA-F:.]{2,45}\\]|[0-9a-fA-F.:]{2,45}?):\\d{1,5}';
const initiated = new RegExp(
  `(?:^|/|\\[)([^\\s/\\[\\]]{1,100})\\]? Peer Connection Initiated with \\[AF_INET6?\\](${address})`,
);
const authFailed = new RegExp(
  `^([^\\s/]{1,100})/(${address}) (?:AUTH: Received control message: AUTH_FAILED|TLS Auth Error)`,
);
const badCertificate = new RegExp(`^(${address}) VERIFY ERROR: .*\\bCN=([^,/]{1,100})`);

const hostOf = (text: string | undefined): string | null =>
  (text ?? '').replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1') || null;

/** What an OpenVPN server says; null for what is not about access. */
function ofOpenvpn(message: string): AccessMessage | null {
  const made = initiated.exec(message);
  if (made !== null) {
    // The name is known only once the certificate was looked at.
    if (made[1] === 'UNDEF' || made[1] === undefined) return null;
    const source = hostOf(made[2]);
    return { ...vpn, outcome: 'accepted', account: made[1], source, method: 'certificate' };
  }
  const refused = authFailed.exec(message);
  if (refused?.[1] !== undefined) {
    const source = hostOf(refused[2]);
    return { ...vpn, outcome: 'failed', account: refused[1], source, method: 'password' };
  }
  const bad = badCertificate.exec(message);
  if (bad?.[2] === undefined) return null;
  const source = hostOf(bad[1]);
  return { ...vpn, outcome: 'failed', account: bad[2].trim(), source, method: 'certificate' };
}

/** What a line's program says of somebody's access; null for other programs and other messages. */
export function readMessage(program: string | null, message: string): AccessMessage | null {
  if (program === null || /^(?:openvpn|ovpn-[\w-]+)$/.test(program)) return ofOpenvpn(message);
  return /^sshd(?:-session|-auth)?$/.test(program) ? ofSshd(message) : null;
}
