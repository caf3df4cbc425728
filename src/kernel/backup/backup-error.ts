/**
 * Why a backup or a restore was refused. `damaged`: the archive is truncated or altered (the message names the place).
 * `not-empty`: the target holds something. `passphrase`: a passphrase is missing or wrong. `unverified`: what was loaded is not what
 * was saved. `version`: made by a newer release. `busy`: the product runs on the target.
 */
export type BackupFault =
  | 'damaged'
  | 'not-empty'
  | 'passphrase'
  | 'unverified'
  | 'version'
  | 'busy'
  | 'exists';

/** A backup or restore that was refused; nothing stays half done. The message says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly fault: BackupFault;
  constructor(fault: BackupFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
