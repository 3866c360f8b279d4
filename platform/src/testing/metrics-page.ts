/** What Prometheus would read: values by name and labels, in the order in which the labels are written. */
export class MetricsPage {
  private constructor(
    readonly text: string,
    private readonly values: ReadonlyMap<string, number>,
  ) {}

  static async read(url: string | null): Promise<MetricsPage> {
    const response = await fetch(url!);
    if (!response.ok) throw new Error(`The metrics answered ${response.status}.`);
    const text = await response.text();
    const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
    return new MetricsPage(
      text,
      new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))])),
    );
  }

  /** Undefined when there is none. */
  of(series: string): number | undefined {
    return this.values.get(series);
  }

  /** Of one measure, whatever the labels. */
  seriesOf(name: string): string[] {
    return [...this.values.keys()].filter((series) => series === name || series.startsWith(`${name}{`));
  }
}
