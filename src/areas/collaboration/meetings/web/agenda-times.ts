/** When each item begins, from the start of the meeting on, in UTC (`09:20`); nothing while no start is fixed. */
export function agendaTimes(
  startsAt: string | null,
  minutes: readonly number[],
): readonly (string | null)[] {
  if (startsAt === null) return minutes.map(() => null);
  let at = Date.parse(startsAt);
  return minutes.map((duration) => {
    const time = new Date(at).toISOString().slice(11, 16);
    at += duration * 60_000;
    return time;
  });
}
