import type { EvidenceWord } from '#engine/evidence.ts';
import type { TextField } from '#engine/fields.ts';
import type { Translator } from './translator.ts';

/** What declares a thing: `procedure.<id>` or `register.<id>`, the first part of its text keys. */
export type Owner = `procedure.${string}` | `register.${string}`;

/** Names of declared things in the reader's language, by the convention of the text keys. */
export interface Names {
  procedure(id: string): string;
  register(id: string): string;
  /** One record of the register. */
  one(id: string): string;
  role(id: string): string;
  area(id: string): string;
  state(owner: Owner, state: string): string;
  action(owner: Owner, action: string): string;
  /** What the trail says afterwards: `authorised the change`. */
  done(owner: Owner, action: string): string;
  /** What happens, for the confirmation of a destructive action, or null. */
  consequence(owner: Owner, action: string): string | null;
  field(owner: Owner, field: string): string;
  help(owner: Owner, field: string): string | null;
  option(owner: Owner, field: string, option: string): string;
  deadline(owner: Owner, deadline: string): string;
  task(owner: Owner, task: string): string;
  duty(owner: Owner, duty: string): string;
  handOff(owner: Owner, handOff: string): string;
  request(owner: Owner, kind: string): string;
  guard(owner: Owner, guard: string): string;
  /** What a procedure calls the files it keeps, in its own words where it has any. */
  evidence(owner: Owner, word: EvidenceWord): string;
}

const chain = (owner: string, rest: string): string[] => [`${owner}.${rest}`, rest];

/** A field of rows is named by its path (`steps.what`); its last part stands in when the whole has no text. */
const fieldKeys = (owner: string, kind: string, path: string, rest = ''): string[] => {
  const last = path.slice(path.lastIndexOf('.') + 1);
  return [
    `${owner}.${kind}.${path}${rest}`,
    `${owner}.${kind}.${last}${rest}`,
    `${kind}.${last}${rest}`,
  ];
};

export function namesOf({ t, find }: Pick<Translator, 't' | 'find'>): Names {
  return {
    procedure: (id) => t(`procedure.${id}.title`),
    register: (id) => t(`register.${id}.title`),
    one: (id) => t([`register.${id}.one`, `register.${id}.title`]),
    role: (id) => t(`role.${id}`),
    area: (id) => t(`area.${id}`),
    state: (owner, state) => t(chain(owner, `state.${state}`)),
    action: (owner, action) => t(chain(owner, `action.${action}`)),
    done: (owner, action) =>
      find([`${owner}.action.${action}.done`, `trail.${action}`]) ??
      t(chain(owner, `action.${action}`)),
    consequence: (owner, action) => find(`${owner}.action.${action}.consequence`),
    field: (owner, field) => t(fieldKeys(owner, 'field', field)),
    help: (owner, field) => find(fieldKeys(owner, 'field', field, '.help')),
    option: (owner, field, option) => t(fieldKeys(owner, 'option', field, `.${option}`)),
    deadline: (owner, deadline) => t(chain(owner, `deadline.${deadline}`)),
    // What another procedure is asked to take on is named by its hand-off where no task of its own is declared.
    task: (owner, task) =>
      t([...chain(owner, `task.${task}`), ...chain(owner, `hand-off.${task}`)]),
    duty: (owner, duty) => t(chain(owner, `duty.${duty}`)),
    request: (owner, kind) => t(chain(owner, `request.${kind}`)),
    handOff: (owner, handOff) => t(chain(owner, `hand-off.${handOff}`)),
    guard: (owner, guard) => t(chain(owner, `guard.${guard}`)),
    evidence: (owner, word) => t(chain(owner, `evidence.${word}`)),
  };
}

/** Name of the declared thing whose id a text field holds. */
export function declaredName(
  names: Pick<Names, 'role' | 'procedure'>,
  of: NonNullable<TextField['of']>,
  id: string,
): string {
  return names[of](id);
}
