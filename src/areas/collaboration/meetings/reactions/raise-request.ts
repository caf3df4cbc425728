import { loadCase } from '#work/cases/load-case.ts';
import type { Reaction } from '#work/catalogue.ts';
import { startHandOffs } from '#work/hand-offs/start-hand-offs.ts';
import { meeting } from '../procedure.ts';

/**
 * An action point that became a request after its meeting was closed: handed off from the meeting that left it, as those marked in its report
 * were (H13). A request that was handed off before is not handed off again.
 */
export const raiseRequest: Reaction = {
  id: 'meeting-raise-request',
  on: 'action-points.raise-request',
  run: async (context, event, catalogue) => {
    const { rows } = await context.client.query<{ case_id: string; becomes: string | null }>({
      name: 'action-point-request',
      text: 'select case_id, becomes from action_point where owner_id = $1 and id = $2',
      values: [event.ownerId, event.recordId],
    });
    const [point] = rows;
    const module = catalogue.procedures.get(meeting.id);
    if (point === undefined || point.becomes === null || module === undefined) return;
    const { row } = await loadCase(context, point.case_id, { lock: true });
    await startHandOffs(context, catalogue, module, ['request'], {
      ...{ case: row, action: 'raise-request', to: row.state, comment: null },
      form: { actionPoint: event.recordId },
      facts: undefined,
    });
  },
};
