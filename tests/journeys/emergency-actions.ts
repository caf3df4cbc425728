import { type Collaborator, contractor, france, germany } from './collaboration-stage.ts';
import type { Desk } from './desk.ts';
import type { Stage } from './stage.ts';

/** Emergency actions are asked of the Security Officer and of both administrations' officers, done, and accepted. */
export async function takeEmergencyActions(
  stage: Stage<Collaborator>,
  at: (who: Collaborator) => Promise<Desk>,
  doneAt: string,
): Promise<void> {
  // The contractor takes part with a Security Officer and stands there already: choosing it again takes it out.
  for (const [doers, recipients, role, subject] of [
    [['officer'], [], 'ITSM security officer', 'Empty the cache of the hub'],
    [
      ['nisoDe', 'nisoFr'],
      [contractor, germany, france],
      'National information security officer',
      'Hold back',
    ],
  ] as const) {
    const manager = await at('manager');
    await manager.press(manager.main.getByRole('button', { name: 'Ask: Emergency action' }));
    await manager.answer(
      'Ask: Emergency action',
      {
        Subject: subject,
        'What is asked': subject,
        System: 'New Computerised Transit System',
        Impact: 'Transit is down.',
        Urgency: 'Immediate',
        Recipients: recipients,
        'Asked in the role': role,
      },
      'Send the request',
    );
    await manager.toast('The request was sent.');
    for (const who of doers) {
      const doer = await stage.at(who);
      await doer.openWork(subject);
      await doer.actAt(doer.main, /^Answer$/, 'Answer', {
        'What was done': 'Done as asked.',
        'Done at': doneAt,
      });
      const checking = await at('manager');
      await checking.follow(subject);
      await checking.heading(subject);
      await checking.actAt(checking.main, 'Accept the answer', 'Accept the answer', {});
    }
  }
}
