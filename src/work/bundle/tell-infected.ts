import { z } from 'zod';
import { authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineCommand, runCommand } from '#kernel/command/command.ts';
import type { ScanReport } from '#kernel/files/clamd.ts';
import { id } from '#work/contract.ts';
import type { Manifest, ManifestPart } from './contract.ts';
import { type BundleParts, findIntake, importNeed } from './receive-bundle.ts';

/**
 * Malicious code in a file of a bundle: an entry of the trail and the event `bundle.infected`, of the organisation that was about to import it.
 * The bundle itself stays refused, where it is, until somebody discards it.
 */
export async function tellInfected(
  { runner }: BundleParts,
  principal: Principal,
  intakeId: string,
  { manifest, part, report }: { manifest: Manifest; part: ManifestPart; report: ScanReport | null },
): Promise<void> {
  const telling = defineCommand({
    id: 'bundles.infected',
    input: z.strictObject({ intakeId: id }),
    authorise: (given) => authorise(given, importNeed),
    run: async (context, { intakeId: recordId }) => {
      const { ownerId } = await findIntake(context, recordId, true);
      const { case: one, sender } = manifest;
      const found = {
        ...{ sha256: part.sha256, path: part.path, reference: one.reference },
        ...{ signature: report?.signature ?? null, engine: report?.engine ?? null },
      };
      context.record({
        ...{
          ownerId,
          action: 'bundle.infected',
          kind: 'bundle-intake',
          recordId,
          recordVersion: 1,
        },
        details: { ...found, sender, bundle: manifest.id },
      });
      context.emit({
        ...{ name: 'bundle.infected', ownerId, recordId },
        payload: {
          ...found,
          ...{ sender: sender.name, label: one.label, tlp: one.tlp },
          at: context.now.toISOString(),
        },
      });
    },
  });
  await runCommand(runner, telling, principal, { intakeId });
}
