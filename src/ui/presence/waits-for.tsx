import type { WaitedFor } from '#work/presence/contract.ts';
import { type Texts, useTexts } from '../i18n/texts-provider.tsx';
import { Absence, NobodyThere } from '../mark/absence.tsx';
import { Organisation, Person, type Titles } from '../mark/party.tsx';
import { AsideList } from '../page/aside-part.tsx';
import { absencesIn } from './absences.ts';
import classes from './presence.module.css';

/** The role that every member of the organisation has; its people are not listed. */
const anyMember = 'any-member';

export interface AwayMarksProps {
  readonly waitingFor: readonly WaitedFor[];
  /** False: the role stands beside it. */
  readonly named?: boolean;
}

/** Roles in which nobody is there, or a substitute alone: for headers, rows and whatever is seen at a glance. */
export function AwayMarks({ waitingFor, named = true }: AwayMarksProps) {
  const { formats, names } = useTexts();
  return absencesIn(waitingFor).map(({ roles, since, until, substitutes }) => {
    const words = formats.list(roles.map((role) => names.role(role)));
    const of = named ? { of: words } : {};
    return substitutes.length === 0 ? (
      <NobodyThere key={words} since={since} until={until} {...of} />
    ) : (
      <Absence key={words} since={since} until={until} substitutes={substitutes} {...of} />
    );
  });
}

/** The roles that take the next step, and where nobody is there: under a state in a list. */
export function WaitsForCell({ waitingFor }: { waitingFor: readonly WaitedFor[] }) {
  const { formats, names } = useTexts();
  if (waitingFor.length === 0) return null;
  const [first, ...more] = absencesIn(waitingFor);
  const isOfAll = more.length === 0 && first?.roles.length === waitingFor.length;
  return (
    <div className={classes.cell}>
      <span className={classes.note}>
        {formats.list(waitingFor.map(({ role }) => names.role(role)))}
      </span>
      <AwayMarks waitingFor={waitingFor} named={!isOfAll} />
    </div>
  );
}

/** `Waits for Mia and Otto` in one line: who is there, or the roles where nobody is named; then who is away. */
export function WaitsForLine({ waitingFor }: { waitingFor: readonly WaitedFor[] }) {
  const { t, formats, names } = useTexts();
  if (waitingFor.length === 0) return null;
  const people = waitingFor.flatMap((group) => group.people);
  const there = new Set(people.filter((one) => one.absentUntil === null).map(({ name }) => name));
  const roles = waitingFor.map(({ role }) => names.role(role));
  const shown = there.size > 0 ? [...there] : roles;
  return (
    <div className={classes.line}>
      <p title={formats.list(roles)}>{t('case.waits', { people: formats.list(shown) })}</p>
      <AwayMarks waitingFor={waitingFor} />
    </div>
  );
}

export interface WaitsForListProps {
  readonly waitingFor: readonly WaitedFor[];
  /** Names of the parties. */
  readonly titles: Titles;
  /** The reader is of the owner, who can give somebody a role that nobody holds. */
  readonly own: boolean;
}

/** Whom something waits for, role by role: who holds it, who is away from when until when and who stands in. */
export function WaitsForList({ waitingFor, titles, own }: WaitsForListProps) {
  const { t, names } = useTexts();
  return (
    <AsideList empty={t('case.waiting-for.none')}>
      {waitingFor.map((group) => (
        <li key={group.role}>
          <p className={classes.role}>{names.role(group.role)}</p>
          {group.nobody !== null && group.people.length > 1 && (
            <p>
              <NobodyThere {...group.nobody} long />
            </p>
          )}
          {group.people.map((person) => (
            <WaitedPerson key={person.id} person={person} group={group} />
          ))}
          {group.parties.map((id) => (
            <WaitedParty key={id} id={id} titles={titles} group={group} />
          ))}
          {own && group.role !== anyMember && group.people.length + group.parties.length === 0 && (
            <p>{t('case.waiting-for.nobody')}</p>
          )}
        </li>
      ))}
    </AsideList>
  );
}

interface WaitedPersonProps {
  readonly person: WaitedFor['people'][number];
  readonly group: WaitedFor;
}

function WaitedPerson({ person, group }: WaitedPersonProps) {
  const { t } = useTexts();
  const { id, name, substitute, standsFor, absentSince, absentUntil } = person;
  const isAlone = group.nobody !== null && group.people.length === 1;
  return (
    <p>
      <Person id={id} titles={{ [id]: name }} />
      {substitute && (
        <span className={classes.note}> {standsInFor(t, standsFor, group.people)}</span>
      )}
      {absentUntil !== null && (
        <>
          {' '}
          <Absence
            since={absentSince}
            until={absentUntil}
            long
            {...(isAlone ? { substitutes: [] } : {})}
          />
        </>
      )}
    </p>
  );
}

/** `in place of Mia`, or that somebody is a substitute where the absent one is not among those shown. */
function standsInFor(t: Texts['t'], standsFor: string | null, among: WaitedFor['people']): string {
  const person = among.find(({ id }) => id === standsFor)?.name;
  return person === undefined ? t('person.substitute') : t('absence.in-place', { person });
}

interface WaitedPartyProps {
  readonly id: string;
  readonly titles: Titles;
  readonly group: WaitedFor;
}

/** People of other organisations are theirs to name: a role that a party takes part in is told by the party. */
function WaitedParty({ id, titles, group }: WaitedPartyProps) {
  const away = group.away.find(({ organisationId }) => organisationId === id);
  return (
    <p>
      <Organisation id={id} titles={titles} />{' '}
      {away !== undefined && <NobodyThere since={away.since} until={away.until} long />}
    </p>
  );
}
