import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

interface Item {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Cites {
  readonly id: string;
  readonly clause: string;
  readonly applicableDocuments?: readonly string[];
  readonly referenceDocuments?: readonly string[];
}

describe('the registers that the Security Plan asks for, as the API gives them', () => {
  let world: HttpWorld;
  let manager: Caller;
  let member: Caller;
  let elsewhere: Caller;
  let owner: string;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const body = await world.organisation('BODY');
    const other = await world.organisation('NA1');
    const mara = await world.person('mara', body, ['security-manager']);
    owner = mara.id;
    manager = await world.withToken(mara);
    member = await world.withToken(await world.person('mona', body, []));
    elsewhere = await world.withToken(await world.person('nina', other, []));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function itemsOf(path: string, call: Caller = member): Promise<Item[]> {
    const { status, body, text } = await call('GET', path);
    assert.equal(status, 200, text);
    return body['items'] as Item[];
  }

  it('R-GEN-5 a service says which kinds of consumers it has, none is refused, and it is found by them', async () => {
    const made = async (name: string, consumers: readonly string[]) =>
      manager('POST', '/services', { fields: { name, class: 'trans-european', consumers, owner } });
    const kinds = ['national-administration', 'public', 'commission-staff'];
    for (const kind of kinds) assert.equal((await made(`For ${kind}`, [kind])).status, 201);
    assert.equal((await made('For somebody else', ['nobody-known'])).status, 422);
    assert.equal((await made('For nobody', [])).status, 422);
    const found = await itemsOf('/services?limit=50');
    assert.deepEqual(
      found.map(({ fields }) => [fields['name'], fields['consumers']]).sort(),
      kinds.map((kind) => [`For ${kind}`, [kind]]).sort(),
    );
    const ofPublic = await itemsOf('/services?consumers=public');
    assert.deepEqual(
      ofPublic.map(({ fields }) => fields['name']),
      ['For public'],
    );
  });

  it('R-GEN-6 existing and future systems stand in one register, and whether one is planned, operational or retired is logged as it changes', async () => {
    const made = (code: string, architecture: string, lifeCycleStatus: string) =>
      manager('POST', '/systems', {
        fields: { code, name: `System ${code}`, architecture, lifeCycleStatus },
      });
    assert.equal((await made('FUT-1', 'distributed', 'planned')).status, 201);
    assert.equal((await made('OLD-1', 'centralised', 'retired')).status, 201);
    assert.equal((await made('BAD-1', 'centralised', 'forgotten')).status, 422);
    const codes = async (status: string) =>
      (await itemsOf(`/systems?lifeCycleStatus=${status}&limit=50`)).map(
        ({ fields }) => fields['code'],
      );
    assert.deepEqual(await codes('planned'), ['FUT-1']);
    assert.deepEqual(await codes('retired'), ['OLD-1']);
    const [planned] = await itemsOf('/systems?lifeCycleStatus=planned');
    const started = await manager(
      'PATCH',
      `/systems/${planned?.id}`,
      { fields: { lifeCycleStatus: 'operational' } },
      { 'if-match': '"1"' },
    );
    assert.equal(started.status, 200, started.text);
    assert.deepEqual(await codes('operational'), ['FUT-1']);
    const log = await itemsOf('/reference-changes?subjectKind=systems&limit=100');
    const changed = log.find(
      ({ fields }) => fields['systemId'] === planned?.id && fields['act'] === 'changed',
    );
    assert.deepEqual(changed?.fields['changedFields'], ['lifeCycleStatus']);
  });

  it('R-GEN-8 the sixteen acronyms of Table 1 are there, in three languages, for every organisation', async () => {
    const listed = 'DG,DG TAXUD,EC,ISO,ISO/IEC,ISSP,ITSCM,ITSM,LISO,LSA,NA,NISO,NPM,RFC,TEMPO,ToC';
    for (const call of [member, elsewhere]) {
      const terms = await itemsOf('/glossary-terms?inSourceList=true&limit=100', call);
      const names = terms.map(({ fields }) => String(fields['term']));
      assert.deepEqual(names.sort(), listed.split(',').sort());
      for (const { fields } of terms) {
        for (const language of ['meaningEn', 'meaningFr', 'meaningDe']) {
          assert.ok(String(fields[language] ?? '').length > 0, `${fields['term']} ${language}`);
        }
      }
    }
  });

  it('R-GEN-9 one glossary for all: a term exists once, national words are its synonyms, members do not change it', async () => {
    const [term] = await itemsOf('/glossary-terms?q=Security+Officer&limit=5');
    assert.ok(term !== undefined);
    const path = `/glossary-terms/${term.id}`;
    const fields = { synonyms: ['Sicherheitsbeauftragter vor Ort'] };
    assert.equal((await member('PATCH', path, { fields })).status, 403);
    assert.equal((await manager('PATCH', path, { fields })).status, 200);
    const seen = await elsewhere('GET', path);
    const { record } = seen.body as { record: Item };
    assert.deepEqual(record.fields['synonyms'], fields.synonyms);
    const twice = { term: record.fields['term'], meaningEn: 'Something else', inSourceList: false };
    assert.equal((await manager('POST', '/glossary-terms', { fields: twice })).status, 409);
  });

  it('R-GEN-10 the reference documents RD1 to RD3 are there with title, originator, version and date, and bind nobody', async () => {
    const documents = await itemsOf('/documents?kind=reference&limit=50');
    assert.deepEqual(
      documents
        .map(({ fields }) =>
          ['code', 'originator', 'edition', 'date', 'binding'].map((name) => fields[name]),
        )
        .sort(),
      [
        ['RD1', 'ISO/IEC', '1.00', 'Jun 2005', false],
        ['RD2', 'ITSM Contractor', '1.11', 'Feb 2010', false],
        ['RD3', 'ISO/IEC', '1.00', 'Oct 2005', false],
      ],
    );
    const [first] = documents;
    assert.match(String(first?.fields['title']), /\w+/);
    const incomplete = { code: 'RD4', kind: 'reference', binding: false };
    assert.equal((await manager('POST', '/documents', { fields: incomplete })).status, 422);
  });

  it('R-GEN-11 the applicable documents AD1 to AD4 bind, and a procedure cites only documents that do', async () => {
    const documents = await itemsOf('/documents?kind=applicable&limit=50');
    const binding = documents.filter(({ fields }) => fields['binding'] === true);
    const codes = binding.map(({ fields }) => String(fields['code'])).sort();
    assert.deepEqual(codes, ['AD1', 'AD2', 'AD3', 'AD4']);
    const { body } = await member('GET', '/procedures');
    const procedures = body['items'] as { id: string; applicableDocuments?: string[] }[];
    const cited = procedures.flatMap(({ applicableDocuments = [] }) => applicableDocuments);
    assert.deepEqual([...new Set(cited)].sort(), codes, 'each of them binds a procedure');
  });

  it('R-GEN-10 R-GEN-11 every procedure of the Security Plan cites what the plan cites, and no reference document is left over', async () => {
    const documents = await itemsOf('/documents?kind=reference&limit=50');
    const codes = documents.map(({ fields }) => String(fields['code'])).sort();
    const { body } = await member('GET', '/procedures');
    const procedures = body['items'] as Cites[];
    const cited = procedures.flatMap(({ referenceDocuments = [] }) => referenceDocuments);
    assert.deepEqual([...new Set(cited)].sort(), codes);
    const ofPlan = procedures
      .filter(({ clause }) => /^Security Plan §[3-6]$/.test(clause))
      .map(({ id, applicableDocuments = [], referenceDocuments = [] }) => [
        ...[id, applicableDocuments.join(' '), referenceDocuments.join(' ')],
      ]);
    // §1.2 and §1.6 are about all of them; §3.1 and §4.1 name AD4, §6.2 names AD2.
    assert.deepEqual(ofPlan.sort(), [
      ['fact-finding-mission', 'AD3 AD4', 'RD1 RD2'],
      ['incident-coordination', 'AD2 AD3', 'RD2'],
      ['meeting', 'AD3', 'RD2'],
      ['terms-of-collaboration', 'AD3 AD4', 'RD1 RD2 RD3'],
    ]);
  });
});
