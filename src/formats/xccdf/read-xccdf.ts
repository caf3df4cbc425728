import { FormatError } from '../format-error.ts';
import { xmlEvents } from '../xml/xml-events.ts';
import { TestResultBuilder } from './test-result-builder.ts';
import type { XccdfTestResult } from './xccdf.ts';

const xccdf = /^http:\/\/checklists\.nist\.gov\/xccdf\/1\.[12]$/;
const assetIdentification = 'http://scap.nist.gov/schema/asset-identification/1.1';
const roots = ['Benchmark', 'TestResult', 'asset-report-collection'];
/** Characters of one element's text that are kept: names and results are short. */
const maxText = 2000;

interface OpenElement {
  readonly name: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** Reads the elements of XCCDF and, around them, of an asset report collection. */
class XccdfReader {
  readonly #open: OpenElement[] = [];
  readonly #ready: XccdfTestResult[] = [];
  /** Names of the devices that an asset report collection is about. */
  readonly #devices: string[] = [];
  #benchmark: string | null = null;
  #building: { readonly builder: TestResultBuilder; readonly depth: number } | null = null;

  open(
    name: string,
    attributes: Readonly<Record<string, string>>,
    { uri, line }: { readonly uri: string; readonly line: number },
  ): void {
    if (this.#open.length === 0 && !roots.includes(name)) {
      const what = `This is no XCCDF result: it begins with ${name.slice(0, 60)}`;
      throw new FormatError('xccdf-root', what, { line });
    }
    const parent = this.#open.at(-1)?.name ?? '';
    if (xccdf.test(uri)) {
      if (this.#building !== null) this.#building.builder.open(name, parent, attributes, line);
      else if (name === 'Benchmark') this.#benchmark = attributes['id'] ?? null;
      else if (name === 'TestResult') {
        const builder = new TestResultBuilder(attributes, this.#benchmark, line);
        this.#building = { builder, depth: this.#open.length };
      }
    }
    this.#open.push({ name, uri, attributes, text: '' });
  }

  text(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined && element.text.length < maxText) element.text += text;
  }

  close(line: number): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    const { name, uri, attributes } = element;
    const text = element.text.trim().slice(0, maxText);
    if (uri === assetIdentification && (name === 'fqdn' || name === 'hostname')) {
      this.#devices.push(text);
    }
    if (this.#building === null || !xccdf.test(uri)) return;
    const { builder, depth } = this.#building;
    if (this.#open.length > depth) {
      builder.close(name, this.#open.at(-1)?.name ?? '', attributes, text, line);
      return;
    }
    this.#ready.push(builder.done());
    this.#building = null;
  }

  /** Results that are complete, each once. */
  take(): XccdfTestResult[] {
    return this.#ready.splice(0);
  }

  get deviceNames(): readonly string[] {
    return this.#devices;
  }
}

/**
 * The test results of a file: XCCDF 1.1 or 1.2 with `Benchmark` or `TestResult` as its root, or an asset report collection (ARF 1.1) that holds
 * some. Streams: what is around them is passed over, and one result at a time is held. Times are as written.
 * @throws FormatError naming the line: broken XML, another kind of file, a result without a rule, a result that XCCDF does not know
 */
export async function* readXccdf(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<XccdfTestResult> {
  const reader = new XccdfReader();
  let line = 1;
  const events = xmlEvents(
    source,
    {
      open: (name, attributes, tag) => {
        line = tag.line;
        reader.open(name, attributes, tag);
      },
      text: (text) => reader.text(text),
      close: () => reader.close(line),
    },
    { comments: true, maxDepth: 128, namespaces: true },
  );
  for await (const _ of events) {
    void _;
    yield* reader.take().map((result) => withDevices(result, reader.deviceNames));
  }
}

function withDevices(result: XccdfTestResult, devices: readonly string[]): XccdfTestResult {
  return { ...result, targets: [...new Set([...result.targets, ...devices])] };
}
