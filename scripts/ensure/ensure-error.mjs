/** Preparing the checkout failed for a reason that the message explains; no stack is shown. */
export class EnsureError extends Error {}

const accessCodes = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Turns a refused write into advice; anything else is passed on. */
export function explainAccess(error, folder) {
  if (!accessCodes.has(error?.code)) return error;
  const who = process.getuid === undefined ? 'this user' : `user ${process.getuid()}`;
  return new EnsureError(
    `${folder} must be prepared first, and ${who} may not write there (${error.code}).\n` +
      'Run "node scripts/ensure.mjs" once as the owner of the folder, or use a copy of your own.',
  );
}
