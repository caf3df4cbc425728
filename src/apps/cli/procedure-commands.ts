import type { Command } from 'commander';
import { moduleMoving, moveCases } from '#work/definitions/move-cases.ts';
import { catalogue } from '../catalogue.ts';
import { administering } from './administration.ts';
import { addCommand, addGroup, does, wholeNumber } from './command.ts';
import { CommandFailure, exitCodes, usageError } from './failures.ts';

interface MoveOptions {
  readonly from: number;
  readonly to: number;
  readonly dryRun?: boolean;
}

/** `commonward procedure`: the definitions that this version of the product knows, and cases that go from one to the next. */
export function procedureCommands(program: Command): void {
  const group = addGroup(program, 'procedure', 'procedures and their versions');
  listCommand(group);
  moveCommand(group);
}

function listCommand(group: Command): void {
  does(
    addCommand(group, {
      usage: 'list',
      description: 'list the procedures, each version that is loaded with its open cases',
      examples: ['commonward procedure list', 'commonward procedure list --json'],
    }),
    async (_args, { out }) => {
      const open = await administering(
        ({ read }) =>
          read<{ procedure: string; version: number; open: number }>(
            `select procedure, definition_version as version, count(*)::int as open from procedure_case
              where closed_at is null group by 1, 2`,
          ),
        out,
      );
      for (const { procedure, movesFrom } of catalogue.versions.values()) {
        const { id, version, clause } = procedure;
        const own = open.find((one) => one.procedure === id && one.version === version);
        const moves = Object.keys(movesFrom ?? {}).map(Number);
        out.row({ procedure: id, version, clause, openCases: own?.open ?? 0, movesFrom: moves }, [
          { title: 'Procedure', of: (each) => each.procedure },
          { title: 'Version', of: (each) => String(each.version) },
          { title: 'Open cases', of: (each) => String(each.openCases) },
          { title: 'Moves from', of: (each) => each.movesFrom.join(', ') },
          { title: 'Clause', of: (each) => each.clause },
        ]);
      }
      out.end('There is no procedure.');
    },
  );
}

function moveCommand(group: Command): void {
  does<MoveOptions>(
    addCommand(group, {
      usage: 'move <procedure>',
      description: 'move the open cases of one version to a later one, as that one declares',
      examples: [
        'commonward procedure move change --from 1 --to 2 --dry-run',
        'commonward procedure move change --from 1 --to 2',
      ],
    })
      .requiredOption('--from <version>', 'the version that the cases have', wholeNumber)
      .requiredOption('--to <version>', 'the version that they get', wholeNumber)
      .option('--dry-run', 'only tell what would become of each case'),
    async ([procedure = ''], { out, options }) => {
      const { from, to, dryRun = false } = options;
      try {
        moduleMoving(catalogue, { procedure, from, to });
      } catch (error) {
        throw usageError((error as Error).message);
      }
      const stayed = await administering(async ({ database, clock, principal }) => {
        let count = 0;
        const runner = { database, clock };
        const wanted = { procedure, from, to, dryRun, principal: principal(null) };
        for await (const each of moveCases({ runner, catalogue, ...wanted })) {
          if (each.faults.length > 0) count += 1;
          out.row(each, [
            { title: 'Case', of: ({ reference }) => reference },
            { title: 'State', of: ({ fromState }) => fromState },
            { title: 'Goes on in', of: ({ toState }) => toState },
            {
              title: 'Stays, because',
              of: ({ faults }) =>
                faults.map(({ path, message }) => `${path}: ${message}`).join('; '),
            },
          ]);
        }
        return count;
      }, out);
      out.end(`No open case has version ${from} of ${procedure}.`);
      if (stayed > 0) {
        throw new CommandFailure(
          exitCodes.conflict,
          `${stayed} case(s) stay with version ${from}; the others ${dryRun ? 'would go' : 'went'} on.`,
        );
      }
    },
  );
}
